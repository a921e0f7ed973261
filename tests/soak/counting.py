"""What became of what was acknowledged, and what still waits in the database."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, NullPool, create_engine, func, select, update

from bot.storage.schema import PARKED, WAITING, inbox, outbox
from tests.soak.asking import Asked
from tests.soak.slack import LightSlack

T = TypeVar("T")

LEASED_SECONDS: Final = 120.0
"""How long what a killed process had taken may lie before another takes it."""

_CALM_SECONDS: Final = 240.0
_POLL_SECONDS: Final = 0.2


@dataclass(frozen=True)
class Tally:
    """What became of what was acknowledged.

    `unheard` was never acknowledged, in all of Slack's repetitions: Slack gave it up, and the app
    promised nothing. `doubled` are posts of what had been posted; `unfinished` are rows that wait
    or were set aside.
    """

    acknowledged: int
    unheard: int
    lost: int
    posts: int
    doubled: int
    unfinished: int

    @property
    def doubled_share(self) -> float:
        """Of all posts, how many said what had been said."""
        return self.doubled / self.posts if self.posts else 0.0

    def figures(self) -> dict[str, Any]:
        """Give the figures by their names."""
        return asdict(self)


def tally(slack: LightSlack, asked: Sequence[Asked], url: str) -> Tally:
    """Count."""
    taken = [each for each in asked if each.acknowledged]
    marks = Counter(post.mark for post in slack.posts)
    return Tally(
        acknowledged=len(taken),
        unheard=len(asked) - len(taken),
        lost=sum(not slack.posted_in(each.channel) for each in taken),
        posts=len(slack.posts),
        doubled=sum(marks.values()) - len(marks),
        unfinished=within(url, lambda c: waiting(c) + _count(c, PARKED)),
    )


async def calm(url: str) -> None:
    """Wait until nothing waits any more; give up after twice the longest lease."""
    for _ in range(round(_CALM_SECONDS / _POLL_SECONDS)):
        if not within(url, waiting):
            return
        await asyncio.sleep(_POLL_SECONDS)


def waiting(connection: Connection) -> int:
    """Count what waits in inbox and outbox."""
    return _count(connection, WAITING)


def bring_forward(connection: Connection) -> None:
    """Let all leases end now."""
    for table in (inbox, outbox):
        waits = update(table).where(table.c.state == WAITING)
        connection.execute(waits.values(due_at=table.c.due_at - LEASED_SECONDS))


def _count(connection: Connection, state: str) -> int:
    found = (select(func.count()).where(table.c.state == state) for table in (inbox, outbox))
    return sum(connection.scalar(each) or 0 for each in found)


def within(url: str, work: Callable[[Connection], T]) -> T:
    """Do something in the database of running processes, from outside."""
    is_file = url.startswith("sqlite")
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"),
        poolclass=NullPool,
        connect_args={"timeout": 30} if is_file else {},
    )
    with engine.begin() as connection:
        return work(connection)
