"""Which tickets stand in which list of the support team, as conditions."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, literal_column, true

from bot.desk.life import State
from bot.desk.listings import LATELY_SECONDS, View
from bot.storage.schema import TICKET_IS_RESOLVED, tickets
from bot.storage.tickets import IS_OPEN

_Condition = ColumnElement[bool]


def is_overdue(now: float) -> _Condition:
    """Tell whether the support team is late with a ticket; while it waits, nothing is due."""
    unanswered = tickets.c.answered_at.is_(None) & (tickets.c.answer_due < now)
    late = unanswered | (tickets.c.resolution_due < now)
    return (tickets.c.state != State.WAITING) & late


def _mine(person: str, _now: float) -> _Condition:
    return tickets.c.owner == person


def _unowned(_person: str, _now: float) -> _Condition:
    return tickets.c.owner.is_(None)


def _overdue(_person: str, now: float) -> _Condition:
    return is_overdue(now)


def _waiting(_person: str, _now: float) -> _Condition:
    return tickets.c.state == State.WAITING


def _resolved(_person: str, now: float) -> _Condition:
    return literal_column(TICKET_IS_RESOLVED) & (tickets.c.resolved_at >= now - LATELY_SECONDS)


def _all(_person: str, _now: float) -> _Condition:
    return true()


VIEWS: Mapping[View, Callable[[str, float], _Condition]] = {
    View.MINE: _mine,
    View.UNOWNED: _unowned,
    View.OVERDUE: _overdue,
    View.WAITING: _waiting,
    View.OPEN: _all,
    View.RESOLVED: _resolved,
    View.ALL: _all,
}
"""What a view shows of the open tickets; the last two, of all of them."""

CLOSED = (View.RESOLVED, View.ALL)
"""The views of more than open tickets; they are sorted with the newest first."""


def of_view(view: View, person: str, now: float) -> list[_Condition]:
    """Tell what a view shows to a person."""
    shown = VIEWS[view](person, now)
    return [shown] if view in CLOSED else [IS_OPEN, shown]
