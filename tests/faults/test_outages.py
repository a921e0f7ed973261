"""The database is down, full or read-only: what can't be stored is refused: promise 7."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.app import Content
from bot.sandbox import Person, Workspace
from bot.storage.database import Database
from bot.storage.migrating import migrate
from tests.faults.house import Clock, House, opened, refusing, waiting
from tests.faults.postman import repeat_refused
from tests.journeys.filling import DISCREPANCY, fill_in, open_form
from tests.postgresql import failing_server

QUESTION = "How do I enroll?"
LONG = "How do I enroll? " * 400
REFUSED = {500, 503}
RECOVERED_WITHIN_SECONDS = 60


@contextmanager
def told(
    database: Database, to: Callable[[Any], None], back: Callable[[Any], None]
) -> Iterator[None]:
    """Have each connection behave in one way, and afterwards as before."""
    ways = [to]
    event.listen(database.engine, "checkout", lambda connection, *_: ways[0](connection))
    yield
    ways[0] = back


@asynccontextmanager
async def read_only(house: House) -> AsyncIterator[None]:
    """Have the database take no change, as a file or a server that was made read-only."""
    database = house.office.database

    def tell(*, nothing: bool) -> Callable[[Any], None]:
        def sqlite(connection: Any) -> None:  # noqa: ANN401 - the driver's own
            connection.execute(f"PRAGMA query_only={nothing:d}")

        def postgresql(connection: Any) -> None:  # noqa: ANN401 - the driver's own
            connection.read_only = nothing

        return sqlite if database.is_sqlite else postgresql

    with told(database, tell(nothing=True), tell(nothing=False)):
        yield


@asynccontextmanager
async def full(house: House) -> AsyncIterator[None]:
    """Have the disk full: of SQLite's by its own limit, of PostgreSQL's by its error."""
    database = house.office.database
    if not database.is_sqlite:
        async with refusing(database, "inbox"):
            yield
        return

    def limit(pages: int) -> Callable[[Any], None]:
        return lambda connection: connection.execute(f"PRAGMA max_page_count={pages}")

    with told(database, limit(1), limit(2**30)):
        yield


TROUBLES = pytest.mark.parametrize("trouble", [read_only, full])
Trouble = Callable[[House], AbstractAsyncContextManager[None]]


@TROUBLES
async def test_promise_07_what_can_t_be_written_is_refused_and_processed_once_it_can(
    house: House, emma: Person, wei: Person, trouble: Trouble, real_limits: None
) -> None:
    del real_limits
    await open_form(house, wei, "discrepancy")
    await fill_in(wei, DISCREPANCY)
    await emma.say(None, QUESTION)
    await house.until(lambda connection: not waiting(connection))
    async with trouble(house):
        await emma.say(None, LONG)
        assert house.sender.deliveries[-1].answers[0].status in REFUSED
        assert (await emma.command(LONG)).status in REFUSED
    await all_is_done(house)
    assert len(house.replies(emma)) == 2
    assert (await wei.submit_view()).closed


async def all_is_done(house: House) -> None:
    """Hold that whatever Slack repeats, and what had been begun, is done in time."""
    await repeat_refused(house.sender)
    house.pass_by(RECOVERED_WITHIN_SECONDS)
    await house.until(lambda connection: not waiting(connection))


async def test_promise_07_a_server_that_was_down_is_found_again_and_all_is_processed(
    content: Content, slack: Workspace, clock: Clock, real_limits: None
) -> None:
    del real_limits
    with failing_server(durable=True) as server:
        migrate(server.url)
        async with opened(content, slack, server.url, clock) as house:
            emma, wei = house.person("emma"), house.person("wei")
            await open_form(house, wei, "discrepancy")
            await fill_in(wei, DISCREPANCY)
            await emma.say(None, QUESTION)
            server.crash()
            await emma.say(None, QUESTION)
            assert house.sender.deliveries[-1].answers[0].status in REFUSED
            assert (await emma.command(QUESTION)).status in REFUSED
            submission = await wei.submit_view()
            assert not submission.closed
            assert submission.answer.status in REFUSED
            server.start()
            await all_is_done(house)
            assert len(house.replies(emma)) == 2
            assert (await wei.submit_view()).closed


async def test_promise_07_a_server_that_hangs_is_refused_for_and_all_is_processed_afterwards(
    content: Content, slack: Workspace, clock: Clock, real_limits: None
) -> None:
    del real_limits
    with failing_server(durable=True) as server:
        migrate(server.url)
        async with opened(content, slack, server.url, clock) as house:
            emma = house.person("emma")
            await emma.say(None, QUESTION)
            with server.stalled():
                await emma.say(None, QUESTION)
                assert house.sender.deliveries[-1].answers[0].status in REFUSED
                assert (await emma.command(QUESTION)).status in REFUSED
            await all_is_done(house)
            assert len(house.replies(emma)) == 3  # What waits when it goes on is written after all.
