"""The calls that show a form: its questions, its receipt, its card."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.answering.wording import show
from bot.forms import settling
from bot.services import (
    filling,
    language,
    replying,
    requests,
    sending,
    talking,
)
from bot.services.filling import Going
from bot.services.readers import day_in
from bot.slack.call import POST, UPDATE, Call, Drawn, let_go, message, post
from bot.slack.messages.ticket_places import anew, keep_place
from bot.slack.office import Office
from bot.slack.screens.templates import Drawing
from bot.slack.web_api import Answer
from bot.storage import drafts, people, tickets
from bot.storage.drafts import Draft
from bot.storage.schema import DROPPED, OPEN


def _receipt(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    ticket = tickets.find(connection, workspace, about["ticket"])
    if ticket is None:
        return None
    drawing = office.artist.requests.receipt(requests.whole(connection, office.forms, ticket))
    if ticket.receipt_ts and ticket.receipt_channel:
        place = message(ticket.receipt_channel, drawing) | {"ts": ticket.receipt_ts}
        return Call(UPDATE, place, instead=anew(ticket, "receipt", replying.receipt))
    thread = {"thread_ts": ticket.thread_ts} if ticket.thread_ts else {}
    arguments = post(ticket.channel, drawing, ticket=ticket.id) | thread
    return Call(POST, arguments, keep_place(ticket, "receipt"))


def _superseded(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    ticket = tickets.find(connection, workspace, about["ticket"])
    if ticket is None:
        return None
    drawing = office.artist.requests.superseded(ticket)
    return Call(UPDATE, message(about["channel"], drawing) | {"ts": about["ts"]}, instead=let_go)


def _going(
    connection: Connection,
    office: Office,
    workspace: str,
    about: Mapping[str, Any],
    state: str = OPEN,
) -> Going | None:
    """Return the form that a draft holds, while it is in that state."""
    draft = drafts.find(connection, workspace, about["draft"])
    if draft is None or draft.state != state:
        return None
    return filling.going(connection, office.forms, draft, office.clock())


def _form_question(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Ask what the conversation is at; nothing when it went on meanwhile."""
    current = _going(connection, office, workspace, about)
    if current is None or not current.draft.talking or current.draft.turn != about["turn"]:
        return None
    return _to(current.draft, _asked(connection, office, current))


def _asked(connection: Connection, office: Office, current: Going) -> Drawing:
    artist, draft, case = office.artist.talks, current.draft, current.case
    spot, aside = talking.spot_of(current), talking.aside_of(current)
    if spot:
        return artist.question(draft, case, spot, aside)
    unsettled = settling.unsettled(case, sending.asks_of(connection, current))
    return artist.check(draft, case, unsettled, aside)


def _to(draft: Draft, drawing: Drawing) -> Call:
    """Post where a draft is talked of; a direct message is known by its channel from then on."""
    thread = {"thread_ts": draft.thread_ts} if draft.thread_ts else {}

    def keep(connection: Connection, answer: Answer) -> None:
        now = drafts.find(connection, draft.workspace, draft.id)
        if now and now.channel == draft.channel:
            where = {"channel": answer["channel"], "message_ts": answer["ts"]}
            drafts.change(connection, draft.workspace, draft.id, **where)

    return Call(POST, post(draft.channel or draft.person, drawing, draft=draft.id) | thread, keep)


def _of_draft(name: str, way: Callable[[Draft, Drawing], Call], state: str = OPEN) -> Drawn:
    """Return what draws a message about a draft in that state, to be sent in that way."""

    def drawn(
        connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
    ) -> Call | None:
        current = _going(connection, office, workspace, about, state)
        if current is None:
            return None
        draft, artist = current.draft, office.artist.requests
        return way(draft, artist.of_draft(name, draft, current.case))

    return drawn


def _put_off(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    current = _going(connection, office, workspace, about)
    if current is None:
        return None
    known = people.find(connection, workspace, current.draft.person)
    date = show(day_in(about["due_at"], known.time_zone), current.draft.locale)
    drawing = office.artist.requests.of_draft("put-off", current.draft, current.case, date)
    return _privately(current.draft, drawing)


def _privately(draft: Draft, drawing: Drawing) -> Call:
    return Call(POST, post(draft.person, drawing, draft=draft.id))


def _joined(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    ticket = tickets.find(connection, workspace, about["ticket"])
    if ticket is None:
        return None
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.languages)
    return Call(POST, post(person, office.artist.requests.joined(ticket, locale), ticket=ticket.id))


DRAWN: Mapping[str, Drawn] = {
    replying.RECEIPT: _receipt,
    replying.SUPERSEDED: _superseded,
    replying.FORM_QUESTION: _form_question,
    replying.PAUSED: _of_draft(replying.PAUSED, _to),
    replying.PUT_OFF: _put_off,
    replying.REMINDER: _of_draft(replying.REMINDER, _privately),
    replying.JOINED: _joined,
    replying.DROPPED: _of_draft(replying.DROPPED, _privately, DROPPED),
}
"""How each message about a form is drawn."""
