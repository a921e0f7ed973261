"""What the manifest asks for is what the app uses, and nothing else."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Fault, read_scopes
from bot.sandbox.scopes import NEEDED, granted
from tests.journeys.desk import CHANNEL, MENTION, Desk, opened
from tests.journeys.filling import open_form, request

MANIFEST = json.loads(Path("manifest.json").read_text(encoding="utf-8"))
SCOPES = granted(read_scopes(MANIFEST))
QUESTION = "How do I enroll?"
POST = "chat.postMessage"


async def question(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), QUESTION)


async def greeting(desk: Desk) -> None:
    await desk.person("emma").open_messages_tab()
    await desk.calm()


async def report(desk: Desk) -> None:
    await request(desk, desk.person("emma"), "discrepancy")


async def doubt(desk: Desk) -> None:
    """Let nobody know whether a receipt was posted."""
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    desk.workspace.faults.add(POST, Fault.lost(times=2))
    with pytest.raises(AssertionError, match="outbox"):
        await request(desk, emma, "directory")
    desk.clock.pass_by(seconds=2)
    await desk.workspace.wait_for(lambda: desk.workspace.called("conversations.open"))
    await desk.workspace.wait_for(lambda: desk.workspace.called("conversations.history"))


METHODS: Mapping[str, tuple[str, Callable[[Desk], Awaitable[None]]]] = {
    "assistant:write": ("assistant.threads.setSuggestedPrompts", greeting),
    "chat:write": (POST, question),
    "files:read": ("files.info", report),
    "files:write": ("files.completeUploadExternal", report),
    "im:history": ("conversations.history", doubt),
    "im:write": ("conversations.open", doubt),
    "users:read": ("users.info", greeting),
}
"""The scopes that a method needs, and what somebody does so that it is called."""

BY_OTHERS = {"app_mentions:read", "commands", "users:read.email"}
"""The scopes of what Slack sends, or tells more of."""


@pytest_asyncio.fixture
async def least(content: Content, database_url: str) -> AsyncIterator[Desk]:
    """Give a desk whose app was granted the manifest's scopes and no others."""
    async with opened(content, database_url) as desk:
        scopes = read_scopes(MANIFEST)
        desk.workspace.app = replace(desk.workspace.app, scopes=scopes)
        yield desk


def test_promise_40_each_scope_of_the_manifest_is_tried_here() -> None:
    assert METHODS.keys() | BY_OTHERS == SCOPES


@pytest.mark.parametrize("scope", METHODS)
async def test_promise_40_each_scope_of_the_manifest_is_what_a_method_needs(
    least: Desk, scope: str
) -> None:
    method, use = METHODS[scope]
    await use(least)
    assert least.workspace.called(method)
    assert SCOPES.intersection(NEEDED[method]) == {scope}


async def test_promise_40_a_mention_in_a_channel_is_heard(least: Desk) -> None:
    assert "app_mention" in MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert await least.ask(least.person("emma"), f"{MENTION} {QUESTION}", CHANNEL)


async def test_promise_40_the_command_is_answered(least: Desk) -> None:
    assert [each["command"] for each in MANIFEST["features"]["slash_commands"]] == ["/partner"]
    assert await open_form(least, least.person("emma"), "directory")


async def test_promise_40_of_a_mail_address_the_domain_is_known(least: Desk) -> None:
    await greeting(least)
    (known,) = (await least.rows())["people"]
    assert known["company_domain"]


def test_promise_40_no_scope_is_a_person_s_and_no_history_is_read_but_of_direct_messages() -> None:
    assert MANIFEST["oauth_config"]["scopes"].keys() == {"bot"}
    assert [scope for scope in SCOPES if scope.endswith(":history")] == ["im:history"]
