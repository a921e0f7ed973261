"""The web process: verifies, stores, acknowledges."""

from time import perf_counter

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.monitoring.health import Watch
from bot.monitoring.logs import Seldom, logger
from bot.monitoring.metrics import OTHER
from bot.monitoring.paths import paths
from bot.slack.installation import installing
from bot.slack.intake.receiving import Reception
from bot.slack.intake.signature import is_signed
from bot.slack.office import House
from bot.slack.payloads import NotUnderstoodError, Payload, parse
from bot.slack.running import Running
from bot.slack.web_api import RATE_LIMITED

_log = logger(__name__)
_LARGEST_BODY = 12_000_000


class SlackEndpoint:
    """Answers Slack's requests."""

    def __init__(self, app: Running, signing_secret: str) -> None:
        """Verify with `signing_secret`, store into the inbox."""
        self._clock = app.house.clock
        self._secret = signing_secret
        self._metrics = app.house.metrics
        self._refusals = Seldom()
        self._reception = Reception(app)

    async def __call__(self, request: Request) -> Response:
        """Answer one request, and count it."""
        begun = perf_counter()
        kind, answer = await self._answer(request)
        self._metrics.answered(kind, answer.status_code, perf_counter() - begun)
        return answer

    async def _answer(self, request: Request) -> tuple[str, Response]:
        """Return the kind of a request, and 401 unless Slack sent it, 503 if it can't be kept."""
        try:
            body = await _body(request)
        except ClientDisconnect:
            return OTHER, Response(status_code=400)
        if not is_signed(self._secret, request.headers, body, self._clock()):
            return OTHER, self._refused()
        try:
            kind, payload = parse(body, request.headers.get("content-type", ""))
        except NotUnderstoodError:
            return OTHER, self._refused()
        return kind, await self._accept(kind, payload)

    def _refused(self) -> Response:
        if self._refusals.is_due():
            _log.warning("request_refused", status=401)
        return Response(status_code=401)

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
    slack = Route("/slack/events", endpoint.__call__, methods=["POST"])
    return Starlette(
        routes=[slack, *installing.routes(app), *paths(app.house.metrics, watch(app.house))]
    )


def monitor_app(app: Running) -> Starlette:
    """Make the web app of a process that Slack does not send to."""
    return Starlette(routes=paths(app.house.metrics, watch(app.house)))


def watch(house: House) -> Watch:
    """Look after what waits in a house."""
    return Watch(house.database, house.clock, RATE_LIMITED, house.signs)
