"""Which ticket a partner's message is about, and whether the support team has it."""

from sqlalchemy import Connection

from bot.content.desk import Desk
from bot.desk.life import OPEN, State
from bot.desk.timing import may_reopen
from bot.services.asking import Asked
from bot.storage import questions, ticket_messages, ticket_threads, tickets
from bot.storage.ticket_messages import PARTNER, TicketMessage
from bot.storage.tickets import Ticket


def is_passed_on(connection: Connection, asked: Asked) -> bool:
    """Tell whether that very message went to the support team before, and is still theirs."""
    return passed_on(connection, asked) is not None


def passed_on(connection: Connection, asked: Asked) -> TicketMessage | None:
    """Return a message as it was passed on, unless it was taken back since to be a question."""
    place = (asked.workspace, asked.channel, str(asked.message_ts))
    known = ticket_messages.at(connection, *place)
    is_theirs = known is not None and known.side == PARTNER and not question_at(connection, asked)
    return known if is_theirs else None


def question_at(connection: Connection, asked: Asked) -> bool:
    """Tell whether that very message was asked as a question."""
    place = (asked.workspace, asked.channel, str(asked.message_ts))
    return questions.at_message(connection, *place) is not None


def ticket_for(connection: Connection, desk: Desk, asked: Asked, now: float) -> Ticket | None:
    """Return the ticket that a message in its thread is about; None where it is a question.

    It is where somebody else than the ticket's person writes, where the ticket was withdrawn or was
    resolved too long ago, and where that very message was asked as a question before.
    """
    if asked.thread_ts is None or question_at(connection, asked):
        return None
    found = _heard_there(connection, asked, asked.thread_ts)
    return found if found and hears(desk, found, now) else None


def _heard_there(connection: Connection, asked: Asked, thread_ts: str) -> Ticket | None:
    """Return the ticket of who writes in a thread, which may be about that of somebody else too."""
    place = (asked.workspace, asked.channel, thread_ts)
    about = _going_on(connection, asked.workspace, ticket_threads.ticket_in(connection, *place))
    if about is None or about.person == asked.person:
        return about
    own = tickets.of_person_in(connection, *place, asked.person)
    return _going_on(connection, asked.workspace, own)


def hears(desk: Desk, ticket: Ticket, now: float) -> bool:
    """Tell whether what its person writes is of a ticket as it stands."""
    if ticket.state == State.RESOLVED:
        return ticket.resolved_at is not None and may_reopen(desk, ticket.resolved_at, now)
    return ticket.state in OPEN


def is_theirs(connection: Connection, desk: Desk, asked: Asked, now: float) -> bool:
    """Tell whether the deletion of a message is to be passed on: it was, or would have been.

    What was written in a thread before there was a ticket would not.
    """
    if is_passed_on(connection, asked):
        return True
    ticket = ticket_for(connection, desk, asked, now)
    return ticket is not None and float(asked.message_ts or 0) >= ticket.created_at


def is_taken_back(connection: Connection, said: TicketMessage) -> bool:
    """Tell whether the author of a message asked it as a question instead."""
    place = (said.workspace, str(said.channel), str(said.ts))
    return said.deleted and questions.at_message(connection, *place) is not None


def _going_on(connection: Connection, workspace: str, ticket: int | None) -> Ticket | None:
    """Return a ticket, or the one that it goes on in."""
    found = tickets.find(connection, workspace, ticket) if ticket else None
    while found and found.state == State.MERGED and found.merged_into:
        found = tickets.find(connection, workspace, found.merged_into)
    return found
