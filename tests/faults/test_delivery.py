"""Delivery does not post twice, loses nothing and holds up nobody: findings of a review."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.sandbox import Fault, Person
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.services import replying
from bot.services.housekeeping import PARKED_SECONDS, tidy
from bot.storage import outbox as box
from bot.storage import tickets
from bot.storage.schema import DONE, PARKED, outbox, questions
from tests.faults.house import House, waiting
from tests.journeys.filling import DIRECTORY, fill_in, open_form, request, submission_of

POST = "chat.postMessage"
UPDATE = "chat.update"
QUESTION = "How do I enroll?"
DAY = 24 * 3600
LOCKED = OperationalError("UPDATE", {}, Exception("locked"))
BROKEN = IntegrityError("UPDATE", {}, Exception("unique"))


async def settled(house: House) -> None:
    await house.until(lambda connection: not waiting(connection))


@pytest.mark.parametrize("times", [1, 3])
async def test_promise_21_a_database_that_is_busy_after_sending_does_not_send_again(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    failing = iter([LOCKED] * times)
    finish = box.finish

    def busy(connection: Connection, workspace: str, row: int, attempt: int) -> bool:
        for problem in failing:
            raise problem
        return finish(connection, workspace, row, attempt)

    monkeypatch.setattr("bot.slack.sending.delivery._WRITE_AGAIN_SECONDS", 0.001)
    monkeypatch.setattr("bot.storage.outbox.finish", busy)
    await emma.say(None, QUESTION)
    await settled(house)
    assert house.attempts(POST) == 1


async def test_promise_21_what_can_never_be_written_down_is_set_aside_and_not_sent_again(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise BROKEN

    monkeypatch.setattr("bot.storage.questions.change", broken)
    await emma.say(None, QUESTION)
    await house.until(lambda c: box.parked(c) == 1)
    house.pass_by(600)
    await house.calm()
    assert house.attempts(POST) == 1
    assert await house.outbox() == [(PARKED, "IntegrityError")]


async def test_promise_21_a_message_whose_answer_was_lost_is_recognized(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.lost())
    await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.attempts(POST) == 1)
    await house.calm()
    house.pass_by(1)
    await settled(house)
    (reply,) = house.replies(emma)
    assert house.attempts(POST) == 1
    await emma.press(reply, "show_in:fr")
    await settled(house)
    assert house.slack.called(UPDATE)[0].arguments["ts"] == reply.ts


async def test_a_clock_that_jumps_while_something_is_sent_does_not_send_it_twice(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.slow(0.4, times=2))
    await emma.say(None, "I want to talk to a person")
    await house.slack.wait_for(lambda: house.attempts(POST) == 2)
    house.pass_by(1_000)
    await asyncio.sleep(0.1)
    house.office.something_to_say.set()
    await settled(house)
    assert house.attempts(POST) == 2
    assert house.attempts("conversations.history") == 0
    assert len(house.cards()) == 1


async def test_promise_21_a_message_of_a_process_that_died_is_recognized(
    house: House, emma: Person
) -> None:
    await emma.say(None, QUESTION)
    await settled(house)
    await house.office.database.run(lambda c: c.execute(FORGET_ANSWER))
    await house.office.database.run(lambda c: c.execute(DIE))
    house.pass_by(1)
    await settled(house)
    assert house.attempts(POST) == 1
    kept = await house.read(lambda c: c.scalar(select(questions.c.reply_ts)))
    assert kept == house.replies(emma)[0].ts


FORGET_ANSWER = update(questions).values(reply_ts=None, reply_channel=None)
DIE = update(outbox).values(state="waiting", settled=0, attempts=1, about={"question": 1}, due_at=0)


async def test_a_message_that_certainly_was_not_sent_is_not_looked_for(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.rate_limited(1))
    await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.attempts(POST) == 1)
    await house.calm()
    house.pass_by(2)
    await settled(house)
    assert house.attempts("conversations.history") == 0


async def test_promise_19_a_message_survives_being_postponed_a_hundred_times(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.rate_limited(1, times=100))
    await emma.say(None, QUESTION)
    for _ in range(101):
        await house.calm()
        house.pass_by(1)
    assert house.attempts(POST) == 101
    await settled(house)
    assert len(house.replies(emma)) == 1


async def test_a_message_is_tried_for_a_day_and_then_set_aside(house: House, emma: Person) -> None:
    house.slack.faults.add(POST, Fault.server_error(times=1000))
    await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.attempts(POST) == 1)
    await house.calm()
    house.pass_by(DAY + 60)
    await house.until(lambda c: box.parked(c) == 1)
    assert await house.outbox() == [(PARKED, "PassingError")]


async def test_a_message_that_can_not_be_drawn_is_set_aside_and_lets_its_lane_go_on(
    house: House, emma: Person
) -> None:
    now = house.clock.now
    channel = emma.direct.id
    await house.office.database.run(
        box.post, house.office.workspace, channel, "reply", {"nothing": 1}, now
    )
    await emma.say(None, QUESTION)
    for _ in range(8):
        await house.calm()
        house.pass_by(60)
    assert await house.outbox() == [(PARKED, "KeyError"), (DONE, None)]
    assert len(house.replies(emma)) == 1


async def test_a_card_that_is_gone_is_posted_anew(house: House, emma: Person) -> None:
    house.slack.faults.add(UPDATE, Fault.refused("message_not_found"))
    await emma.say(None, "I want to talk to a person")
    await settled(house)
    await house.office.database.run(redraw, house.office.workspace, house.clock.now)
    house.pass_by(0)
    await settled(house)
    assert len(posted_to_the_desk(house)) == 2


def redraw(connection: Connection, workspace: str, now: float) -> None:
    """Have the card of the first ticket drawn anew."""
    ticket = tickets.find(connection, workspace, 1)
    assert ticket
    replying.ticket_card(connection, ticket, now)


def posted_to_the_desk(house: House) -> list[dict[str, Any]]:
    """Give what was posted to the desk's channel."""
    posted = [call.arguments for call in house.slack.called(POST)]
    return [each for each in posted if each["channel"] == SUPPORT_CHANNEL]


async def test_handing_over_again_is_on_the_same_card_and_told_to_the_channel_once(
    house: House, emma: Person
) -> None:
    await emma.say(None, QUESTION)
    await settled(house)
    for button in ("person", "withdraw", "person"):
        house.pass_by(10)
        (reply,) = house.replies(emma)
        await emma.press(reply, button)
        await settled(house)
    card, *notes = posted_to_the_desk(house)
    assert "thread_ts" not in card
    assert [each.get("reply_broadcast", False) for each in notes] == [False, True]


async def test_promise_42_what_was_set_aside_is_gone_after_a_month(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.refused("channel_not_found"))
    await emma.say(None, QUESTION)
    await house.until(lambda c: box.parked(c) == 1)
    answer = await house.http.get("/readyz")
    assert answer.json()["parked"] == {"inbox": 0, "outbox": 1}
    assert answer.status_code == 200
    later = house.clock.now + PARKED_SECONDS + 1
    await house.office.database.run(tidy, later)
    assert await house.outbox() == []


async def test_one_slow_lookup_holds_up_nobody(
    house: House, emma: Person, wei: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.DRAIN_SECONDS", 0.1)
    monkeypatch.setattr("bot.slack.locales._WAIT_SECONDS", 60)
    house.slack.faults.add("users.info", Fault.slow(60))
    await emma.open_home()
    await wei.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.replies(wei))
    assert emma.home is None


async def test_promise_22_a_private_answer_whose_address_is_closed_comes_as_a_message(
    house: House, emma: Person
) -> None:
    await emma.command("help")
    await settled(house)
    elsewhere = update(questions).values(response_url="https://example.org/somewhere")
    await house.office.database.run(lambda c: c.execute(elsewhere))
    await house.office.database.run(
        replying.reply, house.office.workspace, 1, emma.direct.id, house.clock.now
    )
    house.pass_by(0)
    await settled(house)
    (posted,) = house.slack.called(POST)
    assert posted.arguments["channel"] == emma.user.id


async def test_a_list_of_requests_whose_address_is_closed_comes_as_a_message(
    house: House, emma: Person
) -> None:
    about = (house.office.workspace, emma.user.id, "http://127.0.0.1:1/x", "en", house.clock.now)
    await house.office.database.run(replying.requests, *about)
    house.pass_by(0)
    await settled(house)
    assert len(house.slack.called(POST)) == 1


async def test_promise_13_a_form_sent_again_after_its_receipt_is_the_same_request(
    house: House, emma: Person
) -> None:
    await open_form(house, emma, "directory")
    await fill_in(emma, DIRECTORY)
    payload = submission_of(house.slack, emma, DIRECTORY)
    for _ in range(2):
        assert (await house.sender.send_interaction(payload)).ok
        await settled(house)
    kept = await house.read(lambda c: tickets.of_person(c, house.office.workspace, emma.user.id))
    assert [(ticket.channel, ticket.receipt_channel) for ticket in kept] == [
        (emma.user.id, emma.direct.id)
    ]
    assert len(house.slack.called(POST)) == 2


async def test_a_receipt_is_drawn_anew_where_it_was_posted(house: House, emma: Person) -> None:
    await request(house, emma, "directory")
    await settled(house)
    (receipt,) = house.replies(emma)
    await emma.press(receipt, "request:withdraw")
    await settled(house)
    assert house.replies(emma) == [receipt]
    updated = [call.arguments["ts"] for call in house.slack.called(UPDATE)]
    assert updated.count(receipt.ts) == 1
