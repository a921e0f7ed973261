"""What is typed in a form is kept, and sent once, whatever fails at any screen: 12, 13 and 14."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import Content
from bot.sandbox import Message, Person, Submission, View, Workspace
from bot.storage.schema import SENT, drafts, outbox, tickets
from tests.faults.failing import failing, stored
from tests.faults.house import Clock, House, opened, refusing, waiting
from tests.faults.opening import opening
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    FORMS,
    Typed,
    block_of,
    fill_in,
    inputs_of,
    step_of,
    submit,
    values_of,
)
from tests.journeys.reading import actions

AT_ONCE = 10

Start = Callable[[], AbstractAsyncContextManager[House]]
Reach = Callable[[House, Person], Awaitable[Typed]]
"""Brings a person to a screen of a form; gives what they type there."""


@pytest.fixture
def begin_idle(content: Content, slack: Workspace, database_url: str, clock: Clock) -> Start:
    """Give what starts the app without a worker, so that nobody else uses the database."""
    return lambda: opened(content, slack, database_url, clock, worker=False)


@pytest_asyncio.fixture
async def idle(begin_idle: Start) -> AsyncIterator[House]:
    async with begin_idle() as running:
        yield running


def at(form: str, steps: int) -> Reach:
    """Reach a step of a form."""

    async def reach(house: House, person: Person) -> Typed:
        await opening(house, person, form)
        for _ in range(steps):
            assert (await submit(person, FORMS[form])).answer.ok
        return FORMS[form]

    return reach


def reviewing(form: str, invoices: int = 1) -> Reach:
    """Reach the last screen of a form, with so many lines."""

    async def reach(house: House, person: Person) -> Typed:
        await opening(house, person, form)
        view = await fill_in(person, FORMS[form])
        for number in range(2, invoices + 1):
            await person.press(view, "another")
            await house.slack.wait_for(lambda: person.view and step_of(person.view) == "purchase")
            view = await fill_in(person, {**DISCREPANCY, "invoice-number": f"INV-{number}"})
        return {}

    return reach


LAST = {
    "directory": reviewing("directory"),
    "discrepancy": reviewing("discrepancy"),
    "several invoices": reviewing("discrepancy", 3),
}
LINES = {"directory": 0, "discrepancy": 1, "several invoices": 3}
STEPS = {
    "directory, first": at("directory", 0),
    "directory, second": at("directory", 1),
    "discrepancy, first": at("discrepancy", 0),
    "discrepancy, second": at("discrepancy", 1),
    "discrepancy, third": at("discrepancy", 2),
}


async def in_spite_of_every_fault(house: House, person: Person, typed: Typed) -> Submission:
    """Submit a screen again and again, each time with a later statement failing, until none does.

    After each failure the screen, what stands in it, and what is stored are as before.
    """
    view, before = person.view, await stored(house)
    assert view
    body, values = view.body, values_of(view, typed)
    for place in ("commit", *range(1, MANY_STATEMENTS)):
        with failing(house.office.database, at=place) as tried:
            submission = await person.submit_view(values)
        if submission.answer.ok:
            assert len(tried) >= NUMBER_OF_STATEMENTS
            return submission
        assert submission.answer.status >= 500, (place, tried)
        assert person.view is view
        assert view.body is body
        assert standing(view) >= sum(map(bool, values.values()))
        assert await stored(house) == before
    raise AssertionError(typed)


NUMBER_OF_STATEMENTS, MANY_STATEMENTS = 4, 100
"""What a screen's submission takes at least: fewer would mean that the faults missed it."""


def standing(view: View) -> int:
    """Count the inputs that hold something."""
    values = [value for inputs in view.values.values() for value in inputs.values()]
    return sum(any(held for key, held in value.items() if key != "type") for value in values)


@pytest.mark.parametrize("last", LAST)
async def test_promise_12_whatever_fails_while_a_form_is_sent_it_stays_open_until_it_is_stored_once(
    start: Start, begin_idle: Start, last: str
) -> None:
    async with start() as house:
        typed = await LAST[last](house, house.person("emma"))
        await all_said(house)
    async with begin_idle() as idle:
        assert (await in_spite_of_every_fault(idle, idle.person("emma"), typed)).closed
        rows = await stored(idle)
    (ticket,) = rows[tickets.name]
    assert len(ticket.answers["lines"]) == LINES[last]
    assert [draft.state for draft in rows[drafts.name]] == [SENT]
    said = [row.message for row in rows[outbox.name]]
    assert said.count("receipt") == said.count("ticket-card") == 1


@pytest.mark.parametrize("step", STEPS)
async def test_promise_14_whatever_fails_at_a_step_nothing_typed_is_lost(
    idle: House, step: str
) -> None:
    emma = idle.person("emma")
    typed = await STEPS[step](idle, emma)
    before = emma.view and step_of(emma.view)
    assert not (await in_spite_of_every_fault(idle, emma, typed)).errors
    assert emma.view
    assert step_of(emma.view) != before
    await fill_in(emma, typed)
    assert (await emma.submit_view()).closed
    assert len((await stored(idle))[tickets.name]) == 1


async def test_promise_14_what_is_autosaved_while_the_database_fails_comes_with_the_submission(
    idle: House,
) -> None:
    emma = idle.person("emma")
    view = await opening(idle, emma, "directory")
    async with refusing(idle.office.database, "drafts", "UPDATE"):
        answer = await emma.type_in(view, f"typed:{block_of(view, 'name')}", "Typed in a bad hour")
        assert answer
        assert answer.ok
    assert (await submit(emma, {**DIRECTORY, "name": "Typed in a bad hour"})).answer.ok
    (draft,) = (await stored(idle))[drafts.name]
    assert draft.answers["common"]["name"] == {"typed": "Typed in a bad hour"}


async def all_said(house: House) -> None:
    await house.until(lambda connection: not waiting(connection))


async def assert_sent_once(house: House, person: Person) -> None:
    """Hold that there is one ticket, one card and one receipt."""
    await all_said(house)
    assert len((await stored(house))[tickets.name]) == 1
    assert len([card for card in house.person("noor").sees("partner-desk") if is_first(card)]) == 1
    assert len([each for each in house.replies(person) if actions(each, "request")]) == 1


def is_first(message: Message) -> bool:
    """Tell whether a message is no answer to another, as a card's files are."""
    return message.thread_ts in {None, message.ts}


@pytest.mark.parametrize("last", LAST)
async def test_promise_13_the_last_screen_submitted_ten_times_at_once_is_one_request(
    house: House, emma: Person, last: str
) -> None:
    await LAST[last](house, emma)
    submitted = await asyncio.gather(*(emma.submit_view() for _ in range(AT_ONCE)))
    assert all(each.closed and each.answer.ok for each in submitted)
    await assert_sent_once(house, emma)


@pytest.mark.parametrize("step", STEPS)
async def test_promise_13_a_step_submitted_ten_times_at_once_goes_on_by_one_step(
    house: House, emma: Person, step: str
) -> None:
    typed = await STEPS[step](house, emma)
    assert emma.view
    values, before = values_of(emma.view, typed), (await stored(house))[drafts.name]
    submitted = await asyncio.gather(*(emma.submit_view(values) for _ in range(AT_ONCE)))
    assert all(each.answer.ok and not each.errors for each in submitted)
    assert not any(each.findings for each in submitted)
    (draft,) = (await stored(house))[drafts.name]
    assert draft.turn == before[0].turn + 1
    assert draft.step == step_of(emma.view)
    await fill_in(emma, typed)
    assert (await emma.submit_view()).closed
    await assert_sent_once(house, emma)


async def test_promise_13_the_last_screen_on_two_devices_is_one_request(
    house: House, emma: Person
) -> None:
    await reviewing("directory")(house, emma)
    phone = emma.view
    await emma.command("directory")
    await house.slack.wait_for(lambda: emma.view is not phone)
    await house.office.errands.drain()
    laptop = emma.view
    assert phone
    assert laptop
    house.slack.views.stacks[emma.user.id] = [phone, laptop]
    assert (await emma.submit_view()).answer.ok
    house.slack.views.stacks[emma.user.id] = [phone]
    assert (await emma.submit_view()).answer.ok
    await assert_sent_once(house, emma)


async def at_the_end_of_a_conversation(house: House, person: Person) -> Message:
    """Have a form filled in in a modal, and gone on with by conversation; give its last message."""
    await person.say(None, "How do we get into the partner directory?")
    await house.slack.wait_for(lambda: house.replies(person))
    await reviewing("directory")(house, person)
    await person.close_view(everything=True)
    await all_said(house)
    offer = next(each for each in house.replies(person) if actions(each, "talk"))
    await person.press(offer, "talk:directory")
    await all_said(house)
    await house.slack.wait_for(lambda: "say:yes" in actions(house.replies(person)[-1], "say"))
    return house.replies(person)[-1]


async def test_promise_13_the_button_that_sends_a_conversation_pressed_ten_times_at_once_sends_once(
    house: House, emma: Person
) -> None:
    last = await at_the_end_of_a_conversation(house, emma)
    pressed = await asyncio.gather(*(emma.press(last, "say:yes") for _ in range(AT_ONCE)))
    assert all(answer.ok for answer in pressed)
    await assert_sent_once(house, emma)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("drafts", "UPDATE"),
        ("ticket_numbers", "INSERT"),
        ("tickets", "INSERT"),
        ("ticket_keys", "INSERT"),
        ("outbox", "INSERT"),
        ("inbox", "UPDATE"),
    ],
)
async def test_promise_12_a_conversation_that_can_t_be_sent_yet_is_sent_once_when_it_can(
    house: House, emma: Person, table: str, change: str
) -> None:
    last = await at_the_end_of_a_conversation(house, emma)
    async with refusing(house.office.database, table, change):
        assert (await emma.press(last, "say:yes")).ok
        if table != "inbox":
            await house.calm()
        assert (await stored(house))[tickets.name] == []
    house.pass_by(61)
    await assert_sent_once(house, emma)


LINE = st.text(st.characters(exclude_characters="\n\r", codec="utf-8"), max_size=60)
ONE_LINE = {"name": LINE, "landing-page": LINE}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.fixed_dictionaries(ONE_LINE))
async def test_promise_14_whatever_is_typed_each_error_stands_at_a_field_and_the_text_is_kept(
    idle: House, typed: dict[str, str]
) -> None:
    emma = idle.person("emma")
    idle.clock.now += 60  # nobody opens so many forms in a minute
    view = await opening(idle, emma, "directory")
    there = inputs_of(view)
    given = {name: text for name, text in typed.items() if text.strip()}
    values = values_of(view, {**DIRECTORY, **given})
    submission = await emma.submit_view(values)
    assert submission.answer.ok
    assert not submission.findings
    assert set(submission.errors) <= {str(block["block_id"]) for block in there.values()}
    assert all(submission.errors.values())
    (draft,) = (await stored(idle))[drafts.name]
    kept = draft.answers["common"]
    await idle.office.database.run(lambda c: c.execute(drafts.delete()))
    assert {name: kept[name]["typed"] for name in given} == {
        name: storable(text) for name, text in given.items()
    }


def storable(text: str) -> str:
    """Give a text as it is kept: without what no database takes."""
    return text.replace("\x00", "\ufffd").strip()
