"""Scheduled work: when each piece of it is due next."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.storage.schema import jobs
from bot.storage.upserts import upsert


def due_at(connection: Connection, workspace: str, job: str) -> float | None:
    """Return when a piece of work is due next; None if it was never planned."""
    its = (jobs.c.workspace == workspace) & (jobs.c.job == job)
    return connection.scalar(select(jobs.c.due_at).where(its))


def plan(connection: Connection, workspace: str, job: str, at: float) -> None:
    """Have a piece of work done at a time, and not before."""
    upsert(connection, jobs, {"workspace": workspace, "job": job}, {"due_at": at})


def take(connection: Connection, workspace: str, job: str, now: float, following: float) -> bool:
    """Take a piece of work that is due, and plan the next one; False if somebody else did.

    One statement does it, so that only one process gets it.
    """
    due = (jobs.c.workspace == workspace) & (jobs.c.job == job) & (jobs.c.due_at <= now)
    return connection.execute(update(jobs).where(due).values(due_at=following)).rowcount == 1


class Job(NamedTuple):
    """A piece of work of a workspace, "" for one of all of them, and when it is due."""

    workspace: str
    job: str
    due_at: float


LATE_SECONDS = 26 * 3600.0
"""What should have been done so long ago was missed: all of it is done at least once a day."""


def due(connection: Connection, beginning: str, now: float) -> list[Job]:
    """Return what is due of the work whose names begin so, longest due first."""
    its = jobs.c.job.startswith(beginning, autoescape=True) & (jobs.c.due_at <= now)
    return _found(connection, its)


def overdue(connection: Connection, now: float) -> list[Job]:
    """Return what should have been done LATE_SECONDS ago, or before, and was not."""
    return _found(connection, jobs.c.due_at < now - LATE_SECONDS)


def drop(connection: Connection, workspace: str, job: str) -> None:
    """Have a piece of work done no more."""
    its = (jobs.c.workspace == workspace) & (jobs.c.job == job)
    connection.execute(delete(jobs).where(its))


def _found(connection: Connection, its: ColumnElement[bool]) -> list[Job]:
    found = select(jobs.c.workspace, jobs.c.job, jobs.c.due_at).where(its)
    ordered = found.order_by(jobs.c.due_at, jobs.c.workspace)
    return [Job(*row) for row in connection.execute(ordered)]
