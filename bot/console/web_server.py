"""uvicorn, which ends when the process is told to end, and not before its work is done."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import uvicorn
from starlette.types import ASGIApp


class WebServer(uvicorn.Server):
    """Serves until an event: uvicorn's own signal handlers would end the process at once."""

    def __init__(self, app: ASGIApp, grace_seconds: int, ready: Callable[[], None]) -> None:
        """Give open requests `grace_seconds` at the end; call `ready` when it listens."""
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=grace_seconds,
        )
        super().__init__(config)
        self._ready = ready

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        """Leave the signals to whoever waits for them."""
        return nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def serve_until(self, stopping: asyncio.Event, listening: socket.socket) -> None:
        """Serve until `stopping`, then answer the requests that are open."""
        end = asyncio.create_task(self._end_after(stopping))
        try:
            await self.serve(sockets=[listening])
        finally:
            end.cancel()

    async def _end_after(self, stopping: asyncio.Event) -> None:
        await stopping.wait()
        self.should_exit = True
