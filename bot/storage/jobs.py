"""Scheduled work: when each piece of it is due next."""

from sqlalchemy import Connection, select, update

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
