"""SIGKILL again and again while people ask: promise 4."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.soak.apps import Apps, apps
from tests.soak.asking import Crowd
from tests.soak.counting import Tally, bring_forward, calm, tally, within
from tests.soak.slack import light_slack

BETWEEN_SECONDS: Final = (0.5, 1.1)
"""How long it is between two kills, counted from when any process works."""

_HURRIED: Final = 20.0
_TELL_SECONDS: Final = 15.0
_POLL_SECONDS: Final = 0.02


@dataclass(frozen=True)
class Plan:
    """How a run goes: until `most` are acknowledged, `a_second` being asked meanwhile.

    `patient` waits for the leases of the killed as long as they last; else their time is moved
    forward once nobody works any more.
    """

    most: int
    a_second: float
    commands: Sequence[Sequence[str]]
    patient: bool = False
    tell: Callable[[str], None] = lambda _: None


@dataclass
class Killer:
    """Kills one of the processes that work, and has it started again, until told to stop."""

    running: Apps
    random: Random = field(default_factory=lambda: Random(4))  # noqa: S311 - no secret
    killed: int = 0
    _starting: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, until: Callable[[], bool]) -> None:
        """Kill until that is so, then have all of them work."""
        while not until():
            while not self.running.ready:  # noqa: ASYNC110 - a process tells no event
                await asyncio.sleep(_POLL_SECONDS)
            await asyncio.sleep(self.random.uniform(*BETWEEN_SECONDS))
            await self._kill_one()
        while self._starting:
            await asyncio.gather(*self._starting)

    async def _kill_one(self) -> None:
        ready = self.running.ready
        if not ready:
            return
        app = self.random.choice(ready)
        await app.kill()
        self.killed += 1
        task = asyncio.create_task(app.start())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)


async def kill_again_and_again(
    plan: Plan, texts: Sequence[str], url: str, folder: Path
) -> tuple[Tally, int]:
    """Ask and kill; afterwards have everything finished, and count, the kills too."""
    async with light_slack() as slack, apps(slack, url, folder, *plan.commands) as running:
        crowd, killer = Crowd(texts, running.ports, _HURRIED), Killer(running)

        def enough() -> bool:
            return crowd.acknowledged >= plan.most

        async def tell() -> None:
            while not enough():
                told = f"{crowd.acknowledged} taken, {len(slack.posts)} posts"
                plan.tell(f"{told}, {killer.killed} killed")
                await asyncio.sleep(_TELL_SECONDS)

        await asyncio.gather(crowd.ask(plan.a_second, enough), killer.run(enough), tell())
        await crowd.settle()
        if not plan.patient:
            await _let_leases_end(running, url)
        await calm(url)
        return tally(slack, crowd.asked, url), killer.killed


async def _let_leases_end(running: Apps, url: str) -> None:
    """Have nobody work, and what the killed ones had taken lie there long enough."""
    await running.kill()
    within(url, bring_forward)
    await running.start()
