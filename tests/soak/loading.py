"""Three web and three worker processes on one database, and everybody asks: nothing twice."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select

from bot.desk.batches import Stage
from bot.services import summarizing
from bot.storage import batches, drafts, jobs, reminders, workspaces
from bot.storage.schema import outbox
from tests.bench.timing import Timing
from tests.soak.apps import WEB, WORKER, apps
from tests.soak.asking import Crowd
from tests.soak.counting import Tally, calm, tally, within
from tests.soak.slack import TEAM, LightSlack, light_slack

COMMANDS: Final = (WEB, WEB, WEB, WORKER, WORKER, WORKER)
REMINDED: Final = 30
SCHEDULED: Final = {"reminder": REMINDED, "chart": 1, "summary": 1, "batch-card": 1}
"""How often what time brings about is to be said."""

_DUE_SECONDS: Final = 2.0
_LOOKED_SECONDS: Final = 14.0
"""By then every worker has looked at the clock after that."""


@dataclass(frozen=True)
class Loaded:
    """What became of it: `acks` are seconds; `shares` are of the answers, by worker."""

    tally: Tally
    acks: Timing
    answered_a_second: float
    shares: Sequence[float]
    scheduled: dict[str, int]


async def ask_all(
    most: int, a_second: float, texts: Sequence[str], place: tuple[str, Path]
) -> Loaded:
    """Ask at a steady pace, while reminders, the week's summary and a batch come due.

    `place` is the database's address, and the folder in which the processes live.
    """
    url, folder = place
    async with light_slack() as slack, apps(slack, url, folder, *COMMANDS) as running:
        within(url, _schedule)
        start = asyncio.get_running_loop().time()
        crowd = Crowd(texts, running.ports)
        await crowd.ask(a_second, lambda: len(crowd.asked) >= most)
        await crowd.settle()
        await calm(url)
        answered = [post for post in slack.posts if post.channel.startswith("D9")]
        last = max(post.at for post in answered)
        await asyncio.sleep(max(0.0, start + _LOOKED_SECONDS - last))
        await calm(url)
        return Loaded(
            tally(slack, crowd.asked, url),
            Timing.of([seconds for each in crowd.asked for _, seconds in each.answers]),
            len(answered) / (last - start),
            _shares(slack),
            within(url, _scheduled),
        )


def _shares(slack: LightSlack) -> list[float]:
    by = Counter(post.by for post in slack.posts)
    workers = sum(command == WORKER for command in COMMANDS)
    found = [count / len(slack.posts) for count in by.values()]
    return sorted(found + [0.0] * (workers - len(found)))


def _schedule(connection: Connection) -> None:
    """Have something of each kind come due soon."""
    now = time.time()
    workspaces.know(connection, TEAM, None, now)
    jobs.plan(connection, TEAM, summarizing.JOB, now + _DUE_SECONDS)
    for number in range(REMINDED):
        _remind(connection, f"U8{number:07d}", now + _DUE_SECONDS)
    batch = batches.open_new(connection, TEAM, "directory", "2001-01", now)
    assert batch
    batches.move(
        connection, TEAM, batch, Stage.OPEN, Stage.SUBMITTED, confirm_at=now + _DUE_SECONDS
    )


def _remind(connection: Connection, person: str, due_at: float) -> None:
    where = {"company": TEAM, "form": "directory", "locale": "en", "step": "company"}
    when = {"begun_at": 0.0, "changed_at": 0.0, "kept_until": 1e12}
    values = {**where, **when, "person": person, "answers": {}}
    reminders.add(connection, TEAM, person, drafts.add(connection, TEAM, values), due_at)


def _scheduled(connection: Connection) -> dict[str, int]:
    counted = select(outbox.c.message, func.count()).group_by(outbox.c.message)
    found = {message: count for message, count in connection.execute(counted)}  # noqa: C416 - rows
    return {message: found.get(message, 0) for message in SCHEDULED}
