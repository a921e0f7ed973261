"""How waiting rows of inbox and outbox are taken by one worker at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, func, select, update

from bot.storage.schema import WAITING


def due(table: Table, now: float) -> Select[Any]:
    """Select the ids of the rows whose time has come."""
    return select(table.c.id).where(table.c.state == WAITING, table.c.due_at <= now)


def take(
    connection: Connection,
    table: Table,
    rows: Select[Any],
    columns: Sequence[Column[Any]],
    until: float,
) -> Sequence[Row[Any]]:
    """Lease the selected rows until `until`: whoever dies meanwhile loses them to the next."""
    if connection.dialect.name == "postgresql":
        rows = rows.with_for_update(skip_locked=True)
    taken = (
        update(table)
        .where(table.c.id.in_(rows.scalar_subquery()))
        .values(due_at=until, attempts=table.c.attempts + 1)
        .returning(*columns)
    )
    return sorted(connection.execute(taken).all())


def oldest(connection: Connection, times: Select[Any], table: Table) -> float | None:
    """Return the smallest of the selected times among the waiting rows."""
    column = times.selected_columns[0]
    found: float | None = connection.scalar(
        select(func.min(column)).where(table.c.state == WAITING)
    )
    return found
