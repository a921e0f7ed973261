"""What was typed in a form is kept and offered again, until it is sent, discarded or too old."""

from copy import deepcopy
from dataclasses import replace

import pytest

from bot.sandbox import Fault
from bot.services import housekeeping
from tests.journeys.desk import LOCALES, Desk, home_of
from tests.journeys.drafting import begun, button_or_none, drafts_of, forgiven
from tests.journeys.filling import DIRECTORY, DISCREPANCY, at_review, fill_in, open_form, send
from tests.journeys.form_screens import button, enter, opened_in, redone, values
from tests.journeys.reading import labels, screen

BEGUN = "You began this {when}. What you filled in then is here."
LISTED = "{form}, begun on {date} and not sent yet"


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
    await desk.office.database.run(housekeeping.tidy, desk.clock())
    assert len(await drafts_of(desk)) == 1
    desk.clock.pass_by(days=1.5)
    await desk.office.database.run(housekeeping.tidy, desk.clock())
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
    await desk.office.database.run(housekeeping.tidy, desk.clock())
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
