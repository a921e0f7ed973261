"""The forms as modals: opened, prefilled, gone through, corrected; up to the review."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from bot.forms.rules import Hint
from bot.sandbox import Person, View
from bot.sandbox.demo import PARTNERS
from tests.journeys.desk import CHANNEL, LOCALES, Desk
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    FORMS,
    at_review,
    block_of,
    fill_in,
    inputs_of,
    name_of,
    open_form,
    send,
    step_of,
    submission_of,
    submit,
)
from tests.journeys.form_screens import all_text, enter, errors, opened_in, problem, redone, values
from tests.journeys.reading import actions, labels, screen

PURCHASE: Final = {name: DISCREPANCY[name] for name in ("month", "year", "omlp-type")}

SAID: Final = {
    "en": "Invoice INV-0118 of January 2026, revenue 1,250.50 EUR",
    "fr": "Facture INV-0118 de janvier 2026, chiffre d’affaires 1 250,50 EUR",
    "zh": "发票号 INV-0118，2026年1月，收入 1,250.50 EUR",
    "nl": "Factuur INV-0118 van januari 2026, omzet 1.250,50 EUR",
    "sv": "Faktura INV-0118 från januari 2026, intäkt 1 250,50 EUR",
}
"""What somebody says of an invoice: its number, month, year and revenue."""

COMPANY: Final = {
    "en": "Our company “Contoso Learning” in Sweden is missing in the partner directory, "
    "our page is https://contoso.se/microsoft",
    "fr": "Notre entreprise « Contoso Learning » en Suède ne figure pas dans l’annuaire des "
    "partenaires, notre page est https://contoso.se/microsoft",
    "zh": "我们公司“Contoso Learning”在瑞典，没有出现在合作伙伴目录中，"
    "我们的页面是 https://contoso.se/microsoft",
    "nl": "Ons bedrijf “Contoso Learning” in Zweden staat niet in de partnergids, "
    "onze pagina is https://contoso.se/microsoft",
    "sv": "Vårt företag ”Contoso Learning” i Sverige finns inte i partnerkatalogen, "
    "vår sida är https://contoso.se/microsoft",
}


async def answered(desk: Desk, person: Person, text: str, topic: str) -> Any:  # noqa: ANN401
    """Ask something; give the answer of a topic, chosen where it was only suggested."""
    reply = await desk.ask(person, text)
    if f"choose:{topic}" in labels(reply):
        await desk.press(person, reply, f"choose:{topic}")
    return reply


async def by_button(desk: Desk, person: Person, form: str, locale: str) -> None:
    topic = desk.knowledge.forms[form].topic
    reply = await desk.ask(person, desk.answer(topic, locale).question)
    await desk.press(person, reply, f"form:{form}")


async def by_command(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    await desk.command(person, form)


async def by_its_name(desk: Desk, person: Person, form: str, locale: str) -> None:
    """Open a form by a word of the language; the English ones are the command itself."""
    await desk.command(person, f"language {locale}")
    await desk.command(person, desk.knowledge.commands[form][locale][-1])


async def from_home(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    await person.open_home()
    await desk.calm()
    assert person.home
    await desk.press(person, person.home, f"form:{form}")


async def by_global_shortcut(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    assert (await person.shortcut(f"form:{form}")).ok
    await desk.calm()


Opened = Callable[[Desk, Person, str, str], Awaitable[None]]
WAYS: Final[tuple[Opened, ...]] = (
    by_button,
    by_command,
    by_its_name,
    from_home,
    by_global_shortcut,
)


@pytest.mark.parametrize("opened", WAYS)
@pytest.mark.parametrize("form", FORMS)
async def test_a_form_opens_at_its_first_step_in_the_persons_language(
    desk: Desk, form: str, opened: Opened
) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened(desk, person, form, locale)
        assert person.view
        declared = desk.knowledge.forms[form]
        said = declared.say(locale)
        assert person.view.body["title"]["text"] == said.title
        assert said.introduction in all_text(person.view)
        first = next(iter(declared.steps))
        step = desk.words(locale, "Step {number} of {total}: {name}")
        named = step.format(number=1, total=len(declared.steps), name=said.steps[first])
        assert named in all_text(person.view)
        assert list(inputs_of(person.view)) == list(declared.steps[first])
        for field in declared.steps[first]:
            assert said.fields[field].label in all_text(person.view)
            assert said.fields[field].hint in all_text(person.view)
        await person.close_view()


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


async def test_plain_words_lead_to_the_form_by_its_button(desk: Desk) -> None:
    camille = desk.person("camille")
    reply = await desk.ask(camille, "il me manque une facture dans mes KPI")
    assert labels(reply, "form") == {
        "form:discrepancy": desk.knowledge.forms["discrepancy"].say("fr").button
    }
    await desk.press(camille, reply, "form:discrepancy")
    assert camille.view


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_report_is_prefilled_with_what_the_question_said(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    question = f"{desk.answer('kpi-discrepancy', locale).question} {SAID[locale]}"
    reply = await answered(desk, person, question, "kpi-discrepancy")
    await desk.press(person, reply, "form:discrepancy")
    assert person.view
    shown = values(person.view)
    assert (shown["month"], shown["year"]) == ("1", "2026")
    assert shown["invoice-number"] == "INV-0118"
    assert (await submit(person, {"omlp-type": "lab", "purchase-unit": "5"})).errors == {}
    amount = values(person.view)["revenue-dashboard"]
    assert amount in SAID[locale]
    assert "250" in amount


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_directory_request_is_prefilled_with_what_the_question_said(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    reply = await answered(desk, person, COMPANY[locale], "directory-missing")
    await desk.press(person, reply, "form:directory")
    assert person.view
    assert values(person.view) == {
        "name": "Contoso Learning",
        "country": "SE",
        "landing-page": "https://contoso.se/microsoft",
    }


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_message_shortcut_prefills_the_form_with_the_message(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    ts = await person.say(CHANNEL, SAID[locale])
    message = desk.workspace.messages.find(CHANNEL, ts)
    assert message
    assert (await person.shortcut("form:discrepancy", message)).ok
    await desk.calm()
    assert person.view
    shown = values(person.view)
    assert (shown["month"], shown["year"]) == ("1", "2026")
    assert shown["invoice-number"] == "INV-0118"


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


FEBRUARY = {**DISCREPANCY, "month": "2"}


async def test_a_month_that_lies_in_the_future_is_refused_at_its_field(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        found = errors(await submit(person, {**DISCREPANCY, "month": "4"}))
        assert found == {"month": problem(desk, locale, "month-future")}
        await person.close_view()


async def test_a_report_before_its_day_is_sent_only_with_a_reason(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        review = await fill_in(person, FEBRUARY)
        assert {"report-due", "report-due:reason"} <= set(inputs_of(review))
        sending = {"report-due": "send"}
        found = errors(await submit(person, sending))
        assert found == {"report-due:reason": problem(desk, locale, "reason-missing")}
        reason = {**sending, "report-due:reason": f"It is urgent, {locale}"}
        assert (await submit(person, reason)).closed
        await desk.calm()
        assert f"It is urgent, {locale}" in screen(desk.cards()[-1])


async def test_on_the_very_fifteenth_a_report_is_due(desk: Desk) -> None:
    emma = desk.person("emma")
    desk.clock.pass_by(days=4.4)  # 14 March, 21:36 in London
    await open_form(desk, emma, "discrepancy")
    assert "report-due" in inputs_of(await fill_in(emma, FEBRUARY))
    await emma.close_view()
    desk.clock.pass_by(minutes=3 * 60)
    assert "report-due" not in inputs_of(await open_form(desk, emma, "discrepancy"))
    assert at_review(emma.view)


async def test_the_day_is_that_of_the_persons_time_zone(desk: Desk) -> None:
    desk.clock.pass_by(days=4.2)  # 14 March, 16:48 UTC: the 15th in Shanghai, not in London
    asked = {}
    for name in ("emma", "wei"):
        person = desk.person(name)
        await desk.ask(person, "hello")
        await open_form(desk, person, "discrepancy")
        asked[name] = "report-due" in inputs_of(await fill_in(person, FEBRUARY))
    assert asked == {"emma": True, "wei": False}


async def test_an_invoice_before_the_twelve_months_is_asked_about(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        review = await fill_in(person, {**DISCREPANCY, "year": "2025"})
        assert "within-window" in inputs_of(review)
        assert (await submit(person, {"within-window": "keep"})).closed
        await desk.calm()


async def test_numbers_that_agree_are_refused(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "discrepancy", locale)
        await submit(person, DISCREPANCY)
        agreeing = {**DISCREPANCY, "kpi-partner-center": "1 234,50"}
        found = errors(await submit(person, agreeing))
        assert found == {"kpi-partner-center": problem(desk, locale, "numbers-agree")}
        await person.close_view()


async def test_only_the_invoice_is_taken_which_is_said_before_it_is_uploaded(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        opened = await opened_in(desk, person, "discrepancy", locale)
        said = desk.knowledge.forms["discrepancy"].say(locale)
        assert said.introduction in all_text(opened)
        await submit(person, DISCREPANCY)
        await submit(person, DISCREPANCY)
        assert person.view
        assert said.fields["invoice"].hint in all_text(person.view)
        word = said.fields["invoice"].refused[0].strip()
        name = f"{word} 17.pdf"
        found = errors(await submit(person, {"invoice": [name]}))
        assert found == {"invoice": problem(desk, locale, "file-refused", name=name)}
        await person.close_view()


async def test_a_file_of_another_kind_is_refused(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await submit(emma, DISCREPANCY)
    await submit(emma, DISCREPANCY)
    payload = submission_of(desk.workspace, emma, {"invoice": ["invoice.pdf"]})
    assert emma.view
    block = block_of(emma.view, "invoice")
    view: Any = payload["view"]
    ((element,),) = [view["state"]["values"][block].values()]
    element["files"][0]["name"] = "invoice.exe"
    answer = await desk.sender.send_interaction(payload)
    assert answer.json()["response_action"] == "errors"
    assert "invoice.exe" in answer.json()["errors"][block]


async def test_files_stay_when_their_step_is_shown_again(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, {**DISCREPANCY, "invoice": ["one.pdf", "two.pdf"]})
    proof = await redone(desk, emma, "go", "proof:0")
    note = desk.words("en", "Already added: {files}. New files replace these.")
    assert note.format(files="one.pdf, two.pdf") in all_text(proof)
    await submit(emma, {"remark": "Look closely."})
    assert at_review(emma.view)
    await redone(desk, emma, "go", "proof:0")
    await submit(emma, {"invoice": ["three.pdf"]})
    await send(desk, emma, {})
    card = screen(desk.cards()[0])
    assert "three.pdf" in card
    assert "one.pdf" not in card


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


@pytest.mark.parametrize("locale", LOCALES)
async def test_hints_are_shown_and_keep_nobody_from_sending(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "directory", locale)
    typed = {**DIRECTORY, "name": "Contoso Learning", "country": "FR"}
    review = await fill_in(person, typed)
    artist, hints = desk.content.artist.forms, (Hint("host-unrelated"), Hint("country-differs"))
    for hint in hints:
        assert artist.hint(hint, locale) in screen(review)
    await send(desk, person, {})
    for hint in hints:
        assert artist.hint(hint, "en") in screen(desk.cards()[-1])


@pytest.mark.parametrize(
    ("days", "week", "visible"),
    [
        (0, "March 15, 2026 to March 21, 2026", "April 7, 2026"),
        (5, "March 15, 2026 to March 21, 2026", "April 7, 2026"),
        (11, "March 15, 2026 to March 21, 2026", "April 7, 2026"),
        (12, "April 15, 2026 to April 21, 2026", "May 7, 2026"),
        (287, "January 15, 2027 to January 21, 2027", "February 7, 2027"),
        (280, "December 15, 2026 to December 21, 2026", "January 7, 2027"),
    ],
)
async def test_a_directory_request_says_when_it_is_submitted_and_visible(
    desk: Desk, days: int, week: str, visible: str
) -> None:
    desk.clock.pass_by(days=days)
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await send(desk, emma, DIRECTORY)
    receipt = screen(desk.replies(emma)[-1])
    assert week in receipt
    assert visible in receipt


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


FORGED: Final = [
    {"callback_id": "form:directory"},
    {"callback_id": "form:nothing"},
    {"callback_id": "form:"},
    {"private_metadata": "{"},
    {"private_metadata": "[" * 3000},
    {"private_metadata": '{"step": "review", "line": 0, "turn": 0, "locale": "en"}'},
    {"private_metadata": '{"step": "numbers", "line": 9, "turn": 0, "locale": "en"}'},
    {"private_metadata": '{"step": "purchase", "line": 1e999, "turn": 1e999, "locale": [1]}'},
    {"private_metadata": f'{{"step": "purchase", "line": 0, "turn": {10**40}, "locale": "xx"}}'},
    {"private_metadata": '{"step": "purchase", "line": 0, "turn": 0, "draft": 99}'},
]


@pytest.mark.parametrize("forged", FORGED)
async def test_what_a_modal_says_wrongly_of_itself_sends_nothing(
    desk: Desk, forged: dict[str, str]
) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    payload = submission_of(desk.workspace, emma, DISCREPANCY)
    view: Any = payload["view"]
    answer = await desk.sender.send_interaction({**payload, "view": {**view, **forged}})
    assert answer.ok
    assert answer.json()["response_action"] in {"update", "errors"}
    await desk.calm()
    assert (await desk.rows())["tickets"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("omlp-type", {"selected_option": {"value": "hacked"}}),
        ("omlp-type", {"selected_option": "lab"}),
        ("month", {"selected_option": {"value": "13"}}),
        ("invoice-number", {"value": "1" * 10_000_000}),
        ("purchase-unit", {"value": ["a"]}),
    ],
)
async def test_values_that_the_screen_does_not_offer_are_refused_and_not_kept(
    desk: Desk, name: str, value: dict[str, Any]
) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "discrepancy")
    payload = submission_of(desk.workspace, emma, DISCREPANCY)
    state: Any = payload["view"]
    held = state["state"]["values"][block_of(view, name)]
    ((action, element),) = held.items()
    held[action] = {"type": element["type"], **value}
    answer = await desk.sender.send_interaction(payload)
    assert answer.json()["response_action"] == "errors"
    assert [name_of(block) for block in answer.json()["errors"]] == [name]
    (draft,) = (await desk.rows())["drafts"]
    assert "hacked" not in str(draft["answers"])
    assert len(str(draft["answers"])) < 2000


async def test_answers_to_what_was_not_asked_are_not_kept(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "directory")
    await fill_in(emma, DIRECTORY)
    payload = submission_of(desk.workspace, emma, {})
    radio = {"type": "radio_buttons", "selected_option": {"value": "send"}}
    view: Any = payload["view"]
    view["state"]["values"]["ask:anything:0:x"] = {"a": radio}
    view["state"]["values"]["name:0:0"] = {"a": {"type": "plain_text_input", "value": "Evil"}}
    assert (await desk.sender.send_interaction(payload)).json() == {"response_action": "clear"}
    (ticket,) = (await desk.rows())["tickets"]
    assert ticket["answers"]["asks"] == {}
    assert ticket["answers"]["common"]["name"] == {"typed": DIRECTORY["name"]}


async def test_what_is_too_long_does_not_keep_the_form_from_opening(desk: Desk) -> None:
    emma = desk.person("emma")
    view = await open_form(desk, emma, "directory")
    payload = submission_of(desk.workspace, emma, DIRECTORY)
    state: Any = payload["view"]
    held = state["state"]["values"][block_of(view, "name")]
    ((action, element),) = held.items()
    held[action] = {**element, "value": "Contoso " * 300}
    answer = await desk.sender.send_interaction(payload)
    too_long = problem(desk, "en", "too-long", most="200")
    assert list(answer.json()["errors"].values()) == [too_long]
    await open_form(desk, emma, "directory")
    assert emma.view
    assert values(emma.view)["name"] == ("Contoso " * 300).strip()
    assert errors(await submit(emma, {})) == {"name": too_long}


def is_open(person: Person) -> bool:
    view: View | None = person.view
    return view is not None


async def test_everybody_can_open_a_form_on_the_very_first_contact(desk: Desk) -> None:
    for name in PARTNERS.values():
        person = desk.person(name)
        await desk.command(person, "discrepancy")
        assert is_open(person)
    camille = desk.person("camille").view
    assert camille
    assert camille.body["title"]["text"] == desk.knowledge.forms["discrepancy"].say("fr").title
    assert actions(camille, "form_in") == ["form_in:en", "form_in:zh", "form_in:nl", "form_in:sv"]
