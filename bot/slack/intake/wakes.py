"""Wakes who works on what was written, in this process and in the others."""

import asyncio
from collections.abc import Collection
from contextlib import aclosing, suppress
from uuid import uuid4

from bot.monitoring.logs import logger
from bot.slack.loops import until_stopped
from bot.slack.running import Running
from bot.storage import notices
from bot.storage.notices import LISTENING, TO_DO, TO_SAY

_TOGETHER_SECONDS = 0.02
"""What is written in so short a time is told once."""

_SELDOM_SECONDS = 3600.0
_AGAIN_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0)

_log = logger(__name__)


class Wakes:
    """Hears what transactions tell, here and elsewhere, and tells others what was told here.

    On SQLite there is nobody else to tell. Whoever is not woken looks by themselves, a little
    later.
    """

    def __init__(self, app: Running) -> None:
        """Hear of the transactions of this process from now on."""
        self._house = app.house
        self._offices = app.offices
        self._database = app.house.database
        self._own = uuid4().hex
        self._loop = asyncio.get_running_loop()
        self._untold: set[str] = set()
        self._to_tell = asyncio.Event()
        self._to_refresh = asyncio.Event()
        self._database.tell = self._told

    async def run(self, stopping: asyncio.Event) -> None:
        """Tell and hear until `stopping`."""
        loops = [until_stopped(self._refresh, self._to_refresh, stopping, _SELDOM_SECONDS)]
        if not self._database.is_sqlite:
            tell = until_stopped(self._tell, self._to_tell, stopping, _SELDOM_SECONDS)
            loops += [tell, self._listen(stopping)]
        await asyncio.gather(*loops)

    def _told(self, told: Collection[str]) -> None:
        """Take what a transaction told, in its thread; after the end nobody is there to hear it."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._hear_own, told)

    def _hear_own(self, told: Collection[str]) -> None:
        for each in told:
            self._hear(each)
        self._untold.update(told)
        self._to_tell.set()

    def _hear(self, notice: str) -> None:
        if notice in {TO_DO, LISTENING}:
            self._house.something_to_do.set()
        if notice in {TO_SAY, LISTENING}:
            self._house.something_to_say.set()
        if notice not in {TO_DO, TO_SAY}:
            self._to_refresh.set()

    async def _refresh(self) -> bool:
        await self._offices.refresh()
        return False

    async def _tell(self) -> bool:
        """Tell others what was told here, each of it once in a while."""
        untold, self._untold = self._untold, set()
        if untold:
            await self._database.run(notices.tell, [f"{self._own} {each}" for each in untold])
            await asyncio.sleep(_TOGETHER_SECONDS)
        return bool(self._untold)

    async def _listen(self, stopping: asyncio.Event) -> None:
        """Listen until `stopping`, on a new connection whenever one is lost."""
        listening = asyncio.create_task(self._listen_again_and_again())
        await stopping.wait()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    async def _listen_again_and_again(self) -> None:
        failures = 0
        while True:
            try:
                async with aclosing(self._database.heard()) as heard:
                    async for told in heard:
                        failures = 0
                        self._hear_others(told)
            except OSError as error:
                _log.warning("not_listening", error=error)
            await asyncio.sleep(_AGAIN_SECONDS[min(failures, len(_AGAIN_SECONDS) - 1)])
            failures += 1

    def _hear_others(self, told: str) -> None:
        whose, _, notice = told.partition(" ")
        if whose != self._own:
            self._hear(notice)
