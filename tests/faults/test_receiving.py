"""The database is away, full or slow: promises 7 and 23."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import OperationalError

from bot.app import Content
from bot.sandbox import Fault, Person, Workspace
from bot.sandbox.faults import FOREVER
from bot.storage.schema import metadata
from tests.faults.house import Clock, House, opened, refusing, waiting
from tests.faults.postman import repeat_refused
from tests.journeys.filling import DISCREPANCY, fill_in, open_form

QUESTION = "How do I enroll?"


_LEVELS: dict[bool, IsolationLevel] = {True: "AUTOCOMMIT", False: "READ COMMITTED"}
"""In SQLite a lock is a transaction's own, which has to be begun by hand."""


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Have another program hold the database."""
    database = house.office.database
    hold = "BEGIN EXCLUSIVE" if database.is_sqlite else f"LOCK TABLE {', '.join(metadata.tables)}"
    other = create_engine(database.engine.url, isolation_level=_LEVELS[database.is_sqlite])
    with other.connect() as connection:
        connection.exec_driver_sql(hold)
        yield
        connection.exec_driver_sql("ROLLBACK")
    other.dispose()


async def test_promise_07_while_the_database_is_locked_all_is_refused_and_afterwards_all_is_done(
    house: House, emma: Person, wei: Person, real_limits: None
) -> None:
    del real_limits
    await open_form(house, wei, "discrepancy")
    await fill_in(wei, DISCREPANCY)
    await house.until(lambda connection: not waiting(connection))
    with locked(house):
        said, command, submitted = await asyncio.gather(
            emma.say(None, QUESTION), emma.command(QUESTION), wei.submit_view()
        )
        refused = [delivery.answers[0].status for delivery in house.sender.deliveries]
        assert (refused, command.status) == ([503], 503)
        assert submitted.answer.status in {500, 503}
        assert not submitted.closed
        with suppress(OperationalError):  # the one writer does what was begun before this
            await house.office.database.run(lambda _: None)
    await repeat_refused(house.sender)
    assert (await wei.submit_view()).closed
    await house.slack.wait_for(lambda: house.replies(emma) and house.replies(wei))
    await house.until(lambda connection: not waiting(connection))
    assert said
    # Nobody repeats a command; it may be done when the database took it after it was refused.
    assert len(house.replies(emma)) in {1, 2}
    assert len(house.replies(wei)) == 1


async def test_promise_07_what_can_t_be_written_is_refused_and_its_repetition_is_answered_once(
    house: House, emma: Person
) -> None:
    async with refusing(house.office.database, "inbox"):
        await emma.say(None, QUESTION)
        (delivery,) = house.sender.deliveries
        assert [answer.status for answer in delivery.answers] == [503]
        assert (await emma.command(QUESTION)).status == 503
    await house.sender.drain()
    assert delivery.ok
    await house.slack.wait_for(lambda: house.replies(emma))
    await house.until(lambda connection: not waiting(connection))
    assert len(house.replies(emma)) == 1


@pytest.mark.parametrize("table", ["questions", "outbox"])
async def test_promise_07_a_question_that_can_t_be_processed_yet_is_answered_once_it_can(
    house: House, emma: Person, table: str
) -> None:
    async with refusing(house.office.database, table):
        await emma.say(None, QUESTION)
        await house.calm()
        assert house.replies(emma) == []
    house.pass_by(1)
    await house.slack.wait_for(lambda: house.replies(emma))
    await house.until(lambda connection: not waiting(connection))
    assert len(house.replies(emma)) == 1


async def test_promise_06_a_repetition_whose_original_never_came_is_answered_once(
    house: House, emma: Person
) -> None:
    house.slack.faults.add("acknowledgement", Fault.lost(times=2))
    await emma.say(None, QUESTION)
    await house.sender.drain()
    assert [answer.ok for answer in house.sender.deliveries[0].answers] == [False, False, True]
    await house.slack.wait_for(lambda: house.replies(emma))
    await house.until(lambda connection: not waiting(connection))
    assert len(house.replies(emma)) == 1


async def ready(house: House) -> bool:
    """Ask as a platform does; the process itself is alive in any case."""
    assert (await house.http.get("/healthz")).status_code == 200
    answer = await house.http.get("/readyz")
    assert answer.json()["ready"] is (answer.status_code == 200)
    assert answer.status_code in {200, 503}
    return answer.json()["ready"] is True


async def test_promise_23_a_request_that_nobody_works_on_turns_readiness_red(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> None:
    async with opened(content, slack, database_url, clock, worker=False) as idle:
        await idle.person("emma").say(None, QUESTION)
        clock.now += 300
        assert await ready(idle)
        clock.now += 1
        assert not await ready(idle)
    async with opened(content, slack, database_url, clock) as working:
        await slack.wait_for(lambda: working.replies(working.person("emma")))
        await working.until(lambda connection: not waiting(connection))
        assert await ready(working)


async def test_promise_23_a_message_that_can_t_be_sent_turns_readiness_red(
    house: House, emma: Person
) -> None:
    house.slack.faults.add("chat.postMessage", Fault.server_error(times=FOREVER))
    await emma.say(None, QUESTION)
    await house.slack.wait_for(house.attempts)
    await house.calm()
    assert await ready(house)
    house.clock.now += 301
    assert not await ready(house)
    house.slack.faults.clear()
    house.pass_by(0)
    await house.until(lambda connection: not waiting(connection))
    assert await ready(house)


async def test_a_database_that_does_not_answer_turns_readiness_red(house: House) -> None:
    assert await ready(house)
    await house.office.database.run(lambda c: c.execute(text("ALTER TABLE outbox RENAME TO away")))
    assert not await ready(house)
    await house.office.database.run(lambda c: c.execute(text("ALTER TABLE away RENAME TO outbox")))
    assert await ready(house)
