"""The two forms: opened, filled in, sent, and handed to the support team."""

import asyncio
from itertools import product

import pytest

from bot.sandbox import Person
from bot.sandbox.envelopes import interaction
from bot.sandbox.form_state import filled_in
from bot.sandbox.methods.views import describe_view
from bot.sandbox.terminal import fields
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.phrases import CLOSED, NO_ANSWER, PASSED_ON
from tests.journeys.reading import actions, screen

FILLED_IN = {
    "discrepancy": {
        "month": "March",
        "year": "2026",
        "omlp-type": "OMLP & <direct>",
        "purchase-unit": "2,5",
        "invoice-number": "INV-0042",
        "kpi-value": "1 234",
        "revenue-value": "€ 5.678,90",
    },
    "directory": {
        "name": 'Förlaget "Ö" 学习',
        "country": "Sverige",
        "landing-page": "https://example.com/learn?a=1&b=2",
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


@pytest.mark.parametrize("form", FILLED_IN)
async def test_a_form_shows_its_fields_however_it_is_opened(desk: Desk, form: str) -> None:
    for opened, locale in product(WAYS, ("nl", "zh")):
        astrid = desk.person("astrid")
        await opened(desk, astrid, form, locale)
        assert astrid.view
        said = desk.knowledge.forms[form].say(locale)
        assert astrid.view.body["title"]["text"] == said.title
        assert said.introduction in screen(astrid.view)
        shown = [(name, label, hint) for name, label, hint in fields(astrid.view)]
        assert shown == [
            (name, said.fields[name].label, said.fields[name].hint)
            for name in desk.knowledge.forms[form].fields
        ]
        await astrid.close_view()


@pytest.mark.parametrize("form", FILLED_IN)
async def test_a_submitted_form_gets_a_receipt_and_a_card(desk: Desk, form: str) -> None:
    for locale in LOCALES:
        person = desk.speaker(locale)
        await opened_by_command(desk, person, form, locale)
        before = len(desk.replies(person))
        assert (await person.submit_view(FILLED_IN[form])).closed
        await desk.calm()
        (receipt,) = desk.replies(person)[before:]
        assert desk.words(locale, PASSED_ON) in screen(receipt)
        assert actions(receipt, "withdraw")
        card = desk.cards()[-1]
        assert f"@{person.user.id}" in screen(card)
        labels = desk.knowledge.forms[form].say("en").fields
        for field, value in FILLED_IN[form].items():
            assert f"{labels[field].label}: {value}" in screen(card)
    assert len(desk.cards()) == len(LOCALES)


async def test_a_receipt_names_the_form_and_does_not_say_that_there_is_no_answer(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "directory")
    await emma.submit_view(FILLED_IN["directory"])
    await desk.calm()
    (receipt,) = desk.replies(emma)
    for text in (screen(receipt), receipt.text):
        assert text.startswith("Directory request")
        assert NO_ANSWER not in text


async def test_a_form_is_in_the_language_of_slack_on_the_very_first_contact(desk: Desk) -> None:
    camille = desk.person("camille")
    await desk.command(camille, "discrepancy")
    assert camille.view
    said = desk.knowledge.forms["discrepancy"].say("fr")
    assert camille.view.body["title"]["text"] == said.title
    await camille.submit_view(FILLED_IN["discrepancy"])
    await desk.calm()
    assert desk.words("fr", PASSED_ON) in screen(desk.replies(camille)[-1])


async def test_a_form_submitted_ten_times_at_once_is_one_request(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "discrepancy")
    payload = submission_of(desk, emma, "discrepancy")
    answers = await asyncio.gather(*(desk.sender.send_interaction(payload) for _ in range(10)))
    assert all(answer.ok for answer in answers)
    await desk.calm()
    assert len(desk.cards()) == 1
    assert len(desk.replies(emma)) == 1
    assert len((await desk.rows())["questions"]) == 1


async def test_a_form_submitted_again_after_its_receipt_is_still_one_request(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "discrepancy")
    payload = submission_of(desk, emma, "discrepancy")
    for _ in range(2):
        assert (await desk.sender.send_interaction(payload)).ok
        await desk.calm()
    assert len(desk.cards()) == 1
    assert len(desk.replies(emma)) == 1


async def test_two_different_reports_are_two_requests(desk: Desk) -> None:
    emma = desk.person("emma")
    for _ in range(2):
        await desk.command(emma, "discrepancy")
        await emma.submit_view(FILLED_IN["discrepancy"])
        await desk.calm()
    assert len(desk.cards()) == 2
    assert len(desk.replies(emma)) == 2


async def test_a_receipt_can_be_read_in_another_language_and_withdrawn(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "directory")
    await emma.submit_view(FILLED_IN["directory"])
    await desk.calm()
    (receipt,) = desk.replies(emma)
    await desk.press(emma, receipt, "show_in:zh")
    assert desk.words("zh", PASSED_ON) in screen(receipt)
    await desk.press(emma, receipt, "withdraw")
    assert screen(desk.cards()[0]).startswith(CLOSED)


async def test_a_sent_request_is_listed_for_its_sender_alone(desk: Desk) -> None:
    emma, daan = desk.person("emma"), desk.person("daan")
    await desk.command(emma, "discrepancy")
    await emma.submit_view(FILLED_IN["discrepancy"])
    await desk.calm()
    await desk.command(emma, "tickets")
    assert "KPI discrepancy" in screen(desk.replies(emma)[-1])
    await desk.command(daan, "tickets")
    assert "KPI discrepancy" not in screen(desk.replies(daan)[-1])


async def test_a_closed_form_leaves_nothing_behind(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, "discrepancy")
    await emma.close_view()
    await desk.calm()
    assert desk.replies(emma) == []
    assert desk.cards() == []
    assert (await desk.rows())["questions"] == []


def submission_of(desk: Desk, person: Person, form: str) -> dict[str, object]:
    """Give the payload of a filled-in form, without sending it."""
    view = person.view
    assert view
    described = describe_view(desk.workspace, view)
    described["state"] = {"values": filled_in(view.body["blocks"], {}, FILLED_IN[form])}
    return interaction(
        desk.workspace, "view_submission", person.user, view=described, response_urls=[]
    )
