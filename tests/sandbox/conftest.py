"""A workspace, its Web API on loopback, and a small app of slack-bolt's own behind it."""

import time
from collections.abc import AsyncIterator, Callable

import aiohttp
import httpx
import pytest
import pytest_asyncio
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from bot.sandbox import Message, Person, SandboxServer, Sender, View, Workspace
from tests.sandbox.acting import CARD, FORM, App


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(clock: Clock) -> Workspace:
    return Workspace.demo(clock=clock)


@pytest_asyncio.fixture
async def server(workspace: Workspace) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(workspace) as running:
        yield running


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def slack(
    workspace: Workspace, server: SandboxServer, session: aiohttp.ClientSession
) -> AsyncWebClient:
    """Slack's own client, as an app uses it."""
    return AsyncWebClient(workspace.app.bot_token, base_url=server.url, session=session)


@pytest.fixture
def bolt(workspace: Workspace, slack: AsyncWebClient) -> AsyncApp:
    """An app without listeners."""
    return AsyncApp(
        client=slack,
        signing_secret=workspace.app.signing_secret,
        process_before_response=True,
    )


@pytest_asyncio.fixture
async def sender(workspace: Workspace, bolt: AsyncApp) -> AsyncIterator[Sender]:
    """Slack's sending side, with the Bolt app behind slack-bolt's own adapter."""
    handler = AsyncSlackRequestHandler(bolt)
    app = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        sending = Sender(workspace, client, pace=0)
        yield sending
        await sending.stop()


@pytest.fixture
def person(sender: Sender) -> Callable[[str], Person]:
    """Give a person of the workspace by name."""
    return lambda name: Person(sender.workspace.user(name), sender)


@pytest.fixture
def app() -> App:
    return App()


@pytest_asyncio.fixture
async def emma(workspace: Workspace, app: App) -> AsyncIterator[Person]:
    transport = httpx.MockTransport(app.handle)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        yield Person(workspace.user("emma"), Sender(workspace, client))


@pytest_asyncio.fixture
async def card(slack: AsyncWebClient, emma: Person) -> Message:
    await slack.chat_postMessage(channel=emma.user.id, text="Card", blocks=CARD)
    return emma.sees()[-1]


@pytest_asyncio.fixture
async def form(slack: AsyncWebClient, emma: Person) -> View:
    trigger = emma.workspace.triggers.give(emma.user.id)
    await slack.views_open(trigger_id=trigger.id, view=FORM)
    assert emma.view
    return emma.view
