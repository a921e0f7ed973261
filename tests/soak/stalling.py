"""The database hangs for 10 seconds while nobody works: how long Slack waits then: promise 3."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bench.timing import Timing
from tests.soak.apps import WEB, apps
from tests.soak.asking import request, send
from tests.soak.slack import light_slack

A_SECOND: Final = 100
SECONDS: Final = 60
STALLED_AFTER: Final = 20.0
STALLED_SECONDS: Final = 10.0
_WARM: Final = 200
_OK: Final = 200

Stall = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Waits:
    """How long answers took, in seconds, and how many of them refused, or never came."""

    p99: float
    longest: float
    answers: int
    refused: int
    missing: int


async def ask_while_stalled(texts: Sequence[str], url: str, folder: Path, stall: Stall) -> Waits:
    """Ask at a steady pace, with the worker away and the database hanging for a while."""
    async with light_slack() as slack, apps(slack, url, folder, WEB) as running:
        port = running.every[0].port
        await paced(port, texts, range(_WARM), A_SECOND)
        async with _hanging(stall):
            answers = await paced(port, texts, range(_WARM, _WARM + A_SECOND * SECONDS), A_SECOND)
        waits = [seconds for _, seconds in answers]
        return Waits(
            p99=Timing.of(waits).p99,
            longest=max(waits),
            answers=len(answers),
            refused=sum(status not in {0, _OK} for status, _ in answers),
            missing=sum(status == 0 for status, _ in answers),
        )


@asynccontextmanager
async def _hanging(stall: Stall) -> AsyncIterator[None]:
    async def hang() -> None:
        await asyncio.sleep(STALLED_AFTER)
        with stall():
            await asyncio.sleep(STALLED_SECONDS)

    task = asyncio.create_task(hang())
    yield
    await task


async def paced(
    port: int, texts: Sequence[str], numbers: Sequence[int], a_second: float
) -> list[tuple[int, float]]:
    """Send each question once, at a steady pace; give statuses, and seconds since it was due."""
    start = time.perf_counter()
    turns = [_turn(port, texts, number, start + n / a_second) for n, number in enumerate(numbers)]
    return list(await asyncio.gather(*turns))


async def _turn(port: int, texts: Sequence[str], number: int, due: float) -> tuple[int, float]:
    await asyncio.sleep(due - time.perf_counter())
    content = request(f"http://127.0.0.1:{port}", number, texts[number % len(texts)])
    status, _ = await send(port, content)
    return status, time.perf_counter() - due


def locking(path: Path) -> Stall:
    """Have another program hold a SQLite file."""

    @contextmanager
    def hold() -> Iterator[None]:
        other = sqlite3.connect(path, isolation_level=None, timeout=30)
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
        other.close()

    return hold
