"""How waiting rows of inbox and outbox are taken by one worker at a time.

A lease is known by its row and its attempt: whoever was overtaken can't end the row any more.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    func,
    literal,
    literal_column,
    select,
    update,
)

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
    """Return the workspaces of which something is due.

    The index is searched once for each, however much of it waits.
    """
    each = select(_next(table, literal("")).label("workspace")).cte("each", recursive=True)
    later = select(_next(table, each.c.workspace)).where(each.c.workspace.is_not(None))
    each = each.union_all(later)
    its = (table.c.workspace == each.c.workspace) & is_waiting(table)
    first = select(func.min(table.c.due_at)).where(its).scalar_subquery()
    return list(connection.scalars(select(each.c.workspace).where(first <= now)))


def _next(table: Table, workspace: ColumnElement[str]) -> ColumnElement[str]:
    """Return the first workspace after another of which something waits; NULL after the last."""
    later = is_waiting(table) & (table.c.workspace > workspace)
    return select(func.min(table.c.workspace)).where(later).scalar_subquery()


def select_due(table: Table, workspace: str, due: Due) -> Select[Any]:
    """Select the ids of due rows of a workspace in the order of the index.

    Those that the caller works on stay as they are, even where the clock jumped.
    """
    its = (table.c.workspace == workspace) & is_waiting(table) & (table.c.due_at <= due.now)
    rows = select(table.c.id).where(its).order_by(table.c.due_at, table.c.id)
    return rows.where(table.c.id.not_in(due.busy.rows)) if due.busy.rows else rows


def select_free(table: Table, rows: Collection[int], due: Due) -> Select[Any]:
    """Select those of some rows that nobody else holds, and hold them if they are still due."""
    its = table.c.id.in_(rows) & is_waiting(table) & (table.c.due_at <= due.now)
    ordered = select(table.c.id).where(its).order_by(table.c.due_at, table.c.id)
    return ordered.with_for_update(skip_locked=True)


def _take(
    connection: Connection,
    table: Table,
    found: Sequence[int],
    columns: Sequence[Column[Any]],
    until: float,
) -> Sequence[Row[Any]]:
    if not found:
        return []
    lease = {"due_at": until, "attempts": table.c.attempts + 1}
    taken = update(table).where(table.c.id.in_(found)).values(lease).returning(*columns)
    return connection.execute(taken).all()


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
    found = (table.c.workspace == workspace) & (table.c.id == row) & is_waiting(table)
    mine = update(table).where(found, table.c.attempts == attempt)
    return connection.execute(mine.values(**values)).rowcount == 1


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
