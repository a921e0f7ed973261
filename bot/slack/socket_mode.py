"""Socket Mode: the same inbox, without a public address."""

import asyncio
import json

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.receiving import Reception
from bot.slack.running import Running


class SocketMode:
    """Receives through a web socket what the web process receives over HTTP."""

    def __init__(self, app: Running, app_token: str) -> None:
        """Connect with the app-level token."""
        self._web = app.house.client_with(None)
        self._reception = Reception(app)
        self._client = SocketModeClient(app_token=app_token, web_client=self._web)
        self._client.socket_mode_request_listeners.append(self._on_request)

    async def run(self, stopping: asyncio.Event) -> None:
        """Stay connected until `stopping`; raises SlackApiError if Slack refuses the token."""
        try:
            self._client.wss_uri = await self._address()
            await self._client.connect()  # type: ignore[no-untyped-call]
            await stopping.wait()
        finally:
            await self._client.close()  # type: ignore[no-untyped-call]

    async def _address(self) -> str:
        """Ask where to connect: the client itself would ask for ever with a refused token."""
        token = self._client.app_token
        opened = await self._web.apps_connections_open(app_token=token)
        return str(opened["url"])

    async def _on_request(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest
    ) -> None:
        """Acknowledge what is kept; Slack repeats what is not acknowledged."""
        answer = await self._reception.accept(request.type, request.payload)
        if answer.acknowledges:
            payload = json.loads(answer.body) if answer.body else None
            await client.send_socket_mode_response(
                SocketModeResponse(request.envelope_id, payload=payload)
            )
