"""Running the Web API on loopback, inside the event loop that is already there."""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.sandbox.breaking import TRANSPORT
from bot.sandbox.web_api import web_api
from bot.sandbox.workspace import Workspace

LOOPBACK: Final = "127.0.0.1"


class Protocol(HttpToolsProtocol):
    """HTTP whose connection the application can break, to play a network fault."""

    def on_message_begin(self) -> None:
        """Put the connection where the application finds it."""
        super().on_message_begin()
        self.scope[TRANSPORT] = self.transport  # type: ignore[typeddict-unknown-key]


class QuietServer(uvicorn.Server):
    """A server that leaves the process's signals alone, and stops at once when told."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Take uvicorn's own configuration."""
        super().__init__(config)
        self._stop = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def main_loop(self) -> None:
        """Wait for `stop`; one tick gives answers their default headers."""
        await self.on_tick(0)
        await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all connections at once; uvicorn's own way takes a tenth of a second."""
        del sockets
        for server in self.servers:
            server.close()
        for task in self.server_state.tasks:
            task.cancel()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)

    def stop(self) -> None:
        """End; open requests are dropped."""
        self.should_exit = self.force_exit = True
        self._stop.set()


class LocalServer:
    """Any ASGI application on loopback, as an async context manager.

    Port 0 takes a free one; ``address`` is ``http://127.0.0.1:port`` once inside.
    """

    def __init__(self, app: ASGIApp, *, port: int = 0, host: str = LOOPBACK) -> None:
        """Take the application; nothing is opened yet.

        Raises ValueError for a host that other machines could reach.
        """
        self._server = QuietServer(_config(app, port, _checked(host)))
        self._task: asyncio.Task[None] | None = None
        self.address = ""

    async def __aenter__(self) -> Self:
        """Start, and return once connections are taken."""
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            if self._task.done():
                self._task.result()
                message = "the server ended before it began"
                raise RuntimeError(message)
            await asyncio.sleep(0.005)
        host, port, *_ = self._server.servers[0].sockets[0].getsockname()
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop at once; open requests are dropped."""
        self._server.stop()
        if self._task is not None:
            await self._task


class SandboxServer(LocalServer):
    """The Web API of one or several workspaces on loopback.

    ``url`` is the value for ``SLACK_API_URL``; it ends in ``/api/``.
    """

    def __init__(self, *workspaces: Workspace, port: int = 0, host: str = LOOPBACK) -> None:
        """Take the workspaces; a call's token says which of them it means.

        Raises ValueError for a host that other machines could reach.
        """
        super().__init__(web_api(*workspaces), port=port, host=host)
        self._workspaces = workspaces

    @property
    def url(self) -> str:
        """The base address of the Web API."""
        return f"{self.address}/api/"

    async def __aenter__(self) -> Self:
        """Start, and let the workspaces give out response_urls on this address."""
        await super().__aenter__()
        for workspace in self._workspaces:
            workspace.api_url = self.address
        return self


def _checked(host: str) -> str:
    """Give the host if it is loopback: tokens and secrets of the sandbox are no secrets."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        message = f"the sandbox listens on this machine only (127.0.0.1), not on {host!r}"
        raise ValueError(message)
    return host


def _config(app: ASGIApp, port: int, host: str) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Protocol,
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        access_log=False,
        # Longer than aiohttp keeps an idle connection: else one is closed while it is used.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
