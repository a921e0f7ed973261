"""Loops that work when there is something to do, and stop when they are told to."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from bot.monitoring.logs import logger
from bot.storage.shares import Busy

L = TypeVar("L", bound="Leased")

_log = logger(__name__)

_AFTER_FAILURE_SECONDS = 1.0

_TOGETHER_SECONDS = 0.005
"""While there is work, what comes and what becomes free in so short a time is leased at once."""


async def until_stopped(
    turn: Callable[[], Awaitable[bool]],
    wake: asyncio.Event,
    stopping: asyncio.Event,
    poll_seconds: float,
) -> None:
    """Call `turn` again at once while it returns True, else when woken or every `poll_seconds`.

    A turn that raises (a database that is away) is tried again a little later.
    """
    while not stopping.is_set():
        wake.clear()
        try:
            more = await turn()
        except Exception as error:  # noqa: BLE001 - the loop must outlive any failure
            _log.error("turn_failed", error=error)
            await _any_of((stopping,), _AFTER_FAILURE_SECONDS)
            continue
        if not more:
            await _any_of((wake, stopping), poll_seconds)


async def _any_of(events: Iterable[asyncio.Event], seconds: float) -> None:
    """Wait until one of the events is set, at most so many seconds."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


class Slots:
    """So many tasks at once, none of which waits for another."""

    def __init__(self, most: int) -> None:
        """Begin with `most` free slots."""
        self._most = most
        self._tasks: dict[asyncio.Task[None], str] = {}

    @property
    def free(self) -> int:
        """How many more tasks may be started."""
        return self._most - len(self._tasks)

    def has_room(self, workspace: str) -> bool:
        """Tell whether a workspace may start one more: each leaves half as much as it has."""
        held = sum(each == workspace for each in self._tasks.values())
        return held < 2 * self.free

    def start(self, work: Coroutine[Any, Any, None], workspace: str = "") -> asyncio.Task[None]:
        """Run `work` in a slot; what it raises is logged, and goes no further."""
        task = asyncio.create_task(work)
        self._tasks[task] = workspace
        task.add_done_callback(self._end)
        return task

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        problem = None if task.cancelled() else task.exception()
        if problem:
            _log.error("task_failed", error=problem)

    async def drain(self) -> None:
        """Wait for all tasks; whoever gives up waiting takes them along."""
        tasks = list(self._tasks)
        try:
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            for task in tasks:
                task.cancel()


class Leased(Protocol):
    """A row that is worked on."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def workspace(self) -> str:
        """Whose it is."""


class Pool(Generic[L]):
    """Works on leased rows, each in a slot of its own: a slow one holds up no other."""

    def __init__(
        self,
        most: int,
        lease: Callable[[int, Busy], Awaitable[Sequence[L]]],
        work: Callable[[L], Coroutine[Any, Any, None]],
        wake: asyncio.Event,
    ) -> None:
        """Lease when woken, and whenever a slot becomes free; `lease` is told what is busy."""
        self._slots = Slots(most)
        self._lease = lease
        self._work = work
        self._wake = wake
        self._rows: dict[int, str] = {}
        self._last = ""

    async def run(self, stopping: asyncio.Event, poll_seconds: float) -> None:
        """Work until `stopping`; what is under way is finished first."""
        try:
            await until_stopped(self._turn, self._wake, stopping, poll_seconds)
        finally:
            await self._slots.drain()

    async def _turn(self) -> bool:
        if self._rows:
            await asyncio.sleep(_TOGETHER_SECONDS)
        free = self._slots.free
        if not free:
            return False
        rows = await self._lease(free, Busy(dict(self._rows), self._last))
        for row in rows:
            self._start(row)
        return len(rows) == free

    def _start(self, row: L) -> None:
        self._rows[row.id] = self._last = row.workspace

        def end(_: asyncio.Task[None]) -> None:
            del self._rows[row.id]
            self._wake.set()

        self._slots.start(self._work(row)).add_done_callback(end)
