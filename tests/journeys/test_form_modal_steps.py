"""The steps of a modal: forward and back, more invoices, explanations, another language."""

from typing import Any, Final

import pytest

from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    FORMS,
    at_review,
    fill_in,
    open_form,
    send,
    step_of,
    submission_of,
    submit,
)
from tests.journeys.form_screens import all_text, enter, errors, opened_in, redone, values
from tests.journeys.reading import labels, screen

PURCHASE: Final = {name: DISCREPANCY[name] for name in ("month", "year", "omlp-type")}


@pytest.mark.parametrize("form", FORMS)
async def test_a_form_can_be_gone_through_in_every_language(desk: Desk, form: str) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, form, locale)
        review = await fill_in(person, FORMS[form])
        assert desk.words(locale, "Please check, then send") in all_text(review)
        for field in FORMS[form]:
            is_shown = desk.knowledge.forms[form].say(locale).fields[field].label in screen(review)
            assert is_shown == bool(FORMS[form][field])
        assert (await person.submit_view()).closed
        await desk.calm()
    assert len(desk.cards()) == len(LOCALES)


async def test_steps_go_forward_and_back_without_loss(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await submit(emma, DISCREPANCY)
    assert emma.view
    assert step_of(emma.view) == "numbers"
    await enter(desk, emma, "kpi-dashboard", "12")
    back = await redone(desk, emma, "back")
    assert step_of(back) == "purchase"
    assert values(back) == {
        name: DISCREPANCY[name] for name in (*PURCHASE, "purchase-unit", "invoice-number")
    }
    await submit(emma, {})
    assert step_of(emma.view) == "numbers"
    assert values(emma.view)["kpi-dashboard"] == "12"
    await fill_in(emma, DISCREPANCY)
    for step in ("proof", "numbers", "purchase"):
        assert step_of(await redone(desk, emma, "back")) == step
    assert at_review(await fill_in(emma, {}))


@pytest.mark.parametrize("form", FORMS)
async def test_change_goes_from_the_review_to_a_step_and_back(desk: Desk, form: str) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, form)
    await fill_in(emma, FORMS[form])
    for step in desk.knowledge.forms[form].steps:
        assert step_of(await redone(desk, emma, "go", f"{step}:0")) == step
        await submit(emma, {})
        assert at_review(emma.view)


async def test_a_value_that_is_changed_from_the_review_is_the_one_that_is_sent(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await fill_in(emma, DIRECTORY)
    await redone(desk, emma, "go", "company:0")
    await send(desk, emma, {"name": "Forlaget"})
    assert "Name in the directory: Forlaget" in screen(desk.cards()[0])


async def test_another_invoice_can_be_added_and_removed(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    review = await fill_in(emma, DISCREPANCY)
    assert labels(review)["another"] == "Add another invoice"
    added = await redone(desk, emma, "another")
    assert step_of(added) == "purchase"
    assert desk.words("en", "Number {number}").format(number=2) in all_text(added)
    review = await fill_in(emma, {**DISCREPANCY, "invoice-number": "INV-0043"})
    assert "INV-0042" in screen(review)
    assert "INV-0043" in screen(review)
    review = await redone(desk, emma, "drop_line", "0")
    assert "INV-0042" not in screen(review)
    await send(desk, emma, {})
    (card,) = desk.cards()
    assert "INV-0043" in screen(card)
    assert "INV-0042" not in screen(card)


async def test_an_invoice_added_by_mistake_is_removed_before_it_is_filled_in(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    added = await redone(desk, emma, "another")
    assert desk.words("en", "Remove this one") in all_text(added)
    review = await redone(desk, emma, "drop_line")
    assert at_review(review)
    assert "The purchase 2" not in screen(review)


async def test_several_invoices_are_one_request_with_a_line_each(desk: Desk) -> None:
    camille = desk.person("camille")
    await opened_in(desk, camille, "discrepancy", "fr")
    await fill_in(camille, DISCREPANCY)
    await redone(desk, camille, "another")
    await send(desk, camille, {**DISCREPANCY, "invoice-number": "INV-0043"})
    (card,) = desk.cards()
    assert "INV-0042" in screen(card)
    assert "INV-0043" in screen(card)
    assert "The purchase 2" in screen(card)


async def test_a_report_has_at_most_ten_invoices(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    for number in range(9):
        await redone(desk, emma, "another")
        review = await fill_in(emma, {**DISCREPANCY, "invoice-number": f"INV-1{number}"})
    assert "another" not in labels(review)
    assert (await emma.submit_view()).closed
    await desk.calm()
    assert all(f"INV-1{number}" in screen(desk.cards()[0]) for number in range(9))


@pytest.mark.parametrize("locale", LOCALES)
async def test_an_explanation_opens_above_the_form_whose_values_stay(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    form = await opened_in(desk, person, "discrepancy", locale)
    for name, text in {**PURCHASE, "purchase-unit": "five", "invoice-number": "I-1"}.items():
        await enter(desk, person, name, text)
    topic = desk.knowledge.forms["discrepancy"].fields["invoice-number"].topic
    assert topic
    above = await redone(desk, person, "explain:invoice-number")
    assert desk.answer(topic, locale).question in screen(above)
    await person.close_view()
    assert person.view is form
    assert values(form)["purchase-unit"] == "five"
    assert (await submit(person, {})).errors == {}
    assert step_of(person.view) == "numbers"


@pytest.mark.parametrize("locale", LOCALES)
async def test_another_language_in_the_middle_keeps_what_was_typed(desk: Desk, locale: str) -> None:
    first = "nl" if locale != "nl" else "zh"
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", first)
    await submit(person, DISCREPANCY)
    await enter(desk, person, "kpi-dashboard", "1 234,5")
    await enter(desk, person, "revenue-dashboard", "¥ 100")
    view = await redone(desk, person, f"form_in:{locale}")
    said = desk.knowledge.forms["discrepancy"].say(locale)
    assert view.body["title"]["text"] == said.title
    assert said.fields["kpi-dashboard"].label in all_text(view)
    shown = values(view)
    assert (shown["kpi-dashboard"], shown["revenue-dashboard"]) == ("1 234,5", "¥ 100")
    back = await redone(desk, person, "back")
    assert values(back)["invoice-number"] == DISCREPANCY["invoice-number"]


async def test_what_an_amount_means_is_told_by_the_language_it_was_typed_in(desk: Desk) -> None:
    astrid = desk.person("astrid")
    await opened_in(desk, astrid, "discrepancy", "sv")
    await fill_in(astrid, {**DISCREPANCY, "revenue-dashboard": "100 kr"})
    review = await redone(desk, astrid, "form_in:fr")
    assert at_review(review)
    assert "100,00 SEK" in screen(review).replace("\xa0", " ")
    await send(desk, astrid, {})
    assert "SEK" in screen(desk.cards()[0])
    assert "(typed: 100 kr)" in screen(desk.cards()[0])


async def test_no_step_is_left_without_its_confirmations(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await submit(emma, DIRECTORY)
    found = errors(await submit(emma, {"confirmations": ["owned"]}))
    assert list(found) == ["confirmations"]
    assert emma.view
    assert values(emma.view)["confirmations"] == ["owned"]


async def test_a_step_that_is_submitted_twice_goes_on_once(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    payload = submission_of(desk.workspace, emma, DISCREPANCY)
    first = await desk.sender.send_interaction(payload)
    again = await desk.sender.send_interaction(payload)
    shown: Any = [answer.json()["view"]["private_metadata"] for answer in (first, again)]
    assert shown[0] == shown[1]
    assert '"numbers"' in shown[0]


async def test_a_late_character_of_an_older_screen_changes_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await enter(desk, emma, "purchase-unit", "fi")
    late = [sent for sent in desk.wire.sent if b"block_actions" in sent.body][-1]
    await submit(emma, {**DISCREPANCY, "purchase-unit": "five"})
    before = (await desk.rows())["drafts"]
    assert (await desk.send_signed(late.kind, late.body + b"&later=1")).ok
    await desk.calm()
    assert (await desk.rows())["drafts"] == before
    assert values(await redone(desk, emma, "back"))["purchase-unit"] == "five"
