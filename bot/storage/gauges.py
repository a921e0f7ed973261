"""What monitoring reads, of all workspaces together: how many and how old, nothing of anybody."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    case,
    func,
    not_,
    select,
    text,
    true,
)

from bot.storage import leases
from bot.storage.schema import inbox, jobs, outbox, reminders, tickets, workspaces
from bot.storage.tickets import IS_OPEN
from bot.storage.views import is_overdue

LONGEST_PATIENCE_SECONDS = 3600.0
"""A message that was put off again and again for so long is late, whatever Slack asks."""


WATCH, REMIND, LEAVE = "watch", "remind", "leave"
"""Scheduled work whose rows say themselves when it is due."""


class Box(NamedTuple):
    """What is in inbox or outbox: how many wait and are parked, and since when the oldest does.

    `late_since` is since when the one that waits longest could have been done; None where nothing
    waits, or only in its turn.
    """

    waiting: int
    parked: int
    waiting_since: float | None
    parked_since: float | None
    late_since: float | None


class Overdue(NamedTuple):
    """How many open tickets are late, and since when the one is that waits longest."""

    tickets: int
    since: float | None


class Aside(NamedTuple):
    """What was set aside for one reason: how many, and when the first and the last came."""

    box: str
    reason: str | None
    number: int
    oldest: float
    latest: float


def aside(connection: Connection) -> list[Aside]:
    """Return what was set aside, by its reason: Slack's name for it, or the kind of a failure."""
    return [
        *_aside(connection, inbox, inbox.c.received_at),
        *_aside(connection, outbox, outbox.c.created_at),
    ]


def _aside(connection: Connection, table: Table, since: Column[float]) -> list[Aside]:
    columns = (table.c.problem, func.count(), func.min(since), func.max(since))
    grouped = select(*columns).where(leases.is_parked(table)).group_by(table.c.problem)
    rows = connection.execute(grouped.order_by(func.min(since)))
    return [Aside(table.name, *row) for row in rows]


def version(connection: Connection) -> str | None:
    """Return which version of the tables the database has."""
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def requests(connection: Connection) -> Box:
    """Look into the inbox: what waits could have been done since it came."""
    box = _box(connection, inbox, inbox.c.received_at)
    return box._replace(late_since=box.waiting_since)


def messages(connection: Connection, postponed: str, now: float) -> Box:
    """Look into the outbox; `postponed` is the problem of what Slack asked to put off."""
    box = _box(connection, outbox, outbox.c.created_at)
    return box._replace(late_since=_late_since(connection, postponed, now))


def _box(connection: Connection, table: Table, since: Column[float]) -> Box:
    counted = select(func.count(), func.min(since))
    waiting = connection.execute(counted.where(leases.is_waiting(table))).one()
    parked = connection.execute(counted.where(leases.is_parked(table))).one()
    return Box(waiting[0], parked[0], waiting[1], parked[1], None)


def _late_since(connection: Connection, postponed: str, now: float) -> float | None:
    """Return since when the first message of any lane could have been sent.

    Those behind it wait for it. One on its first way is in time, and so is one that Slack, or its
    turn, put off.
    """
    lanes = (outbox.c.workspace, outbox.c.lane)
    first = select(func.min(outbox.c.id)).where(leases.is_waiting(outbox)).group_by(*lanes)
    turn = outbox.c.turn_at.is_not(None) & (outbox.c.failures == 0)
    put_off = (outbox.c.problem == postponed, _patiently(outbox.c.due_at))
    since = case(put_off, (turn, _patiently(outbox.c.turn_at)), else_=outbox.c.created_at)
    heads = (outbox.c.id.in_(first), not_(_is_on_its_way(now)))
    found: float | None = connection.scalar(select(func.min(since)).where(*heads))
    return found


def _patiently(wished: Column[float]) -> ColumnElement[float]:
    """Until when Slack, or the pace of a channel, may have a message put off."""
    patience = outbox.c.created_at + LONGEST_PATIENCE_SECONDS
    return case((wished < patience, wished), else_=patience)


def _is_on_its_way(now: float) -> ColumnElement[bool]:
    """Tell that a message is leased for the first time."""
    is_first = (outbox.c.attempts == 1) & (outbox.c.failures == 0) & outbox.c.problem.is_(None)
    return is_first & (outbox.c.due_at > now)


def planned(connection: Connection) -> Mapping[str, float]:
    """Return when each kind of scheduled work is due next, where it is due first."""
    looked = {WATCH: _first(connection, tickets.c.look_at, _of_served(tickets))}
    waits = leases.is_waiting(reminders) & _of_served(reminders)
    looked[REMIND] = _first(connection, reminders.c.due_at, waits)
    looked[LEAVE] = _first(connection, workspaces.c.left_at, true())
    return _jobs(connection) | {job: at for job, at in looked.items() if at is not None}


def _jobs(connection: Connection) -> dict[str, float]:
    """Return when each kind of job is due first: a job's name may go on with whose it is."""
    latest_first = select(jobs.c.job, jobs.c.due_at).where(_of_served(jobs))
    rows = connection.execute(latest_first.order_by(jobs.c.due_at.desc()))
    return {row.job.partition(":")[0]: row.due_at for row in rows}


def _first(
    connection: Connection, column: Column[float], where: ColumnElement[bool]
) -> float | None:
    found = select(column).where(where, column.is_not(None)).order_by(column).limit(1)
    return connection.scalar(found)


def _of_served(table: Table) -> ColumnElement[bool]:
    """Tell that a row is of no workspace from which the app was uninstalled."""
    left = select(workspaces.c.workspace).where(workspaces.c.left_at.is_not(None))
    return table.c.workspace.not_in(left)


def served(connection: Connection) -> int:
    """Count the workspaces that the app was not uninstalled from."""
    counted = select(func.count()).select_from(workspaces)
    return connection.scalar(counted.where(workspaces.c.left_at.is_(None))) or 0


def by_state(connection: Connection) -> Mapping[tuple[str, str], int]:
    """Count all tickets by kind and state."""
    groups = (tickets.c.state, tickets.c.kind)
    counted = connection.execute(select(*groups, func.count()).group_by(*groups))
    return {(kind, state): number for state, kind, number in counted}


def overdue(connection: Connection, now: float) -> Overdue:
    """Count the open tickets with which the support team is late."""
    late = IS_OPEN & is_overdue(now)
    unanswered = case((tickets.c.answered_at.is_(None), tickets.c.answer_due))
    due = [func.min(case((each < now, each))) for each in (unanswered, tickets.c.resolution_due)]
    number, *since = connection.execute(select(func.count(), *due).where(late)).one()
    return Overdue(number, min((each for each in since if each is not None), default=None))
