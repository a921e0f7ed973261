"""What Slack sent: stored before it is acknowledged, leased while it is worked on."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage import leases, notices
from bot.storage.leases import Due
from bot.storage.schema import DONE, PARKED, WAITING, inbox
from bot.storage.shares import IDLE, Busy
from bot.storage.upserts import insert_once

CLAIMED = 1
"""The attempt that a request's first worker makes."""


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
    notices.note(connection, notices.TO_DO)


def claim(connection: Connection, received: Received, now: float, seconds: float) -> int | None:
    """Store a request as leased by the caller (attempt CLAIMED); None if it was here before."""
    lease = {"received_at": now, "due_at": now + seconds, "attempts": CLAIMED}
    return insert_once(connection, inbox, received._asdict() | lease)


def note(connection: Connection, workspace: str, key: str, kind: str, now: float) -> bool:
    """Remember a request that is answered at once; return False if it was here before."""
    when = {"received_at": now, "due_at": now}
    values = {"workspace": workspace, "key": key, "kind": kind, "state": DONE, **when}
    return insert_once(connection, inbox, values) is not None


def lease(
    connection: Connection, now: float, seconds: float, most: int, busy: Busy = IDLE
) -> Sequence[Row[tuple[str]]]:
    """Take up to `most` due requests for `seconds`: (id, workspace, kind, payload, attempts)."""
    columns = (inbox.c.id, inbox.c.workspace, inbox.c.kind, inbox.c.payload, inbox.c.attempts)
    due = Due(now, now + seconds, most, busy)

    def find(connection: Connection, workspace: str, share: int) -> Sequence[int]:
        return leases.find_due(connection, inbox, workspace, due, share, hold=True)

    return leases.lease(connection, inbox, find, due, columns)


def finish(connection: Connection, workspace: str, row: int, attempt: int) -> bool:
    """Mark a request as processed, and forget what it said; False if the lease was lost."""
    return leases.end(connection, inbox, workspace, row, attempt, state=DONE, payload=None)


def drop(connection: Connection, workspace: str, row: int, attempt: int) -> None:
    """Forget a leased request altogether: nobody is served whose it could be."""
    its = (inbox.c.workspace == workspace) & (inbox.c.id == row)
    connection.execute(inbox.delete().where(its, inbox.c.attempts == attempt))


def retry(
    connection: Connection, workspace: str, row: int, attempt: int, due_at: float, problem: str
) -> bool:
    """Let a failed request be tried again at `due_at`."""
    later = {"due_at": due_at, "problem": problem}
    return leases.end(connection, inbox, workspace, row, attempt, **later)


def park(connection: Connection, workspace: str, row: int, attempt: int, problem: str) -> bool:
    """Set aside a request that can't be processed, for somebody to look at."""
    aside = {"state": PARKED, "problem": problem}
    return leases.end(connection, inbox, workspace, row, attempt, **aside)


def revive(connection: Connection, workspace: str, problem: str, since: float, now: float) -> None:
    """Let requests that were set aside for a reason that is gone be worked on after all.

    Those that came before `since` stay where they are.
    """
    aside = (inbox.c.workspace == workspace) & (inbox.c.state == PARKED)
    its = aside & (inbox.c.problem == problem) & (inbox.c.received_at >= since)
    again = {"state": WAITING, "due_at": now, "problem": None}
    connection.execute(update(inbox).where(its).values(**again))
    notices.note(connection, notices.TO_DO)


def forget(connection: Connection, before: float) -> int:
    """Delete some processed requests older than `before`, which Slack repeats no more; how many."""
    return leases.forget(connection, inbox, inbox.c.received_at, before)


def blank_parked(connection: Connection, before: float) -> None:
    """Forget what set-aside requests older than `before` said."""
    leases.blank(connection, inbox, inbox.c.received_at, before, payload=None)


def forget_parked(connection: Connection, before: float) -> int:
    """Delete some set-aside requests older than `before`; return how many."""
    return leases.forget(connection, inbox, inbox.c.received_at, before, PARKED)


def oldest_waiting(connection: Connection) -> float | None:
    """Return when the oldest unprocessed request came, for the readiness check."""
    return leases.oldest(connection, select(inbox.c.received_at), inbox)


def parked(connection: Connection) -> int:
    """Count the requests that were set aside, for the readiness check."""
    return leases.parked(connection, inbox)
