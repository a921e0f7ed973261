"""Faults that are scripted happen, as often as told, and are written down."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Fault, SandboxServer, Workspace

EMMA = "U0EMMA0001"


@pytest.fixture
def client(workspace: Workspace, server: SandboxServer) -> AsyncWebClient:
    """A client that repeats nothing by itself."""
    return AsyncWebClient(workspace.app.bot_token, base_url=server.url, retry_handlers=[])


async def post(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=EMMA, text="x")


@pytest.mark.parametrize("given", [1, 30.5, "soon", None])
async def test_a_rate_limit_comes_with_any_header_that_was_asked_for(
    client: AsyncWebClient, workspace: Workspace, given: float | str | None
) -> None:
    workspace.faults.add("chat.postMessage", Fault.rate_limited(given))
    with pytest.raises(SlackApiError) as caught:
        await post(client)
    response = caught.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers.get("Retry-After") == (None if given is None else str(given))
    await post(client)


async def test_a_server_error_comes_as_often_as_told(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    workspace.faults.add("chat.postMessage", Fault.server_error(503, times=2))
    for _ in range(2):
        with pytest.raises(SlackApiError, match="503"):
            await post(client)
    await post(client)
    assert [call.error for call in workspace.calls] == ["server_error", "server_error", None]


async def test_a_reset_call_is_not_done(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.faults.add("chat.postMessage", Fault.reset())
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert workspace.messages.all() == []
    assert not workspace.calls[0].done


async def test_a_lost_call_is_done_though_its_answer_never_came(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    workspace.faults.add("chat.postMessage", Fault.lost())
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert len(workspace.messages.all()) == 1
    assert (workspace.calls[0].error, workspace.calls[0].done) == ("lost", True)


async def test_a_slow_call_is_done_and_answered_late(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    workspace.faults.add("chat.postMessage", Fault.slow(0.2))
    start = time.perf_counter()
    await post(client)
    assert time.perf_counter() - start >= 0.2


async def test_a_refusal_of_slack_s_can_be_scripted_for_every_method(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    workspace.faults.add("*", Fault.refused("account_inactive"))
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
    await client.auth_test()


async def test_an_answer_that_is_no_json_can_be_scripted(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    workspace.faults.add("auth.test", Fault.garbage())
    # slack_sdk 3.47 stumbles over such an answer, which is worth knowing.
    with pytest.raises((SlackApiError, AttributeError)):
        await client.auth_test()


async def test_waiting_ends_with_the_call_that_was_waited_for(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    waiting = asyncio.create_task(workspace.wait_for(lambda: workspace.called("chat.postMessage")))
    await asyncio.sleep(0)
    await post(client)
    assert (await waiting)[0].arguments["text"] == "x"


async def test_waiting_in_vain_tells_what_happened_instead(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    await post(client)
    with pytest.raises(TimeoutError, match=r"last calls: chat\.postMessage \(ok\)"):
        await workspace.wait_for(lambda: False, timeout=0.05)
