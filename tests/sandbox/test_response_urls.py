"""A response_url answers what a person did, five times within thirty minutes."""

from typing import Any

import httpx
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox import SandboxServer, Workspace
from bot.sandbox.demo import PARTNERS_CHANNEL
from tests.sandbox.conftest import Clock

EMMA = "U0EMMA0001"


@pytest_asyncio.fixture
async def original(slack: AsyncWebClient) -> str:
    return str((await slack.chat_postMessage(channel=PARTNERS_CHANNEL, text="original"))["ts"])


def url_for(workspace: Workspace, server: SandboxServer, ts: str | None = None) -> str:
    url = workspace.response_urls.give(EMMA, PARTNERS_CHANNEL, ts)
    return f"{server.address}/response/{url.token}"


async def post(url: str, **body: Any) -> tuple[int, str]:  # noqa: ANN401
    async with httpx.AsyncClient() as client:
        response = await client.post(url, json=body)
    return response.status_code, response.text


def texts(workspace: Workspace) -> list[tuple[str, str | None]]:
    found = workspace.messages.all(PARTNERS_CHANNEL)
    return [(each.text, each.ephemeral_to) for each in found if not each.deleted]


async def test_an_answer_is_for_the_person_unless_it_says_otherwise(
    workspace: Workspace, server: SandboxServer
) -> None:
    url = url_for(workspace, server)
    assert await post(url, text="for you") == (200, "ok")
    await post(url, text="for all", response_type="in_channel")
    assert texts(workspace) == [("for you", EMMA), ("for all", None)]


async def test_slack_s_own_webhook_client_is_understood(
    workspace: Workspace, server: SandboxServer
) -> None:
    answer = await AsyncWebhookClient(url_for(workspace, server)).send(text="hello")
    assert (answer.status_code, answer.body) == (200, "ok")


async def test_the_original_is_replaced_and_deleted(
    workspace: Workspace, server: SandboxServer, original: str
) -> None:
    url = url_for(workspace, server, original)
    await post(url, text="replaced", replace_original=True)
    assert texts(workspace) == [("replaced", None)]
    await post(url, delete_original=True)
    assert texts(workspace) == []


async def test_the_sixth_use_and_a_late_one_are_refused(
    workspace: Workspace, server: SandboxServer, clock: Clock
) -> None:
    url, other = url_for(workspace, server), url_for(workspace, server)
    assert [(await post(url, text="x"))[0] for _ in range(6)] == [200] * 5 + [404]
    clock.now += 30 * 60 + 1
    assert "expired_url" in (await post(other, text="x"))[1]


async def test_a_wrong_body_is_refused(workspace: Workspace, server: SandboxServer) -> None:
    url = url_for(workspace, server)
    assert "invalid_arguments" in (await post(url, text="x", colour="red"))[1]
    assert "no_text" in (await post(url))[1]
    blocks = [{"type": "divider", "text": "x"}]
    assert "invalid_blocks" in (await post(url, text="x", blocks=blocks))[1]
    assert (await post(f"{server.address}/response/R0", text="x"))[0] == 404
    assert [call.error for call in workspace.calls] == [
        "invalid_arguments",
        "no_text",
        "invalid_blocks",
    ]
