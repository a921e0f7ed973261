"""Where Slack shows what is to be erased: messages of ours, and files that we made."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, select, update

from bot.desk.privacy import ERASED
from bot.storage.schema import drafts, proposals, ticket_files, ticket_messages, tickets
from bot.storage.ticket_messages import SUPPORT

Place = tuple[str, str]
"""A channel, and the time by which Slack knows a message there."""


class Posted(NamedTuple):
    """What the app shows of a ticket besides its card and its receipt: messages and files."""

    messages: Sequence[Place]
    files: Sequence[str]


def posted(connection: Connection, workspace: str, ticket: int) -> Posted:
    """Return where the app shows something of a ticket, and which files it made for that."""
    said, its = ticket_messages.c, (ticket_messages.c.workspace == workspace)
    places = _places(
        connection,
        select(said.copy_channel, said.copy_ts).where(its, said.ticket == ticket),
        select(said.channel, said.ts).where(its, said.ticket == ticket, said.side == SUPPORT),
        select(proposals.c.note_channel, proposals.c.note_ts).where(
            proposals.c.workspace == workspace, proposals.c.ticket == ticket
        ),
    )
    of_ticket = (ticket_files.c.workspace == workspace) & (ticket_files.c.ticket == ticket)
    copies = select(ticket_files.c.copy).where(of_ticket, ticket_files.c.copy.is_not(None))
    return Posted(places, sorted(filter(None, connection.scalars(copies))))


def posted_of_drafts(connection: Connection, workspace: str, person: str) -> list[Place]:
    """Return the messages that show what somebody began."""
    its = (drafts.c.workspace == workspace) & (drafts.c.person == person)
    return _places(connection, select(drafts.c.channel, drafts.c.message_ts).where(its))


def _places(connection: Connection, *found: Any) -> list[Place]:  # noqa: ANN401 - selects of pairs
    rows = [tuple(row) for each in found for row in connection.execute(each)]
    return sorted({(channel, ts) for channel, ts in rows if channel and ts})


def shown(
    connection: Connection, workspace: str, table: Table, row: int, what: str
) -> Place | None:
    """Return where the app shows a ticket or a question that was erased."""
    where = select(table.c[f"{what}_channel"], table.c[f"{what}_ts"])
    found = connection.execute(where.where(_is_erased(table, workspace, row))).first()
    return (found[0], found[1]) if found and found[0] and found[1] else None


def forget_shown(connection: Connection, workspace: str, table: Table, row: int, what: str) -> None:
    """Forget where the app showed a ticket or a question that was erased."""
    nowhere = {f"{what}_channel": None, f"{what}_ts": None}
    connection.execute(update(table).where(_is_erased(table, workspace, row)).values(nowhere))


def is_erased(connection: Connection, workspace: str, ticket: int) -> bool:
    """Tell whether a ticket is one of somebody who was erased."""
    its = select(tickets.c.id).where(_is_erased(tickets, workspace, ticket))
    return connection.scalar(its) is not None


def _is_erased(table: Table, workspace: str, row: int) -> ColumnElement[bool]:
    its = (table.c.workspace == workspace) & (table.c.id == row)
    return its & (table.c.person == ERASED)
