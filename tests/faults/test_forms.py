"""A closed modal means a stored request, once: promises 12 to 14."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import OperationalError

from bot.app import Content
from bot.sandbox import Fault, Person, View, Workspace
from bot.storage.database import Database
from bot.storage.schema import handovers, metadata, outbox, questions
from tests.faults.house import Clock, House, filled_in, opened, waiting

FORMS = ["discrepancy", "directory"]


async def opening(house: House, person: Person, form: str) -> View:
    await person.command(form)
    view = await house.slack.wait_for(lambda: person.view)
    for slots in (house.office.errands, house.office.lookups):
        await slots.drain()
    assert view
    return view


@contextmanager
def failing(database: Database, at: int | str) -> Iterator[list[str]]:
    """Have the statement with that number fail, or the "commit"; give what was tried."""
    tried: list[str] = []

    def execute(_c: object, _d: object, statement: str, *_: object) -> None:
        tried.append(statement)
        fail(len(tried))

    def commit(_: Connection) -> None:
        fail("commit")

    def fail(now: int | str) -> None:
        if now == at:
            raise OperationalError(str(at), None, OSError("disk I/O error"))

    event.listen(database.engine, "before_cursor_execute", execute)
    event.listen(database.engine, "commit", commit)
    yield tried
    event.remove(database.engine, "before_cursor_execute", execute)
    event.remove(database.engine, "commit", commit)


async def stored(house: House) -> dict[str, list[Any]]:
    """Give all rows of all tables."""
    return await house.read(
        lambda c: {table.name: list(c.execute(select(table))) for table in metadata.sorted_tables}
    )


@pytest_asyncio.fixture
async def idle(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> AsyncIterator[House]:
    """Run the app without a worker, so that nobody else uses the database."""
    async with opened(content, slack, database_url, clock, worker=False) as running:
        yield running


@pytest.mark.parametrize("form", FORMS)
async def test_promise_12_whatever_fails_before_a_form_is_stored_leaves_it_open_as_it_was(
    idle: House, form: str
) -> None:
    database, emma, wei = idle.office.database, idle.person("emma"), idle.person("wei")
    typed = filled_in(await opening(idle, wei, form))
    with failing(database, at=0) as tried:
        assert (await wei.submit_view(typed)).closed
    assert len(tried) >= 5
    view = await opening(idle, emma, form)
    before = await stored(idle)
    for place in (*range(1, len(tried) + 1), "commit"):
        with failing(database, at=place):
            failed = await emma.submit_view(typed)
        assert failed.answer.status >= 500, (place, tried)
        assert emma.view is view
        assert {name: field_value(view, name) for name in typed} == typed
        assert await stored(idle) == before
    assert (await emma.submit_view()).closed
    kept = await idle.read(lambda c: c.execute(select(questions.c.details)).scalars().all())
    assert kept == [typed, typed]


def field_value(view: View, block: str) -> object:
    (given,) = view.values[block].values()
    return given["value"]


@pytest.mark.parametrize("form", FORMS)
async def test_promise_13_the_same_form_submitted_ten_times_at_once_is_one_request(
    house: House, emma: Person, form: str
) -> None:
    typed = filled_in(await opening(house, emma, form))
    submitted = await asyncio.gather(*(emma.submit_view(typed) for _ in range(10)))
    assert all(each.closed and each.answer.ok for each in submitted)
    await house.slack.wait_for(lambda: house.replies(emma))
    await house.until(lambda connection: not waiting(connection))
    rows = await stored(house)
    assert len(rows[questions.name]) == len(rows[handovers.name]) == 1
    assert len(house.replies(emma)) == len(house.person("noor").sees("partner-desk")) == 1


async def test_promise_13_a_form_whose_acknowledgement_got_lost_can_be_sent_again(
    house: House, emma: Person
) -> None:
    typed = filled_in(await opening(house, emma, "discrepancy"))
    house.slack.faults.add("acknowledgement", Fault.lost())
    assert not (await emma.submit_view(typed)).closed
    assert (await emma.submit_view()).closed
    await house.until(lambda connection: not waiting(connection))
    assert len((await stored(house))[questions.name]) == 1


async def test_two_forms_of_one_person_are_two_requests(house: House, emma: Person) -> None:
    for form in FORMS:
        typed = filled_in(await opening(house, emma, form))
        assert (await emma.submit_view(typed)).closed
    await house.slack.wait_for(lambda: len(house.replies(emma)) == 2)
    sent = select(outbox.c.message).where(outbox.c.message == "card")
    assert len(await house.read(lambda c: c.execute(sent).all())) == 2
