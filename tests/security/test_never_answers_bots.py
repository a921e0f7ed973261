"""Promise 10: the bot never answers itself, other bots, edits of its own, joins and leaves."""

from typing import Any

from bot.app import Content
from bot.sandbox import Person
from tests.journeys.desk import CHANNEL, MENTION, Desk, assert_nothing_went_wrong, opened
from tests.journeys.reading import actions, feedback


def message(desk: Desk, person: Person, **more: object) -> dict[str, Any]:
    return {
        "type": "message",
        "user": person.user.id,
        "text": desk.answer("business-plan", "en").question,
        "ts": desk.workspace.stamps.ts(),
        "channel": person.direct.id,
        "channel_type": "im",
        **more,
    }


async def assert_unanswered(desk: Desk, event: dict[str, Any]) -> None:
    await desk.sender.send_event(event)
    await desk.calm()
    assert (await desk.rows())["questions"] == []
    assert (await desk.rows())["outbox"] == []


async def test_promise_10_the_bot_does_not_answer_its_own_messages_and_edits(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url, echo=True) as desk:
        emma = desk.person("emma")
        reply = await desk.ask(emma, desk.answer("business-plan", "en").question)
        await desk.sender.drain()
        await desk.press(emma, reply, "show_in:fr")
        await desk.press(emma, reply, "feedback", feedback(reply)[1])
        await desk.press(emma, reply, "person")
        await desk.press(emma, reply, actions(reply, "withdraw")[0])
        await desk.sender.drain()
        await desk.calm()
        assert desk.replies(emma) == [reply]
        assert len((await desk.rows())["questions"]) == 1
        await assert_nothing_went_wrong(desk)


async def test_promise_10_the_bot_does_not_answer_its_own_replies_in_a_channel(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url, echo=True) as desk:
        emma = desk.person("emma")
        await desk.ask(emma, f"{MENTION} {desk.answer('business-plan', 'en').question}", CHANNEL)
        await desk.sender.drain()
        await desk.calm()
        assert len(desk.replies(emma, CHANNEL)) == 1
        await assert_nothing_went_wrong(desk)


MARKS: tuple[dict[str, object], ...] = (
    {"bot_id": "B0OTHER001"},
    {"bot_profile": {"id": "B0OTHER001", "name": "Other"}},
    {"app_id": "A0OTHER001"},
    {"subtype": "bot_message", "bot_id": "B0OTHER001", "user": None},
    {"subtype": "bot_message"},
    {"user": None},
    {"user": "USLACKBOT", "subtype": "reminder_add"},
)


async def test_promise_10_other_bots_are_not_answered(desk: Desk) -> None:
    for mark in MARKS:
        await assert_unanswered(desk, message(desk, desk.person("emma"), **mark))


async def test_promise_10_a_bot_that_mentions_us_is_not_answered(desk: Desk) -> None:
    text = f"{MENTION} {desk.answer('business-plan', 'en').question}"
    event = message(desk, desk.person("emma"), type="app_mention", text=text, channel=CHANNEL)
    del event["channel_type"]
    await assert_unanswered(desk, {**event, "bot_id": "B0OTHER001"})


async def test_promise_10_our_own_user_is_not_answered_even_without_a_mark(desk: Desk) -> None:
    own = desk.workspace.app.bot_user_id
    await assert_unanswered(desk, message(desk, desk.person("emma"), user=own))


async def test_promise_10_a_bots_edit_is_not_answered(desk: Desk) -> None:
    emma = desk.person("emma")
    said = message(desk, emma, bot_id="B0OTHER001")
    edit = {
        "type": "message",
        "subtype": "message_changed",
        "channel": emma.direct.id,
        "channel_type": "im",
        "ts": desk.workspace.stamps.ts(),
        "message": said,
        "previous_message": {**said, "text": "before"},
    }
    await assert_unanswered(desk, edit)


async def test_promise_10_messages_about_coming_and_going_are_not_answered(desk: Desk) -> None:
    emma = desk.person("emma")
    inside = {"channel": CHANNEL, "channel_type": "channel"}
    for subtype in ("channel_join", "channel_leave", "group_join", "group_leave"):
        await assert_unanswered(desk, message(desk, emma, subtype=subtype))
        await assert_unanswered(desk, message(desk, emma, subtype=subtype, **inside))


async def test_promise_10_people_who_join_and_leave_are_left_in_peace(desk: Desk) -> None:
    daan = desk.person("daan")
    await daan.leave(CHANNEL)
    await daan.join(CHANNEL)
    await desk.calm()
    assert desk.replies(daan, CHANNEL) == []
    assert (await desk.rows())["outbox"] == []
