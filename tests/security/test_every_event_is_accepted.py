"""Promise 8: a validly signed event is never answered 4xx, whatever it is."""

from typing import Any

import pytest

from bot.app import Content
from bot.sandbox.envelopes import event_callback
from tests.journeys.desk import Desk, opened
from tests.journeys.reading import screen

EVENT_TYPES = (
    "app_home_opened",
    "app_rate_limited",
    "app_requested",
    "assistant_thread_context_changed",
    "assistant_thread_started",
    "call_rejected",
    "channel_archive",
    "channel_created",
    "channel_deleted",
    "channel_history_changed",
    "channel_id_changed",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "dnd_updated",
    "email_domain_changed",
    "emoji_changed",
    "file_change",
    "file_created",
    "file_deleted",
    "file_public",
    "file_shared",
    "file_unshared",
    "function_executed",
    "group_archive",
    "group_left",
    "im_close",
    "im_created",
    "im_history_changed",
    "im_open",
    "invite_requested",
    "link_shared",
    "member_joined_channel",
    "member_left_channel",
    "message_metadata_posted",
    "pin_added",
    "pin_removed",
    "reaction_added",
    "reaction_removed",
    "shared_channel_invite_accepted",
    "star_added",
    "subteam_created",
    "team_access_granted",
    "team_domain_change",
    "team_join",
    "team_rename",
    "user_change",
    "user_huddle_changed",
    "workflow_step_execute",
    "an_event_that_slack_invents_next_year",
)
ENDS = ("app_uninstalled", "team_access_revoked", "tokens_revoked")
"""After these the app has nothing to say any more."""

MESSAGE_SUBTYPES = (
    "assistant_app_thread",
    "bot_add",
    "bot_message",
    "bot_remove",
    "channel_join",
    "channel_leave",
    "channel_name",
    "channel_topic",
    "document_mention",
    "ekm_access_denied",
    "file_comment",
    "me_message",
    "message_replied",
    "pinned_item",
    "reminder_add",
    "reply_broadcast",
    "tombstone",
    "a_subtype_of_next_year",
)
MALFORMED: dict[str, object] = {
    "none": None,
    "a string": "message",
    "a list": ["message"],
    "a number": 7,
    "empty": {},
    "without a type": {"user": "U0EMMA0001"},
    "a type that is no string": {"type": ["message"]},
    "a message of nothing": {"type": "message"},
    "a message of nobody": {"type": "message", "channel_type": "im", "text": "Hello"},
    "a message without its time": {
        "type": "message",
        "channel_type": "im",
        "channel": "D0EMMA0001",
        "user": "U0EMMA0001",
        "text": "Hello",
    },
    "a text that is no string": {
        "type": "message",
        "channel_type": "im",
        "channel": "D0EMMA0001",
        "user": "U0EMMA0001",
        "text": {"a": 1},
        "ts": "1.000001",
    },
    "a change of nothing": {
        "type": "message",
        "channel_type": "im",
        "subtype": "message_changed",
        "channel": "D0EMMA0001",
    },
    "a change that is no object": {
        "type": "message",
        "channel_type": "im",
        "subtype": "message_changed",
        "message": "x",
        "previous_message": 7,
    },
    "a deletion of nothing": {
        "type": "message",
        "channel_type": "im",
        "subtype": "message_deleted",
    },
    "a mention of nothing": {"type": "app_mention"},
    "a tab of nobody": {"type": "app_home_opened", "tab": "home"},
}
OUTER: dict[str, dict[str, object]] = {
    "an unknown workspace": {"team_id": "T0UNKNOWN1", "authorizations": []},
    "no workspace": {"team_id": None, "authorizations": None},
    "authorizations that are none": {"authorizations": "x"},
    "an authorization that is none": {"authorizations": ["x", 7, None]},
    "no event id": {"event_id": None},
    "an event id that is no string": {"event_id": 7},
    "an invented envelope": {"type": "something_else"},
    "no envelope type": {"type": None},
}


def envelope(desk: Desk, event: Any, **outer: object) -> dict[str, Any]:  # noqa: ANN401
    whole = event_callback(desk.workspace, event if isinstance(event, dict) else {})
    return {**whole, "event": event, **outer}


async def is_accepted(desk: Desk, sent: dict[str, Any]) -> bool:
    return (await desk.sender.post(*desk.sender.request_for(sent))).status == 200


async def test_promise_08_every_event_type_is_accepted_and_done_with(desk: Desk) -> None:
    emma = desk.person("emma")
    for kind in EVENT_TYPES:
        thread = {"user_id": emma.user.id, "channel_id": emma.direct.id, "thread_ts": "1.000001"}
        event = {
            "type": kind,
            "user": emma.user.id,
            "channel": emma.direct.id,
            "event_ts": "1.000001",
            "assistant_thread": {**thread, "context": {}},
        }
        assert await is_accepted(desk, envelope(desk, event)), kind
    await desk.calm()


@pytest.mark.parametrize("kind", ENDS)
async def test_promise_08_the_end_of_the_app_is_accepted_and_done_with(
    content: Content, database_url: str, kind: str
) -> None:
    async with opened(content, database_url) as desk:
        assert await is_accepted(desk, envelope(desk, {"type": kind}))
        await desk.calm()
        assert await is_accepted(desk, envelope(desk, {"type": kind, "tokens": 7, "team_ids": 7}))
        await desk.calm()


async def test_promise_08_every_subtype_of_a_message_is_accepted_and_done_with(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    for subtype in MESSAGE_SUBTYPES:
        event = {
            "type": "message",
            "subtype": subtype,
            "user": emma.user.id,
            "text": desk.answer("business-plan", "en").question,
            "ts": desk.workspace.stamps.ts(),
            "channel": emma.direct.id,
            "channel_type": "im",
        }
        assert await is_accepted(desk, envelope(desk, event)), subtype
    await desk.calm()


async def test_promise_08_a_malformed_event_is_accepted_and_harms_nobody(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        for kind, event in MALFORMED.items():
            assert await is_accepted(desk, envelope(desk, event)), kind
        await assert_still_answering(desk)


async def test_promise_08_a_strange_envelope_is_accepted_and_harms_nobody(
    content: Content, database_url: str
) -> None:
    event = {"type": "reaction_added", "user": "U0EMMA0001", "event_ts": "1.000001"}
    async with opened(content, database_url) as desk:
        for kind, outer in OUTER.items():
            assert await is_accepted(desk, envelope(desk, event, **outer)), kind
        await assert_still_answering(desk)


async def test_promise_08_slack_asking_for_a_challenge_gets_it_back(desk: Desk) -> None:
    asked = {"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkv"}
    answer = await desk.sender.post(*desk.sender.request_for(asked))
    assert answer.json() == {"challenge": asked["challenge"]}


async def test_promise_08_slack_checking_the_certificate_is_answered(desk: Desk) -> None:
    checked = desk.sender.request_for_form({"ssl_check": "1", "token": "x"})
    assert (await desk.sender.post(*checked)).status == 200
    assert (await desk.rows())["inbox"] == []


INTERACTIONS: tuple[dict[str, object], ...] = (
    {},
    {"type": "block_actions"},
    {"type": "block_actions", "actions": []},
    {"type": "block_actions", "actions": [{"action_id": None}]},
    {"type": "block_actions", "actions": ["x"], "user": 7, "channel": []},
    {"type": "something_else"},
    {"type": "message_action", "callback_id": "unknown"},
    {"type": "message_action", "callback_id": "ask_partner_desk"},
    {"type": "view_closed", "view": {}},
)


async def test_promise_08_a_malformed_interaction_is_accepted_and_harms_nobody(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        for payload in INTERACTIONS:
            assert (await desk.sender.send_interaction(payload)).status == 200, payload
        await assert_still_answering(desk)


async def assert_still_answering(desk: Desk) -> None:
    emma, answer = desk.person("emma"), desk.answer("business-plan", "en")
    await emma.say(None, answer.question)
    await desk.workspace.wait_for(
        lambda: [r for r in desk.replies(emma) if screen(r).startswith(answer.question)]
    )
