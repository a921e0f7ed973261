"""The calls that show a form: its questions, its receipt, its card."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.answering.wording import show
from bot.forms import settling
from bot.services import (
    duplicates,
    filling,
    language,
    replying,
    requests,
    sending,
    sharing,
    talking,
)
from bot.services.filling import Going
from bot.services.readers import day_in
from bot.slack.call import POST, UPDATE, Call, Drawn, message, post
from bot.slack.office import Office
from bot.slack.templates import Drawing
from bot.slack.web_api import Answer
from bot.storage import drafts, people, tickets
from bot.storage.drafts import Draft
from bot.storage.schema import DROPPED, NEW, OPEN, WITHDRAWN
from bot.storage.tickets import Ticket


def _receipt(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    ticket = tickets.find(connection, workspace, about["ticket"])
    if ticket is None:
        return None
    drawing = office.artist.requests.receipt(
        ticket, requests.case_of(connection, office.forms, ticket)
    )
    if ticket.receipt_ts and ticket.receipt_channel:
        place = message(ticket.receipt_channel, drawing) | {"ts": ticket.receipt_ts}
        return Call(UPDATE, place, instead=_anew(ticket, "receipt", replying.receipt))
    thread = {"thread_ts": ticket.thread_ts} if ticket.thread_ts else {}
    arguments = post(ticket.channel, drawing, ticket=ticket.id) | thread
    return Call(POST, arguments, _keep(ticket, "receipt"))


def _superseded(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    ticket = tickets.find(connection, workspace, about["ticket"])
    if ticket is None:
        return None
    drawing = office.artist.requests.superseded(ticket)
    return Call(UPDATE, message(about["channel"], drawing) | {"ts": about["ts"]}, instead=_let_go)


def _let_go(_connection: Connection, _now: float) -> None:
    """Leave a message that is gone alone."""


def _ticket_card(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    ticket = tickets.find(connection, workspace, about["ticket"])
    if ticket is None or not office.desk_channel:
        return None
    if ticket.state == WITHDRAWN and not ticket.card_ts:
        return None
    case = requests.case_of(connection, office.forms, ticket, office.desk_locale)
    files = sharing.files_of(case) if case else {}
    missing = sharing.missing(connection, ticket)
    names = [name for file, name in files.items() if file in missing]
    same = duplicates.same_as(connection, ticket, case) if case else None
    drawing = office.artist.requests.card(ticket, case, office.desk_locale, names, same)
    keep = _keep_card(ticket, files if ticket.state == NEW else (), office.clock)
    if ticket.card_ts and ticket.card_channel:
        place = message(ticket.card_channel, drawing) | {"ts": ticket.card_ts}
        return Call(UPDATE, place, keep, instead=_card_anew(ticket))
    return Call(POST, post(office.desk_channel, drawing, ticket=ticket.id), keep)


def _keep_card(
    ticket: Ticket, files: Iterable[str], clock: Callable[[], float]
) -> Callable[[Connection, Answer], None]:
    """Keep where a card is, and have the files shared beside it."""
    keep = _keep(ticket, "card")

    def both(connection: Connection, answer: Answer) -> None:
        keep(connection, answer)
        sharing.share(connection, ticket, files, clock())

    return both


def _card_anew(ticket: Ticket) -> Callable[[Connection, float], None]:
    """Have a card that is gone posted anew, and the files beside it."""
    anew = _anew(ticket, "card", replying.ticket_card)

    def instead(connection: Connection, now: float) -> None:
        sharing.forget_all(connection, ticket)
        anew(connection, now)

    return instead


def _keep(ticket: Ticket, what: str) -> Callable[[Connection, Answer], None]:
    def keep(connection: Connection, answer: Answer) -> None:
        values = {f"{what}_channel": answer["channel"], f"{what}_ts": answer["ts"]}
        tickets.change(connection, ticket.workspace, ticket.id, **values)

    return keep


def _anew(
    ticket: Ticket, what: str, again: Callable[[Connection, Ticket, float], None]
) -> Callable[[Connection, float], None]:
    """Have a message that is gone posted as if for the first time."""

    def instead(connection: Connection, now: float) -> None:
        nowhere = {f"{what}_channel": None, f"{what}_ts": None}
        tickets.change(connection, ticket.workspace, ticket.id, **nowhere)
        again(connection, ticket, now)

    return instead


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
    locale = language.locale_of(connection, workspace, person, office.default_locale)
    return Call(POST, post(person, office.artist.requests.joined(ticket, locale), ticket=ticket.id))


DRAWN: Mapping[str, Drawn] = {
    replying.RECEIPT: _receipt,
    replying.TICKET_CARD: _ticket_card,
    replying.SUPERSEDED: _superseded,
    replying.FORM_QUESTION: _form_question,
    replying.PAUSED: _of_draft(replying.PAUSED, _to),
    replying.PUT_OFF: _put_off,
    replying.REMINDER: _of_draft(replying.REMINDER, _privately),
    replying.JOINED: _joined,
    replying.DROPPED: _of_draft(replying.DROPPED, _privately, DROPPED),
}
"""How each message about a form is drawn."""
