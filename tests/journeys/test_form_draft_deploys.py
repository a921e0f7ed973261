"""What was typed in a form survives a restart of the app, and a deploy that changes the form."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from bot.app import Content
from bot.sandbox import View
from tests.journeys.desk import Desk, assert_nothing_went_wrong, home_of, opened
from tests.journeys.drafting import begun, button_or_none, deployed, without
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    at_review,
    fill_in,
    inputs_of,
    open_form,
    send,
    step_of,
    submission_of,
    submit,
)
from tests.journeys.form_screens import all_text, button, changed, values
from tests.journeys.reading import screen


async def test_a_draft_survives_a_restart_of_the_app(content: Content, database_url: str) -> None:
    async with opened(content, database_url) as desk:
        await begun(desk, desk.person("emma"))
    async with opened(content, database_url) as desk:
        emma = desk.person("emma")
        view = await open_form(desk, emma, "discrepancy")
        assert values(view)["purchase-unit"] == "five"
        await send(desk, emma, DISCREPANCY)
        await assert_nothing_went_wrong(desk)
        assert len(desk.cards()) == 1


async def test_a_draft_goes_on_after_a_deploy_that_dropped_a_field(
    content: Content, database_url: str
) -> None:
    forms = content.forms.declared
    async with opened(content, database_url) as desk:
        emma = desk.person("emma")
        await open_form(desk, emma, "directory")
        await fill_in(emma, DIRECTORY)
    later = changed(content, **{**forms, "directory": without(forms["directory"], "country")})
    async with opened(later, database_url) as desk:
        emma = desk.person("emma")
        assert at_review(await open_form(desk, emma, "directory"))
        assert (await emma.submit_view()).closed
        await assert_nothing_went_wrong(desk)
        assert DIRECTORY["name"] in screen(desk.cards()[0])


async def test_a_draft_goes_on_after_a_deploy_that_dropped_a_step(
    content: Content, database_url: str
) -> None:
    forms = content.forms.declared
    async with opened(content, database_url) as desk:
        emma = desk.person("emma")
        await open_form(desk, emma, "directory")
        await submit(emma, DIRECTORY)
    later = changed(content, **{**forms, "directory": without(forms["directory"], "confirmations")})
    async with opened(later, database_url) as desk:
        emma = desk.person("emma")
        assert step_of(await open_form(desk, emma, "directory")) == "company"
        await send(desk, emma, {})
        await assert_nothing_went_wrong(desk)
        assert len(desk.cards()) == 1


async def test_a_new_field_of_a_deploy_is_asked_before_the_review(
    content: Content, database_url: str
) -> None:
    forms = content.forms.declared
    older = changed(content, **{**forms, "directory": without(forms["directory"], "country")})
    async with opened(older, database_url) as desk:
        emma = desk.person("emma")
        await open_form(desk, emma, "directory")
        await fill_in(emma, DIRECTORY)
    async with opened(content, database_url) as desk:
        emma = desk.person("emma")
        view = await open_form(desk, emma, "directory")
        assert step_of(view) == "company"
        assert "country" in inputs_of(view)
        assert values(view)["name"] == DIRECTORY["name"]
        await send(desk, emma, {"country": "SE"})
        await assert_nothing_went_wrong(desk)


async def test_a_modal_that_was_open_during_a_deploy_without_its_step_goes_on(
    desk: Desk, content: Content
) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await submit(emma, DIRECTORY)
    payload: Any = submission_of(desk.workspace, emma, DIRECTORY)
    forms = content.forms.declared
    later = changed(content, **{**forms, "directory": without(forms["directory"], "confirmations")})
    deployed(desk, later)
    answer = await desk.sender.send_interaction(payload)
    assert answer.json()["response_action"] == "update"
    shown = answer.json()["view"]
    assert all_text(View("V", emma.user.id, shown, "1", "V"))


async def test_a_modal_of_a_form_that_is_gone_says_so_and_does_not_close(
    desk: Desk, content: Content
) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    deployed(desk, changed(content, discrepancy=content.forms.declared["discrepancy"]))
    assert not (await submit(emma, DIRECTORY)).closed
    assert emma.view
    assert "This form is no longer offered" in screen(emma.view)


async def test_a_draft_of_a_form_that_is_gone_is_not_offered(desk: Desk, content: Content) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    home = await home_of(desk, emma)
    before = replace(home, body=deepcopy(home.body))
    deployed(desk, changed(content, directory=content.forms.declared["directory"]))
    assert button_or_none(await home_of(desk, emma), "draft:") is None
    await desk.press(emma, before, button(before, "draft:continue"))
    assert emma.view is None
