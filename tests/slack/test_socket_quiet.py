"""Socket Mode that has gone quiet connects anew, and says so."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Content, running
from bot.sandbox import Fault, Person, SandboxServer, Workspace
from bot.sandbox.faults import FOREVER
from bot.slack.intake.socket_mode import DISCONNECTED
from bot.slack.intake.web import watch
from bot.slack.running import Running
from tests.faults.house import settings_for
from tests.slack.sockets import Cable, connected_mode

_PATIENCE_SECONDS = 20
_METRIC = "partner_desk_socket_connections_total"


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[Workspace]:
    workspace = Workspace.demo()
    async with SandboxServer(workspace):
        yield workspace


@pytest_asyncio.fixture
async def app(content: Content, slack: Workspace, database_url: str) -> AsyncIterator[Running]:
    async with running(settings_for(slack, database_url), content) as opened:
        yield opened


@pytest_asyncio.fixture
async def cable(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Cable]:
    """Lead all web sockets over a cable."""
    opened = AsyncWebClient.apps_connections_open
    async with Cable() as laid:

        async def led(self: AsyncWebClient, *, app_token: str) -> dict[str, str]:
            answer = await opened(self, app_token=app_token)
            return {"url": laid.by_cable(str(answer["url"]))}

        monkeypatch.setattr(AsyncWebClient, "apps_connections_open", led)
        yield laid


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="bot")
    for name, seconds in {"PING": 0.3, "LOOK": 0.02, "PATIENCE": 0.5, "CLOSED_WITHIN": 0.1}.items():
        monkeypatch.setattr(f"bot.slack.intake.socket_mode._{name}_SECONDS", seconds)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not is_so():  # noqa: ASYNC110 - what is looked at tells no event
            await asyncio.sleep(0.02)


async def wrong(app: Running) -> list[str]:
    return (await watch(app.house).health()).problems


async def test_promise_23_a_connection_that_has_gone_quiet_is_made_anew_and_says_so(
    app: Running, slack: Workspace, cable: Cable, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected_mode(app, slack) as sender:
        await until(lambda: "socket_connected" in caplog.text)
        cable.go_quiet()
        await until(lambda: "socket_reconnected" in caplog.text)
        assert "socket_lost" in caplog.text
        sender.pace = 0.001
        emma = Person(slack.user("emma"), sender)
        await emma.say(None, "How do I enroll?")
        await sender.drain()
        await slack.wait_for(lambda: len(emma.sees()) > 1)
        assert await wrong(app) == []
    assert cable.carried > 1
    assert (app.house.metrics.registry.get_sample_value(_METRIC) or 0) > 1


async def test_promise_23_a_connection_that_can_t_be_made_turns_readiness_red(
    app: Running, slack: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    async with connected_mode(app, slack):
        await until(lambda: "socket_connected" in caplog.text)
        assert await wrong(app) == []
        slack.faults.add("apps.connections.open", Fault.server_error(times=FOREVER))
        await slack.sockets.disconnect("refresh_requested")
        await until(lambda: "socket_not_connected" in caplog.text)
        assert await wrong(app) == [DISCONNECTED]
        slack.faults.clear()
        await until(lambda: "socket_reconnected" in caplog.text)
        assert await wrong(app) == []
