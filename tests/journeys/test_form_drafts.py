"""What was typed in a form survives, until it is sent or thrown away."""

import asyncio
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from bot.app import Content
from bot.content.forms import Form
from bot.sandbox import Fault, Message, Person, View
from bot.services import housekeeping
from tests.journeys.desk import LOCALES, Desk, assert_nothing_went_wrong, opened
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
from tests.journeys.form_screens import (
    all_text,
    button,
    changed,
    enter,
    opened_in,
    redone,
    values,
)
from tests.journeys.reading import labels, screen

BEGUN = "You began this {when}. What you filled in then is here."
LISTED = "{form}, begun on {date} and not sent yet"


async def home_of(desk: Desk, person: Person) -> View:
    await person.open_home()
    await desk.calm()
    assert person.home
    return person.home


async def begun(desk: Desk, person: Person) -> None:
    """Leave a report with some fields filled in."""
    await open_form(desk, person, "discrepancy")
    await enter(desk, person, "purchase-unit", "five")
    await enter(desk, person, "month", "1")
    await person.close_view()
    await desk.calm()


async def drafts_of(desk: Desk) -> list[dict[str, Any]]:
    return (await desk.rows())["drafts"]


async def test_what_was_typed_survives_closing(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    view = await open_form(desk, emma, "discrepancy")
    assert values(view)["purchase-unit"] == "five"
    assert values(view)["month"] == "1"
    assert len(await drafts_of(desk)) == 1


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_draft_is_offered_again_with_how_long_ago_it_was_begun(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await enter(desk, person, "purchase-unit", "five")
    await person.close_view()
    await desk.calm()
    desk.clock.pass_by(days=1)
    view = await open_form(desk, person, "discrepancy")
    ago = {
        "en": "1 day ago",
        "fr": "il y a 1 jour",
        "zh": "1天前",
        "nl": "1 dag geleden",
        "sv": "för 1 dag sedan",
    }
    assert desk.words(locale, BEGUN).format(when=ago[locale]) in screen(view)
    assert labels(view)["start_over"] == desk.words(locale, "Start over")


async def test_a_draft_that_was_left_at_its_review_is_offered_there(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await fill_in(emma, DIRECTORY)
    await emma.close_view()
    await desk.calm()
    desk.clock.pass_by(days=2)
    review = await open_form(desk, emma, "directory")
    assert at_review(review)
    assert desk.words("en", BEGUN).format(when="2 days ago") in screen(review)
    assert (await emma.submit_view()).closed
    await desk.calm()
    assert len(desk.cards()) == 1


async def test_starting_over_begins_with_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    await open_form(desk, emma, "discrepancy")
    view = await redone(desk, emma, "start_over")
    assert values(view)["purchase-unit"] is None
    assert values(view)["month"] is None
    await send(desk, emma, DISCREPANCY)
    assert len(desk.cards()) == 1


async def test_a_form_that_is_closed_untouched_leaves_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await emma.close_view()
    await desk.calm()
    assert [draft["state"] for draft in await drafts_of(desk)] == ["dropped"]
    assert desk.replies(emma) == []
    assert button_or_none(await home_of(desk, emma), "draft:continue") is None
    view = await open_form(desk, emma, "discrepancy")
    assert "start_over" not in labels(view)


def button_or_none(target: Message | View, kind: str) -> str | None:
    return next((action for action in labels(target) if action.startswith(kind)), None)


async def test_the_home_tab_lists_a_draft_to_go_on_with(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        await enter(desk, person, "purchase-unit", "five")
        await person.close_view()
        await desk.calm()
        home = await home_of(desk, person)
        title = desk.knowledge.forms["discrepancy"].say(locale).title
        assert title in screen(home)
        found = button(home, "draft:continue")
        assert labels(home)[found] == desk.words(locale, "Go on")
        await desk.press(person, home, found)
        assert person.view
        assert values(person.view)["purchase-unit"] == "five"


async def test_a_draft_is_listed_by_the_command_and_goes_on_from_there(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    await desk.command(emma, "tickets")
    (listed,) = desk.replies(emma)
    assert desk.words("en", LISTED).format(form="KPI discrepancy", date="March 10, 2026") in screen(
        listed
    )
    await desk.press(emma, listed, button(listed, "draft:continue"))
    assert emma.view
    assert values(emma.view)["purchase-unit"] == "five"


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_draft_that_is_thrown_away_can_be_taken_back(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await enter(desk, person, "purchase-unit", "five")
    await person.close_view()
    home = await home_of(desk, person)
    await desk.press(person, home, button(home, "draft:discard"))
    assert person.home
    assert button_or_none(person.home, "draft:") is None
    said = desk.replies(person)[-1]
    title = desk.knowledge.forms["discrepancy"].say(locale).title
    discarded = desk.words(locale, "Discarded: {form}. Nothing of it was sent.")
    assert discarded.format(form=title) in screen(said)
    await desk.press(person, said, button(said, "draft:continue"))
    assert person.view
    assert values(person.view)["purchase-unit"] == "five"
    assert button(person.home, "draft:continue")


def forgiven(desk: Desk) -> None:
    """Forget the one call that Slack was made to refuse."""
    (refused,) = [call for call in desk.workspace.calls if call.error]
    desk.workspace.calls.remove(refused)


async def test_a_draft_survives_an_expired_trigger(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("directory-missing", "en").question)
    desk.workspace.faults.add("views.open", Fault.server_error())
    await desk.press(emma, reply, "form:directory")
    forgiven(desk)
    assert emma.view is None
    unopened = desk.replies(emma)[-1]
    await desk.press(emma, unopened, button(unopened, "form:directory"))
    assert emma.view
    await send(desk, emma, DIRECTORY)
    assert len(desk.cards()) == 1


async def test_the_button_after_an_expired_trigger_leads_back_to_the_draft(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    home = await home_of(desk, emma)
    desk.workspace.faults.add("views.open", Fault.server_error())
    await desk.press(emma, home, button(home, "draft:continue"))
    forgiven(desk)
    unopened = desk.replies(emma)[-1]
    await desk.press(emma, unopened, button(unopened, "form:discrepancy"))
    assert emma.view
    assert values(emma.view)["purchase-unit"] == "five"


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


async def test_a_draft_goes_on_in_a_language_that_was_chosen_meanwhile(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    await desk.command(emma, "language nl")
    view = await open_form(desk, emma, "discrepancy")
    assert view.body["title"]["text"] == desk.knowledge.forms["discrepancy"].say("nl").title
    assert values(view)["purchase-unit"] == "five"


async def test_a_language_that_was_chosen_in_the_form_is_there_again(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    await open_form(desk, emma, "discrepancy")
    await redone(desk, emma, "form_in:zh")
    await emma.close_view()
    await desk.calm()
    home = await home_of(desk, emma)
    await desk.press(emma, home, button(home, "draft:continue"))
    assert emma.view
    title = desk.knowledge.forms["discrepancy"].say("zh").title
    assert emma.view.body["title"]["text"] == title


async def test_a_draft_is_forgotten_after_fourteen_days(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    home = await home_of(desk, emma)
    go_on = button(home, "draft:continue")
    desk.clock.pass_by(days=13)
    await desk.running.office.database.run(housekeeping.tidy, desk.clock())
    assert len(await drafts_of(desk)) == 1
    desk.clock.pass_by(days=1.5)
    await desk.running.office.database.run(housekeeping.tidy, desk.clock())
    assert await drafts_of(desk) == []
    await desk.press(emma, home, go_on)
    assert emma.view
    assert values(emma.view)["purchase-unit"] is None


async def test_a_draft_is_kept_longer_while_somebody_works_on_it(desk: Desk) -> None:
    emma = desk.person("emma")
    await begun(desk, emma)
    desk.clock.pass_by(days=10)
    await open_form(desk, emma, "discrepancy")
    await emma.close_view()
    desk.clock.pass_by(days=10)
    await desk.running.office.database.run(housekeeping.tidy, desk.clock())
    assert len(await drafts_of(desk)) == 1


async def test_another_persons_draft_does_not_open(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await begun(desk, emma)
    home = await home_of(desk, emma)
    await home_of(desk, daan)
    stolen = replace(home, body=deepcopy(home.body), user=daan.user.id)
    await desk.press(daan, stolen, button(stolen, "draft:continue"))
    assert daan.view
    assert values(daan.view)["purchase-unit"] is None
    await desk.press(daan, stolen, button(stolen, "draft:discard"))
    states = {draft["person"]: draft["state"] for draft in await drafts_of(desk)}
    assert states[emma.user.id] == "open"


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


def without(form: Form, field: str) -> Form:
    """Give a form that lacks a field, and the rules about it."""
    steps = {step: tuple(f for f in fields if f != field) for step, fields in form.steps.items()}
    rules = tuple(rule for rule in form.rules if field not in rule.fields.values())
    fields = {name: declared for name, declared in form.fields.items() if name != field}
    same = tuple(name for name in form.same if name != field)
    more = {"steps": {s: fs for s, fs in steps.items() if fs}, "fields": fields}
    return form.model_copy(update={**more, "rules": rules, "same": same})


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


def deployed(desk: Desk, content: Content) -> None:
    """Let the running app work with other content, as after a deploy."""
    office = desk.running.office
    for name in ("decider", "forms", "artist"):
        object.__setattr__(office, name, getattr(content, name))
