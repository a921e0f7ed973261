"""What is typed in a modal: errors beside their fields, what is meant, choices, countries."""

import pytest

from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    at_review,
    block_of,
    fill_in,
    inputs_of,
    open_form,
    send,
    submit,
)
from tests.journeys.form_screens import all_text, enter, errors, opened_in, problem, redone, values
from tests.journeys.reading import screen


@pytest.mark.parametrize("locale", LOCALES)
async def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await submit(person, DISCREPANCY)
    typed = {
        "kpi-dashboard": "12.5k",
        "kpi-partner-center": "many",
        "revenue-dashboard": "5678",
        "revenue-partner-center": "5 bitcoins",
    }
    found = errors(await submit(person, typed))
    assert found["kpi-dashboard"] == problem(desk, locale, "number-abbreviated")
    assert found["revenue-dashboard"] == problem(desk, locale, "currency-missing")
    assert set(found) == set(typed)
    assert person.view
    assert values(person.view) == typed
    assert (await submit(person, DISCREPANCY)).errors == {}


@pytest.mark.parametrize("locale", LOCALES)
async def test_an_ambiguous_number_is_asked_about_and_the_choice_is_taken(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await submit(person, DISCREPANCY)
    await submit(person, {**DISCREPANCY, "kpi-dashboard": "1.234"})
    assert person.view
    question = desk.words(locale, "What does “{text}” mean?").format(text="1.234")
    assert question in all_text(person.view)
    assert values(person.view)["kpi-dashboard"] == "1.234"
    await fill_in(person, {**DISCREPANCY, "kpi-dashboard": "1.234", "kpi-dashboard:meant": "1234"})
    await send(desk, person, {})
    assert "1,234 (typed: 1.234)" in screen(desk.cards()[-1])


async def test_what_a_number_means_stays_chosen_and_can_be_chosen_otherwise(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await submit(emma, DISCREPANCY)
    ambiguous = {**DISCREPANCY, "kpi-dashboard": "1.234", "kpi-dashboard:meant": "1234"}
    await submit(emma, ambiguous)
    await fill_in(emma, ambiguous)
    numbers = await redone(desk, emma, "go", "numbers:0")
    assert values(numbers)["kpi-dashboard:meant"] == "1234"
    await fill_in(emma, {"kpi-dashboard:meant": "1.234"})
    await send(desk, emma, {})
    assert "KPI value in the KPI dashboard: 1.234" in screen(desk.cards()[0])


async def test_a_number_that_is_typed_anew_is_no_longer_asked_about(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await submit(emma, DISCREPANCY)
    await submit(emma, {**DISCREPANCY, "kpi-dashboard": "1.234"})
    assert emma.view
    assert "kpi-dashboard:meant" in inputs_of(emma.view)
    await enter(desk, emma, "kpi-dashboard", "1234", redraws=True)
    assert "kpi-dashboard:meant" not in inputs_of(emma.view)
    assert values(emma.view)["kpi-dashboard"] == "1234"
    assert at_review(await fill_in(emma, {"invoice": ["invoice.pdf"]}))


@pytest.mark.parametrize("locale", LOCALES)
async def test_something_else_asks_which(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await enter(desk, person, "invoice-number", "INV-1")
    await enter(desk, person, "omlp-type", "other", redraws=True)
    assert person.view
    assert desk.words(locale, "Which one?") in all_text(person.view)
    assert values(person.view)["invoice-number"] == "INV-1"
    typed = {**DISCREPANCY, "omlp-type": "other", "omlp-type:other": "Video <course>"}
    await fill_in(person, typed)
    assert "Video <course>" in screen(person.view)
    await send(desk, person, {})
    assert "OMLP type: Video <course>" in screen(desk.cards()[-1])


async def test_something_else_that_is_not_told_is_asked_for_again(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    found = errors(await submit(emma, {**DISCREPANCY, "omlp-type": "other"}))
    assert found == {} or "omlp-type:other" in found
    assert emma.view
    assert "omlp-type:other" in inputs_of(emma.view)
    found = errors(await submit(emma, {"omlp-type:other": " "}))
    assert found == {"omlp-type:other": problem(desk, "en", "other-missing")}
    await enter(desk, emma, "omlp-type", "lab", redraws=True)
    assert "omlp-type:other" not in inputs_of(emma.view)


async def test_a_country_is_found_in_any_language_and_with_typos(desk: Desk) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "directory")
    for query in ("Suède", "瑞典", "zweden", "swedn", "Sverige", "sweden"):
        options = await emma.suggestions(view, block_of(view, "country"), query)
        assert options[0]["value"] == "SE"
        assert options[0]["text"]["text"] == "Sweden"
    assert len(await emma.suggestions(view, block_of(view, "country"))) == 100


async def test_countries_are_named_in_the_language_of_the_form(desk: Desk) -> None:
    names = {"en": "Sweden", "fr": "Suède", "zh": "瑞典", "nl": "Zweden", "sv": "Sverige"}
    for locale, name in names.items():
        person = desk.speaker(locale)
        view = await opened_in(desk, person, "directory", locale)
        options = await person.suggestions(view, block_of(view, "country"), "sweden")
        assert options[0]["text"]["text"] == name
        assert name in screen(await fill_in(person, DIRECTORY))


async def test_an_address_with_look_alike_letters_is_shown_in_both_forms(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    typed = {**DIRECTORY, "landing-page": "https://аррle.com/learn"}
    review = await fill_in(emma, typed)
    assert "аррle.com" in screen(review)
    assert "xn--le-6kc8da.com" in screen(review)
    await send(desk, emma, {})
    assert "xn--le-6kc8da.com" in screen(desk.cards()[0])
