"""What Slack sent: stored before it is acknowledged, leased while it is worked on."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import leases
from bot.storage.schema import DONE, PARKED, inbox


class Received(NamedTuple):
    """One request of Slack's. `kind` is Socket Mode's name for it, `key` tells repeats."""

    workspace: str
    key: str
    kind: str
    payload: str


def store(connection: Connection, received: Sequence[Received], now: float) -> None:
    """Store what is not there yet; what is there stays as it is."""
    rows = [one._asdict() | {"received_at": now, "due_at": now} for one in received]
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(inbox).on_conflict_do_nothing(), rows)


def lease(
    connection: Connection, now: float, seconds: float, most: int
) -> Sequence[Row[tuple[str]]]:
    """Take up to `most` due requests for `seconds`: (id, workspace, kind, payload, attempts)."""
    columns = (inbox.c.id, inbox.c.workspace, inbox.c.kind, inbox.c.payload, inbox.c.attempts)
    due = leases.due(inbox, now).order_by(inbox.c.id).limit(most)
    return leases.take(connection, inbox, due, columns, now + seconds)


def finish(connection: Connection, workspace: str, row: int) -> None:
    """Mark a request as processed, and forget what it said."""
    _set(connection, workspace, row, state=DONE, payload=None)


def retry(connection: Connection, workspace: str, row: int, due_at: float, problem: str) -> None:
    """Let a failed request be tried again at `due_at`."""
    _set(connection, workspace, row, due_at=due_at, problem=problem)


def park(connection: Connection, workspace: str, row: int, problem: str) -> None:
    """Set aside a request that can't be processed, for somebody to look at."""
    _set(connection, workspace, row, state=PARKED, problem=problem)


def _set(connection: Connection, workspace: str, row: int, **values: object) -> None:
    found = (inbox.c.workspace == workspace) & (inbox.c.id == row)
    connection.execute(update(inbox).where(found).values(**values))


def forget(connection: Connection, before: float) -> None:
    """Delete processed requests older than `before`: Slack repeats none by then."""
    old = (inbox.c.state == DONE) & (inbox.c.received_at < before)
    connection.execute(inbox.delete().where(old))


def oldest_waiting(connection: Connection) -> float | None:
    """Return when the oldest unprocessed request came, for the readiness check."""
    return leases.oldest(connection, select(inbox.c.received_at), inbox)
