"""Partners say whether they were helped: once for each ticket, and not too often."""

from sqlalchemy import Connection

from bot.content.desk import Desk
from bot.desk.life import Deed, State
from bot.desk.timing import may_ask_rating
from bot.services import replying
from bot.services.acting import Actor, Refusal, act
from bot.storage import people, ticket_messages, tickets
from bot.storage.ticket_messages import SUPPORT
from bot.storage.tickets import Ticket

ASK, HELPED, NOT_HELPED = "ask", "helped", "not-helped"
"""What stands below a resolution: the question, or thanks for the answer."""

ASKED = "rating-asked"
"""Kept in a ticket's `noticed`: its partner was asked."""

_UNANSWERED = "unanswered"
"""The outcome of what was closed because the partner did not answer: they are not asked."""


def stage_of(connection: Connection, desk: Desk, ticket: Ticket, now: float) -> str | None:
    """Return what stands below the resolution of a ticket: ASK, HELPED, NOT_HELPED or nothing.

    Whoever shows ASK keeps it with `was_asked`.
    """
    if ticket.rating is not None:
        return HELPED if ticket.rating else NOT_HELPED
    if ticket.state != State.RESOLVED or ticket.outcome == _UNANSWERED:
        return None
    if ASKED in ticket.noticed:
        return ASK
    asked_at = people.rating_asked_at(connection, ticket.workspace, ticket.person)
    return ASK if may_ask_rating(desk, asked_at, now) else None


def was_asked(connection: Connection, ticket: Ticket, now: float) -> None:
    """Keep that a ticket's partner was asked: about no other one for a while."""
    tickets.hold(connection, ticket.workspace)
    found = tickets.find(connection, ticket.workspace, ticket.id)
    if found and ASKED not in found.noticed:
        tickets.change(connection, found.workspace, found.id, noticed=[*found.noticed, ASKED])
        people.ask_rating(connection, found.workspace, found.person, now)


def rate(connection: Connection, ticket: Ticket, now: float, *, helped: bool) -> Ticket | Refusal:
    """Keep whether a ticket's person was helped, once, and thank them in place of the question."""
    tickets.hold(connection, ticket.workspace)
    found = tickets.find(connection, ticket.workspace, ticket.id) or ticket
    if found.rating is not None:
        return found
    actor, said = Actor(found.workspace, found.person), {"helped": helped}
    done = act(connection, actor, found.id, Deed.RATE, now, said, rating=int(helped))
    if isinstance(done, Ticket):
        redraw_last(connection, done, now)
    return done


def redraw_last(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have what support wrote last shown as the ticket stands, with the buttons below it."""
    last = ticket_messages.last_of(connection, ticket.workspace, ticket.id, SUPPORT)
    if last:
        replying.message(connection, ticket, last.id, now)
