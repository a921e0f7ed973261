"""What the manifest asks for is what the app uses, and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Fault, read_scopes
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.records import ChannelKind
from bot.sandbox.scopes import NEEDED, granted
from tests.journeys.desk import CHANNEL, MENTION, Desk, opened
from tests.journeys.filling import open_form, request

MANIFEST = json.loads(Path("manifest.json").read_text(encoding="utf-8"))
SCOPES = granted(read_scopes(MANIFEST))
QUESTION = "How do I enroll?"
POST = "chat.postMessage"
PATIENCE_SECONDS = 60.0


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
    desk.workspace.faults.add(POST, Fault.lost(times=9))
    with pytest.raises(AssertionError, match="outbox"):
        await request(desk, emma, "directory")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not {*read(desk)} - {SUPPORT_CHANNEL}:
            desk.clock.pass_by(seconds=1)
            await asyncio.sleep(0.01)


async def doubt_at_the_desk(desk: Desk) -> None:
    """Let nobody know whether a card was posted."""
    desk.workspace.faults.add(POST, Fault.lost(times=2))
    with pytest.raises(AssertionError, match="outbox"):
        await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while SUPPORT_CHANNEL not in read(desk):
            desk.clock.pass_by(seconds=1)
            await asyncio.sleep(0.01)
    assert len(desk.cards()) == 1


def read(desk: Desk) -> list[str]:
    """Give the channels whose history was read."""
    called = desk.workspace.called("conversations.history")
    return [str(call.arguments["channel"]) for call in called]


async def triage(desk: Desk, kind: ChannelKind) -> None:
    """Have a ticket taken, long after Slack told who is of the support team."""
    desk.workspace.channel(SUPPORT_CHANNEL).kind = kind
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    desk.clock.pass_by(minutes=2)
    asked = len(desk.workspace.called("conversations.members"))
    (card,) = desk.cards()
    await desk.press(desk.person("noor"), card, "desk:take")
    assert len(desk.workspace.called("conversations.members")) > asked
    assert (await desk.rows())["tickets"][0]["owner"] == desk.person("noor").user.id


METHODS: Mapping[str, tuple[str, Callable[[Desk], Awaitable[None]]]] = {
    "assistant:write": ("assistant.threads.setSuggestedPrompts", greeting),
    "chat:write": (POST, question),
    "files:read": ("files.info", report),
    "files:write": ("files.completeUploadExternal", report),
    "im:write": ("conversations.open", doubt),
    "users:read": ("users.info", greeting),
}
"""The scopes that a method needs, and what somebody does so that it is called."""

BY_KIND: Mapping[str, ChannelKind] = {"channels:read": "channel", "groups:read": "group"}
"""The scopes of one method, by whether the desk's channel is public or private."""

HISTORIES: Mapping[str, Callable[[Desk], Awaitable[None]]] = {
    "groups:history": doubt_at_the_desk,
    "im:history": doubt,
}
"""The scopes by which a message is recognized that may have been posted before: in direct messages,
and in the support team's channel, if that is private.
"""

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
    assert METHODS.keys() | BY_KIND.keys() | HISTORIES.keys() | BY_OTHERS == SCOPES


@pytest.mark.parametrize("scope", METHODS)
async def test_promise_40_each_scope_of_the_manifest_is_what_a_method_needs(
    least: Desk, scope: str
) -> None:
    method, use = METHODS[scope]
    await use(least)
    assert least.workspace.called(method)
    assert SCOPES.intersection(NEEDED[method]) == {scope}


@pytest.mark.parametrize("scope", HISTORIES)
async def test_promise_40_a_history_is_read_only_to_say_nothing_twice(
    least: Desk, scope: str
) -> None:
    await HISTORIES[scope](least)
    assert SCOPES.intersection(NEEDED["conversations.history"]) == HISTORIES.keys()


@pytest.mark.parametrize("scope", BY_KIND)
async def test_promise_40_who_is_of_the_support_team_is_told_by_the_channel_s_own_scope(
    least: Desk, scope: str
) -> None:
    await triage(least, BY_KIND[scope])
    assert SCOPES.intersection(NEEDED["conversations.members"]) == BY_KIND.keys()


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


def test_promise_40_no_scope_is_a_person_s_and_no_history_but_of_direct_messages_and_the_desk() -> (
    None
):
    assert MANIFEST["oauth_config"]["scopes"].keys() == {"bot"}
    histories = {scope for scope in SCOPES if scope.endswith(":history")}
    assert histories == {"im:history", "groups:history"}
