"""An app in Socket Mode gets what Slack sends, through slack-bolt's and slack_sdk's own clients."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_bolt import App as ThreadedApp
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Fault, Person, SandboxServer, Sender, Workspace
from bot.sandbox.sockets import CONNECTION_LIMIT
from tests.sandbox.asking import error_of
from tests.sandbox.test_bolt import echo

Json = dict[str, Any]
EVENT = {"type": "message", "channel": "C0PARTNERS", "user": "U0EMMA0001", "text": "x"}


@pytest_asyncio.fixture
async def over_socket(workspace: Workspace) -> AsyncIterator[Sender]:
    sender = Sender(workspace, pace=0)
    yield sender
    await sender.stop()


@pytest_asyncio.fixture
async def connected(bolt: AsyncApp, workspace: Workspace) -> AsyncIterator[AsyncSocketModeHandler]:
    """slack-bolt's own handler, connected."""
    echo(bolt)
    handler = AsyncSocketModeHandler(bolt, workspace.app.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield handler
    await handler.close_async()  # type: ignore[no-untyped-call]


@pytest_asyncio.fixture
async def socket(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A bare web socket, to see every message; it has read the greeting."""
    url = (await slack.apps_connections_open(app_token=workspace.app.app_token))["url"]
    async with session.ws_connect(url) as opened:
        assert (await opened.receive_json())["type"] == "hello"
        yield opened


async def test_a_bolt_app_answers_a_message_a_command_and_a_button_over_its_socket(
    connected: AsyncSocketModeHandler, over_socket: Sender, workspace: Workspace
) -> None:
    assert connected
    emma = Person(workspace.user("emma"), over_socket)
    await emma.say(None, "hello")
    assert (await workspace.wait_for(lambda: emma.sees()[1:]))[0].text == "hello"
    await emma.command("aide")
    assert await workspace.wait_for(lambda: emma.sees()[2:])
    await emma.press(emma.sees()[1], "open")
    assert await workspace.wait_for(lambda: emma.view)


async def test_a_form_is_refused_and_taken_through_the_payload_of_the_acknowledgement(
    connected: AsyncSocketModeHandler, over_socket: Sender, workspace: Workspace
) -> None:
    assert connected
    emma = Person(workspace.user("emma"), over_socket)
    await emma.say(None, "hello")
    (card,) = await workspace.wait_for(lambda: emma.sees()[1:])
    await emma.press(card, "open")
    await workspace.wait_for(lambda: emma.view)
    refused = await emma.submit_view({"name": "Nobody"})
    assert refused.errors == {"name": "Somebody, please"}
    assert (await emma.submit_view({"name": "Emma"})).closed


async def test_an_app_told_to_reconnect_comes_back_and_misses_nothing(
    connected: AsyncSocketModeHandler, over_socket: Sender, workspace: Workspace
) -> None:
    assert connected
    await workspace.sockets.disconnect("refresh_requested")
    emma = Person(workspace.user("emma"), over_socket)
    await workspace.wait_for(lambda: workspace.sockets.connections)
    await emma.say(None, "again")
    assert await workspace.wait_for(lambda: emma.sees()[1:])


async def test_slack_sdk_s_own_client_gets_each_kind_of_envelope(
    slack: AsyncWebClient, over_socket: Sender, workspace: Workspace
) -> None:
    client = SocketModeClient(app_token=workspace.app.app_token, web_client=slack)
    got: list[SocketModeRequest] = []

    async def take(to: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        got.append(request)
        await to.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": "ok"}))

    client.socket_mode_request_listeners.append(take)
    await client.connect()  # type: ignore[no-untyped-call]
    await over_socket.send_event(EVENT)
    answers = [await over_socket.send_interaction({"type": "shortcut"})]
    answers.append(await over_socket.send_command({"command": "/partner"}))
    await client.close()  # type: ignore[no-untyped-call]
    assert [each.type for each in got] == ["events_api", "interactive", "slash_commands"]
    assert [each.accepts_response_payload for each in got] == [False, True, True]
    assert got[0].payload["event"] == EVENT
    assert got[2].payload == {"command": "/partner"}
    assert [each.json() for each in answers] == [{"text": "ok"}] * 2


async def test_bolt_s_threaded_handler_works_too(
    server: SandboxServer, over_socket: Sender, workspace: Workspace
) -> None:
    def start() -> SocketModeHandler:
        client = WebClient(workspace.app.bot_token, base_url=server.url)
        app = ThreadedApp(client=client, signing_secret=workspace.app.signing_secret)
        app.event("message")(lambda event, say: say(event["text"]))
        handler = SocketModeHandler(app, workspace.app.app_token)
        handler.connect()  # type: ignore[no-untyped-call]
        return handler

    handler = await asyncio.to_thread(start)
    try:
        emma = Person(workspace.user("emma"), over_socket)
        await emma.say(None, "threads")
        assert await workspace.wait_for(lambda: emma.sees()[1:])
    finally:
        await asyncio.to_thread(handler.close)


async def test_what_is_not_acknowledged_in_time_is_sent_again_under_a_new_envelope(
    socket: aiohttp.ClientWebSocketResponse, over_socket: Sender
) -> None:
    over_socket.patience = 0.05
    delivery = await over_socket.send_event(EVENT)
    assert delivery.answers[0].problem == "http_timeout"
    first, second = await socket.receive_json(), await socket.receive_json()
    await socket.send_json({"envelope_id": second["envelope_id"]})
    await over_socket.drain()
    assert delivery.ok
    assert first["payload"] == second["payload"]
    assert first["envelope_id"] != second["envelope_id"]
    retries = [(each["retry_attempt"], each["retry_reason"]) for each in (first, second)]
    assert retries == [(0, ""), (1, "timeout")]


async def test_an_acknowledgement_that_comes_late_or_for_nothing_does_not_count(
    socket: aiohttp.ClientWebSocketResponse, over_socket: Sender, workspace: Workspace
) -> None:
    over_socket.patience = 0.05
    answer = await over_socket.send_interaction({"type": "shortcut"})
    late = (await socket.receive_json())["envelope_id"]
    for message in (json.dumps({"envelope_id": late}), "no envelope"):
        await socket.send_str(message)
    await workspace.wait_for(lambda: workspace.sockets.strays[1:])
    assert not answer.ok
    assert workspace.sockets.strays == [{"envelope_id": late}, {"text": "no envelope"}]


async def test_an_acknowledgement_can_get_lost_on_the_way(
    socket: aiohttp.ClientWebSocketResponse, over_socket: Sender, workspace: Workspace
) -> None:
    workspace.faults.add("acknowledgement", Fault.lost())

    async def acknowledge() -> None:
        for _ in range(2):
            await socket.send_json({"envelope_id": (await socket.receive_json())["envelope_id"]})

    await asyncio.gather(over_socket.send_event(EVENT), acknowledge())
    await over_socket.drain()
    assert over_socket.deliveries[0].ok
    assert [each.retry for each in workspace.requests] == [0, 1]


async def test_without_a_connection_an_event_waits_for_one(
    slack: AsyncWebClient, over_socket: Sender, bolt: AsyncApp, workspace: Workspace
) -> None:
    assert slack
    echo(bolt)
    over_socket.pace = 0.002
    emma = Person(workspace.user("emma"), over_socket)
    await emma.say(None, "early")
    assert over_socket.deliveries[0].answers[0].problem == "connection_failed"
    handler = AsyncSocketModeHandler(bolt, workspace.app.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        assert await workspace.wait_for(lambda: emma.sees()[1:])
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_envelopes_go_to_the_connections_in_turn(
    socket: aiohttp.ClientWebSocketResponse,
    slack: AsyncWebClient,
    session: aiohttp.ClientSession,
    over_socket: Sender,
) -> None:
    token = over_socket.workspace.app.app_token
    url = (await slack.apps_connections_open(app_token=token))["url"]
    async with session.ws_connect(url) as other:
        assert (await other.receive_json())["num_connections"] == 2
        over_socket.patience = 0.05
        for _ in range(2):
            await over_socket.send_interaction({"type": "shortcut"})
        assert (await socket.receive_json())["type"] == "interactive"
        assert (await other.receive_json())["type"] == "interactive"


async def test_an_eleventh_connection_is_turned_away(
    slack: AsyncWebClient, session: aiohttp.ClientSession, workspace: Workspace
) -> None:
    async def connect() -> tuple[aiohttp.ClientWebSocketResponse, Json]:
        url = (await slack.apps_connections_open(app_token=workspace.app.app_token))["url"]
        opened = await session.ws_connect(url)
        return opened, await opened.receive_json()

    greetings = [await connect() for _ in range(CONNECTION_LIMIT + 1)]
    assert [each["type"] for _, each in greetings] == ["hello"] * 10 + ["disconnect"]
    assert greetings[-1][1]["reason"] == "too_many_websockets"
    for opened, _ in greetings:
        await opened.close()


async def test_an_address_is_good_for_one_connection_within_half_a_minute(
    slack: AsyncWebClient,
    session: aiohttp.ClientSession,
    workspace: Workspace,
    clock: Any,  # noqa: ANN401
) -> None:
    token = workspace.app.app_token
    used = (await slack.apps_connections_open(app_token=token))["url"]
    async with session.ws_connect(used) as opened:
        await opened.receive_json()
    late = (await slack.apps_connections_open(app_token=token))["url"]
    clock.now += 31
    for url in (used, late):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_each_token_is_for_its_own_methods(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    app = workspace.app
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "not_allowed_token_type": lambda: slack.apps_connections_open(app_token=app.bot_token),
        "invalid_auth": lambda: slack.apps_connections_open(app_token="xapp-other"),
    }
    for error, call in calls.items():
        assert await error_of(call()) == error
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await slack.auth_test(token=app.app_token)


async def test_an_external_menu_is_answered_over_the_socket(
    bolt: AsyncApp, connected: AsyncSocketModeHandler, over_socket: Sender, slack: AsyncWebClient
) -> None:
    assert connected
    place = {"text": {"type": "plain_text", "text": "Sweden"}, "value": "SE"}

    @bolt.options("place")
    async def offer(ack: Any, payload: Json) -> None:  # noqa: ANN401
        await ack(options=[place] if payload["value"] == "sw" else [])

    menu = {"type": "external_select", "action_id": "place", "min_query_length": 2}
    blocks = [{"type": "actions", "elements": [menu]}]
    await slack.chat_postMessage(channel="U0EMMA0001", text="Choose", blocks=blocks)
    emma = Person(over_socket.workspace.user("emma"), over_socket)
    message = emma.sees()[-1]
    assert await emma.suggestions(message, "place", "sw") == [place]
    assert await emma.suggestions(message, "place", "xx") == []


async def test_an_external_menu_shows_nothing_when_the_app_is_late(
    socket: aiohttp.ClientWebSocketResponse, over_socket: Sender, slack: AsyncWebClient
) -> None:
    assert not socket.closed
    menu = {"type": "external_select", "action_id": "place", "min_query_length": 0}
    blocks = [{"type": "actions", "elements": [menu]}]
    await slack.chat_postMessage(channel="U0EMMA0001", text="Choose", blocks=blocks)
    emma = Person(over_socket.workspace.user("emma"), over_socket)
    over_socket.patience = 0.05
    assert await emma.suggestions(emma.sees()[-1], "place") == []
    assert over_socket.workspace.requests[-1].answer.problem == "http_timeout"
