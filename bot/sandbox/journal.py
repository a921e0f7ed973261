"""Waiting for something to happen in a workspace."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """Wakes everyone who waits, whenever anything changed."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiting: set[asyncio.Future[None]] = set()

    def announce(self) -> None:
        """Wake all who wait; safe from any thread."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            with contextlib.suppress(RuntimeError):
                future.get_loop().call_soon_threadsafe(_wake, future)

    async def wait_for(self, predicate: Callable[[], Found], seconds: float) -> Found:
        """Give the predicate's first true answer; ask again at every change.

        Raises TimeoutError when there was none in time.
        """
        async with asyncio.timeout(seconds):
            while not (found := predicate()):
                await self._next()
        return found

    async def _next(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
