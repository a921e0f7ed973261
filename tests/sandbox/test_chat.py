"""Messages are posted, changed and deleted as Slack does it, and refused as it refuses."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Person, Workspace
from bot.sandbox.demo import PARTNERS_CHANNEL, SUPPORT_CHANNEL
from bot.sandbox.records import Channel
from tests.sandbox.asking import error_of, refusal

EMMA = "U0EMMA0001"
BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": "Hi"}}]


async def test_a_posted_message_is_there_with_ids_filled_in(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    answer = await slack.chat_postMessage(channel=EMMA, text="Hi", blocks=BLOCKS)
    message = workspace.messages.find(answer["channel"], answer["ts"])
    assert message
    assert message.blocks
    assert message.blocks[0]["block_id"]
    assert answer["message"]["bot_id"] == workspace.app.bot_id


async def test_a_message_goes_to_a_channel_by_name_too(slack: AsyncWebClient) -> None:
    answer = await slack.chat_postMessage(channel="#partner-desk", text="Hi")
    assert answer["channel"] == SUPPORT_CHANNEL


async def test_timestamps_are_unique_and_increasing(slack: AsyncWebClient) -> None:
    stamps = [(await slack.chat_postMessage(channel=EMMA, text="Hi"))["ts"] for _ in range(5)]
    assert sorted(set(stamps)) == stamps


async def test_what_can_not_be_posted_is_refused(slack: AsyncWebClient) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
        ({"channel": EMMA, "text": " "}, "no_text"),
        ({"channel": EMMA, "blocks": [], "text": ""}, "no_text"),
        ({"channel": EMMA, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": EMMA, "text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"channel": EMMA, "text": "x", "thread_ts": "1.000000"}, "cannot_reply_to_message"),
        ({"channel": EMMA, "text": "x", "metadata": {"a": 1}}, "invalid_metadata_format"),
    ]
    for arguments, error in refused:
        call = slack.api_call("chat.postMessage", json=arguments)
        assert await error_of(call) == error, arguments


async def test_invalid_blocks_come_back_with_the_findings(slack: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]
    answer = await refusal(slack.chat_postMessage(channel=EMMA, text="x", blocks=blocks))
    finding = "must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [finding]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {finding}"]


async def test_too_much_text_together_has_an_error_of_its_own(slack: AsyncWebClient) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    call = slack.chat_postMessage(channel=EMMA, text="x", blocks=[block] * 5)
    assert await error_of(call) == "msg_blocks_too_long"


async def test_the_app_must_be_in_a_channel_to_post_and_private_ones_stay_hidden(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    workspace.add_channel(Channel("C0PUBLIC01", "public", "channel", {EMMA}))
    workspace.add_channel(Channel("C0SECRET01", "secret", "group", {EMMA}))
    assert (
        await error_of(slack.chat_postMessage(channel="C0PUBLIC01", text="x")) == "not_in_channel"
    )
    hidden = slack.chat_postMessage(channel="C0SECRET01", text="x")
    assert await error_of(hidden) == "channel_not_found"
    workspace.channel("partner-desk").is_archived = True
    assert (
        await error_of(slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x")) == "is_archived"
    )


async def test_an_update_changes_the_message_and_keeps_its_metadata(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    metadata = {"event_type": "card", "event_payload": {"ticket": 41}}
    posted = await slack.chat_postMessage(channel=EMMA, text="Old", metadata=metadata)
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await slack.chat_update(**where, text="New", blocks=BLOCKS)
    message = workspace.messages.find(**where)
    assert message
    assert (message.text, message.metadata) == ("New", metadata)
    assert message.edited


async def test_only_own_messages_that_are_there_can_be_changed(
    slack: AsyncWebClient,
    workspace: Workspace,
    person: Any,  # noqa: ANN401
) -> None:
    emma: Person = person("emma")
    ts = await emma.say(None, "mine")
    where: dict[str, Any] = {"channel": emma.direct.id, "ts": ts}
    assert await error_of(slack.chat_update(**where, text="x")) == "cant_update_message"
    assert await error_of(slack.chat_delete(**where)) == "cant_delete_message"
    where["ts"] = workspace.stamps.ts()
    assert await error_of(slack.chat_update(**where, text="x")) == "message_not_found"


async def test_a_deleted_message_is_gone(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel=EMMA, text="x")
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await slack.chat_delete(**where)
    assert (await slack.conversations_history(channel=where["channel"]))["messages"] == []
    assert await error_of(slack.chat_delete(**where)) == "message_not_found"


async def test_an_ephemeral_message_is_for_one_member_and_can_not_be_updated(
    slack: AsyncWebClient,
) -> None:
    answer = await slack.chat_postEphemeral(channel=PARTNERS_CHANNEL, text="x", user=EMMA)
    call = slack.chat_update(channel=PARTNERS_CHANNEL, ts=answer["message_ts"], text="y")
    assert await error_of(call) == "message_not_found"
    outside = slack.chat_postEphemeral(channel=SUPPORT_CHANNEL, text="x", user=EMMA)
    assert await error_of(outside) == "user_not_in_channel"


async def test_a_thread_is_read_with_its_parent_first(slack: AsyncWebClient) -> None:
    parent = await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="parent")
    where = {"channel": SUPPORT_CHANNEL, "ts": parent["ts"]}
    reply = await slack.chat_postMessage(
        channel=SUPPORT_CHANNEL, text="reply", thread_ts=parent["ts"]
    )
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="again", thread_ts=reply["ts"])
    thread = (await slack.conversations_replies(**where))["messages"]
    assert [each["text"] for each in thread] == ["parent", "reply", "again"]
    assert {each["thread_ts"] for each in thread[1:]} == {parent["ts"]}
    history = (await slack.conversations_history(channel=SUPPORT_CHANNEL))["messages"]
    assert [each["text"] for each in history] == ["parent"]


async def test_a_permalink_leads_to_a_message_that_is_there(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x")
    where = {"channel": SUPPORT_CHANNEL, "message_ts": posted["ts"]}
    link = (await slack.chat_getPermalink(**where))["permalink"]
    assert link.endswith(f"/archives/{SUPPORT_CHANNEL}/p{posted['ts'].replace('.', '')}")


async def test_a_text_is_kept_encoded_and_its_links_and_mentions_stay(
    slack: AsyncWebClient,
) -> None:
    text = "a & b <c> &amp; <https://d.e/?f&g|h> <@U0EMMA0001> <!here> <!date^1^{date}|x>"
    stored = "a &amp; b &lt;c&gt; &amp; <https://d.e/?f&g|h> <@U0EMMA0001> <!here>"
    answer = await slack.chat_postMessage(channel=EMMA, text=text)
    assert answer["message"]["text"] == f"{stored} <!date^1^{{date}}|x>"


async def test_the_parent_of_a_thread_counts_its_replies(slack: AsyncWebClient) -> None:
    parent = (await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="parent"))["ts"]
    where: dict[str, Any] = {"channel": SUPPORT_CHANNEL, "thread_ts": parent}
    await slack.chat_postMessage(**where, text="gone")
    last = (await slack.chat_postMessage(**where, text="here"))["ts"]
    gone = (await slack.conversations_replies(channel=SUPPORT_CHANNEL, ts=parent))["messages"][1]
    await slack.chat_delete(channel=SUPPORT_CHANNEL, ts=gone["ts"])
    (shown,) = (await slack.conversations_history(channel=SUPPORT_CHANNEL))["messages"]
    assert (shown["thread_ts"], shown["reply_count"], shown["latest_reply"]) == (parent, 1, last)
    assert shown["reply_users_count"] == len(shown["reply_users"]) == 1


async def test_a_broadcast_reply_stands_in_the_channel_too(slack: AsyncWebClient) -> None:
    parent = (await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="parent"))["ts"]
    more: dict[str, Any] = {"thread_ts": parent, "reply_broadcast": True}
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="all", **more)
    history = (await slack.conversations_history(channel=SUPPORT_CHANNEL))["messages"]
    assert [each["text"] for each in history] == ["all", "parent"]
    assert history[0]["subtype"] == "thread_broadcast"
