"""The web process: verifies, stores, acknowledges."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.office import House
from bot.slack.payloads import NotUnderstoodError, Payload, parse
from bot.slack.receiving import Reception
from bot.slack.running import Running
from bot.slack.signature import is_signed
from bot.storage import inbox, outbox

_LARGEST_BODY = 12_000_000
_STUCK_SECONDS = 300.0
_BOXES = {"inbox": inbox, "outbox": outbox}


class SlackEndpoint:
    """Answers Slack's requests."""

    def __init__(self, app: Running, signing_secret: str) -> None:
        """Verify with `signing_secret`, store into the inbox."""
        self._clock = app.house.clock
        self._secret = signing_secret
        self._reception = Reception(app)

    async def __call__(self, request: Request) -> Response:
        """Answer one request: 401 unless Slack sent it, 503 if it can't be kept."""
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if not is_signed(self._secret, request.headers, body, self._clock()):
            return Response(status_code=401)
        try:
            kind, payload = parse(body, request.headers.get("content-type", ""))
        except NotUnderstoodError:
            return Response(status_code=401)
        return await self._accept(kind, payload)

    async def _accept(self, kind: str, payload: Payload) -> Response:
        if payload.get("type") == "url_verification":
            return JSONResponse({"challenge": payload.get("challenge")})
        if payload.get("ssl_check"):
            return Response()
        answer = await self._reception.accept(kind, payload)
        return Response(answer.body, answer.status, media_type="application/json")


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= _LARGEST_BODY:
            parts.append(part)
    return b"".join(parts) if size <= _LARGEST_BODY else b""


def web_app(app: Running, signing_secret: str) -> Starlette:
    """Make the web app with its paths."""
    endpoint = SlackEndpoint(app, signing_secret)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        return await _readiness(app.house)

    routes = [
        Route("/slack/events", endpoint.__call__, methods=["POST"]),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
    ]
    return Starlette(routes=routes)


async def _readiness(house: House) -> Response:
    """Tell whether the database answers and nothing waits too long, and what was set aside."""
    try:
        ages = {name: await _age(house, box.oldest_waiting) for name, box in _BOXES.items()}
        parked = {name: await house.database.read(box.parked) for name, box in _BOXES.items()}
    except Exception:  # noqa: BLE001 - not ready, whatever the reason
        return JSONResponse({"ready": False}, 503)
    ready = all(age <= _STUCK_SECONDS for age in ages.values())
    told = {"ready": ready, "oldest_seconds": ages, "parked": parked}
    return JSONResponse(told, 200 if ready else 503)


async def _age(house: House, oldest: Callable[..., float | None]) -> float:
    since = await house.database.read(oldest)
    return round(house.clock() - since, 1) if since else 0.0
