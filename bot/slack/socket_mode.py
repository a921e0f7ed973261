"""Socket Mode: the same inbox, without a public address."""

import asyncio

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.bolt import dispatch
from bot.slack.office import Office, Work
from bot.slack.payloads import received, workspace_of
from bot.slack.receiving import Receiver


class SocketMode:
    """Receives through a web socket what the web process receives over HTTP."""

    def __init__(self, office: Office, app: AsyncApp, app_token: str) -> None:
        """Connect with the app-level token."""
        self._office = office
        self._app = app
        self._receiver = Receiver(office)
        self._client = SocketModeClient(app_token=app_token, web_client=office.client)
        self._client.socket_mode_request_listeners.append(self._on_request)

    async def run(self, stopping: asyncio.Event) -> None:
        """Stay connected until `stopping`; raises SlackApiError if Slack refuses the token."""
        await self._client.connect()  # type: ignore[no-untyped-call]
        await stopping.wait()
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _on_request(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest
    ) -> None:
        """Acknowledge what is stored; Slack repeats what is not acknowledged."""
        if request.payload.get("type") == "view_submission":
            work = Work(self._office, workspace_of(request.payload), None)
            answer = await dispatch(self._app, work, request.payload)
            await client.send_socket_mode_response(
                SocketModeResponse(request.envelope_id, payload=answer.body or None)
            )
        elif await self._receiver.store(received(request.type, request.payload)):
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
