"""A request about the same as an open one is shown before sending, and can be added to it."""

import pytest

from bot.sandbox import Person
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import (
    DIRECTORY,
    DISCREPANCY,
    fill_in,
    inputs_of,
    open_form,
    request,
    send,
    submit,
)
from tests.journeys.form_screens import all_text, opened_in, redone
from tests.journeys.reading import heading, screen
from tests.journeys.requesting import receipt_of, tickets


def colleague_of(desk: Desk, person: Person, name: str = "oscar") -> Person:
    """Give somebody of the same company, as their mail address tells."""
    domain = (person.user.email or "").partition("@")[2]
    email, user_id = f"{name}@{domain}", f"U0{name.upper()}01"
    desk.workspace.add_user(user_id, name, name.title(), email=email, locale="en-GB")
    return desk.person(name)


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
