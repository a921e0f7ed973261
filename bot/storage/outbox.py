"""What is to be said to Slack: written with the change it tells of, sent by whoever leases it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, exists, insert, select, update

from bot.storage import leases
from bot.storage.schema import DONE, PARKED, WAITING, outbox


class Message(NamedTuple):
    """A leased row; the columns are told in the schema."""

    id: int
    workspace: str
    lane: str
    message: str
    about: dict[str, Any]
    created_at: float
    attempts: int
    settled: int
    failures: int

    @property
    def may_be_sent(self) -> bool:
        """Whether an earlier attempt ended without our knowing what Slack did."""
        return self.settled < self.attempts - 1


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


def post_once(
    connection: Connection,
    workspace: str,
    lane: str,
    message: str,
    about: Mapping[str, object],
    now: float,
) -> None:
    """Have `message` drawn and sent, unless it waits to be drawn already.

    It is for what shows a state: one drawing after many changes shows them all. A row that was
    never leased is drawn after this transaction: the lock keeps it from being leased before.
    """
    waits = select(outbox.c.id).where(
        outbox.c.workspace == workspace,
        outbox.c.lane == lane,
        outbox.c.message == message,
        leases.is_waiting(outbox),
        outbox.c.attempts == 0,
    )
    columns = waits.add_columns(outbox.c.about).with_for_update()
    if not any(row.about == dict(about) for row in connection.execute(columns)):
        post(connection, workspace, lane, message, about, now)


def lease(
    connection: Connection, now: float, seconds: float, most: int, held: Collection[int] = ()
) -> Sequence[Message]:
    """Take up to `most` due messages for `seconds`, of each lane only the first waiting one.

    Those that the caller has `held` since an earlier lease stay as they are, even where the clock
    jumped beyond its end.
    """
    earlier = outbox.alias()
    same_lane = (earlier.c.workspace == outbox.c.workspace) & (earlier.c.lane == outbox.c.lane)
    waits = exists().where(same_lane, leases.is_waiting(earlier), earlier.c.id < outbox.c.id)
    first = leases.due(outbox, now).where(~waits).limit(most)
    if held:
        first = first.where(outbox.c.id.not_in(held))
    columns = [outbox.c[name] for name in Message._fields]
    taken = leases.take(connection, outbox, first, columns, now + seconds)
    return [Message(*tuple(row)) for row in taken]


def finish(connection: Connection, workspace: str, row: int, attempt: int) -> bool:
    """Mark a message as sent, and forget what it was about; False if the lease was lost."""
    return leases.end(connection, outbox, workspace, row, attempt, state=DONE, about={})


def postpone(
    connection: Connection,
    workspace: str,
    row: int,
    attempt: int,
    due_at: float,
    problem: str,
    settled: int,
) -> bool:
    """Let a message be sent again at `due_at`; up to attempt `settled`, Slack did not take it."""
    later = {"due_at": due_at, "problem": problem, "settled": settled}
    return leases.end(connection, outbox, workspace, row, attempt, **later)


def retry(
    connection: Connection, workspace: str, row: int, attempt: int, due_at: float, problem: str
) -> bool:
    """Let a message that failed be tried again at `due_at`; Slack may have taken it."""
    later = {"due_at": due_at, "problem": problem, "failures": outbox.c.failures + 1}
    return leases.end(connection, outbox, workspace, row, attempt, **later)


def revive(connection: Connection, workspace: str, problem: str, since: float, now: float) -> None:
    """Let messages that were set aside for a reason that is gone be drawn and sent after all.

    Those that were written before `since` stay where they are.
    """
    aside = (outbox.c.workspace == workspace) & (outbox.c.state == PARKED)
    its = aside & (outbox.c.problem == problem) & (outbox.c.created_at >= since)
    again = {"state": WAITING, "due_at": now, "problem": None, "settled": outbox.c.attempts}
    connection.execute(update(outbox).where(its).values(**again))


def park(connection: Connection, workspace: str, row: int, attempt: int, problem: str) -> bool:
    """Set aside a message that Slack refuses for good."""
    aside = {"state": PARKED, "problem": problem}
    return leases.end(connection, outbox, workspace, row, attempt, **aside)


def forget(connection: Connection, before: float) -> None:
    """Delete sent messages older than `before`."""
    leases.forget(connection, outbox, outbox.c.created_at, before)


def blank_parked(connection: Connection, before: float) -> None:
    """Forget what set-aside messages older than `before` were about."""
    leases.blank(connection, outbox, outbox.c.created_at, before, about={})


def forget_parked(connection: Connection, before: float) -> None:
    """Delete set-aside messages older than `before`."""
    leases.forget(connection, outbox, outbox.c.created_at, before, PARKED)


def oldest_waiting(connection: Connection) -> float | None:
    """Return when the oldest unsent message was written, for the readiness check."""
    return leases.oldest(connection, select(outbox.c.created_at), outbox)


def parked(connection: Connection) -> int:
    """Count the messages that were set aside, for the readiness check."""
    return leases.parked(connection, outbox)
