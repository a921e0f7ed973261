"""Server-sent events: a word to the browser whenever something changed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import count
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.workspace import Workspace

TOGETHER_SECONDS: Final = 0.03
QUIET_SECONDS: Final = 15.0


class Live(Response):
    """A stream that says ``change`` after each change, many at once as one.

    It ends when the browser goes, or when the server stops: neither is an error.
    """

    def __init__(self, workspace: Workspace) -> None:
        """Take the workspace to listen to."""
        super().__init__(media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._workspace = workspace

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        """See starlette."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        telling = asyncio.create_task(_tell(self._workspace, send))
        try:
            await receive()
            await receive()
        except asyncio.CancelledError:
            # One turn later the server has closed the connection, and expects nothing more.
            await asyncio.sleep(0)
        finally:
            telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling


async def _tell(workspace: Workspace, send: Send) -> None:
    async for word in _words(workspace):
        await send({"type": "http.response.body", "body": word.encode(), "more_body": True})


async def _words(workspace: Workspace) -> AsyncIterator[str]:
    yield "retry: 500\n\n"
    for number in count(1):
        try:
            await workspace.changes.wait_for(_asked_again(), QUIET_SECONDS)
        except TimeoutError:
            yield ": still here\n\n"
            continue
        await asyncio.sleep(TOGETHER_SECONDS)
        yield f"event: change\nid: {number}\ndata: {number}\n\n"


def _asked_again() -> Callable[[], int]:
    """Make a predicate that is true from the second time it is asked: at a change."""
    numbers = count()
    return numbers.__next__
