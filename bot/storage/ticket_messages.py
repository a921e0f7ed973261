"""What partners and the support team said to each other about tickets."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, select, update

from bot.storage import locks
from bot.storage.prepared import prepared
from bot.storage.schema import ticket_messages
from bot.storage.upserts import insert_once

PARTNER, SUPPORT = "partner", "support"
"""Who says something: the sides of a conversation."""


class TicketMessage(NamedTuple):
    """One row; the columns are told in the schema."""

    id: int
    workspace: str
    ticket: int
    side: str
    author: str
    text: str
    files: list[str]
    written_at: float
    locale: str | None
    channel: str | None
    ts: str | None
    copy_channel: str | None
    copy_ts: str | None
    edited_ts: str | None
    deleted: bool


_COLUMNS = [ticket_messages.c[name] for name in TicketMessage._fields]


def hold(connection: Connection, workspace: str, person: str) -> None:
    """Have no other message of a person taken in until the transaction ends."""
    locks.hold(connection, workspace, f"messages {person}")


def add(connection: Connection, workspace: str, values: Mapping[str, Any]) -> int | None:
    """Keep a message; return its id, or None if that very message is kept already.

    It is known by where the partner wrote it, or by the modal that a reply came from.
    """
    return insert_once(connection, ticket_messages, {**values, "workspace": workspace})


def find(connection: Connection, workspace: str, message: int) -> TicketMessage | None:
    """Return a message by its id."""
    return _first(connection, workspace, ticket_messages.c.id == message)


def at(connection: Connection, workspace: str, channel: str, ts: str) -> TicketMessage | None:
    """Return the message that the partner sees there."""
    row = connection.execute(*_at(workspace, channel, ts)).first()
    return TicketMessage(*row) if row else None


@prepared
def _at(workspace: str, channel: str, ts: str) -> Select[Any]:
    there = (ticket_messages.c.channel == channel) & (ticket_messages.c.ts == ts)
    return select(*_COLUMNS).where(ticket_messages.c.workspace == workspace, there)


def of_view(connection: Connection, workspace: str, view: str) -> TicketMessage | None:
    """Return the message that was sent from a modal."""
    return _first(connection, workspace, ticket_messages.c.view == view)


def of_ticket(
    connection: Connection, workspace: str, ticket: int, most: int
) -> list[TicketMessage]:
    """Return what was said about a ticket last, in its order."""
    its = (ticket_messages.c.workspace == workspace) & (ticket_messages.c.ticket == ticket)
    found = select(*_COLUMNS).where(its).order_by(ticket_messages.c.id.desc()).limit(most)
    return [TicketMessage(*row) for row in connection.execute(found)][::-1]


def before(
    connection: Connection, workspace: str, ticket: int, message: int, most: int
) -> list[TicketMessage]:
    """Return what was said about a ticket last before a message, in its order."""
    its = (ticket_messages.c.workspace == workspace) & (ticket_messages.c.ticket == ticket)
    earlier = select(*_COLUMNS).where(its, ticket_messages.c.id < message)
    found = earlier.order_by(ticket_messages.c.id.desc()).limit(most)
    return [TicketMessage(*row) for row in connection.execute(found)][::-1]


def last_of(connection: Connection, workspace: str, ticket: int, side: str) -> TicketMessage | None:
    """Return what one side said last about a ticket."""
    its = (ticket_messages.c.ticket == ticket) & (ticket_messages.c.side == side)
    mine = select(*_COLUMNS).where(ticket_messages.c.workspace == workspace, its)
    row = connection.execute(mine.order_by(ticket_messages.c.id.desc()).limit(1)).first()
    return TicketMessage(*row) if row else None


def change(connection: Connection, /, workspace: str, message: int, **values: Any) -> None:  # noqa: ANN401 - any column's value
    """Set columns of a message."""
    its = (ticket_messages.c.workspace == workspace) & (ticket_messages.c.id == message)
    connection.execute(update(ticket_messages).where(its).values(**values))


def _first(
    connection: Connection, workspace: str, condition: ColumnElement[bool]
) -> TicketMessage | None:
    found = select(*_COLUMNS).where(ticket_messages.c.workspace == workspace, condition)
    row = connection.execute(found).first()
    return TicketMessage(*row) if row else None
