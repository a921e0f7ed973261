"""Slack is slow, busy, broken or refuses: promises 19 to 22."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import Connection, select

from bot.answering.decision import Decision, Kind
from bot.sandbox import Fault, Message, Person, Workspace
from bot.sandbox.faults import EVERY_METHOD, FOREVER
from bot.services import asking
from bot.services.asking import Asked
from bot.storage import outbox as outbox_rows
from bot.storage.questions import Place
from bot.storage.schema import outbox
from tests.faults.house import Clock, House, waiting

POST = "chat.postMessage"
QUESTION = "How do I enroll?"

Start = Callable[[], AbstractAsyncContextManager[House]]


def told_to_wait(number: int) -> Callable[[Connection], bool]:
    """Tell whether so many messages were told to wait, or more."""
    limited = select(outbox.c.id).where(outbox.c.problem == "ratelimited")
    return lambda connection: len(connection.execute(limited).all()) >= number


async def answered(house: House, person: Person, number: int = 1) -> list[Message]:
    await house.slack.wait_for(lambda: len(house.replies(person)) >= number)
    await house.until(lambda connection: not waiting(connection))
    return house.replies(person)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(1, 1), (30, 30), (300, 300), (1.5, 1.5), *((odd, 30) for odd in (None, "soon", "-5", "nan"))],
)
async def test_promise_19_a_busy_slack_is_left_alone_for_as_long_as_it_says(
    house: House, emma: Person, wei: Person, header: float | str | None, seconds: float
) -> None:
    house.slack.faults.add(POST, Fault.rate_limited(header))
    await emma.say(None, QUESTION)
    await house.until(told_to_wait(1))
    house.pass_by(seconds - 0.1)
    await wei.open_home()
    await house.slack.wait_for(lambda: wei.home)
    assert house.attempts() == 1
    house.pass_by(0.2)
    assert len(await answered(house, emma)) == 1
    assert house.attempts() == 2


async def test_promise_19_all_messages_wait_while_the_method_is_limited(
    house: House, emma: Person, wei: Person
) -> None:
    house.slack.faults.add(POST, Fault.rate_limited(30))
    await emma.say(None, QUESTION)
    await house.until(told_to_wait(1))
    await wei.say(None, QUESTION)
    await house.until(told_to_wait(2))
    assert house.attempts() == 1
    house.pass_by(30)
    await answered(house, emma)
    await answered(house, wei)


async def test_promise_19_a_message_that_waited_for_its_turn_does_not_call_a_limited_method(
    house: House, emma: Person, wei: Person
) -> None:
    for number in range(4):
        await emma.say(None, f"{QUESTION} {number}")
    await house.calm()
    assert house.attempts() == 3
    house.slack.faults.add(POST, Fault.rate_limited(30))
    await wei.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.attempts() == 4)
    await house.until(told_to_wait(1))
    house.pass_by(1)
    await house.until(told_to_wait(2))
    assert house.attempts() == 4
    house.pass_by(29)
    assert len(await answered(house, emma, 4)) == 4


async def test_promise_19_a_restart_obeys_what_slack_asked_before(
    start: Start, slack: Workspace
) -> None:
    slack.faults.add(POST, Fault.rate_limited(300))
    async with start() as house:
        await house.person("emma").say(None, QUESTION)
        await house.until(told_to_wait(1))
    async with start() as house:
        house.pass_by(299)
        await house.person("wei").say(None, QUESTION)
        await house.until(told_to_wait(2))
        assert house.attempts() == 1
        house.pass_by(1)
        await answered(house, house.person("emma"))
        await answered(house, house.person("wei"))


async def test_promise_20_a_burst_to_one_channel_is_paced_and_keeps_its_order(
    house: House, emma: Person, clock: Clock
) -> None:
    channel, start = emma.direct.id, clock.now
    await house.office.database.run(ask_often, channel, 100, start)
    house.pass_by(0)
    await house.hurry(lambda: len(house.replies(emma)) == 100)
    posted = [call.arguments for call in house.slack.called(POST)]
    numbers = [each["metadata"]["event_payload"]["question"] for each in posted]
    assert numbers == list(range(1, 101))
    times = [call.at for call in house.slack.called(POST)]
    assert is_paced(times)
    assert times[-1] - start <= 98


def is_paced(times: Sequence[float]) -> bool:
    """Tell whether never more than a burst of 3 came at once, and then one a second."""
    spans = ((a, b) for a in range(len(times)) for b in range(a, len(times)))
    return all(last - first + 1 <= 3 + times[last] - times[first] for first, last in spans)


async def test_promise_20_three_processes_keep_one_pace_in_each_channel(
    start: Start, slack: Workspace, clock: Clock
) -> None:
    begun = clock.now
    async with start() as house, start() as second, start() as third:
        await house.office.database.run(announce, 20, clock.now)
        await house.hurry(lambda: len(slack.called(POST)) == 100, second, third)
        await house.until(lambda connection: not waiting(connection))
    calls = slack.called(POST)
    for person in PEOPLE:
        times = [call.at for call in calls if call.arguments["channel"] == person]
        assert len(times) == 20
        assert is_paced(times)
        assert times[-1] - begun <= 18.5


PEOPLE = ("U0EMMA0001", "U0WEI00001", "U0NOOR0001", "U0DAAN0001", "U0CAMILLE1")


def announce(connection: Connection, number: int, now: float) -> None:
    """Have each of some people told several things, each in a lane of its own."""
    for which in range(number):
        for person in PEOPLE:
            about = {"person": person, "button": "open:directory"}
            outbox_rows.post(connection, "T0SANDBOX1", f"{which}:{person}", "unopened", about, now)


def ask_often(connection: Connection, channel: str, number: int, now: float) -> None:
    decision = Decision(Kind.ANSWER, "en", topic="enroll-where")
    for _ in range(number):
        asked = Asked("T0SANDBOX1", "U0EMMA0001", Place.DIRECT, channel, QUESTION)
        asking.say(connection, asked, decision, now)


async def test_promise_20_a_busy_channel_does_not_hold_up_another(
    house: House, emma: Person, wei: Person, clock: Clock
) -> None:
    await house.office.database.run(ask_often, emma.direct.id, 50, clock.now)
    await wei.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.replies(wei))
    assert len(house.replies(emma)) < 10


async def attempted(house: House, number: int) -> None:
    await house.slack.wait_for(lambda: house.attempts() == number)


PASSING = [
    Fault.server_error(500, times=3),
    Fault.server_error(503),
    Fault.reset(times=3),
    Fault.garbage(),
    Fault.refused("internal_error", times=2),
    Fault.refused("service_unavailable"),
]


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: f"{fault.kind}-{fault.times}")
async def test_promise_21_what_fails_in_passing_is_delivered_once_afterwards(
    house: House, emma: Person, fault: Fault
) -> None:
    house.slack.faults.add(POST, fault)
    await emma.say(None, QUESTION)
    for number in range(1, fault.times + 1):
        await attempted(house, number)
        await house.calm()
        house.pass_by(5)
    assert len(await answered(house, emma)) == 1
    assert house.attempts() == fault.times + 1


async def test_promise_21_a_lost_acknowledgement_doubles_at_most_once(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.lost())
    await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.attempts() == 1)
    await house.calm()
    house.pass_by(1)
    assert 1 <= len(await answered(house, emma)) <= 2
    await emma.press(house.replies(emma)[-1], "show_in:fr")
    await house.slack.wait_for(lambda: house.slack.called("chat.update"))


async def test_promise_21_a_call_that_hangs_is_given_up(
    start: Start, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app._HTTP_SECONDS", 0.2)
    async with start() as house:
        slack.faults.add("views.publish", Fault.slow(30))
        await house.person("emma").open_home()
        await house.slack.wait_for(lambda: house.attempts("views.publish") == 1)
        await house.calm()
        house.pass_by(1)
        await house.slack.wait_for(lambda: house.attempts("views.publish") == 2)
        await house.until(lambda connection: not waiting(connection))


@pytest.mark.parametrize("fault", [Fault.reset, Fault.server_error])
async def test_promise_21_after_an_outage_of_twenty_minutes_everything_is_delivered(
    house: House, emma: Person, clock: Clock, fault: Callable[..., Fault]
) -> None:
    start = clock.now
    house.slack.faults.add(EVERY_METHOD, fault(times=FOREVER))
    for _ in range(20):
        await emma.say(None, QUESTION)
        await house.calm()
        house.pass_by(59)
    assert clock.now - start >= 19 * 60
    house.slack.faults.clear()
    house.pass_by(600)
    await house.hurry(lambda: len(house.replies(emma)) == 20)
    assert len(await answered(house, emma, 20)) == 20


async def test_a_greeting_is_posted_once_though_its_prompts_fail_at_first(
    house: House, emma: Person
) -> None:
    prompts = "assistant.threads.setSuggestedPrompts"
    house.slack.faults.add(prompts, Fault.rate_limited(30))
    await emma.open_messages_tab()
    await house.until(told_to_wait(1))
    house.pass_by(29)
    await house.calm()
    assert house.attempts(prompts) == 1
    house.pass_by(1)
    assert len(await answered(house, emma)) == 1
    assert len(house.slack.called(prompts)) == 1


REFUSALS = [
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "token_revoked",
    "account_inactive",
    "invalid_blocks",
    "an_error_of_tomorrow",
]


@pytest.mark.parametrize("error", REFUSALS)
async def test_promise_22_a_refusal_for_good_is_not_tried_again_but_set_aside(
    house: House, emma: Person, error: str
) -> None:
    house.slack.faults.add(POST, Fault.refused(error))
    await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.attempts() == 1)
    await house.calm()
    house.pass_by(3600)
    await house.calm()
    assert house.attempts() == 1
    assert await house.outbox() == [("parked", error)]


async def test_promise_22_what_comes_after_a_refused_message_is_sent(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.refused("msg_too_long"))
    for _ in range(2):
        await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.replies(emma))
    await house.calm()
    assert [state for state, _ in await house.outbox()] == ["parked", "done"]


async def test_a_reply_whose_message_is_gone_is_posted_anew(house: House, emma: Person) -> None:
    await emma.say(None, QUESTION)
    (reply,) = await answered(house, emma)
    house.slack.faults.add("chat.update", Fault.refused("message_not_found"))
    await emma.press(reply, "show_in:fr")
    assert len(await answered(house, emma, 2)) == 2


async def test_what_is_due_is_sent_without_anybody_asking_for_it(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.rate_limited(5))
    await emma.say(None, QUESTION)
    await house.until(told_to_wait(1))
    house.clock.now += 5
    assert len(await answered(house, emma)) == 1
