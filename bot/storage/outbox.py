"""What is to be said to Slack: written with the change it tells of, sent by whoever leases it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, exists, insert, select, update

from bot.storage import leases
from bot.storage.schema import DONE, PARKED, WAITING, outbox

Message = Row[tuple[int, str, str, str, dict[str, Any], int]]
"""(id, workspace, lane, message, about, attempts)."""


def post(
    connection: Connection,
    workspace: str,
    lane: str,
    message: str,
    about: Mapping[str, object],
    now: float,
) -> None:
    """Have `message` drawn and sent after all that waits in the same lane."""
    values = {"workspace": workspace, "lane": lane, "message": message, "about": dict(about)}
    connection.execute(insert(outbox).values(values | {"created_at": now, "due_at": now}))


def lease(
    connection: Connection, now: float, seconds: float, most: int
) -> Sequence[Row[tuple[Any, ...]]]:
    """Take up to `most` due messages for `seconds`, of each lane only the first waiting one."""
    earlier = outbox.alias()
    same_lane = (earlier.c.workspace == outbox.c.workspace) & (earlier.c.lane == outbox.c.lane)
    waits = exists().where(same_lane, earlier.c.state == WAITING, earlier.c.id < outbox.c.id)
    first = leases.due(outbox, now).where(~waits).order_by(outbox.c.id).limit(most)
    columns = [
        outbox.c[name] for name in ("id", "workspace", "lane", "message", "about", "attempts")
    ]
    return leases.take(connection, outbox, first, columns, now + seconds)


def next_due(connection: Connection) -> float | None:
    """Return when the next message may be sent."""
    return leases.oldest(connection, select(outbox.c.due_at), outbox)


def finish(connection: Connection, workspace: str, row: int) -> None:
    """Mark a message as sent, and forget what it was about."""
    _set(connection, workspace, row, state=DONE, about={})


def retry(connection: Connection, workspace: str, row: int, due_at: float, problem: str) -> None:
    """Let a message be tried again at `due_at`."""
    _set(connection, workspace, row, due_at=due_at, problem=problem)


def park(connection: Connection, workspace: str, row: int, problem: str) -> None:
    """Set aside a message that Slack refuses for good."""
    _set(connection, workspace, row, state=PARKED, problem=problem)


def _set(connection: Connection, workspace: str, row: int, **values: object) -> None:
    found = (outbox.c.workspace == workspace) & (outbox.c.id == row)
    connection.execute(update(outbox).where(found).values(**values))


def forget(connection: Connection, before: float) -> None:
    """Delete sent messages older than `before`."""
    old = (outbox.c.state == DONE) & (outbox.c.created_at < before)
    connection.execute(outbox.delete().where(old))


def oldest_waiting(connection: Connection) -> float | None:
    """Return when the oldest unsent message was written, for the readiness check."""
    return leases.oldest(connection, select(outbox.c.created_at), outbox)
