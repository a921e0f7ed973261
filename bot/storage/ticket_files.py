"""Which files of a ticket were shared with the support team, and as what."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.schema import ticket_files


class TicketFile(NamedTuple):
    """One row; the columns are told in the schema."""

    file: str
    copy: str | None
    state: str


_COLUMNS = [ticket_files.c[name] for name in TicketFile._fields]


def add(connection: Connection, workspace: str, ticket: int, file: str) -> bool:
    """Keep that a file has to be shared; return False if it is kept already."""
    upsert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = upsert(ticket_files).values(workspace=workspace, ticket=ticket, file=file)
    made = row.on_conflict_do_nothing().returning(ticket_files.c.file)
    return connection.scalar(made) is not None


def find(connection: Connection, workspace: str, ticket: int, file: str) -> TicketFile | None:
    """Return what became of a file of a ticket."""
    row = connection.execute(select(*_COLUMNS).where(_is(workspace, ticket, file))).first()
    return TicketFile(*row) if row else None


def of_ticket(connection: Connection, workspace: str, ticket: int) -> list[TicketFile]:
    """Return what became of each file of a ticket, in no order."""
    found = select(*_COLUMNS).where(
        ticket_files.c.workspace == workspace, ticket_files.c.ticket == ticket
    )
    return [TicketFile(*row) for row in connection.execute(found)]


def change(
    connection: Connection, /, workspace: str, ticket: int, file: str, **values: object
) -> None:
    """Set columns of a file of a ticket."""
    connection.execute(update(ticket_files).where(_is(workspace, ticket, file)).values(**values))


def forget(connection: Connection, workspace: str, ticket: int, file: str) -> None:
    """Forget a file of a ticket, as if it had never been shared."""
    connection.execute(delete(ticket_files).where(_is(workspace, ticket, file)))


def _is(workspace: str, ticket: int, file: str) -> ColumnElement[bool]:
    of_ticket = (ticket_files.c.workspace == workspace) & (ticket_files.c.ticket == ticket)
    return of_ticket & (ticket_files.c.file == file)
