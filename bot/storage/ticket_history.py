"""What was done with tickets: written once, never changed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from bot.storage.schema import ticket_history


class Entry(NamedTuple):
    """Who did what when; `actor` is None where time did it."""

    id: int
    ticket: int
    at: float
    actor: str | None
    deed: str
    before: str
    after: str
    details: dict[str, Any]


_COLUMNS = [ticket_history.c[name] for name in Entry._fields]


def add(connection: Connection, workspace: str, values: Mapping[str, Any]) -> int:
    """Write down what was done; return the entry's id."""
    row = insert(ticket_history).values({**values, "workspace": workspace})
    made: int = connection.execute(row.returning(ticket_history.c.id)).scalar_one()
    return made


def find(connection: Connection, workspace: str, entry: int) -> Entry | None:
    """Return an entry by its id."""
    its = (ticket_history.c.workspace == workspace) & (ticket_history.c.id == entry)
    row = connection.execute(select(*_COLUMNS).where(its)).first()
    return Entry(*row) if row else None


def of_ticket(connection: Connection, workspace: str, ticket: int, most: int) -> list[Entry]:
    """Return what was done with a ticket last, newest first."""
    its = (ticket_history.c.workspace == workspace) & (ticket_history.c.ticket == ticket)
    found = select(*_COLUMNS).where(its).order_by(ticket_history.c.id.desc()).limit(most)
    return [Entry(*row) for row in connection.execute(found)]


def of_message(connection: Connection, workspace: str, ticket: int, message: int) -> Entry | None:
    """Return the entry of a ticket that tells of a message: its details name it."""
    its = (ticket_history.c.workspace == workspace) & (ticket_history.c.ticket == ticket)
    found = select(*_COLUMNS).where(its).order_by(ticket_history.c.id.desc())
    entries = (Entry(*row) for row in connection.execute(found))
    return next((each for each in entries if each.details.get("message") == message), None)
