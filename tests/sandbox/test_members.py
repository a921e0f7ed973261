"""The app learns who is in a channel, what each of them is, and who comes and goes."""

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotPossibleError, SandboxServer, Workspace
from bot.sandbox.demo import PARTNERS_CHANNEL, SUPPORT_CHANNEL
from bot.sandbox.records import Channel
from bot.sandbox.subscriptions import read_events
from tests.sandbox.acting import Ear
from tests.sandbox.asking import error_of, refusal

Json = dict[str, Any]
GUEST, SINGLE, GONE, ROBOT = "U0GUEST001", "U0SINGLE01", "U0GONE0001", "U0ROBOT001"
STRANGER = "U0STRANGE1"


@pytest.fixture
def mixed(workspace: Workspace) -> Channel:
    """Put one of every sort into the support team's channel."""
    add = workspace.add_user
    add(GUEST, "gus", "Gus Guest", is_restricted=True)
    add(SINGLE, "sia", "Sia Single", is_ultra_restricted=True)
    add(GONE, "gone", "Gone Away", deleted=True)
    add(ROBOT, "robot", "Robot", is_bot=True)
    add(STRANGER, "stan", "Stan Stranger", team_id="T0OTHER001", is_external=True)
    channel = workspace.channel(SUPPORT_CHANNEL)
    channel.members |= {GUEST, SINGLE, GONE, ROBOT}
    return channel


async def test_all_members_of_a_channel_are_listed_page_by_page(
    slack: AsyncWebClient, mixed: Channel
) -> None:
    listed: list[str] = []
    cursor = None
    while cursor != "":
        answer = await slack.conversations_members(channel=mixed.id, limit=3, cursor=cursor)
        listed += answer["members"]
        cursor = answer["response_metadata"]["next_cursor"]
    assert set(listed) == mixed.members
    assert len(listed) == len(mixed.members)


async def told(slack: AsyncWebClient, user: str) -> Json:
    return dict((await slack.users_info(user=user))["user"])


@pytest.mark.usefixtures("mixed")
async def test_every_sort_of_member_is_told_apart(slack: AsyncWebClient) -> None:
    flags = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted")
    sorts = {
        "U0NOOR0001": (False, False, False, False),
        GUEST: (False, False, True, False),
        SINGLE: (False, False, True, True),
        ROBOT: (True, False, False, False),
        STRANGER: (False, False, False, False),
    }
    for user, expected in sorts.items():
        described = await told(slack, user)
        assert tuple(described[flag] for flag in flags) == expected, user


@pytest.mark.usefixtures("mixed")
async def test_of_a_deactivated_member_no_more_is_told_than_that(slack: AsyncWebClient) -> None:
    gone = await told(slack, GONE)
    assert gone["deleted"] is True
    assert not {"is_restricted", "is_ultra_restricted", "tz", "locale"} & gone.keys()


@pytest.mark.usefixtures("mixed")
async def test_an_outsider_has_another_team_and_is_a_stranger_until_they_share_a_channel(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    before = await told(slack, STRANGER)
    assert before["team_id"] != workspace.team_id
    assert before["is_stranger"] is True
    workspace.channel(PARTNERS_CHANNEL).members.add(STRANGER)
    assert (await told(slack, STRANGER))["is_stranger"] is False
    assert "is_stranger" not in await told(slack, "U0NOOR0001")


def an_app(scopes: str, events: frozenset[str] | None = None) -> Workspace:
    return Workspace.demo(clock=time.time, scopes=scopes, events=events)


@pytest_asyncio.fixture
async def limited() -> AsyncIterator[AsyncWebClient]:
    workspace = an_app("channels:read,im:history,im:write,chat:write")
    async with SandboxServer(workspace) as server, aiohttp.ClientSession() as session:
        yield AsyncWebClient(workspace.app.bot_token, base_url=server.url, session=session)


async def test_each_kind_of_channel_needs_the_scope_of_its_own(limited: AsyncWebClient) -> None:
    await limited.conversations_members(channel=PARTNERS_CHANNEL)
    opened = await limited.conversations_open(users="U0EMMA0001")
    direct = opened["channel"]["id"]
    await limited.conversations_history(channel=direct)
    refused = {
        "groups:read": limited.conversations_members(channel=SUPPORT_CHANNEL),
        "im:read": limited.conversations_info(channel=direct),
        "channels:history": limited.conversations_history(channel=PARTNERS_CHANNEL),
        "groups:history": limited.conversations_replies(channel=SUPPORT_CHANNEL, ts="1.000000"),
    }
    for scope, call in refused.items():
        answer = await refusal(call)
        assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    both = limited.conversations_list(types="public_channel,private_channel")
    assert (await refusal(both))["needed"] == "groups:read"
    await limited.conversations_list()


async def test_a_private_channel_without_the_app_is_not_found_whatever_the_scope(
    limited: AsyncWebClient, slack: AsyncWebClient, workspace: Workspace
) -> None:
    workspace.add_channel(Channel("C0SECRET01", "secret", "group", {GUEST}))
    for client in (slack, limited):
        call = client.conversations_members(channel="C0SECRET01")
        assert await error_of(call) == "channel_not_found"


@pytest.fixture
def ear() -> Ear:
    return Ear()


async def test_coming_and_going_is_told_of_channels_where_the_app_is(ear: Ear) -> None:
    workspace = an_app("groups:read")
    sam = ear.person(workspace, "sam")
    await sam.leave("partner-desk")
    await sam.join("partner-desk")
    left, joined = ear.events
    assert (left["type"], joined["type"]) == ("member_left_channel", "member_joined_channel")
    assert (left["user"], left["channel"]) == (sam.user.id, SUPPORT_CHANNEL)
    assert left["team"] == workspace.team_id
    workspace.channel("partner-desk").members.discard(workspace.app.bot_user_id)
    await sam.leave("partner-desk")
    assert len(ear.events) == 2


async def test_what_was_not_subscribed_to_is_not_heard(ear: Ear) -> None:
    subscribed = read_events(
        {"settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}}}
    )
    workspace = an_app("groups:read,im:history,app_mentions:read,channels:history", subscribed)
    sam, emma = (ear.person(workspace, name) for name in ("sam", "emma"))
    await sam.leave("partner-desk")
    await emma.open_home()
    await emma.say("learning-partners", "Good morning")
    assert ear.events == []
    await emma.say(None, "Hello")
    assert [each["channel_type"] for each in ear.events] == ["im"]


async def test_without_the_history_of_a_channel_the_app_hears_only_its_name(ear: Ear) -> None:
    workspace = an_app("im:history,app_mentions:read")
    emma = ear.person(workspace, "emma")
    ts = await emma.say("learning-partners", "Good morning")
    await emma.edit("learning-partners", ts, "Good evening")
    await emma.delete("learning-partners", ts)
    await emma.say("learning-partners", f"<@{workspace.app.bot_user_id}> hello")
    assert [each["type"] for each in ear.events] == ["app_mention"]


async def test_nobody_writes_who_was_deactivated(
    workspace: Workspace, mixed: Channel, ear: Ear
) -> None:
    gone = ear.person(workspace, "gone")
    with pytest.raises(NotPossibleError):
        await gone.say(mixed.id, "I am still here")
