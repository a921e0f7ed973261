"""Modals open while their trigger lives, however slow the database is: promise 18."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from bot.sandbox import Answer, Fault, Person
from tests.faults.failing import stored
from tests.faults.house import House, refusing, waiting
from tests.faults.opening import holding, slow
from tests.faults.ways_to_open import one_more, openings, prepared, ways
from tests.journeys.filling import block_of


async def test_promise_18_a_modal_waits_for_the_database_once_at_most(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await prepared(house, emma)
    for deed in ways(house).values():
        with holding(monkeypatch) as held:
            pressing = asyncio.ensure_future(deed(emma))
            await one_more(house, openings(house))
            assert not pressing.done(), "it is answered when it is stored"
            held.set()
            assert (await pressing).ok
        await house.until(lambda connection: not waiting(connection))


async def test_promise_18_a_modal_opens_though_nothing_can_be_written_for_a_while(
    house: House, emma: Person
) -> None:
    stalled = asyncio.create_task(house.office.database.run(stall))
    pressing = asyncio.create_task(emma.command("discrepancy"))
    await house.slack.wait_for(lambda: emma.view)
    assert not stalled.done()
    assert (await pressing).ok
    await stalled
    await house.until(lambda connection: not waiting(connection))
    assert emma.view
    (draft,) = (await stored(house))["drafts"]
    assert draft.view == emma.view.id


def stall(_: Connection) -> None:
    time.sleep(1.5)


async def test_what_opened_but_could_not_be_stored_is_refused_and_yet_keeps_what_is_typed(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with refusing(house.office.database, "inbox"):
        with slow(monkeypatch, 0.2):
            assert (await emma.command("discrepancy")).status == 503
        view = await house.slack.wait_for(lambda: emma.view)
    assert view
    assert (await stored(house))["drafts"] == []
    unit = block_of(view, "purchase-unit")
    answer = await emma.type_in(view, f"typed:{unit}", "Unit A")
    assert answer
    assert answer.ok
    await house.until(lambda connection: not waiting(connection))
    (draft,) = (await stored(house))["drafts"]
    assert draft.view == view.id
    assert draft.answers["lines"][0]["purchase-unit"] == {"typed": "Unit A"}


@contextmanager
def repeated(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have everything arrive twice, at the same moment."""
    post = house.sender.post

    async def twice(headers: dict[str, str], body: bytes) -> Answer:
        answers = await asyncio.gather(post(headers, body), post(headers, body))
        return max(answers, key=lambda answer: answer.status)

    with monkeypatch.context() as patched:
        patched.setattr(house.sender, "post", twice)
        yield


@pytest.mark.parametrize("seconds", [0.0, 0.2])
async def test_promise_05_a_repeated_opening_is_done_once_however_slow_the_database_is(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    with slow(monkeypatch, seconds), repeated(house, monkeypatch):
        assert (await emma.command("discrepancy")).ok
        view = await house.slack.wait_for(lambda: emma.view)
        await house.office.errands.drain()
    await house.until(lambda connection: not waiting(connection))
    rows = await stored(house)
    assert len(rows["inbox"]) == len(house.slack.called("views.open")) == 1
    assert view
    assert [draft.view for draft in rows["drafts"]] == [view.id]
    assert house.replies(emma) == []


async def test_a_modal_that_did_not_open_is_offered_anew_once_though_the_command_is_repeated(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.slack.faults.add("views.open", Fault.refused("expired_trigger_id"))
    with slow(monkeypatch, 0.2), repeated(house, monkeypatch):
        assert (await emma.command("discrepancy")).ok
        await house.office.errands.drain()
    await house.until(lambda connection: not waiting(connection))
    (offer,) = house.replies(emma)
    await emma.press(offer, "form:discrepancy")
    await house.slack.wait_for(lambda: emma.view)
