"""What is to be said to Slack: written with the change it tells of, sent by whoever leases it."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Text, Update, cast, func, insert, select, update

from bot.storage import leases, notices
from bot.storage.leases import Due
from bot.storage.prepared import prepared
from bot.storage.schema import DONE, PARKED, WAITING, outbox
from bot.storage.shares import IDLE, Busy

_POSTED = insert(outbox)

_WINDOWS = (256, 256, 256)
"""How many due messages of a workspace are looked at for more that are the first of their lanes."""

_BEHIND_SECONDS = 600.0
"""For how long a message is put off that stands behind others, unless they end before."""


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
    turn_at: float | None

    @property
    def may_be_sent(self) -> bool:
        """Whether an earlier attempt ended without our knowing what Slack did."""
        return self.settled < self.attempts - 1

    @property
    def settled_by_now(self) -> int:
        """The last attempt of which we know that Slack took nothing, before this one calls it."""
        return self.settled if self.may_be_sent else self.attempts


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
    connection.execute(_POSTED, values | {"created_at": now, "due_at": now})
    notices.note(connection, notices.TO_SAY)


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
    said = json.dumps(dict(about))
    if connection.execute(*_waits(workspace, lane, message, said)).first() is None:
        post(connection, workspace, lane, message, about, now)


@prepared
def _waits(workspace: str, lane: str, message: str, said: str) -> Select[int]:
    its = (outbox.c.workspace == workspace) & (outbox.c.lane == lane)
    its &= (outbox.c.message == message) & (cast(outbox.c.about, Text) == said)
    waits = leases.is_waiting(outbox) & (outbox.c.attempts == 0)
    return select(outbox.c.id).where(its, waits).limit(1).with_for_update()


def post_all(
    connection: Connection,
    workspace: str,
    message: str,
    abouts: Mapping[str, Mapping[str, object]],
    now: float,
) -> None:
    """Have a message drawn and sent in many lanes, of each lane what it is about."""
    its = {"workspace": workspace, "message": message, "created_at": now, "due_at": now}
    rows = [{**its, "lane": lane, "about": dict(about)} for lane, about in abouts.items()]
    if rows:
        connection.execute(insert(outbox), rows)
        notices.note(connection, notices.TO_SAY)


def lease(
    connection: Connection, now: float, seconds: float, most: int, busy: Busy = IDLE
) -> Sequence[Message]:
    """Take up to `most` due messages for `seconds`, of each lane only the first waiting one."""
    due = Due(now, now + seconds, most, busy)

    def find(connection: Connection, workspace: str, share: int) -> Sequence[int]:
        return _heads(connection, workspace, due, share)

    columns = [outbox.c[name] for name in Message._fields]
    taken = leases.lease(connection, outbox, find, due, columns)
    return [Message(*tuple(row)) for row in taken]


def _heads(connection: Connection, workspace: str, due: Due, share: int) -> Sequence[int]:
    """Find due messages that are the first of their lanes.

    Where a long queue stands behind others, that is put off, so that it is not searched each time:
    a message is due again when the one before it ends.
    """
    heads: Sequence[int] = []
    for size in (2 * share, *_WINDOWS):
        found = leases.find_due(connection, outbox, workspace, due, size, hold=False)
        behind = _behind(connection, found)
        first = [row for row in found if row not in behind]
        heads = leases.hold_free(connection, outbox, first, due, share)
        if len(heads) == share or len(found) < size:
            break
        if size in _WINDOWS:
            _put_off(connection, behind, due)
    return heads


def _behind(connection: Connection, rows: Collection[int]) -> frozenset[int]:
    """Return those messages before which others of their lanes wait."""
    return frozenset(connection.scalars(*_not_first(rows)) if rows else ())


@prepared
def _not_first(rows: Collection[int]) -> Select[int]:
    each = outbox.alias()
    same_lane = (each.c.workspace == outbox.c.workspace) & (each.c.lane == outbox.c.lane)
    first = select(func.min(each.c.id)).where(same_lane, leases.is_waiting(each))
    its = outbox.c.id.in_(rows) & (outbox.c.id > first.scalar_subquery())
    return select(outbox.c.id).where(its)


def _put_off(connection: Connection, rows: Collection[int], due: Due) -> None:
    """Have messages that stand behind others, and were never leased, looked at later.

    It is looked once they are held whether they still do: whoever ends the one before them waits
    until they are let go, and makes them due again then.
    """
    held = leases.hold_free(connection, outbox, rows, due, len(rows))
    never_leased = outbox.c.id.in_(_behind(connection, held)) & (outbox.c.attempts == 0)
    later = due.now + _BEHIND_SECONDS
    connection.execute(update(outbox).where(never_leased).values(due_at=later))


def _end(connection: Connection, workspace: str, row: int, attempt: int, **values: object) -> bool:
    """End a message; the next of its lane is due."""
    lane = connection.scalar(*_lane_of(row)) or ""
    if not leases.end(connection, outbox, workspace, row, attempt, **values):
        return False
    connection.execute(*_let_go(workspace, lane))
    return True


@prepared
def _lane_of(row: int) -> Select[str]:
    return select(outbox.c.lane).where(outbox.c.id == row)


@prepared
def _let_go(its_workspace: str, its_lane: str) -> Update:
    """Have the first message of a lane be due, if no lease was tried of it."""
    its = (outbox.c.workspace == its_workspace) & (outbox.c.lane == its_lane)
    first = select(func.min(outbox.c.id)).where(its, leases.is_waiting(outbox)).scalar_subquery()
    is_first = (outbox.c.id == first) & (outbox.c.attempts == 0)
    return update(outbox).where(is_first).values(due_at=outbox.c.created_at)


def finish(connection: Connection, workspace: str, row: int, attempt: int) -> bool:
    """Mark a message as sent, and forget to whom and about what; False if the lease was lost."""
    said = {"state": DONE, "about": {}, "lane": ""}
    return _end(connection, workspace, row, attempt, **said)


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
    later = {"due_at": due_at, "problem": problem, "settled": settled, "turn_at": None}
    return leases.end(connection, outbox, workspace, row, attempt, **later)


def wait(connection: Connection, message: Message, turn_at: float) -> bool:
    """Let a leased message be sent in its turn, for which it needs not be booked again."""
    lease = (message.workspace, message.id, message.attempts)
    settled = message.settled_by_now
    return leases.end(connection, outbox, *lease, due_at=turn_at, turn_at=turn_at, settled=settled)


def retry(
    connection: Connection, workspace: str, row: int, attempt: int, due_at: float, problem: str
) -> bool:
    """Let a message that failed be tried again at `due_at`; Slack may have taken it."""
    failed = {"problem": problem, "failures": outbox.c.failures + 1}
    later = {"due_at": due_at, "turn_at": None, **failed}
    return leases.end(connection, outbox, workspace, row, attempt, **later)


def revive(
    connection: Connection,
    workspace: str,
    problem: str,
    since: float,
    now: float,
    messages: Collection[str] = (),
) -> None:
    """Let messages that were set aside for a reason that is gone be drawn and sent after all.

    Those that were written before `since` stay where they are; where some kinds of `messages` are
    named, so do all others.
    """
    aside = (outbox.c.workspace == workspace) & (outbox.c.state == PARKED)
    its = aside & (outbox.c.problem == problem) & (outbox.c.created_at >= since)
    if messages:
        its &= outbox.c.message.in_(messages)
    again = {"state": WAITING, "due_at": now, "problem": None, "settled": outbox.c.attempts}
    connection.execute(update(outbox).where(its).values(**again))
    notices.note(connection, notices.TO_SAY)


def park(connection: Connection, workspace: str, row: int, attempt: int, problem: str) -> bool:
    """Set aside a message that Slack refuses for good."""
    aside = {"state": PARKED, "problem": problem}
    return _end(connection, workspace, row, attempt, **aside)


def forget(connection: Connection, before: float) -> int:
    """Delete some sent messages older than `before`; return how many."""
    return leases.forget(connection, outbox, outbox.c.created_at, before)


def blank_parked(connection: Connection, before: float) -> None:
    """Forget what set-aside messages older than `before` were about."""
    leases.blank(connection, outbox, outbox.c.created_at, before, about={})


def forget_parked(connection: Connection, before: float) -> int:
    """Delete some set-aside messages older than `before`; return how many."""
    return leases.forget(connection, outbox, outbox.c.created_at, before, PARKED)


def oldest_waiting(connection: Connection) -> float | None:
    """Return when the oldest unsent message was written, for the readiness check."""
    return leases.oldest(connection, select(outbox.c.created_at), outbox)


def parked(connection: Connection) -> int:
    """Count the messages that were set aside, for the readiness check."""
    return leases.parked(connection, outbox)
