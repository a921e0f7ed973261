"""The app in a process of its own, as it runs for real, on a Slack in this one."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import NullPool, create_engine

from bot.sandbox import Workspace
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.settings import ROOT

PATIENCE_SECONDS = 60.0

Ended = tuple[int, str, str]
"""The exit code, and what was written to stdout and stderr."""


def environment(slack: Workspace, database_url: str, port: int) -> dict[str, str]:
    """Give the settings of an app; none of this machine's own count."""
    return {
        "PATH": os.environ["PATH"],
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "SLACK_BOT_TOKEN": slack.app.bot_token,
        "SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "SLACK_APP_TOKEN": slack.app.app_token,
        "SLACK_API_URL": f"{slack.api_url}/api/",
        "DATABASE_URL": database_url,
        "DESK_CHANNEL": SUPPORT_CHANNEL,
        "PORT": str(port),
    }


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def command(name: str, settings: Mapping[str, str], folder: Path) -> subprocess.Popen[str]:
    """Start `python -m bot …` away from any `.env`."""
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", name],
        cwd=folder,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


async def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for the end."""
    try:
        said, complained = await asyncio.to_thread(process.communicate, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        said, complained = process.communicate()
    return process.returncode, said, complained


def rows(database_url: str, sql: str) -> list[tuple[Any, ...]]:
    """Look into the database of a running process from outside, or change it there."""
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.begin() as opened:
        found = opened.exec_driver_sql(sql)
        return [tuple(row) for row in found] if found.returns_rows else []


@dataclass
class Served:
    """`python -m bot serve`, which can be killed, stopped and started again."""

    settings: Mapping[str, str]
    folder: Path
    http: httpx.AsyncClient
    process: subprocess.Popen[str] | None = field(default=None, init=False)

    async def start(self) -> None:
        """Start, and wait until it is ready."""
        self.process = command("serve", self.settings, self.folder)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self._ready():
                assert self.process.poll() is None, self.process.communicate()
                await asyncio.sleep(0.02)

    async def _ready(self) -> bool:
        try:
            return (await self.http.get("/readyz")).is_success
        except httpx.TransportError:
            return False

    async def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal; give the exit code and what was written to stderr."""
        assert self.process
        self.process.send_signal(how)
        code, _, complained = await ended(self.process)
        return code, complained


@asynccontextmanager
async def serving(slack: Workspace, database_url: str, folder: Path) -> AsyncIterator[Served]:
    """Run the app until the context ends."""
    port = free_port()
    settings = environment(slack, database_url, port)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        served = Served(settings, folder, http)
        await served.start()
        try:
            yield served
        finally:
            if served.process and served.process.returncode is None:
                await served.end(signal.SIGKILL)
