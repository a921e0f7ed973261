"""A loop that works when there is something to do, and stops when it is told to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

_log = logging.getLogger(__name__)

_AFTER_FAILURE_SECONDS = 1.0


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
            _log.error("a turn failed: %s", type(error).__name__)
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
