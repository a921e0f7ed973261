"""What comes late, twice or at the same moment: nothing that was typed in a form is lost by it."""

import asyncio
from typing import Any

from sqlalchemy import insert

from bot.sandbox import Fault, Person
from bot.storage.schema import drafts
from tests.journeys.desk import Desk
from tests.journeys.drafting import forgiven
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    at_review,
    block_of,
    open_form,
    send,
    step_of,
    submit,
)
from tests.journeys.form_screens import button, enter, redone, values
from tests.journeys.reading import actions, screen


async def draft_of(desk: Desk) -> dict[str, Any]:
    (draft,) = (await desk.rows())["drafts"]
    return dict(draft)


async def type_late(desk: Desk, person: Person, text: str) -> None:
    """Have a form that nothing was typed in closed, and what was typed last told after it."""
    view = await open_form(desk, person, "discrepancy")
    await person.close_view()
    await desk.calm()
    assert (await draft_of(desk))["state"] == "dropped"
    assert await person.type_in(view, f"typed:{block_of(view, 'purchase-unit')}", text)
    await desk.calm()


async def test_promise_14_what_was_typed_last_is_kept_though_slack_tells_of_it_after_the_closing(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await type_late(desk, emma, "five")
    assert (await draft_of(desk))["state"] == "open"
    assert emma.home
    button(emma.home, "draft:continue")
    view = await open_form(desk, emma, "discrepancy")
    assert values(view)["purchase-unit"] == "five"


async def test_a_form_whose_last_character_was_taken_out_again_stays_dropped(desk: Desk) -> None:
    await type_late(desk, desk.person("emma"), "")
    assert (await draft_of(desk))["state"] == "dropped"


async def test_a_character_that_is_late_brings_no_form_back_that_its_person_discarded(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "discrepancy")
    await enter(desk, emma, "purchase-unit", "five")
    await emma.close_view()
    await desk.calm()
    assert emma.home
    await desk.press(emma, emma.home, button(emma.home, "draft:discard"))
    await emma.type_in(view, f"typed:{block_of(view, 'purchase-unit')}", "fiver")
    await desk.calm()
    assert (await draft_of(desk))["state"] == "dropped"


async def test_promise_14_what_is_typed_after_an_answer_got_lost_is_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    desk.workspace.faults.add("acknowledgement", Fault.lost())
    assert not (await submit(emma, DIRECTORY)).answer.ok
    await send(desk, emma, {**DIRECTORY, "name": "Forlaget"})
    assert "Name in the directory: Forlaget" in screen(desk.cards()[0])


async def test_promise_14_what_is_wrong_after_an_answer_got_lost_is_said_where_it_is(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "directory")
    step = step_of(view)
    desk.workspace.faults.add("acknowledgement", Fault.lost())
    assert not (await submit(emma, DIRECTORY)).answer.ok
    assert (await submit(emma, {**DIRECTORY, "landing-page": "ftp://x"})).answer.ok
    assert emma.view
    assert step_of(emma.view) == step
    assert values(emma.view)["landing-page"] == "ftp://x"
    await send(desk, emma, DIRECTORY)


async def test_promise_14_what_is_typed_in_a_modal_that_was_opened_twice_at_once_is_kept(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await enter(desk, emma, "purchase-unit", "five")
    await emma.close_view()
    await desk.calm()
    await asyncio.gather(*(emma.command("discrepancy") for _ in range(2)))
    await desk.calm()
    assert emma.view
    first = step_of(emma.view)
    assert (await submit(emma, {**DISCREPANCY, "purchase-unit": "six"})).answer.ok
    assert step_of(emma.view) != first
    assert (await draft_of(desk))["answers"]["lines"][0]["purchase-unit"] == {"typed": "six"}


async def test_a_button_of_a_screen_that_could_not_be_redrawn_shows_where_the_form_stands(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    first = step_of(await open_form(desk, emma, "discrepancy"))
    await submit(emma, DISCREPANCY)
    assert emma.view
    desk.workspace.faults.add("views.update", Fault.refused("internal_error"))
    await desk.press(emma, emma.view, "back")
    assert step_of(emma.view) != first
    assert step_of(await redone(desk, emma, "back")) == first
    await send(desk, emma, DISCREPANCY)
    forgiven(desk)


async def test_a_form_that_is_being_translated_keeps_what_is_typed_meanwhile(desk: Desk) -> None:
    camille = desk.person("camille")
    desk.workspace.faults.add("users.info", Fault.slow(0.3))
    assert (await camille.command("discrepancy")).ok
    view = await desk.workspace.wait_for(lambda: camille.view)
    assert view
    await camille.type_in(view, f"typed:{block_of(view, 'purchase-unit')}", "cinq")
    await desk.calm()
    await desk.workspace.wait_for(
        lambda: view.body["title"]["text"] == desk.knowledge.forms["discrepancy"].say("fr").title
    )
    answers = (await draft_of(desk))["answers"]
    assert answers["lines"][0]["purchase-unit"] == {"typed": "cinq"}
    assert not at_review(camille.view)


async def test_more_drafts_than_a_message_can_list_keep_nobody_from_seeing_the_newest(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await type_late(desk, emma, "five")
    row = await draft_of(desk)
    more = [{**row, "id": number, "ticket": number} for number in range(100, 140)]
    await desk.office.database.run(lambda c: c.execute(insert(drafts), more))
    await desk.command(emma, "tickets")
    assert "draft:continue:139" in actions(desk.replies(emma)[-1], "draft")
    await emma.open_home()
    await desk.calm()
    assert emma.home
    assert "draft:continue:139" in actions(emma.home, "draft")
