"""How waiting rows of inbox and outbox are taken by one worker at a time.

A lease is known by its row and its attempt: whoever was overtaken can't end the row any more.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ClauseElement,
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.storage.schema import DONE, PARKED, WAITING
from bot.storage.shares import Busy, in_turn, shares


class Due(NamedTuple):
    """What is leased: up to `most` rows that are due `now`, until a time, by who is `busy`."""

    now: float
    until: float
    most: int
    busy: Busy


def is_waiting(table: Table | Any) -> ColumnElement[bool]:  # noqa: ANN401 - or an alias of one
    """Tell that a row waits; in the very words of the partial indexes, or they are not used."""
    is_it: ColumnElement[bool] = table.c.state == literal_column(f"'{WAITING}'")
    return is_it


def is_parked(table: Table) -> ColumnElement[bool]:
    """Tell that a row was set aside; in the very words of the partial indexes."""
    is_it: ColumnElement[bool] = table.c.state == literal_column(f"'{PARKED}'")
    return is_it


def due(table: Table, now: float) -> Select[Any]:
    """Select the ids of the rows whose time has come, in the order in which it came."""
    found = select(table.c.id).where(is_waiting(table), table.c.due_at <= now)
    return found.order_by(table.c.due_at, table.c.id)


Find: TypeAlias = Callable[[Connection, str, int], Sequence[int]]
"""Finds the ids of some due rows of a workspace, up to so many, for nobody else to take."""


def lease(
    connection: Connection, table: Table, find: Find, due: Due, columns: Sequence[Column[Any]]
) -> list[Row[Any]]:
    """Lease due rows until `due.until`: whoever dies meanwhile loses them to the next.

    Workspaces take turns, those first that hold the least: one with a long queue delays no other.
    """
    taken: list[Row[Any]] = []
    waiting = in_turn(_waiting(connection, table, due.now), due.busy.last)
    while waiting and len(taken) < due.most:
        held = Counter([*due.busy.rows.values(), *(row.workspace for row in taken)])
        given = shares(waiting, held, due.most - len(taken))
        found = {each: find(connection, each, share) for each, share in given.items()}
        taken += _take(connection, table, [*chain(*found.values())], columns, due.until)
        waiting = [each for each in waiting if len(found.get(each, ())) == given.get(each, 0)]
    return sorted(taken)


def _waiting(connection: Connection, table: Table, now: float) -> list[str]:
    """Return the workspaces of which something is due."""
    return list(connection.scalars(_whose(table), {"now": now}))


@cache
def _whose(table: Table) -> Select[str]:
    """Find the workspaces of which something is due.

    The index is searched once for each, however much of it waits.
    """
    each = select(_next(table, literal("")).label("workspace")).cte("each", recursive=True)
    later = select(_next(table, each.c.workspace)).where(each.c.workspace.is_not(None))
    each = each.union_all(later)
    its = (table.c.workspace == each.c.workspace) & is_waiting(table)
    first = select(func.min(table.c.due_at)).where(its).scalar_subquery()
    return select(each.c.workspace).where(first <= bindparam("now"))


def _next(table: Table, workspace: ColumnElement[str]) -> ColumnElement[str]:
    """Return the first workspace after another of which something waits; NULL after the last."""
    later = is_waiting(table) & (table.c.workspace > workspace)
    return select(func.min(table.c.workspace)).where(later).scalar_subquery()


def find_due(
    connection: Connection, table: Table, workspace: str, due: Due, most: int, *, hold: bool
) -> Sequence[int]:
    """Return the ids of due rows of a workspace in the order of the index; hold them if told to.

    Those that somebody holds are then left out. Those that the caller works on stay as they are,
    even where the clock jumped.
    """
    values = {"workspace": workspace, "now": due.now, "most": most, "busy": [*due.busy.rows]}
    return connection.scalars(_due(table, hold=hold), values).all()


@cache
def _due(table: Table, *, hold: bool) -> Select[int]:
    its = (table.c.workspace == bindparam("workspace")) & is_waiting(table)
    its &= (table.c.due_at <= bindparam("now")) & table.c.id.not_in(bindparam("busy"))
    rows = select(table.c.id).where(its).order_by(table.c.due_at, table.c.id)
    some = rows.limit(bindparam("most", type_=Integer))
    return some.with_for_update(skip_locked=True) if hold else some


def hold_free(
    connection: Connection, table: Table, rows: Collection[int], due: Due, most: int
) -> Sequence[int]:
    """Hold up to `most` of some rows that nobody else holds, if they are still due."""
    values = {"rows": rows, "now": due.now, "most": most}
    return connection.scalars(_free(table), values).all() if rows else []


@cache
def _free(table: Table) -> Select[int]:
    its = table.c.id.in_(bindparam("rows")) & is_waiting(table)
    ordered = select(table.c.id).where(its, table.c.due_at <= bindparam("now"))
    some = ordered.order_by(table.c.due_at, table.c.id).limit(bindparam("most", type_=Integer))
    return some.with_for_update(skip_locked=True)


def _take(
    connection: Connection,
    table: Table,
    found: Sequence[int],
    columns: Sequence[Column[Any]],
    until: float,
) -> Sequence[Row[Any]]:
    """Lease rows that are held: inside the update, PostgreSQL may select again, and take more."""
    values = {"rows": found, "until": until}
    return connection.execute(_taken(table, tuple(columns)), values).all() if found else []


@cache
def _taken(table: Table, columns: tuple[Column[Any], ...]) -> ReturningUpdate[Any]:
    lease = {"due_at": bindparam("until", type_=Float), "attempts": table.c.attempts + 1}
    taken = update(table).where(table.c.id.in_(bindparam("rows"))).values(lease)
    return taken.returning(*columns)


def oldest(connection: Connection, times: Select[Any], table: Table) -> float | None:
    """Return the smallest of the selected times among the waiting rows."""
    column = times.selected_columns[0]
    found: float | None = connection.scalar(select(func.min(column)).where(is_waiting(table)))
    return found


def parked(connection: Connection, table: Table) -> int:
    """Count the rows that were set aside."""
    counted = select(func.count()).where(is_parked(table))
    return connection.scalar(counted) or 0


def end(
    connection: Connection,
    table: Table,
    workspace: str,
    row: int,
    attempt: int,
    **values: object,
) -> bool:
    """Set columns of a leased row of a workspace; return False if the lease was lost."""
    its = {"its_workspace": workspace, "its_id": row, "its_attempts": attempt}
    plain = {name: value for name, value in values.items() if not isinstance(value, ClauseElement)}
    reckoned = {name: value for name, value in values.items() if name not in plain}
    mine = _mine(table).values(reckoned) if reckoned else _mine(table)
    return connection.execute(mine, {**its, **plain}).rowcount == 1


@cache
def _mine(table: Table) -> Update:
    """Change a row while the lease lasts."""
    its = (table.c.workspace == bindparam("its_workspace")) & is_waiting(table)
    its &= table.c.id == bindparam("its_id")
    return update(table).where(its, table.c.attempts == bindparam("its_attempts"))


MANY = 500
"""How many rows are forgotten in one transaction: others write between."""


def forget(
    connection: Connection,
    table: Table,
    since: Column[float],
    before: float,
    state: str = DONE,
    most: int = MANY,
) -> int:
    """Delete up to `most` rows in `state` that are older than `before`, by the column `since`.

    Return how many. They are looked for among those from before the first that is not so old:
    rows are written in the order of their ids, more or less.
    """
    later = select(table.c.id).where(since >= before).order_by(table.c.id).limit(1)
    its = (table.c.state == state) & (since < before)
    is_early = table.c.id < func.coalesce(later.scalar_subquery(), _NEVER)
    old = select(table.c.id).where(its, is_early).order_by(table.c.id).limit(most)
    return connection.execute(table.delete().where(table.c.id.in_(old))).rowcount


_NEVER = 2**62


def blank(
    connection: Connection, table: Table, since: Column[float], before: float, **values: object
) -> None:
    """Take away what set-aside rows older than `before` say."""
    old = is_parked(table) & (since < before)
    connection.execute(update(table).where(old).values(**values))
