"""Threads, of direct messages and of channels: what is written, changed and deleted in them."""

from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import NotPossibleError, Person, Workspace
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.sandbox.acting import Ear
from tests.sandbox.asking import error_of

Json = dict[str, Any]
EMMA = "U0EMMA0001"


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def emma(workspace: Workspace, ear: Ear) -> Person:
    return ear.person(workspace, "emma")


@pytest_asyncio.fixture
async def ticket(slack: AsyncWebClient, emma: Person) -> str:
    """Post a message of the app to Emma; give its ts."""
    return str((await slack.chat_postMessage(channel=emma.user.id, text="Ticket 41"))["ts"])


async def test_a_reply_in_a_direct_message_tells_its_thread_and_whose_it_is(
    emma: Person, ear: Ear, ticket: str, workspace: Workspace
) -> None:
    ts = await emma.say(None, "Here it is", ticket)
    event = ear.last
    assert (event["channel_type"], event["ts"], event["thread_ts"]) == ("im", ts, ticket)
    assert event["parent_user_id"] == workspace.app.bot_user_id
    assert "subtype" not in event


async def test_a_reply_to_a_reply_is_one_to_the_message_above_both(
    emma: Person, ear: Ear, ticket: str
) -> None:
    first = await emma.say(None, "one", ticket)
    await emma.say(None, "two", first)
    assert ear.last["thread_ts"] == ticket


async def test_nobody_replies_to_what_is_not_there(emma: Person) -> None:
    with pytest.raises(NotPossibleError):
        await emma.say(None, "hello", "1700000000.000000")


async def test_edits_and_deletions_of_replies_tell_their_thread(
    emma: Person, ear: Ear, ticket: str
) -> None:
    ts = await emma.say(None, "old", ticket)
    await emma.edit(None, ts, "new")
    changed = ear.last
    assert changed["subtype"] == "message_changed"
    for key, text in (("message", "new"), ("previous_message", "old")):
        assert (changed[key]["thread_ts"], changed[key]["text"]) == (ticket, text)
    await emma.delete(None, ts)
    deleted = ear.last
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["thread_ts"] == ticket


async def test_a_deleted_message_with_replies_leaves_a_tombstone(
    emma: Person, ear: Ear, slack: AsyncWebClient
) -> None:
    ts = await emma.say(None, "When?")
    await slack.chat_postMessage(channel=emma.user.id, text="In June", thread_ts=ts)
    await emma.delete(None, ts)
    event = ear.last
    assert (event["subtype"], event["previous_message"]["text"]) == ("message_changed", "When?")
    left = event["message"]
    assert (left["subtype"], left["user"], left["ts"]) == ("tombstone", "USLACKBOT", ts)
    assert (left["thread_ts"], left["reply_count"]) == (ts, 1)
    assert "blocks" not in left
    read = await slack.conversations_replies(channel=emma.direct.id, ts=ts)
    assert [each.get("subtype") for each in read["messages"]] == ["tombstone", None]


async def test_a_file_in_a_thread_comes_as_file_share_of_that_thread(
    emma: Person, ear: Ear, ticket: str
) -> None:
    await emma.upload_message("The invoice", [("i.pdf", b"%PDF")], thread_ts=ticket)
    assert (ear.last["subtype"], ear.last["thread_ts"]) == ("file_share", ticket)
    assert ear.last["files"][0]["name"] == "i.pdf"


async def test_a_reply_that_is_sent_to_the_conversation_too_says_so(
    emma: Person, ear: Ear, ticket: str, workspace: Workspace
) -> None:
    ts = await emma.say(None, "For all", ticket, also_in_channel=True)
    assert (ear.last["subtype"], ear.last["root"]["ts"]) == ("thread_broadcast", ticket)
    assert [each.ts for each in workspace.messages.history(emma.direct.id)] == [ticket, ts]


async def test_a_card_is_changed_and_answered_below_itself(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    card = (await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="Card"))["ts"]
    where: Json = {"channel": SUPPORT_CHANNEL, "thread_ts": card}
    quiet = await slack.chat_postMessage(**where, text="quiet")
    loud = await slack.chat_postMessage(**where, text="loud", reply_broadcast=True)
    assert quiet["message"]["parent_user_id"] == workspace.app.bot_user_id
    shown = [each.ts for each in workspace.messages.history(SUPPORT_CHANNEL)]
    assert shown == [card, loud["ts"]]
    await slack.chat_update(channel=SUPPORT_CHANNEL, ts=quiet["ts"], text="louder")
    changed = workspace.messages.find(SUPPORT_CHANNEL, quiet["ts"])
    assert changed
    assert (changed.text, changed.thread_ts, changed.subtype) == ("louder", card, None)
    again: Json = {"channel": SUPPORT_CHANNEL, "ts": quiet["ts"], "text": "loud too"}
    await slack.chat_update(**again, reply_broadcast=True)
    assert len(workspace.messages.history(SUPPORT_CHANNEL)) == 3


async def test_the_address_of_a_reply_names_its_thread(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    card = (await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="Card"))["ts"]
    reply = (await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", thread_ts=card))["ts"]
    base = f"https://{workspace.domain}.slack.com/archives/{SUPPORT_CHANNEL}/p"
    links = {card: "", reply: f"?thread_ts={card}&cid={SUPPORT_CHANNEL}"}
    for ts, rest in links.items():
        answer = await slack.chat_getPermalink(channel=SUPPORT_CHANNEL, message_ts=ts)
        assert answer["permalink"] == f"{base}{ts.replace('.', '')}{rest}"
    missing = slack.chat_getPermalink(channel=SUPPORT_CHANNEL, message_ts="1700000000.000000")
    assert await error_of(missing) == "message_not_found"


async def test_an_ephemeral_message_has_no_address_and_no_thread(
    slack: AsyncWebClient, workspace: Workspace, emma: Person
) -> None:
    noor = workspace.user("noor")
    where: Json = {"channel": SUPPORT_CHANNEL, "text": "Only you"}
    ts = (await slack.chat_postEphemeral(**where, user=noor.id))["message_ts"]
    link = slack.chat_getPermalink(channel=SUPPORT_CHANNEL, message_ts=ts)
    assert await error_of(link) == "message_not_found"
    reply = slack.chat_postMessage(**where, thread_ts=ts)
    assert await error_of(reply) == "cannot_reply_to_message"
    for name, count in {"noor": 1, "sam": 0}.items():
        person = Person(workspace.user(name), emma.sender)
        assert len(person.sees(SUPPORT_CHANNEL)) == count
    outside = slack.chat_postEphemeral(**where, user=EMMA)
    assert await error_of(outside) == "user_not_in_channel"


async def test_a_reaction_is_taken_away_as_it_was_added(
    emma: Person, ear: Ear, ticket: str, workspace: Workspace
) -> None:
    message = workspace.messages.find(emma.direct.id, ticket)
    assert message
    await emma.react(message, "eyes")
    await emma.react(message, "eyes")
    assert [each["type"] for each in ear.events] == ["reaction_added", "reaction_removed"]
    assert message.reactions == {}


async def test_a_name_of_one_s_own_is_only_taken_with_its_scope(
    slack: AsyncWebClient, workspace: Workspace
) -> None:
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="x", username="Noor")
    workspace.app = replace(workspace.app, scopes="chat:write")
    await slack.chat_postMessage(channel=SUPPORT_CHANNEL, text="y", username="Noor")
    first, second = workspace.messages.all(SUPPORT_CHANNEL)
    assert (first.username, second.username) == ("Noor", None)
