"""A form that is open on two devices, or sent ten times at once, is one request."""

import asyncio

from bot.sandbox import Person, View
from tests.journeys.desk import Desk
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    fill_in,
    open_form,
    send,
    step_of,
    submission_of,
    submit,
)
from tests.journeys.form_screens import enter, redone, values
from tests.journeys.reading import screen


async def on_two_devices(desk: Desk, emma: Person) -> tuple[View, View]:
    """Open a form twice; give both modals, the second of which is in front."""
    first = await open_form(desk, emma, "directory")
    stack = desk.workspace.views.stacks[emma.user.id]
    desk.workspace.views.stacks[emma.user.id] = []
    second = await open_form(desk, emma, "directory")
    desk.workspace.views.stacks[emma.user.id] = [second, *stack]
    return first, second


async def test_a_form_that_is_open_on_two_devices_takes_what_each_submits(desk: Desk) -> None:
    emma = desk.person("emma")
    first, second = await on_two_devices(desk, emma)
    assert emma.view is first
    await submit(emma, DIRECTORY)
    assert step_of(first) == "confirmations"
    desk.workspace.views.stacks[emma.user.id] = [second]
    await submit(emma, {**DIRECTORY, "name": "Forlaget"})
    assert step_of(second) == "confirmations"
    await send(desk, emma, DIRECTORY)
    assert "Name in the directory: Forlaget" in screen(desk.cards()[0])
    desk.workspace.views.stacks[emma.user.id] = [first]
    await submit(emma, DIRECTORY)
    await desk.calm()
    assert len(desk.cards()) == 1
    assert len((await desk.rows())["tickets"]) == 1


async def test_a_button_on_the_other_device_works_there(desk: Desk) -> None:
    emma = desk.person("emma")
    first, _ = await on_two_devices(desk, emma)
    await enter(desk, emma, "name", "Forlaget")
    assert emma.view is first
    view = await redone(desk, emma, "form_in:fr")
    assert values(view)["name"] == "Forlaget"
    assert view.body["title"]["text"] == desk.knowledge.forms["directory"].say("fr").title


async def test_a_review_that_is_submitted_ten_times_at_once_is_one_request(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    payload = submission_of(desk.workspace, emma, {})
    answers = await asyncio.gather(*(desk.sender.send_interaction(payload) for _ in range(10)))
    assert {answer.json()["response_action"] for answer in answers} == {"clear"}
    await desk.calm()
    assert len(desk.cards()) == 1
    assert len(desk.replies(emma)) == 1
