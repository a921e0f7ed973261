"""The bare Bolt app that ours is compared with: it verifies, acknowledges and forgets."""

import os
from collections.abc import Callable
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def bare(listen: Callable[[AsyncApp], None]) -> Starlette:
    """Make an app with the listeners that `listen` adds; settings have the names that ours have."""
    token, address = os.environ.pop("SLACK_BOT_TOKEN"), os.environ["SLACK_API_URL"]
    app = AsyncApp(
        client=AsyncWebClient(token=token, base_url=address),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    )
    listen(app)
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    async def readyz(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(
        routes=[Route("/slack/events", events, methods=["POST"]), Route("/readyz", readyz)]
    )


def serve(app: Starlette) -> None:
    """Run an app until the process ends."""
    port = int(os.environ["PORT"])
    uvicorn.run(app, port=port, log_level="warning", access_log=False, lifespan="off")


def _echo(app: AsyncApp) -> None:
    app.event("message")(_acknowledge)


async def _acknowledge(event: dict[str, Any]) -> None:
    del event


if __name__ == "__main__":
    serve(bare(_echo))
