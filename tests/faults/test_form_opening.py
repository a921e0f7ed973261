"""Modals open while their trigger lives, however slow the database is: promise 18."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from bot.sandbox import Answer, Fault, Message, Person
from bot.sandbox.terminal import show
from bot.storage.database import Database
from tests.faults.failing import stored
from tests.faults.house import House, refusing, waiting
from tests.faults.opening import holding, opening
from tests.journeys.filling import DIRECTORY, block_of, fill_in
from tests.journeys.reading import actions

QUESTION = "My invoice is missing in the KPIs"

Deed = Callable[[Person], Awaitable[Answer]]


@contextmanager
def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> Iterator[None]:
    """Have every turn at the database take so much longer."""
    at_once = Database._on  # noqa: SLF001 - every turn goes through it

    async def late(self: Database, *args: object) -> object:
        await asyncio.sleep(seconds)
        return await at_once(self, *args)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Database, "_on", late)
        yield


async def prepared(desk: House, person: Person) -> None:
    """Have somebody ask, send a request, and leave another half filled in, still open."""
    await person.say(None, QUESTION)
    page = f"https://{person.user.name}.com/learn"
    await opening(desk, person, "directory")
    await fill_in(person, {**DIRECTORY, "landing-page": page})
    assert (await person.submit_view()).closed
    view = await opening(desk, person, "discrepancy")
    await person.type_in(view, f"typed:{block_of(view, 'purchase-unit')}", "Unit A")
    await person.open_home()
    await desk.hurry(lambda: is_prepared(desk, person))


def is_prepared(desk: House, person: Person) -> bool:
    """Tell whether everything is there that can be pressed."""
    home = person.home
    is_listed = home and actions(home, "draft") and actions(home, "request")
    return bool(is_listed and {"form", "request"} <= {kind_of(a) for a in buttons(desk, person)})


def buttons(desk: House, person: Person) -> list[str]:
    """Give the action ids in all the app's messages to a person."""
    return [choice.action_id for each in desk.replies(person) for choice in show(each).choices]


def kind_of(action: str) -> str:
    return action.partition(":")[0]


def shown(desk: House, person: Person, action: str) -> tuple[Message, str]:
    """Give the message that has a button whose action id begins so, and that id."""
    found = [(m, name) for m in desk.replies(person) for name in actions(m, kind_of(action))]
    return next(each for each in reversed(found) if each[1].startswith(action))


def ways(desk: House) -> Mapping[str, Deed]:
    """Give every way to have a modal opened. `explain` opens one above another."""

    async def explain(person: Person) -> Answer:
        form = desk.slack.views.stacks[person.user.id][0]
        answer = await person.press(form, "explain:invoice-number")
        await desk.slack.wait_for(lambda: person.view is not form)
        await person.close_view()
        return answer

    async def home(person: Person, kind: str) -> Answer:
        assert person.home
        return await person.press(person.home, actions(person.home, kind)[0])

    return {
        "explain": explain,
        "button": lambda person: person.press(*shown(desk, person, "form")),
        "command": lambda person: person.command("discrepancy"),
        "command in French": lambda person: person.command("annuaire"),
        "shortcut": lambda person: person.shortcut("form:directory"),
        "shortcut on a message": lambda person: person.shortcut(
            "form:discrepancy", desk.replies(person)[0]
        ),
        "Home": lambda person: home(person, "form"),
        "topic": lambda person: home(person, "topic"),
        "draft:continue": lambda person: home(person, "draft"),
        "request:show": lambda person: home(person, "request"),
        "request:change": lambda person: person.press(*shown(desk, person, "request:change")),
    }


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


async def one_more(house: House, before: int) -> None:
    """Wait until another modal is open."""
    await house.slack.wait_for(lambda: openings(house) > before)


def openings(house: House) -> int:
    """Count the modals that Slack opened."""
    return sum(call.done for method in OPEN for call in house.slack.called(method))


OPEN = ("views.open", "views.push")


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
