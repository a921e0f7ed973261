"""Playing the faults that a test scripted: broken, late and lost answers."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.faults import Fault
from bot.sandbox.payload import Json

TRANSPORT: Final = "sandbox.transport"


async def broken(fault: Fault, request: Request) -> Response:
    """Answer a call that is not done."""
    if fault.kind == "reset":
        return await _drop(request)
    if fault.kind == "refused":
        return JSONResponse({"ok": False, "error": fault.error})
    if fault.kind == "garbage":
        return PlainTextResponse("<html>not what you asked for</html>")
    if fault.kind == "rate_limited":
        header = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers=header)
    return PlainTextResponse("upstream error", fault.status)


async def late_or_lost(fault: Fault, request: Request, answer: Json) -> Response:
    """Answer a call that was done, late or not at all."""
    if fault.kind == "lost":
        return await _drop(request)
    await asyncio.sleep(fault.seconds)
    return JSONResponse(answer)


async def _drop(request: Request) -> Response:
    """Break the connection; without one (in-process client) raise what a client sees."""
    transport = request.scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionResetError
    transport.abort()
    # The server notices the lost connection one turn later, and then sends nothing.
    await asyncio.sleep(0.01)
    return Response()
