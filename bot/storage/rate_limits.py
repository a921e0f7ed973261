"""How often something may be done, for all processes together: a channel's messages, a person's.

It is the generic cell rate algorithm: each subject has the time at which it is free again, and
whatever is done takes it further on by what one costs.
Source: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Float, Select, bindparam, case, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.prepared import prepared
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
    further, free = _further(connection.dialect.name), dict[Subject, float]()
    for (workspace, subject), cost in sorted(seconds.items()):
        row = {"workspace": workspace, "subject": subject, "seconds": cost, "now": now}
        free[workspace, subject] = connection.scalar(further, row) - cost
    return free


def take(connection: Connection, workspace: str, subject: str, rate: Rate, now: float) -> bool:
    """Do something once more; return False where that is too often, and nothing is taken."""
    row = {"workspace": workspace, "subject": subject, "seconds": rate.seconds, "now": now}
    further = _further(connection.dialect.name, is_limited=True)
    return connection.scalar(further, {**row, "latest": now + rate.ahead}) is not None


def is_free(connection: Connection, workspace: str, subject: str, rate: Rate, now: float) -> bool:
    """Tell whether something may be done once more now."""
    free_at = connection.scalar(*_free_at(workspace, subject))
    return free_at is None or free_at <= now + rate.ahead


@prepared
def _free_at(workspace: str, subject: str) -> Select[float]:
    its = (rate_limits.c.workspace == workspace) & (rate_limits.c.subject == subject)
    return select(rate_limits.c.free_at).where(its)


@cache
def _further(engine: str, *, is_limited: bool = False) -> Any:  # noqa: ANN401 - the engine's own
    """Take a subject further on by `seconds` from `now`; where limited, no later than `latest`."""
    insert = sqlite.insert if engine == "sqlite" else postgresql.insert
    now, seconds = bindparam("now", type_=Float), bindparam("seconds", type_=Float)
    key, its = ["workspace", "subject"], rate_limits.c.free_at
    values = {**{name: bindparam(name) for name in key}, "free_at": now + seconds}
    return (
        insert(rate_limits)
        .values(values)
        .on_conflict_do_update(
            index_elements=key,
            set_={"free_at": case((its > now, its), else_=now) + seconds},
            where=its <= bindparam("latest", type_=Float) if is_limited else None,
        )
        .returning(its)
    )
