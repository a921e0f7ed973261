"""One deploy after the other while people ask: promise 24."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from tests.soak.apps import App, apps
from tests.soak.asking import Crowd
from tests.soak.counting import Tally, calm, tally
from tests.soak.slack import light_slack

_HURRIED: Final = 20.0
_WORKS_SECONDS: Final = 0.3


@dataclass(frozen=True)
class Deploys:
    """What became of the questions; with which codes the processes ended, the slowest when."""

    tally: Tally
    codes: Sequence[int]
    slowest_seconds: float


async def restart_again_and_again(
    commands: Sequence[Sequence[str]],
    restarts: int,
    a_second: float,
    texts: Sequence[str],
    place: tuple[str, Path],
) -> Deploys:
    """Tell one process after the other to end, and start it anew, under load.

    `place` is the database's address, and the folder in which the processes live.
    """
    async with light_slack() as slack, apps(slack, *place, *commands) as running:
        crowd, ended = Crowd(texts, running.ports, _HURRIED), list[tuple[int, float]]()
        every = list(islice(cycle(running.every), restarts))
        rolling = asyncio.create_task(_roll(every, ended))
        await crowd.ask(a_second, rolling.done)
        await rolling
        await crowd.settle()
        await calm(place[0])
        codes, seconds = zip(*ended, strict=True)
        return Deploys(tally(slack, crowd.asked, place[0]), codes, max(seconds))


async def _roll(every: Sequence[App], ended: list[tuple[int, float]]) -> None:
    for app in every:
        await asyncio.sleep(_WORKS_SECONDS)
        ended.append(await app.stop())
        await app.start()
