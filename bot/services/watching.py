"""What time brings about: tickets become due, partners are reminded, what nobody answers closes."""

from sqlalchemy import Connection

from bot.content.desk import Desk
from bot.desk import timing
from bot.desk.hours import Hours
from bot.desk.life import Deed
from bot.desk.timing import Notice
from bot.services import replying
from bot.services.acting import Actor, act
from bot.services.deadlines import clock_of
from bot.storage import tickets
from bot.storage.tickets import Ticket

_AT_ONCE = 50

ALARMS = frozenset(
    {
        Notice.ANSWER_WARNED,
        Notice.ANSWER_OVERDUE,
        Notice.RESOLUTION_WARNED,
        Notice.RESOLUTION_OVERDUE,
    }
)
"""The notices that are for the support team."""


def watch(connection: Connection, workspace: str, desk: Desk, hours: Hours, now: float) -> bool:
    """Do what is due for tickets; tell whether there may be more."""
    tickets.hold(connection, workspace)
    found = tickets.to_look_at(connection, workspace, now, _AT_ONCE)
    for ticket in found:
        _look(connection, desk, hours, ticket, now)
    return len(found) == _AT_ONCE


def _look(connection: Connection, desk: Desk, hours: Hours, ticket: Ticket, now: float) -> None:
    clock = clock_of(desk, hours, ticket)
    decided = timing.decide(desk, hours, clock, now)
    held = timing.still_noticed(desk, hours, clock, now)
    values = {
        "answer_due": clock.answer_due,
        "resolution_due": clock.resolution_due,
        "look_at": decided.look_at,
        "noticed": sorted(held.union(decided.due)),
    }
    tickets.change(connection, ticket.workspace, ticket.id, **values)
    for notice in decided.due:
        _give(connection, ticket, notice, now)


def _give(connection: Connection, ticket: Ticket, notice: str, now: float) -> None:
    """Tell the support team that a ticket is due, or do to it what time does."""
    time = Actor(ticket.workspace, None)
    if notice in ALARMS:
        replying.alarm(connection, ticket, notice, now)
        replying.ticket_card(connection, ticket, now)
    elif notice == Notice.CLOSED:
        act(connection, time, ticket.id, Deed.CLOSE, now)
    else:
        act(connection, time, ticket.id, Deed.REMIND, now, {"notice": notice})
