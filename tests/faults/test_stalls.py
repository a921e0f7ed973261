"""The database answers nobody, and refuses nobody: promises 3 and 7.

`make soak` measures how long Slack waits then, on both engines, for a minute.
"""

import asyncio
from itertools import repeat

import pytest

from bot.app import Content
from bot.sandbox import Person, Workspace
from bot.slack.intake.receiving import (
    _ANSWERED_WITHIN_SECONDS,
    _STALLED_SECONDS,
    _STORED_WITHIN_SECONDS,
)
from bot.storage.database import _BUSY_SECONDS, _POSTGRESQL_SETTINGS
from tests.faults.failing import stalled
from tests.faults.house import Clock, House, opened, waiting
from tests.faults.opening import slow

QUESTION = "How do I enroll?"

REFUSED_WITHIN, ANSWERED_SOON = 2.5, 0.3
A_SECOND, SECONDS, MOST_LATE = 100, 60, 0.01


def test_promise_07_the_limits_leave_time_to_refuse() -> None:
    assert _STALLED_SECONDS < _STORED_WITHIN_SECONDS < _ANSWERED_WITHIN_SECONDS < REFUSED_WITHIN
    assert _BUSY_SECONDS <= _STORED_WITHIN_SECONDS
    assert int(str(_POSTGRESQL_SETTINGS["connect_timeout"])) <= _STORED_WITHIN_SECONDS


def test_promise_03_few_wait_until_it_is_known_that_the_database_has_stalled() -> None:
    late = (_STALLED_SECONDS - ANSWERED_SOON) * A_SECOND
    assert late < MOST_LATE * A_SECOND * SECONDS


async def test_promise_03_while_the_database_is_stalled_questions_are_refused_without_waiting(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.intake.receiving._STALLED_SECONDS", 0.05)
    monkeypatch.setattr("bot.slack.intake.receiving._STORED_WITHIN_SECONDS", None)
    with stalled(house.office.database):
        for _ in range(3):
            await emma.say(None, QUESTION)
        await house.sender.drain()
        statuses = [each.status for one in house.sender.deliveries for each in one.answers]
        assert statuses == list(repeat(503, 3 * 4))
    await house.slack.wait_for(lambda: len(house.replies(emma)) == 3)
    await house.until(lambda connection: not waiting(connection))
    assert len(house.replies(emma)) == 3


async def test_promise_03_a_command_which_slack_does_not_repeat_waits_for_the_database(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.intake.receiving._STALLED_SECONDS", 0.05)
    with stalled(house.office.database):
        asking = asyncio.create_task(emma.command(QUESTION))
        await emma.say(None, QUESTION)
        assert not asking.done()
    assert (await asking).ok
    await house.sender.drain()
    await house.until(lambda connection: not waiting(connection))


async def test_promise_03_a_database_that_is_slow_all_the_time_is_waited_for(
    content: Content,
    slack: Workspace,
    database_url: str,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.slack.intake.receiving._STALLED_SECONDS", 0.05)
    async with opened(content, slack, database_url, clock, worker=False) as house:
        with slow(monkeypatch, 0.3):
            await house.person("emma").say(None, QUESTION)
            await house.until(waiting)
            await house.person("emma").say(None, QUESTION)
        first, second = house.sender.deliveries
        assert first.answers[0].status == 503
        assert [each.status for each in second.answers] == [200]


async def test_promise_07_what_waits_for_a_stalled_database_is_not_kept_without_end(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.intake.receiving._STALLED_SECONDS", 0.05)
    monkeypatch.setattr("bot.slack.intake.receiving._MOST_WAITING", 2)
    with stalled(house.office.database):
        await emma.say(None, QUESTION)
        waits = [asyncio.create_task(emma.command(QUESTION)) for _ in range(2)]
        await asyncio.sleep(0.1)
        assert (await emma.command(QUESTION)).status == 503
    await asyncio.gather(*waits)
    await house.sender.drain()
    await house.until(lambda connection: not waiting(connection))
