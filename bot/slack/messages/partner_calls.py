"""The calls that tell a partner what became of their ticket, and of what they wrote."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.life import OPEN, Deed, State
from bot.services import belonging, replying
from bot.services.places import is_direct
from bot.slack.call import POST, UPDATE, Call, Drawn, let_go, message, post
from bot.slack.messages.desk_calls import PRIVATE_POST
from bot.slack.messages.ticket_places import RECEIPT, below, keep_place, thread_of
from bot.slack.office import Office
from bot.slack.screens.partner_drawing import DELETED, TAKEN_BACK
from bot.slack.screens.templates import Drawing
from bot.slack.web_api import Answer
from bot.storage import questions, ticket_history, ticket_messages, ticket_threads, tickets
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import SUPPORT, TicketMessage
from bot.storage.tickets import Ticket

_HOLDS: Mapping[str, frozenset[State]] = {
    Deed.REMIND: frozenset({State.WAITING}),
    Deed.CLOSE: frozenset({State.RESOLVED}),
    Deed.REOPEN: OPEN,
}
"""In which states news is still true, where it may come too late."""


def _news(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Tell a partner what was done, where they are written to; nothing that is over by then."""
    entry = ticket_history.find(connection, workspace, about["entry"])
    ticket = tickets.find(connection, workspace, entry.ticket) if entry else None
    if entry is None or ticket is None or not _holds(entry, ticket):
        return None
    channel, thread_ts = thread_of(ticket)
    quoted = _quoted(connection, entry, ticket, begins=thread_ts is None)
    arguments = post(channel, office.artist.partner.news(ticket, entry, quoted), ticket=ticket.id)
    if thread_ts:
        return Call(POST, arguments | below(channel, thread_ts))
    return Call(POST, arguments, _keeping(ticket))


def _keeping(ticket: Ticket) -> Callable[[Connection, Answer], None]:
    """Return what keeps where news began a thread; to a question asked in private it is a receipt.

    The receipt of a form is another message, which comes yet.
    """
    if ticket.question:
        return keep_place(ticket, RECEIPT)
    return _listening(ticket.workspace, ticket.id)


def _listening(workspace: str, ticket: int) -> Callable[[Connection, Answer], None]:
    def listen(connection: Connection, answer: Answer) -> None:
        ticket_threads.listen(connection, workspace, answer["channel"], answer["ts"], ticket)

    return listen


def _holds(entry: Entry, ticket: Ticket) -> bool:
    return ticket.state in _HOLDS.get(entry.deed, frozenset(State))


def _quoted(connection: Connection, entry: Entry, ticket: Ticket, *, begins: bool) -> list[str]:
    """Return what the partner asked where this begins a thread, and what a reminder reminds of."""
    asked = questions.find(connection, ticket.workspace, ticket.question or 0) if begins else None
    texts = [asked.text if asked and not asked.deleted else ""]
    if entry.deed == Deed.REMIND:
        texts.append(_last_of_support(connection, ticket))
    return [text for text in texts if text]


def _last_of_support(connection: Connection, ticket: Ticket) -> str:
    last = ticket_messages.last_of(connection, ticket.workspace, ticket.id, SUPPORT)
    return last.text if last else ""


def _acknowledged(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Tell who wrote something that the support team has it, once, or that it has it no more."""
    said = ticket_messages.find(connection, workspace, about["message"])
    ticket = tickets.find(connection, workspace, said.ticket) if said else None
    if said is None or ticket is None:
        return None
    shown, artist = about.get("ts"), office.artist.partner
    if shown:
        gone = TAKEN_BACK if belonging.is_taken_back(connection, said) else DELETED
        place = message(str(said.channel), artist.acknowledged(ticket, said.id, gone))
        return Call(UPDATE, place | {"ts": shown}, instead=let_go)
    drawing = artist.acknowledged(ticket, said.id, about["way"])
    return _acknowledge(said, drawing, about["thread_ts"])


def _acknowledge(said: TicketMessage, drawing: Drawing, thread_ts: str | None) -> Call:
    """Post below what was written; below what stands on its own, its author may go on."""
    arguments = post(str(said.channel), drawing, message=said.id)
    if thread_ts:
        return Call(POST, arguments | {"thread_ts": thread_ts})

    return Call(POST, arguments, _listening(said.workspace, said.ticket))


def _not_done(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Tell a partner why their ticket stays as it is: where others read along, them alone."""
    ticket = tickets.find(connection, workspace, about["ticket"])
    if ticket is None:
        return None
    drawing, channel = office.artist.partner.not_done(ticket, about["code"]), about["channel"]
    if not channel or is_direct(channel):
        return Call(POST, post(ticket.person, drawing, ticket=ticket.id))
    alone = {"channel": channel, "user": ticket.person}
    shown = {**alone, "text": drawing.text, "blocks": drawing.blocks}
    return Call(PRIVATE_POST, shown, instead=let_go)


DRAWN: Mapping[str, Drawn] = {
    replying.NEWS: _news,
    replying.ACKNOWLEDGED: _acknowledged,
    replying.NOT_DONE: _not_done,
}
"""How each message to a partner is drawn, besides answers and receipts."""
