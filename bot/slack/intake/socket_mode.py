"""Socket Mode: the same inbox, without a public address.

slack_sdk's client asks the other side every few seconds whether it is there, and connects anew when
it is not. It does so for ever with one address, whose pass is good for half a minute: where that
does not help, it is replaced.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextlib import suppress

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.monitoring.logs import logger
from bot.monitoring.metrics import OTHER
from bot.slack.intake.receiving import Answer, Reception
from bot.slack.payloads import COMMAND, EVENT, INTERACTION
from bot.slack.running import Running

DISCONNECTED = "socket-mode-disconnected"
"""What is wrong while there has been no connection for a while."""

_KINDS = frozenset({EVENT, INTERACTION, COMMAND})
_PING_SECONDS = 5.0
_LOOK_SECONDS = 1.0
_PATIENCE_SECONDS = 30.0
_CONNECTED_WITHIN_SECONDS = 15.0
_CLOSED_WITHIN_SECONDS = 3.0
_FAILURES = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)

_log = logger(__name__)
_quiet = logging.getLogger("bot.slack.intake.socket_mode.framework")
_quiet.setLevel(logging.CRITICAL)


def _nothing() -> None:
    """Do nothing once connected."""


class SocketMode:
    """Receives through a web socket what the web process receives over HTTP."""

    def __init__(self, app: Running, app_token: str) -> None:
        """Connect with the app-level token."""
        self._web = app.house.client_with(None)
        self._metrics = app.house.metrics
        self._reception = Reception(app)
        self._token = app_token
        self._client: SocketModeClient | None = None
        self._session = ""
        self._lost_at: float | None = None
        self._replaced_until = 0.0
        app.house.signs[DISCONNECTED] = self._is_well

    async def run(self, stopping: asyncio.Event, ready: Callable[[], None] = _nothing) -> None:
        """Stay connected until `stopping`; call `ready` once it is.

        Raises SlackApiError if Slack refuses the token, TimeoutError if there is no connection.
        """
        try:
            await self._connect()
            await self._look()
            ready()
            while not stopping.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), _LOOK_SECONDS)
                await self._look()
        finally:
            await self._close()

    def _is_well(self) -> bool:
        """Tell whether there is a connection, or was one lately."""
        return self._lost_at is None or time.monotonic() - self._lost_at < _PATIENCE_SECONDS

    async def _connect(self) -> None:
        """Ask where to connect: the client itself would ask for ever with a refused token."""
        opened = await self._web.apps_connections_open(app_token=self._token)
        self._client = client = SocketModeClient(
            self._token, logger=_quiet, web_client=self._web, ping_interval=_PING_SECONDS
        )
        client.wss_uri = str(opened["url"])
        client.socket_mode_request_listeners.append(self._on_request)
        connecting = client.connect()  # type: ignore[no-untyped-call]
        await asyncio.wait_for(connecting, _CONNECTED_WITHIN_SECONDS)

    async def _close(self) -> None:
        """Close the connection; one that has gone quiet does not answer even that."""
        client, self._client = self._client, None
        if client:
            with suppress(TimeoutError):
                closing = client.close()  # type: ignore[no-untyped-call]
                await asyncio.wait_for(closing, _CLOSED_WITHIN_SECONDS)
            await client.close()  # type: ignore[no-untyped-call]

    async def _look(self) -> None:
        """Note whether there is a connection; replace a client that gets none."""
        if self._client and await self._client.is_connected():
            self._note_connected(await self._client.session_id())
            return
        if self._lost_at is None:
            self._lost_at = time.monotonic()
            _log.warning("socket_lost")
        if not self._is_well() and time.monotonic() >= self._replaced_until:
            await self._replace()

    def _note_connected(self, session: str) -> None:
        if session == self._session and self._lost_at is None:
            return
        self._metrics.sockets.inc()
        lost = {} if self._lost_at is None else {"seconds": time.monotonic() - self._lost_at}
        _log.info("socket_reconnected" if self._session else "socket_connected", **lost)
        self._session, self._lost_at = session, None

    async def _replace(self) -> None:
        """Connect with a new client, and leave that one so long to do better."""
        self._replaced_until = time.monotonic() + _PATIENCE_SECONDS
        await self._close()
        try:
            await self._connect()
        except _FAILURES as error:
            _log.error("socket_not_connected", error=error)
            await self._close()

    async def _on_request(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest
    ) -> None:
        """Acknowledge what is kept; Slack repeats what is not acknowledged."""
        begun = time.perf_counter()
        answer = await self._reception.accept(request.type, request.payload)
        if answer.acknowledges:
            await _acknowledge(client, request, answer)
        kind = request.type if request.type in _KINDS else OTHER
        self._metrics.answered(kind, answer.status, time.perf_counter() - begun)


async def _acknowledge(
    client: AsyncBaseSocketModeClient, request: SocketModeRequest, answer: Answer
) -> None:
    payload = json.loads(answer.body) if answer.body else None
    await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload=payload))
