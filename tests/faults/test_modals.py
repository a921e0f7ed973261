"""Modals and submissions when the database or Slack is slow."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.app import Content
from bot.sandbox import Call, Fault, Person, Sender, Workspace
from bot.storage import people
from bot.storage.schema import DONE, inbox, tickets
from tests.faults.house import PATIENCE_SECONDS, Clock, House, opened, waiting
from tests.journeys.filling import DIRECTORY, fill_in, open_form


@pytest_asyncio.fixture
async def front(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> AsyncIterator[House]:
    """Run the web process alone, its worker away."""
    async with opened(content, slack, database_url, clock, worker=False) as running:
        yield running


async def test_promise_18_a_modal_opens_though_the_worker_is_away(front: House) -> None:
    emma = front.person("emma")
    assert (await emma.command("directory")).ok
    await front.slack.wait_for(lambda: emma.view)
    undone = select(inbox.c.id).where(inbox.c.state != DONE)
    await front.until(lambda connection: connection.execute(undone).first() is None)


async def test_a_modal_that_did_not_open_is_offered_anew(house: House, emma: Person) -> None:
    house.slack.faults.add("views.open", Fault.refused("expired_trigger_id"))
    await emma.command("directory")
    await house.until(lambda connection: not waiting(connection))
    (offer,) = house.replies(emma)
    assert emma.view is None
    await emma.press(offer, "form:directory")
    await house.slack.wait_for(lambda: emma.view)


async def test_a_redraw_that_fails_is_no_failure(house: House) -> None:
    house.slack.faults.add("views.update", Fault.refused("not_found"))
    await house.person("camille").command("directory")
    await house.until(lambda connection: not waiting(connection))
    assert house.replies(house.person("camille")) == []


async def test_promise_12_a_submission_that_comes_too_late_is_not_stored(
    house: House, emma: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_form(house, emma, "directory")
    await fill_in(emma, DIRECTORY)
    monkeypatch.setattr("bot.slack.intake.receiving._STORED_WITHIN_SECONDS", 0.05)
    monkeypatch.setattr("bot.slack.intake.receiving._ANSWERED_WITHIN_SECONDS", 0.2)
    database, recovered = house.office.database, threading.Event()
    writers = 1 if database.is_sqlite else 8
    stalled = asyncio.gather(
        *(database.run(lambda _: recovered.wait(PATIENCE_SECONDS)) for _ in range(writers))
    )
    await asyncio.sleep(0.01)
    answer = await emma.submit_view()
    assert not answer.closed
    assert not stalled.done()
    recovered.set()
    assert all(await stalled)
    assert await house.read(lambda c: c.execute(tickets.select()).all()) == []


async def test_slack_s_refusal_to_tell_a_language_is_remembered(house: House, emma: Person) -> None:
    house.slack.faults.add("users.info", Fault.refused("user_not_found"))
    for _ in range(2):
        await emma.open_home()
        await house.until(lambda connection: not waiting(connection))
    asked = [call.arguments for call in house.slack.calls if call.method == "users.info"]
    assert [each["user"] for each in asked if "include_locale" in each] == [emma.user.id]
    known = await house.read(lambda c: people.find(c, house.office.workspace, emma.user.id))
    assert known.looked_up_at == house.clock.now


async def test_a_request_of_another_workspace_is_accepted_and_dropped(house: House) -> None:
    sent = said(house)
    elsewhere = Workspace.demo("T0OTHER001", clock=house.clock)
    emma = Person(elsewhere.user("emma"), Sender(elsewhere, house.http, pace=0))
    assert (await emma.command("help")).ok
    assert not await house.read(waiting)
    assert said(house) == sent


def said(house: House) -> list[Call]:
    """Give the calls that say something: who is of the support team is asked all the time."""
    return [call for call in house.slack.calls if call.method.startswith(("chat.", "views."))]
