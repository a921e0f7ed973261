"""The Web API runs on loopback, fast enough for the benchmarks."""

import asyncio

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import SandboxServer, Workspace

CALLS = 500


async def test_a_token_says_which_workspace_is_meant() -> None:
    first, second = Workspace.demo(), Workspace.demo("T0SANDBOX2")
    async with SandboxServer(first, second) as server:
        client = AsyncWebClient(second.app.bot_token, base_url=server.url)
        await client.chat_postMessage(channel="U0EMMA0001", text="x")
    assert len(second.messages.all()) == 1
    assert first.messages.all() == []


async def test_the_port_of_a_server_that_stopped_can_be_taken_at_once() -> None:
    async with SandboxServer(Workspace.demo()) as server:
        port = int(server.address.rpartition(":")[2])
    async with SandboxServer(Workspace.demo(), port=port) as again:
        assert again.url == f"http://127.0.0.1:{port}/api/"


async def test_messages_that_come_fifty_at_once_are_all_posted(
    workspace: Workspace, server: SandboxServer, session: aiohttp.ClientSession
) -> None:
    headers = {"Authorization": f"Bearer {workspace.app.bot_token}"}
    body = {"channel": "U0EMMA0001", "text": "x", "blocks": [{"type": "divider"}]}

    async def post() -> None:
        url = f"{server.url}chat.postMessage"
        async with session.post(url, json=body, headers=headers) as response:
            assert (await response.json())["ok"]

    for _ in range(CALLS // 50):
        await asyncio.gather(*(post() for _ in range(50)))
    assert len(workspace.messages.all()) == CALLS


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.com", ""])  # noqa: S104 - refused
def test_nobody_else_s_machine_is_listened_to(host: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        SandboxServer(Workspace.demo(), host=host)


async def test_any_address_of_loopback_will_do() -> None:
    for host in ("localhost", "127.0.0.2"):
        async with SandboxServer(Workspace.demo(), host=host) as server:
            assert server.address.startswith("http://127.0.0.")
