"""Stores what Slack sent before it is acknowledged: many requests in one transaction."""

import asyncio
from typing import NamedTuple

from bot.slack.office import Office
from bot.storage import inbox
from bot.storage.inbox import Received

_SECONDS_AT_MOST = 2.3
"""Slack waits 3 seconds for an answer; a refusal has to arrive before."""

_AT_ONCE = 500


class _Waiting(NamedTuple):
    received: Received
    stored: asyncio.Future[None]


class Receiver:
    """Stores requests together: while one transaction is written, the next fills up."""

    def __init__(self, office: Office) -> None:
        """Store into the office's inbox."""
        self._office = office
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def store(self, received: Received) -> bool:
        """Store a request; return False if that failed or took too long."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(received, stored))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        done, _ = await asyncio.wait({stored}, timeout=_SECONDS_AT_MOST)
        return bool(done) and stored.exception() is None

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            problem = await self._store([each.received for each in batch])
            for each in batch:
                if problem:
                    each.stored.set_exception(problem)
                else:
                    each.stored.set_result(None)
            self._office.something_to_do.set()

    async def _store(self, received: list[Received]) -> Exception | None:
        try:
            await self._office.database.run(inbox.store, received, self._office.clock())
        except Exception as error:  # noqa: BLE001 - whatever fails, Slack must hear that it did
            return error
        return None
