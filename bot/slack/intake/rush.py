"""When requests come in a rush, taking them in goes before working on them."""

import asyncio
from contextlib import suppress

A_RUSH = 8
"""So many requests in one transaction: thousands a second."""

_LASTS_SECONDS = 0.25
_HOLDS_SECONDS = 1.0


class Rush:
    """Holds work back while requests come faster than they are stored, never for long."""

    def __init__(self) -> None:
        """Begin without one."""
        self._calm = asyncio.Event()
        self._calm.set()
        self._end: asyncio.TimerHandle | None = None

    def stored(self, together: int) -> None:
        """Note that so many requests were stored in one transaction."""
        if together < A_RUSH:
            return
        if self._end:
            self._end.cancel()
        self._calm.clear()
        self._end = asyncio.get_running_loop().call_later(_LASTS_SECONDS, self._calm.set)

    async def over(self) -> None:
        """Wait until the rush is over, at most _HOLDS_SECONDS: work must go on under any load."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._calm.wait(), _HOLDS_SECONDS)
