"""The two forms: opened, filled in, sent, and handed to the support team."""

import asyncio
from itertools import product

import pytest

from bot.sandbox import Person
from bot.sandbox.terminal import fields
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import (
    DISCREPANCY,
    FORMS,
    fill_in,
    name_of,
    open_form,
    request,
    send,
    submission_of,
)
from tests.journeys.phrases import NO_ANSWER, REQUEST, SENT_ON, TAKEN_BACK, WITHDRAW
from tests.journeys.reading import labels, screen, standing

UNDERSTOOD = {
    "discrepancy": {
        "month": "January",
        "year": "2026",
        "omlp-type": "Lab",
        "purchase-unit": 'Unit "A" & <direct>',
        "invoice-number": "INV-0042",
        "kpi-dashboard": "1,234.5 (typed: 1 234,5)",
        "kpi-partner-center": "0",
        "revenue-dashboard": "€5,678.90 (typed: € 5.678,90)",
        "invoice": "invoice.pdf",
        "remark": "It is *ours*.",
    },
    "directory": {
        "name": 'Förlaget "Ö" 学习',
        "country": "Sweden",
        "landing-page": "https://forlaget.se/learn?a=1&b=2",
        "confirmations": "Our page is only about our company.",
    },
}


async def opened_by_button(desk: Desk, person: Person, form: str, locale: str) -> None:
    topic = desk.knowledge.forms[form].topic
    reply = await desk.ask(person, desk.answer(topic, locale).question)
    await desk.press(person, reply, f"form:{form}")


async def opened_by_command(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    await desk.command(person, form)


async def opened_from_home(desk: Desk, person: Person, form: str, locale: str) -> None:
    await desk.command(person, f"language {locale}")
    await person.open_home()
    await desk.calm()
    assert person.home
    await desk.press(person, person.home, f"form:{form}")


WAYS = (opened_by_button, opened_by_command, opened_from_home)


@pytest.mark.parametrize("form", FORMS)
async def test_a_form_shows_its_first_step_however_it_is_opened(desk: Desk, form: str) -> None:
    declared = desk.knowledge.forms[form]
    for opened, locale in product(WAYS, ("nl", "zh")):
        astrid = desk.person("astrid")
        await opened(desk, astrid, form, locale)
        assert astrid.view
        said = declared.say(locale)
        assert astrid.view.body["title"]["text"] == said.title
        assert said.introduction in screen(astrid.view)
        shown = [(name_of(block), label, hint) for block, label, hint in fields(astrid.view)]
        assert shown == [
            (name, said.fields[name].label, said.fields[name].hint)
            for name in next(iter(declared.steps.values()))
        ]
        await astrid.close_view()
        await desk.calm()


@pytest.mark.parametrize("form", FORMS)
async def test_the_steps_of_a_form_ask_for_every_field_and_then_show_all(
    desk: Desk, form: str
) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await desk.command(person, f"language {locale}")
        await open_form(desk, person, form)
        review = screen(await fill_in(person, FORMS[form]))
        said = desk.knowledge.forms[form].say(locale)
        for field in UNDERSTOOD[form]:
            assert said.fields[field].label in review
        await person.close_view()


@pytest.mark.parametrize("form", FORMS)
async def test_a_submitted_form_gets_a_receipt_and_a_card(desk: Desk, form: str) -> None:
    for number, locale in enumerate(LOCALES, 1):
        person = desk.speaker(locale)
        await opened_by_command(desk, person, form, locale)
        before = len(desk.replies(person))
        await send(desk, person, {**FORMS[form], "invoice-number": f"INV-{number}", "same": "send"})
        (receipt,) = desk.replies(person)[before:]
        said = desk.knowledge.forms[form].say(locale)
        title = desk.words(locale, REQUEST).format(number=number, form=said.title)
        assert screen(receipt).startswith(title)
        sent = desk.words(locale, SENT_ON).partition("{date}")[0]
        assert sent in screen(receipt)
        assert labels(receipt, "request")["request:withdraw"] == desk.words(locale, WITHDRAW)
        card = desk.cards()[-1]
        assert f"@{person.user.id}" in screen(card)
        words = desk.knowledge.forms[form].say("en").fields
        understood = UNDERSTOOD[form] | {"invoice-number": f"INV-{number}"}
        for field in UNDERSTOOD[form]:
            assert f"{words[field].label}: {understood[field]}" in screen(card)
    assert len(desk.cards()) == len(LOCALES)


async def test_a_receipt_names_the_form_and_does_not_say_that_there_is_no_answer(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await request(desk, emma, "directory")
    (receipt,) = desk.replies(emma)
    for text in (screen(receipt), receipt.text):
        assert text.startswith("Request 1: Directory request")
        assert NO_ANSWER not in text


async def test_a_form_is_in_the_language_of_slack_on_the_very_first_contact(desk: Desk) -> None:
    camille = desk.person("camille")
    await open_form(desk, camille, "discrepancy")
    said = desk.knowledge.forms["discrepancy"].say("fr")
    assert camille.view
    assert camille.view.body["title"]["text"] == said.title
    await send(desk, camille, DISCREPANCY)
    assert said.next in screen(desk.replies(camille)[-1])


async def test_promise_13_a_form_submitted_ten_times_at_once_is_one_request(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    payload = submission_of(desk.workspace, emma, DISCREPANCY)
    answers = await asyncio.gather(*(desk.sender.send_interaction(payload) for _ in range(10)))
    assert all(answer.ok for answer in answers)
    await desk.calm()
    assert len(desk.cards()) == 1
    assert len(desk.replies(emma)) == 1
    assert len((await desk.rows())["tickets"]) == 1


async def test_a_form_submitted_again_after_its_receipt_is_still_one_request(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await fill_in(emma, DISCREPANCY)
    payload = submission_of(desk.workspace, emma, DISCREPANCY)
    for _ in range(2):
        assert (await desk.sender.send_interaction(payload)).ok
        await desk.calm()
    assert len(desk.cards()) == 1
    assert len(desk.replies(emma)) == 1


async def test_two_different_reports_are_two_requests(desk: Desk) -> None:
    emma = desk.person("emma")
    for number in ("INV-1", "INV-2"):
        await request(desk, emma, "discrepancy", {**DISCREPANCY, "invoice-number": number})
    assert len(desk.cards()) == 2
    assert len(desk.replies(emma)) == 2


async def test_a_receipt_can_be_read_in_another_language_and_withdrawn(desk: Desk) -> None:
    emma = desk.person("emma")
    await request(desk, emma, "directory")
    (receipt,) = desk.replies(emma)
    await desk.press(emma, receipt, "request_in:zh")
    assert desk.knowledge.forms["directory"].say("zh").title in screen(receipt)
    await desk.press(emma, receipt, "request:withdraw")
    assert desk.replies(emma) == [receipt]
    assert standing(desk.cards()[0]) == TAKEN_BACK


async def test_a_sent_request_is_listed_for_its_sender_alone(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await request(desk, emma, "discrepancy")
    await desk.command(emma, "tickets")
    assert "KPI discrepancy" in screen(desk.replies(emma)[-1])
    await desk.command(daan, "tickets")
    assert "KPI discrepancy" not in screen(desk.replies(daan)[-1])


async def test_a_closed_form_leaves_nothing_behind(desk: Desk) -> None:
    emma = desk.person("emma")
    await open_form(desk, emma, "discrepancy")
    await emma.close_view()
    await desk.calm()
    assert desk.replies(emma) == []
    assert desk.cards() == []
    rows = await desk.rows()
    assert rows["tickets"] == rows["questions"] == []
    assert [draft["state"] for draft in rows["drafts"]] == ["dropped"]
