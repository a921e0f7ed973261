"""How waiting rows of inbox and outbox are taken by one worker at a time.

A lease is known by its row and its attempt: whoever was overtaken can't end the row any more.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    func,
    literal_column,
    select,
    update,
)

from bot.storage.schema import DONE, PARKED, WAITING


def is_waiting(table: Table | Any) -> ColumnElement[bool]:  # noqa: ANN401 - or an alias of one
    """Tell that a row waits; in the very words of the partial indexes, or they are not used."""
    is_it: ColumnElement[bool] = table.c.state == literal_column(f"'{WAITING}'")
    return is_it


def is_parked(table: Table) -> ColumnElement[bool]:
    """Tell that a row was set aside; in the very words of the partial indexes."""
    is_it: ColumnElement[bool] = table.c.state == literal_column(f"'{PARKED}'")
    return is_it


def due(table: Table, now: float) -> Select[Any]:
    """Select the ids of the rows whose time has come, in the order of the index."""
    found = select(table.c.id).where(is_waiting(table), table.c.due_at <= now)
    return found.order_by(table.c.due_at, table.c.id)


def take(
    connection: Connection,
    table: Table,
    rows: Select[Any],
    columns: Sequence[Column[Any]],
    until: float,
) -> Sequence[Row[Any]]:
    """Lease the selected rows until `until`: whoever dies meanwhile loses them to the next.

    They are selected first: inside the update, PostgreSQL may select again, and take more.
    """
    if connection.dialect.name == "postgresql":
        rows = rows.with_for_update(skip_locked=True)
    found = [row.id for row in connection.execute(rows).all()]
    if not found:
        return []
    lease = {"due_at": until, "attempts": table.c.attempts + 1}
    taken = update(table).where(table.c.id.in_(found)).values(lease).returning(*columns)
    return sorted(connection.execute(taken).all())


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


def forget(
    connection: Connection, table: Table, since: Column[float], before: float, state: str = DONE
) -> None:
    """Delete what is in `state` and older than `before`, by the column `since`."""
    connection.execute(table.delete().where(table.c.state == state, since < before))


def blank(
    connection: Connection, table: Table, since: Column[float], before: float, **values: object
) -> None:
    """Take away what set-aside rows older than `before` say."""
    old = is_parked(table) & (since < before)
    connection.execute(update(table).where(old).values(**values))
