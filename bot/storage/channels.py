"""Channels whose ids changed: Slack gives a private one a new id when another company joins it.

Source: https://docs.slack.dev/reference/events/channel_id_changed
"""

from collections.abc import Iterator

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    PrimaryKeyConstraint,
    UniqueConstraint,
    delete,
    exists,
    select,
    update,
)

from bot.storage import leases
from bot.storage.schema import metadata, moved_channels, outbox
from bot.storage.upserts import upsert

PLACES: tuple[Column[str], ...] = tuple(
    column
    for table in metadata.sorted_tables
    for column in table.c
    if column.name == "channel" or column.name.endswith("_channel")
)
"""All columns that say in which channel something is."""


def current(connection: Connection, workspace: str, channel: str) -> str:
    """Return the id that a channel has now."""
    its = (moved_channels.c.workspace == workspace) & (moved_channels.c.earlier == channel)
    found: str | None = connection.scalar(select(moved_channels.c.current).where(its))
    return found or channel


def move(connection: Connection, workspace: str, channel: str, to: str) -> None:
    """Have everything that is kept of a channel say its new id, and remember that it changed.

    What waits to be said there goes there too.
    """
    _remember(connection, workspace, channel, to)
    for column in PLACES:
        _rename(connection, workspace, column, channel, to)
    waiting = (outbox.c.workspace == workspace) & leases.is_waiting(outbox)
    lane = update(outbox).where(waiting, outbox.c.lane == channel)
    connection.execute(lane.values(lane=to))
    for row, about in connection.execute(select(outbox.c.id, outbox.c.about).where(waiting)).all():
        if about.get("channel") == channel:
            told = update(outbox).where(outbox.c.workspace == workspace, outbox.c.id == row)
            connection.execute(told.values(about={**about, "channel": to}))


def _remember(connection: Connection, workspace: str, channel: str, to: str) -> None:
    """Keep which id a channel has now, for each one that it had before."""
    its = moved_channels.c.workspace == workspace
    connection.execute(delete(moved_channels).where(its, moved_channels.c.earlier == to))
    before = update(moved_channels).where(its, moved_channels.c.current == channel)
    connection.execute(before.values(current=to))
    upsert(
        connection, moved_channels, {"workspace": workspace, "earlier": channel}, {"current": to}
    )


def _rename(
    connection: Connection, workspace: str, column: Column[str], channel: str, to: str
) -> None:
    """Write the new id in one column; what is known under it already stays as it is."""
    table = column.table
    its = (table.c.workspace == workspace) & (column == channel)
    clashes = (~each for each in _clashes(column, to))
    connection.execute(table.update().where(its, *clashes).values({column.name: to}))


def _clashes(column: Column[str], to: str) -> Iterator[ColumnElement[bool]]:
    """Tell for each key that a column is part of whether there is a row that has it then."""
    other = column.table.alias()
    for key in column.table.constraints:
        if not isinstance(key, PrimaryKeyConstraint | UniqueConstraint):
            continue
        if column.name in key.columns:
            same = (other.c[part.name] == part for part in key.columns if part is not column)
            yield exists().where(other.c[column.name] == to, *same)
