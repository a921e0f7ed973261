"""How often something may be done, for all processes together: a channel's messages, a person's.

It is the generic cell rate algorithm: each subject has the time at which it is free again, and
whatever is done takes it further on by what one costs.
Source: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Connection, case, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.schema import rate_limits


class Rate(NamedTuple):
    """So many at once (`burst`), and then one in so many seconds."""

    seconds: float
    burst: int

    @property
    def ahead(self) -> float:
        """By how many seconds a subject may be taken further on than now."""
        return (self.burst - 1) * self.seconds


Subject: TypeAlias = tuple[str, str]
"""A workspace, and what has a pace of its own in it."""


def book(
    connection: Connection, seconds: Mapping[Subject, float], now: float
) -> dict[Subject, float]:
    """Take subjects further on by so many seconds each; return when each was free before.

    What was free before `now` is so from now on. Rows are locked in the order of their keys, so
    that of two processes each gets all of them in the end.
    """
    if not seconds:
        return {}
    rows = [
        {"workspace": workspace, "subject": subject, "free_at": now + seconds[workspace, subject]}
        for workspace, subject in sorted(seconds)
    ]
    booked = connection.execute(_further(connection, now, rows).returning(rate_limits))
    return {
        (row.workspace, row.subject): row.free_at - seconds[row.workspace, row.subject]
        for row in booked
    }


def take(connection: Connection, workspace: str, subject: str, rate: Rate, now: float) -> bool:
    """Do something once more; return False where that is too often, and nothing is taken."""
    row = {"workspace": workspace, "subject": subject, "free_at": now + rate.seconds}
    is_free = rate_limits.c.free_at <= now + rate.ahead
    taken = _further(connection, now, [row], is_free).returning(rate_limits.c.free_at)
    return connection.execute(taken).first() is not None


def is_free(
    connection: Connection, workspace: str, subject: str, rate: Rate, now: float
) -> bool:
    """Tell whether something may be done once more now."""
    its = (rate_limits.c.workspace == workspace) & (rate_limits.c.subject == subject)
    free_at = connection.scalar(select(rate_limits.c.free_at).where(its))
    return free_at is None or free_at <= now + rate.ahead


def _further(
    connection: Connection,
    now: float,
    rows: list[dict[str, object]],
    where: ColumnElement[bool] | None = None,
) -> Any:  # noqa: ANN401 - an insert of the engine's own kind
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    made = insert(rate_limits).values(rows)
    its = rate_limits.c.free_at
    further = case((its > now, its), else_=now) + (made.excluded.free_at - now)
    key = ["workspace", "subject"]
    return made.on_conflict_do_update(index_elements=key, set_={"free_at": further}, where=where)
