"""The paths of every process that listens: /healthz, /readyz and /metrics."""

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.monitoring.health import Watch
from bot.monitoring.metrics import Metrics
from bot.monitoring.scraping import Scrapes

_UNAVAILABLE = 503


def paths(metrics: Metrics, watch: Watch) -> list[Route]:
    """Return the routes: the process lives; the app is ready (else 503); what is counted."""
    scrapes = Scrapes(metrics, watch)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_: Request) -> Response:
        health = await watch.health()
        status = _UNAVAILABLE if health.problems else 200
        return JSONResponse(health.told(watch.clock()), status)

    async def metrics_(_: Request) -> Response:
        return Response(await scrapes.text(), media_type=CONTENT_TYPE_LATEST)

    found = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics_}
    return [Route(path, answer) for path, answer in found.items()]
