"""The app as several processes, as a platform runs it: what ends is started again."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.settings import ROOT
from tests.faults.processes import free_port
from tests.soak.slack import LightSlack, settings_of

BOTH: Final = ("serve",)
WEB: Final = ("serve", "--no-worker")
WORKER: Final = ("worker",)

_PATIENCE_SECONDS: Final = 120.0
_POLL_SECONDS: Final = 0.02


@dataclass
class App:
    """One process of the app, under a name; `port` is where it listens if it is a web process."""

    name: str
    command: Sequence[str]
    slack: LightSlack
    database_url: str
    folder: Path
    port: int = field(default_factory=free_port)
    is_ready: bool = False
    _process: asyncio.subprocess.Process | None = None

    @property
    def is_web(self) -> bool:
        """Whether it takes requests in."""
        return self.command[0] == BOTH[0]

    async def start(self) -> None:
        """Start it, and wait until it works."""
        heard = self.slack.heard[self.name]
        self._process = await self._begun()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not await self._works(heard):
                if self._process.returncode is not None:
                    raise RuntimeError(self.log.read_text())
                await asyncio.sleep(_POLL_SECONDS)
        self.is_ready = True

    @property
    def log(self) -> Path:
        """What it wrote to stderr, over all its lives."""
        return self.folder / f"{self.name}.log"

    async def kill(self) -> None:
        """End it as a power failure would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> tuple[int, float]:
        """Tell it to end; give its exit code and how many seconds it took."""
        start = time.perf_counter()
        code = await self._end(signal.SIGTERM)
        return code, time.perf_counter() - start

    async def _end(self, how: signal.Signals) -> int:
        self.is_ready = False
        if self._process is None or self._process.returncode is not None:
            return 0
        self._process.send_signal(how)
        return await self._process.wait()

    async def _begun(self) -> asyncio.subprocess.Process:
        settings = settings_of(self.slack, self.name, self.database_url)
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *self.command),
                cwd=self.folder,
                env={**_surroundings(), **settings, "PORT": str(self.port)},
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )

    async def _works(self, heard: int) -> bool:
        """Tell whether it talked to Slack since, and takes connections if it is to."""
        return self.slack.heard[self.name] > heard and (
            not self.is_web or await _answers(self.port)
        )


def _surroundings() -> Mapping[str, str]:
    """Give what a process needs of this one's environment: no settings."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}


_KEPT: Final = ("PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


async def _answers(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        async with asyncio.timeout(1):
            return b" 200 " in await reader.readline()
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()


@dataclass
class Apps:
    """All processes of the app."""

    every: Sequence[App]

    @property
    def ready(self) -> list[App]:
        """Those that work at the moment."""
        return [each for each in self.every if each.is_ready]

    def ports(self) -> list[int]:
        """Give where requests are sent to: as a router does, to those that are ready, if any is."""
        web = [each for each in self.every if each.is_web]
        return [each.port for each in web if each.is_ready] or [each.port for each in web]

    async def start(self) -> None:
        """Start all that do not run."""
        await asyncio.gather(*(each.start() for each in self.every if not each.is_ready))

    async def kill(self) -> None:
        """End all as a power failure would."""
        await asyncio.gather(*(each.kill() for each in self.every))

    async def stop(self) -> list[tuple[int, float]]:
        """Tell all to end; give exit codes and seconds."""
        return list(await asyncio.gather(*(each.stop() for each in self.every)))


@asynccontextmanager
async def apps(
    slack: LightSlack, database_url: str, folder: Path, *commands: Sequence[str]
) -> AsyncIterator[Apps]:
    """Run the app as those commands until the context ends."""
    made = [
        App(f"{command[-1].strip('-')}{number}", command, slack, database_url, folder)
        for number, command in enumerate(commands)
    ]
    running = Apps(made)
    try:
        await running.start()
        yield running
    finally:
        await running.kill()
