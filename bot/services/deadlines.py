"""When tickets are due: by the desk's hours and targets, for a ticket as it is kept."""

from bot.content.desk import Desk
from bot.desk import timing
from bot.desk.hours import Hours
from bot.desk.timing import Clock
from bot.storage.tickets import Ticket


def clock_of(desk: Desk, hours: Hours, ticket: Ticket) -> Clock:
    """Return the times of a ticket, with what is due by the hours and targets of today.

    What was spent waiting for the partner is counted out.
    """
    bare = Clock(
        ticket.kind,
        ticket.priority,
        ticket.state,
        ticket.opened_at,
        ticket.answered_at,
        ticket.waiting_since,
        ticket.answer_due,
        ticket.resolution_due,
        ticket.noticed,
        ticket.opened_at,
        sum(hours.between(start, end) for start, end in ticket.waits),
    )
    return timing.started(desk, hours, bare)
