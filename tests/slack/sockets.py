"""A web socket to the local Slack, and a cable to it that can go quiet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Self
from urllib.parse import urlsplit

from bot.sandbox import Sender, Workspace
from bot.slack.intake.socket_mode import SocketMode
from bot.slack.running import Running

_AT_ONCE = 65_536


@asynccontextmanager
async def connected_mode(app: Running, slack: Workspace) -> AsyncIterator[Sender]:
    """Connect the app, and give Slack's sending side."""
    stopping = asyncio.Event()
    mode = SocketMode(app, slack.app.app_token)
    running_mode = asyncio.create_task(mode.run(stopping))
    await slack.wait_for(lambda: slack.sockets.connections)
    sender = Sender(slack, pace=0)
    yield sender
    await sender.stop()
    stopping.set()
    await running_mode


class Cable:
    """Carries connections to another address; those that go quiet stay open, and carry nothing."""

    def __init__(self) -> None:
        self.carried = 0
        self._quiet = 0
        self._ends: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for end in self._ends:
            end.close()

    def by_cable(self, address: str) -> str:
        """Give an address by this way."""
        parts = urlsplit(address)
        self._target = (str(parts.hostname), int(parts.port or 0))
        port = self._server.sockets[0].getsockname()[1]
        return parts._replace(netloc=f"127.0.0.1:{port}").geturl()

    def go_quiet(self) -> None:
        """Have all connections that there are carry nothing more."""
        self._quiet = self.carried

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there = await asyncio.open_connection(*self._target)
        self.carried += 1
        self._ends += [writer, there]
        pipes = (
            self._pipe(self.carried, reader, there),
            self._pipe(self.carried, there_reader, writer),
        )
        await asyncio.gather(*pipes)

    async def _pipe(
        self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(_AT_ONCE):
                if number > self._quiet:
                    writer.write(data)
        if number > self._quiet:
            writer.close()
