"""What becomes of a request after it was sent: receipt, change, files, withdrawal, duplicates."""

from typing import Any

import pytest

from bot.app import Content
from bot.sandbox import Fault, Message, Person
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.journeys.desk import LOCALES, OWN_NAMES, Desk, assert_nothing_went_wrong, opened
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    FORMS,
    at_review,
    fill_in,
    inputs_of,
    open_form,
    request,
    send,
    step_of,
    submit,
)
from tests.journeys.form_screens import all_text, button, changed, opened_in, redone, values
from tests.journeys.phrases import NEW, TAKEN_BACK
from tests.journeys.reading import heading, labels, screen, standing
from tests.journeys.test_form_drafts import deployed, forgiven, home_of, without


async def receipt_of(desk: Desk, person: Person, form: str = "discrepancy") -> Message:
    """Send a complete request; give its receipt."""
    await request(desk, person, form)
    return desk.replies(person)[-1]


def colleague_of(desk: Desk, person: Person, name: str = "oscar") -> Person:
    """Give somebody of the same company, as their mail address tells."""
    domain = (person.user.email or "").partition("@")[2]
    email, user_id = f"{name}@{domain}", f"U0{name.upper()}01"
    desk.workspace.add_user(user_id, name, name.title(), email=email, locale="en-GB")
    return desk.person(name)


async def tickets(desk: Desk) -> list[dict[str, Any]]:
    return (await desk.rows())["tickets"]


@pytest.mark.parametrize("form", FORMS)
async def test_a_receipt_has_number_values_and_what_happens_next(desk: Desk, form: str) -> None:
    for number, locale in enumerate(LOCALES, 1):
        person = desk.speaker(locale)
        await opened_in(desk, person, form, locale)
        await send(desk, person, FORMS[form])
        receipt = desk.replies(person)[-1]
        said = desk.knowledge.forms[form].say(locale)
        title = desk.words(locale, "Request {number}: {form}")
        assert screen(receipt).startswith(title.format(number=number, form=said.title))
        for field, typed in FORMS[form].items():
            assert (said.fields[field].label in screen(receipt)) == bool(typed)
        assert said.next.partition("{")[0] in screen(receipt)
        assert "{" not in screen(receipt)
        buttons = {deed: labels(receipt).get(f"request:{deed}") for deed in ("change", "withdraw")}
        assert buttons == {
            "change": desk.words(locale, "Change"),
            "withdraw": desk.words(locale, "Withdraw"),
        }
        assert ("request:file" in labels(receipt)) == (form == "discrepancy")


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_card_has_the_desks_labels_and_both_what_was_typed_and_understood(
    desk: Desk, locale: str
) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await send(desk, person, DISCREPANCY)
    (card,) = desk.cards()
    lines = screen(card).split("\n")
    company = (person.user.email or "").partition("@")[2] or "other company"
    assert heading(card) == "Request 1: KPI discrepancy"
    assert f"@{person.user.id} · {company} · {OWN_NAMES[locale]}" in lines
    assert "  • Month: January" in lines
    assert "  • OMLP type: Lab" in lines
    assert "  • KPI value in the KPI dashboard: 1,234.5 (typed: 1 234,5)" in lines
    assert "  • Revenue value in the KPI dashboard: €5,678.90 (typed: € 5.678,90)" in lines
    assert "  • Invoice number: INV-0042" in lines


async def test_the_card_is_in_the_desks_language(content: Content, database_url: str) -> None:
    async with opened(content, database_url, desk_locale="nl") as desk:
        await request(desk, desk.person("wei"), "directory")
        said = desk.knowledge.forms["directory"].say("nl")
        assert said.fields["name"].label in screen(desk.cards()[0])
        assert said.title in screen(desk.cards()[0])
        await assert_nothing_went_wrong(desk)


async def test_a_request_can_be_changed_and_keeps_its_number(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    assert at_review(emma.view)
    await redone(desk, emma, "go", "purchase:0")
    await send(desk, emma, {"invoice-number": "INV-0099"})
    (card,) = desk.cards()
    assert heading(card).startswith("Request 1: ")
    assert "INV-0099" in screen(card)
    assert "changed by the partner 3/10/26" in screen(card)
    newest = desk.replies(emma)[-1]
    assert newest is not receipt
    assert "INV-0099" in screen(newest)
    (ticket,) = await tickets(desk)
    assert (ticket["number"], ticket["revision"]) == (1, 2)


async def test_a_change_that_is_closed_untouched_leaves_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    await emma.close_view()
    home = await home_of(desk, emma)
    assert not [action for action in labels(home) if action.startswith("draft:")]


async def test_a_change_that_was_left_goes_on_as_a_change(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    await redone(desk, emma, "go", "purchase:0")
    await submit(emma, {"invoice-number": "INV-0099"})
    await emma.close_view()
    home = await home_of(desk, emma)
    await desk.press(emma, home, button(home, "draft:continue"))
    assert at_review(emma.view)
    assert (await emma.submit_view()).closed
    await desk.calm()
    (ticket,) = await tickets(desk)
    assert ticket["revision"] == 2
    assert "INV-0099" in screen(desk.cards()[0])


async def test_pressing_change_again_goes_on_with_the_same_change(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    await redone(desk, emma, "go", "purchase:0")
    await submit(emma, {"invoice-number": "INV-0099"})
    await emma.close_view()
    await desk.press(emma, receipt, "request:change")
    assert emma.view
    assert "INV-0099" in screen(emma.view)
    assert len((await desk.rows())["drafts"]) == 2


async def test_a_change_that_slack_did_not_open_in_time_can_be_tried_again(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    desk.workspace.faults.add("views.open", Fault.server_error())
    await desk.press(emma, receipt, "request:change")
    forgiven(desk)
    unopened = desk.replies(emma)[-1]
    again = button(unopened, "request:change")
    assert labels(unopened)[again] == "Change"
    await desk.press(emma, unopened, again)
    assert at_review(emma.view)
    assert (await emma.submit_view()).closed
    await desk.calm()
    assert len(await tickets(desk)) == 1


async def test_a_request_can_be_withdrawn_and_sent_after_all(desk: Desk) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_in(desk, person, "directory", locale)
        await send(desk, person, DIRECTORY)
        receipt = desk.replies(person)[-1]
        await desk.press(person, receipt, "request:withdraw")
        withdrawn = "Withdrawn. The support team no longer works on it."
        assert desk.words(locale, withdrawn) in screen(receipt)
        assert standing(desk.cards()[-1]) == TAKEN_BACK
        assert labels(receipt)["request:restore"] == desk.words(locale, "Send it after all")
        await desk.press(person, receipt, "request:restore")
        assert desk.words(locale, withdrawn) not in screen(receipt)
        assert standing(desk.cards()[-1]) == NEW
    assert len(desk.cards()) == len(LOCALES)


async def test_a_file_is_added_to_those_that_were_sent(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:file")
    assert emma.view
    assert step_of(emma.view) == "proof"
    note = desk.words("en", "Already added: {files}. New files are added to these.")
    assert note.format(files="invoice.pdf") in all_text(emma.view)
    await submit(emma, {"invoice": ["second.pdf"]})
    await send(desk, emma, {})
    card = next(each for each in desk.cards() if heading(each).startswith("Request 1:"))
    assert "invoice.pdf, second.pdf" in screen(card)


async def test_a_file_that_is_refused_does_not_stay_among_those_that_were_sent(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:file")
    assert (await submit(emma, {"invoice": ["order confirmation.pdf"]})).errors
    assert (await submit(emma, {"invoice": ["second.pdf"]})).errors == {}
    assert emma.view
    assert "invoice.pdf, second.pdf" in screen(emma.view)


async def test_a_receipt_can_be_read_in_another_language(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    for locale in ("fr", "zh", "nl", "sv", "en"):
        await desk.press(emma, receipt, f"request_in:{locale}")
        said = desk.knowledge.forms["discrepancy"].say(locale)
        assert said.title in screen(receipt)
        assert said.fields["month"].label in screen(receipt)
    assert len(desk.replies(emma)) == 1


async def test_ones_requests_are_listed_with_their_state_for_oneself_alone(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await receipt_of(desk, emma)
    line = desk.words("en", "Request {number}: {form}, sent on {date}, {state}")
    wanted = line.format(
        number=1, form="KPI discrepancy", date="March 10, 2026", state=desk.words("en", "new")
    )
    await desk.command(emma, "tickets")
    listed = desk.replies(emma)[-1]
    assert wanted in screen(listed)
    home = await home_of(desk, emma)
    assert wanted in screen(home)
    await desk.command(daan, "tickets")
    assert "KPI discrepancy" not in screen(desk.replies(daan)[-1])
    for place in (listed, home):
        await desk.press(emma, place, button(place, "request:show"))
        assert emma.view
        assert "INV-0042" in screen(emma.view)


async def test_a_request_that_is_shown_can_be_withdrawn_there(desk: Desk) -> None:
    emma = desk.person("emma")
    await receipt_of(desk, emma)
    home = await home_of(desk, emma)
    await desk.press(emma, home, button(home, "request:show"))
    shown = await redone(desk, emma, "request:withdraw")
    assert "request:restore" in labels(shown)
    shown = await redone(desk, emma, "request:restore")
    changing = await redone(desk, emma, "request:change")
    assert changing is not shown
    assert at_review(changing)


async def test_nobody_elses_request_can_be_seen_or_touched(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    receipt = await receipt_of(desk, emma)
    for deed in ("change", "withdraw", "file"):
        await daan.press(receipt, f"request:{deed}")
    await daan.press(receipt, "request_in:fr")
    await desk.calm()
    assert daan.view is None
    (ticket,) = await tickets(desk)
    assert (ticket["state"], ticket["locale"], ticket["revision"]) == ("new", "en", 1)


SAME_NUMBERS = ("INV-0042", " inv 42", "INV/00042", "ＩＮＶ－４２", "ІNV-42", "inv_0042")


@pytest.mark.parametrize("number", SAME_NUMBERS)
async def test_an_open_request_about_the_same_invoice_is_shown_before_sending(
    desk: Desk, number: str
) -> None:
    emma = desk.person("emma")
    await receipt_of(desk, emma)
    await open_form(desk, emma, "discrepancy")
    review = await fill_in(emma, {**DISCREPANCY, "invoice-number": number})
    assert "same" in inputs_of(review)
    assert "March 10, 2026" in all_text(review)


@pytest.mark.parametrize(
    "other",
    [{"invoice-number": "INV-0043"}, {"month": "12", "year": "2025"}, {"omlp-type": "courseware"}],
)
async def test_a_request_about_something_else_is_not_the_same(
    desk: Desk, other: dict[str, str]
) -> None:
    emma = desk.person("emma")
    await receipt_of(desk, emma)
    await open_form(desk, emma, "discrepancy")
    assert "same" not in inputs_of(await fill_in(emma, {**DISCREPANCY, **other}))


async def test_the_same_landing_page_is_found_without_its_www(desk: Desk) -> None:
    emma = desk.person("emma")
    await request(desk, emma, "directory")
    await open_form(desk, emma, "directory")
    typed = {**DIRECTORY, "landing-page": "https://www.Forlaget.se/learn?a=1&b=2"}
    assert "same" in inputs_of(await fill_in(emma, typed))


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_is_the_same_can_be_added_to_the_open_request(desk: Desk, locale: str) -> None:
    person = desk.speaker(locale)
    await opened_in(desk, person, "discrepancy", locale)
    await send(desk, person, DISCREPANCY)
    await open_form(desk, person, "discrepancy")
    await fill_in(person, {**DISCREPANCY, "kpi-dashboard": "77", "invoice": ["better.pdf"]})
    assert (await submit(person, {"same": "add"})).closed
    await desk.calm()
    (ticket,) = await tickets(desk)
    assert ticket["revision"] == 2
    card = next(each for each in desk.cards() if heading(each).startswith("Request 1:"))
    assert "1,234.5" in screen(card)
    assert "77" in screen(card)
    assert "invoice.pdf, better.pdf" in screen(card)


async def test_what_is_the_same_can_be_sent_all_the_same_and_the_desk_is_told(desk: Desk) -> None:
    emma = desk.person("emma")
    await receipt_of(desk, emma)
    await open_form(desk, emma, "discrepancy")
    await send(desk, emma, {**DISCREPANCY, "same": "send"})
    assert [ticket["number"] for ticket in await tickets(desk)] == [1, 2]
    second = next(each for each in desk.cards() if heading(each).startswith("Request 2:"))
    artist = desk.content.artist.forms
    assert artist.templates.plain(
        "ask", "en", {"rule": "same", "option": "send", "values": {}}
    ) in screen(second)


async def test_a_colleagues_request_is_shown_and_can_be_added_to(desk: Desk) -> None:
    emma = desk.person("emma")
    oscar = colleague_of(desk, emma)
    await receipt_of(desk, emma)
    await desk.ask(oscar, "hello")
    await open_form(desk, oscar, "discrepancy")
    await fill_in(oscar, {**DISCREPANCY, "kpi-dashboard": "77"})
    assert (await submit(oscar, {"same": "add"})).closed
    await desk.calm()
    joined = "What you sent was added to your company’s open request {number}."
    assert desk.words("en", joined).format(number=1) in screen(desk.replies(oscar)[-1])
    assert "77" in screen(desk.replies(emma)[-1])
    assert len(await tickets(desk)) == 1


async def test_both_remarks_are_kept_where_something_is_added(desk: Desk) -> None:
    emma = desk.person("emma")
    await receipt_of(desk, emma)
    await open_form(desk, emma, "discrepancy")
    await send(desk, emma, {**DISCREPANCY, "remark": "And this.", "same": "add"})
    assert f"{DISCREPANCY['remark']}\nAnd this." in screen(desk.cards()[0])


async def test_what_a_colleague_adds_stays_when_a_change_is_on_its_way(desk: Desk) -> None:
    emma = desk.person("emma")
    oscar = colleague_of(desk, emma)
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    await desk.ask(oscar, "hello")
    await open_form(desk, oscar, "discrepancy")
    await send(desk, oscar, {**DISCREPANCY, "kpi-dashboard": "77", "same": "add"})
    await redone(desk, emma, "go", "purchase:0")
    await send(desk, emma, {"purchase-unit": "Unit B"})
    (card,) = desk.cards()
    assert "77" in screen(card)
    assert "Unit B" in screen(card)


@pytest.mark.parametrize("name", ["camille", "astrid"])
async def test_another_companys_request_is_not_shown(desk: Desk, name: str) -> None:
    await receipt_of(desk, desk.person("emma"))
    other = desk.person(name)
    await desk.ask(other, "hello")
    await open_form(desk, other, "discrepancy")
    assert "same" not in inputs_of(await fill_in(other, DISCREPANCY))


async def test_a_withdrawn_request_does_not_count(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:withdraw")
    await open_form(desk, emma, "discrepancy")
    assert "same" not in inputs_of(await fill_in(emma, DISCREPANCY))


async def test_a_request_is_not_its_own_duplicate_while_it_is_changed(desk: Desk) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma)
    await desk.press(emma, receipt, "request:change")
    assert emma.view
    assert "same" not in inputs_of(emma.view)


async def test_a_request_that_is_full_takes_no_more_lines(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    for number in range(9):
        await redone(desk, emma, "another")
        await fill_in(emma, {**DISCREPANCY, "invoice-number": f"INV-1{number}"})
    await send(desk, emma, {})
    await open_form(desk, emma, "discrepancy")
    review = await fill_in(emma, DISCREPANCY)
    options = inputs_of(review)["same"]["element"]["options"]
    assert [option["value"] for option in options] == ["send"]
    await send(desk, emma, {"same": "send"})
    assert len(await tickets(desk)) == 2


async def test_hints_and_reasons_stand_on_the_card_also_after_a_withdrawal(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    early = {**DISCREPANCY, "month": "2", "report-due": "send", "report-due:reason": "My <reason>"}
    await send(desk, emma, early)
    assert "My <reason>" in screen(desk.cards()[0])
    desk.clock.pass_by(days=30)
    receipt = desk.replies(emma)[-1]
    await desk.press(emma, receipt, "request:withdraw")
    await desk.press(emma, receipt, "request:restore")
    assert "My <reason>" in screen(desk.cards()[0])
    assert "Changed on" not in screen(desk.cards()[0])


async def test_receipt_and_card_tell_the_day_where_the_person_lives(desk: Desk) -> None:
    desk.clock.pass_by(days=0.4)  # 21:36 UTC: tomorrow in Shanghai
    wei = desk.person("wei")
    await desk.ask(wei, "你好")
    await receipt_of(desk, wei, "directory")
    assert "2026年3月11日" in screen(desk.replies(wei)[-1])


@pytest.mark.parametrize("gone", ["field", "form"])
async def test_a_deploy_that_dropped_what_was_asked_breaks_neither_card_nor_receipt(
    desk: Desk, content: Content, gone: str
) -> None:
    emma = desk.person("emma")
    receipt = await receipt_of(desk, emma, "directory")
    forms = content.forms.declared
    kept = {"discrepancy": forms["discrepancy"]}
    if gone == "field":
        kept["directory"] = without(forms["directory"], "name")
    deployed(desk, changed(content, **kept))
    await desk.press(emma, receipt, "request:withdraw")
    for shown in (receipt, desk.cards()[0]):
        assert DIRECTORY["name"] in screen(shown)
    await desk.press(emma, receipt, "request:restore")
    home = await home_of(desk, emma)
    await desk.press(emma, home, button(home, "request:show"))
    assert emma.view
    assert DIRECTORY["name"] in screen(emma.view)


async def test_support_sees_nothing_of_drafts(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    await emma.close_view()
    await desk.calm()
    assert desk.person("noor").sees(SUPPORT_CHANNEL) == []
    assert values(await open_form(desk, emma, "discrepancy")) == {}
