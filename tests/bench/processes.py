"""Apps in processes of their own, as they run for real, on a local Slack."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

from bot.sandbox import Workspace

ROOT = Path(__file__).parent.parent.parent
_POLL_SECONDS = 0.005
_POLLS = 6_000


@dataclass(frozen=True)
class Served:
    """An app that is ready: `seconds` after the process's start, `worked` of them by itself."""

    address: str
    seconds: float
    worked: float
    process: psutil.Process

    @property
    def resident(self) -> int:
        """Bytes of memory that it holds now."""
        held: int = self.process.memory_info().rss
        return held


@asynccontextmanager
async def served(*command: str, **environment: str) -> AsyncIterator[Served]:
    """Run `python -m …` until it is ready, and until the context ends."""
    port = str(free_port())
    start = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *command,
        cwd=ROOT,
        env={**os.environ, **environment, "PORT": port},
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await _ready(address)
        seconds = time.perf_counter() - start
        running = psutil.Process(process.pid)
        times = running.cpu_times()
        yield Served(address, seconds, times.user + times.system, running)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def beside(*command: str, **environment: str) -> AsyncIterator[psutil.Process]:
    """Run `python -m …` that serves nobody until the context ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )
    running = psutil.Process(process.pid)
    try:
        yield running
    finally:
        process.terminate()
        await process.wait()


def keeping_bytecode(folder: Path) -> dict[str, str]:
    """Return the environment in which processes keep compiled modules in `folder`."""
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder)}
    return {**os.environ, **kept}


async def run(*command: str, **environment: str) -> None:
    """Run `python -m …` to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await process.wait():
        raise RuntimeError(command)


def settings_of(slack: Workspace, database: Path | str) -> Mapping[str, str]:
    """Return the settings of an app in that workspace; its database is a file or an address."""
    return {
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "SLACK_API_URL": f"{slack.api_url}/api/",
        "DATABASE_URL": f"sqlite:///{database}" if isinstance(database, Path) else database,
        "DESK_CHANNEL": "C0DESK0001",
        "LOG_LEVEL": "ERROR",
    }


async def _ready(address: str) -> None:
    async with aiohttp.ClientSession() as http:
        for _ in range(_POLLS):
            if await _answers(http, f"{address}/readyz"):
                return
            await asyncio.sleep(_POLL_SECONDS)
    raise TimeoutError(address)


async def _answers(http: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with http.get(address) as answer:
            return answer.ok
    except aiohttp.ClientError:
        return False


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
