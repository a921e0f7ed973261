"""A closed modal means a stored request, once: promises 12 to 14."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.app import Content
from bot.sandbox import Fault, Person, View, Workspace
from bot.sandbox.form_state import is_filled
from bot.storage.schema import drafts, outbox, tickets
from tests.faults.failing import failing, stored
from tests.faults.house import Clock, House, opened, waiting
from tests.journeys.filling import FORMS, fill_in, inputs_of, submit

ANOTHER = {"invoice-number": "INV-0043", "landing-page": "https://contoso.se/learn"}
"""What makes a request another one, so that nothing is asked about it."""

WAKES = "pg_notify"
"""What comes after all is stored, and may be lost."""


async def reviewing(house: House, person: Person, form: str, **other: str) -> View:
    """Fill in a form, all but sending it; give its last screen."""
    await opening(house, person, form)
    return await fill_in(person, {**FORMS[form], **other})


async def opening(house: House, person: Person, form: str) -> View:
    assert (await person.command(form)).ok
    await house.slack.wait_for(lambda: person.view)
    for slots in (house.office.errands, house.office.lookups):
        await slots.drain()
    assert person.view
    return person.view


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
    await reviewing(idle, wei, form, **ANOTHER)
    with failing(database, at=0) as done:
        assert (await wei.submit_view()).closed
    tried = [each for each in done if WAKES not in each]
    assert len(tried) >= 5
    view = await reviewing(idle, emma, form)
    before = await stored(idle)
    for place in (*range(1, len(tried) + 1), "commit"):
        with failing(database, at=place):
            failed = await emma.submit_view()
        assert failed.answer.status >= 500, (place, tried)
        assert emma.view is view
        assert await stored(idle) == before
    assert (await emma.submit_view()).closed
    kept = await idle.read(lambda c: c.execute(select(tickets.c.person, tickets.c.number)).all())
    assert [tuple(row) for row in kept] == [(wei.user.id, 1), (emma.user.id, 2)]


@pytest.mark.parametrize("form", FORMS)
async def test_promise_14_whatever_fails_at_a_step_leaves_it_open_with_what_was_typed(
    idle: House, form: str
) -> None:
    database, emma, wei = idle.office.database, idle.person("emma"), idle.person("wei")
    await opening(idle, wei, form)
    with failing(database, at=0) as done:
        await submit(wei, FORMS[form])
    tried = [each for each in done if WAKES not in each]
    view = await opening(idle, emma, form)
    before = await stored(idle)
    for place in (*range(1, len(tried) + 1), "commit"):
        with failing(database, at=place):
            failed = await submit(emma, FORMS[form])
        assert failed.answer.status >= 500, (place, tried)
        assert emma.view is view
        assert len(filled_blocks(view)) == len(inputs_of(view))
        assert await stored(idle) == before
    assert (await emma.submit_view()).answer.ok
    kept = await idle.read(lambda c: c.execute(select(drafts.c.answers, drafts.c.person)).all())
    answers = {row.person: row.answers for row in kept}
    assert answers[emma.user.id] == answers[wei.user.id]


def filled_blocks(view: View) -> list[str]:
    """Give the blocks of a modal in which something stands."""
    return [name for name, inputs in view.values.items() if any(map(is_filled, inputs.values()))]


@pytest.mark.parametrize("form", FORMS)
async def test_promise_13_the_same_form_submitted_ten_times_at_once_is_one_request(
    house: House, emma: Person, form: str
) -> None:
    await reviewing(house, emma, form)
    submitted = await asyncio.gather(*(emma.submit_view() for _ in range(10)))
    assert all(each.closed and each.answer.ok for each in submitted)
    await house.slack.wait_for(lambda: house.replies(emma))
    await house.until(lambda connection: not waiting(connection))
    assert len((await stored(house))[tickets.name]) == 1
    assert len(house.replies(emma)) == len(house.cards()) == 1


async def test_promise_13_a_form_whose_acknowledgement_got_lost_can_be_sent_again(
    house: House, emma: Person
) -> None:
    await reviewing(house, emma, "discrepancy")
    house.slack.faults.add("acknowledgement", Fault.lost())
    assert not (await emma.submit_view()).closed
    assert (await emma.submit_view()).closed
    await house.until(lambda connection: not waiting(connection))
    assert len((await stored(house))[tickets.name]) == 1


async def test_promise_13_a_step_whose_acknowledgement_got_lost_goes_on_to_the_next(
    house: House, emma: Person
) -> None:
    await opening(house, emma, "discrepancy")
    house.slack.faults.add("acknowledgement", Fault.lost())
    await submit(emma, FORMS["discrepancy"])
    await fill_in(emma, FORMS["discrepancy"])
    assert (await emma.submit_view()).closed
    await house.until(lambda connection: not waiting(connection))
    assert len((await stored(house))[tickets.name]) == 1


async def test_two_forms_of_one_person_are_two_requests(house: House, emma: Person) -> None:
    for form in FORMS:
        await reviewing(house, emma, form)
        assert (await emma.submit_view()).closed
    await house.slack.wait_for(lambda: len(house.replies(emma)) == 2)
    sent = select(outbox.c.message).where(outbox.c.message == "ticket-card")
    assert len(await house.read(lambda c: c.execute(sent).all())) == 2
