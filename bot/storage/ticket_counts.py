"""How many tickets there are in the lists of the support team."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, case, func, select

from bot.desk.listings import View
from bot.storage.schema import tickets
from bot.storage.tickets import IS_OPEN
from bot.storage.views import CLOSED, VIEWS, of_view

COUNTED = 1_000
"""How many tickets are counted where all of them would take too long."""

_GROUPS = (tickets.c.kind, tickets.c.written_in, tickets.c.locale)
"""In the order of the index: nothing has to be sorted to be counted."""


class Counts(NamedTuple):
    """How many tickets there are in each view, and of which kind and language in the one shown.

    Those that were resolved, or of any state, are counted up to COUNTED and one.
    """

    views: Mapping[View, int]
    kinds: Mapping[str, int]
    locales: Mapping[str, int]


def counts(connection: Connection, workspace: str, person: str, view: View, now: float) -> Counts:
    """Count all views, and the kinds and languages in the one that is shown."""
    marks = [
        _sum(shows(person, now)).label(name) for name, shows in VIEWS.items() if name not in CLOSED
    ]
    its = (tickets.c.workspace == workspace) & IS_OPEN
    groups = connection.execute(select(*_GROUPS, *marks).where(its).group_by(*_GROUPS)).all()
    views = {each: _total(groups, each) for each in View if each not in CLOSED}
    views |= {each: _bounded(connection, workspace, person, each, now) for each in CLOSED}
    if view in CLOSED:
        return Counts(views, {}, {})
    return Counts(
        views,
        _counted((row.kind, getattr(row, view)) for row in groups),
        _counted((row.written_in or row.locale, getattr(row, view)) for row in groups),
    )


def _total(groups: Iterable[Row[tuple[object, ...]]], view: View) -> int:
    return sum(getattr(row, view) for row in groups)


def _counted(numbers: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for name, number in numbers:
        found[name] += number
    return +found


def _bounded(connection: Connection, workspace: str, person: str, view: View, now: float) -> int:
    its = (tickets.c.workspace == workspace, *of_view(view, person, now))
    some = select(tickets.c.id).where(*its).limit(COUNTED + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
