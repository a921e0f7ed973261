"""A message is posted once, whichever of several processes has it; and it waits for a token."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from bot.sandbox import Fault, Workspace
from bot.storage import outbox as box
from bot.storage.schema import DONE, PARKED
from tests.faults.house import House, waiting

POST = "chat.postMessage"
QUESTION = "How do I enroll?"
LEASE_SECONDS = 120

Start = Callable[[], AbstractAsyncContextManager[House]]


async def settled(house: House) -> None:
    await house.until(lambda connection: not waiting(connection))


async def test_promise_21_who_may_be_late_with_a_call_leaves_it_to_who_leases_the_message_next(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    emma = house.person("emma")
    with monkeypatch.context() as late:
        late.setattr("bot.slack.sending.delivery._MARGIN_SECONDS", 2 * LEASE_SECONDS)
        await emma.say(None, QUESTION)
        await house.until(lambda _: "message_taken_over" in caplog.text)
    assert house.attempts(POST) == 0
    house.pass_by(LEASE_SECONDS)
    await settled(house)
    assert house.attempts(POST) == 1


async def test_promise_21_what_one_process_posted_and_lost_another_recognizes(
    start: Start, slack: Workspace
) -> None:
    slack.faults.add(POST, Fault.lost())
    async with start() as first:
        await first.person("emma").say(None, QUESTION)
        await slack.wait_for(lambda: first.attempts(POST) == 1)
        await first.calm()
    async with start() as second, start() as third:
        second.pass_by(5)
        third.pass_by(0)
        await settled(second)
        assert second.attempts(POST) == 1
        assert len(second.replies(second.person("emma"))) == 1


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_promise_22_what_was_refused_for_its_token_is_said_once_there_is_a_good_one(
    start: Start, slack: Workspace, error: str
) -> None:
    slack.faults.add(POST, Fault.refused(error, times=3))
    async with start() as house:
        for name in ("emma", "wei", "daan"):
            await house.person(name).say(None, QUESTION)
        await house.until(lambda c: box.parked(c) == 3)
        assert await house.outbox() == [(PARKED, error)] * 3
    async with start() as house:
        await settled(house)
        assert [state for state, _ in await house.outbox()] == [DONE] * 3
        assert house.attempts(POST) == 6


async def test_promise_22_what_was_refused_long_before_its_token_came_back_stays_set_aside(
    start: Start, slack: Workspace
) -> None:
    slack.faults.add(POST, Fault.refused("token_revoked"))
    async with start() as house:
        await house.person("emma").say(None, QUESTION)
        await house.until(lambda c: box.parked(c) == 1)
        house.pass_by(4 * 24 * 3600)
    async with start() as house:
        await house.calm()
        assert await house.outbox() == [(PARKED, "token_revoked")]
