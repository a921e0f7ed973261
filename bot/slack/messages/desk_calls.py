"""The calls that show the support team a ticket: its card, and what stands in its thread."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.life import OPEN, Deed, State
from bot.desk.timing import Notice
from bot.services import (
    belonging,
    deadlines,
    dossiers,
    language,
    replying,
    requests,
    sharing,
)
from bot.services.dossiers import Dossier
from bot.services.sharing import Source
from bot.slack.call import POST, UPDATE, Call, Drawn, message, post
from bot.slack.grounds import desk_now
from bot.slack.messages.ticket_places import CARD, anew, keep_place
from bot.slack.office import Office
from bot.slack.screens.desk_drawing import Dues
from bot.slack.screens.templates import Drawing
from bot.slack.web_api import Answer
from bot.storage import ticket_followers, ticket_history, ticket_messages, tickets
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import PARTNER, TicketMessage
from bot.storage.tickets import Ticket

_LATE = frozenset({Notice.ANSWER_OVERDUE, Notice.RESOLUTION_OVERDUE})

PRIVATE_POST = "chat.postEphemeral"

_LOUD = frozenset({Deed.RESTORE, Deed.REOPEN, Deed.ANSWER})
"""What somebody has to notice who does not look at the card's thread."""


def _ticket_card(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    locale, number = office.desk_locale, about["ticket"]
    dossier = dossiers.of_ticket(connection, office.forms, workspace, number, locale)
    if dossier is None:
        return None
    ticket = dossier.ticket
    if ticket.state == State.WITHDRAWN and not ticket.card_ts:
        return None
    if not (ticket.card_ts and ticket.card_channel):
        return posted_card(connection, office, dossier)
    drawing, keep = _drawn(office, dossier), _keep_card(dossier, office.clock)
    place = message(ticket.card_channel, drawing) | {"ts": ticket.card_ts}
    return Call(UPDATE, place, keep, instead=_card_anew(ticket))


def posted_card(connection: Connection, office: Office, dossier: Dossier) -> Call | None:
    """Return the call that posts a card where the support team is now; None if it is nowhere."""
    channel = desk_now(connection, office)
    if channel is None:
        return None
    about = post(channel, _drawn(office, dossier), ticket=dossier.ticket.id)
    return Call(POST, about, _keep_card(dossier, office.clock))


def _drawn(office: Office, dossier: Dossier) -> Drawing:
    dues = dues_of(office, dossier.ticket)
    return office.artist.desk.card(dossier, dues, office.desk_locale, office.clock())


def dues_of(office: Office, ticket: Ticket) -> Dues:
    """Return when a ticket is due, by the hours of the desk."""
    clock = deadlines.clock_of(office.knowledge.desk, office.hours, ticket)
    return Dues(clock.answer_due, clock.resolution_due)


def _files(dossier: Dossier) -> Iterable[str]:
    """Return the files that are to be shared beside a card."""
    return sharing.wanted(dossier.ticket, Source(dossier.case, dossier.question, dossier.said))


def _keep_card(
    dossier: Dossier, clock: Callable[[], float]
) -> Callable[[Connection, Answer], None]:
    """Keep where a card is, and have shown below it its files, and what was said before it."""
    ticket, files = dossier.ticket, _files(dossier)
    keep = keep_place(ticket, CARD)
    unseen = [] if ticket.card_ts else [each for each in dossier.said if not each.copy_ts]

    def all_of_it(connection: Connection, answer: Answer) -> None:
        keep(connection, answer)
        sharing.share(connection, ticket, files, clock())
        for each in unseen:
            replying.copy(connection, ticket, each.id, clock())

    return all_of_it


def _card_anew(ticket: Ticket) -> Callable[[Connection, float], None]:
    """Have a card that is gone posted anew, and the files beside it."""
    again = anew(ticket, CARD, replying.ticket_card)

    def instead(connection: Connection, now: float) -> None:
        sharing.forget_all(connection, ticket)
        again(connection, now)

    return instead


def _copy(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Show in the card's thread what was said; without a card, there is nowhere to show it."""
    said = ticket_messages.find(connection, workspace, about["message"])
    ticket = tickets.find(connection, workspace, said.ticket) if said else None
    if said is None or ticket is None or not (ticket.card_channel and ticket.card_ts):
        return None
    told = _told(connection, ticket) if said.side == PARTNER else []
    taken_back = belonging.is_taken_back(connection, said)
    drawing = office.artist.desk.copy(said, ticket, office.desk_locale, told, taken_back=taken_back)
    if said.copy_ts and said.copy_channel:
        place = message(said.copy_channel, drawing) | {"ts": said.copy_ts}
        return Call(UPDATE, place, instead=_copy_anew(ticket, said))
    thread = {"thread_ts": ticket.card_ts}
    return Call(
        POST, post(ticket.card_channel, drawing, message=said.id) | thread, _keep_copy(said)
    )


def _copy_anew(ticket: Ticket, said: TicketMessage) -> Callable[[Connection, float], None]:
    """Return what has a copy that is gone posted as if for the first time."""

    def instead(connection: Connection, now: float) -> None:
        nowhere = {"copy_channel": None, "copy_ts": None}
        ticket_messages.change(connection, said.workspace, said.id, **nowhere)
        replying.copy(connection, ticket, said.id, now)

    return instead


def _told(connection: Connection, ticket: Ticket) -> list[str]:
    followers = ticket_followers.of_ticket(connection, ticket.workspace, ticket.id)
    return list(dict.fromkeys(filter(None, [ticket.owner, *followers])))


def _keep_copy(said: TicketMessage) -> Callable[[Connection, Answer], None]:
    def keep(connection: Connection, answer: Answer) -> None:
        place = {"copy_channel": answer["channel"], "copy_ts": answer["ts"]}
        ticket_messages.change(connection, said.workspace, said.id, **place)

    return keep


def _note(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Tell in the card's thread what was done; what wakes a ticket up is seen in the channel."""
    entry = ticket_history.find(connection, workspace, about["entry"])
    ticket = tickets.find(connection, workspace, entry.ticket) if entry else None
    if entry is None or ticket is None or not (ticket.card_channel and ticket.card_ts):
        return None
    changes = _changes(connection, office, ticket, entry)
    drawing = office.artist.desk.note(entry, ticket, office.desk_locale, changes)
    loud = {"reply_broadcast": True} if entry.deed in _LOUD else {}
    thread = {"thread_ts": ticket.card_ts, **loud}
    return Call(POST, post(ticket.card_channel, drawing, ticket=ticket.id) | thread)


def _changes(
    connection: Connection, office: Office, ticket: Ticket, entry: Entry
) -> list[dict[str, str]]:
    """Return what the partner changed: of a form its fields, of a question its text."""
    before, now = entry.details.get("before"), entry.details.get("now")
    if isinstance(before, str) and isinstance(now, str):
        return [{"label": "", "before": before, "now": now}]
    if not (isinstance(before, dict) and isinstance(now, dict)):
        return []
    old, new = (
        requests.case_of(
            connection, office.forms, ticket._replace(answers=each), office.desk_locale
        )
        for each in (before, now)
    )
    return office.artist.desk.differences(old, new)


def _alarm(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Tell whose ticket it is that it is due; the channel, if it is nobody's or late already."""
    ticket, notice = tickets.find(connection, workspace, about["ticket"]), about["notice"]
    if ticket is None or notice not in ticket.noticed or ticket.state not in OPEN:
        return None
    if not (ticket.card_channel and ticket.card_ts):
        return None
    told = _told(connection, ticket)
    drawing = office.artist.desk.alarm(notice, ticket, office.desk_locale, told)
    is_loud = notice in _LATE or ticket.owner is None
    thread = {"thread_ts": ticket.card_ts, **({"reply_broadcast": True} if is_loud else {})}
    return Call(POST, post(ticket.card_channel, drawing, ticket=ticket.id) | thread)


def _refused(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    """Tell somebody alone, where they pressed, why nothing was done.

    Who pressed in a modal or in the Home tab is told in their direct message; who is not in the
    channel can't be told there, and is told nothing.
    """
    person, number = about["person"], about.get("ticket")
    ticket = tickets.find(connection, workspace, number) if number else None
    languages = office.languages._replace(default=office.desk_locale)
    locale = language.locale_of(connection, workspace, person, languages)
    drawing = office.artist.desk.refusal(about["code"], ticket, locale)
    if not about["channel"]:
        return Call(POST, post(person, drawing))
    place = message(about["channel"], drawing) | {"user": person}
    return Call(PRIVATE_POST, place, instead=_untold)


def _untold(_connection: Connection, _now: float) -> None:
    """Leave somebody alone who does not see the channel."""


DRAWN: Mapping[str, Drawn] = {
    replying.TICKET_CARD: _ticket_card,
    replying.COPY: _copy,
    replying.NOTE: _note,
    replying.ALARM: _alarm,
    replying.REFUSED: _refused,
}
"""How each message to the support team is drawn."""
