"""The app finds channels and people, comes into channels and leaves them."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Workspace
from bot.sandbox.demo import PARTNERS_CHANNEL, SUPPORT_CHANNEL
from bot.sandbox.records import Channel
from tests.sandbox.asking import error_of

EMMA = "U0EMMA0001"


@pytest.fixture
def public(workspace: Workspace) -> Channel:
    return workspace.add_channel(Channel("C0PUBLIC01", "public", "channel", {EMMA}))


async def test_channels_are_listed_by_kind(
    slack: AsyncWebClient, workspace: Workspace, public: Channel
) -> None:
    workspace.add_channel(Channel("C0SECRET01", "secret", "group", {EMMA}))
    listed = (await slack.conversations_list())["channels"]
    assert {each["id"]: each["is_member"] for each in listed} == {
        PARTNERS_CHANNEL: True,
        public.id: False,
    }
    private = (await slack.conversations_list(types="private_channel"))["channels"]
    assert [each["id"] for each in private] == [SUPPORT_CHANNEL]
    assert await error_of(slack.conversations_list(types="secret")) == "invalid_types"


async def test_the_app_sees_where_it_is_together_with_a_person(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    direct = workspace.direct(EMMA)
    shared = await slack.users_conversations(user=EMMA, types="public_channel,im")
    assert {each["id"] for each in shared["channels"]} == {PARTNERS_CHANNEL, direct.id}
    assert await error_of(slack.users_conversations(user="U0NOBODY01")) == "user_not_found"


async def test_the_app_joins_and_leaves_public_channels(
    slack: AsyncWebClient, public: Channel, workspace: Workspace
) -> None:
    assert (await slack.conversations_join(channel=public.id))["channel"]["is_member"]
    again = await slack.conversations_join(channel=public.id)
    assert again["warning"] == "already_in_channel"
    await slack.conversations_leave(channel=public.id)
    assert workspace.app.bot_user_id not in public.members
    assert (await slack.conversations_leave(channel=public.id))["not_in_channel"]
    private = slack.conversations_join(channel=SUPPORT_CHANNEL)
    assert await error_of(private) == "method_not_supported_for_channel_type"
    public.is_archived = True
    assert await error_of(slack.conversations_join(channel=public.id)) == "is_archived"


async def test_a_person_is_found_by_address_unless_of_another_company(
    slack: AsyncWebClient,
) -> None:
    found = await slack.users_lookupByEmail(email="Emma@clarke-learning.example")
    assert found["user"]["id"] == EMMA
    hidden = slack.users_lookupByEmail(email="astrid@nordic.example")
    assert await error_of(hidden) == "users_not_found"
    profile = (await slack.users_profile_get(user=EMMA))["profile"]
    assert profile["real_name"] == "Emma Clarke"


async def test_reactions_of_a_message_can_be_read(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x")
    where = {"channel": SUPPORT_CHANNEL, "timestamp": posted["ts"]}
    await slack.reactions_add(**where, name="eyes")
    reactions = (await slack.reactions_get(**where))["message"]["reactions"]
    assert [(each["name"], each["count"]) for each in reactions] == [("eyes", 1)]
