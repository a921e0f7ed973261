"""A form is filled in by conversation: each field is asked for, and answered or chosen."""

import pytest

from tests.journeys.conversing import (
    AMOUNTS,
    FILE,
    KPI,
    PC_KPI,
    PC_REVENUE,
    PURCHASE,
    REVENUE,
    Talk,
    begin,
    month,
)
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import actions, screen


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_report_is_answered_in_words_and_sent_by_a_word(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    assert talk.asks("month")
    await talk.say(month(locale))
    assert talk.asks("omlp-type")
    await talk.say(*PURCHASE, "12", talk.phrase("same"), AMOUNTS[locale], "0 EUR")
    assert talk.asks("invoice")
    await talk.give(FILE)
    assert talk.asks("remark")
    await talk.say(talk.phrase("no"))
    assert talk.is_at_review()
    assert FILE in screen(talk.last)
    await talk.say(talk.phrase("send"))
    (ticket,) = await talk.tickets()
    assert ticket["answers"]["common"]["remark"]["typed"] == ""
    (card,) = desk.cards()
    assert "INV-0042" in screen(card)
    assert actions(talk.last, "request")
    assert talk.last.thread_ts is None


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_directory_request_is_answered_in_words_and_sent(desk: Desk, locale: str) -> None:
    countries = {"en": "sweden", "fr": "Suède", "zh": "瑞典", "nl": "zweden", "sv": "Sverige"}
    talk = await begin(desk, locale, "directory")
    assert talk.asks("name")
    await talk.say("Förlaget 学习", countries[locale], "forlaget.se/microsoft")
    assert talk.asks("confirmations")
    await talk.say(talk.phrase("yes"))
    assert talk.is_at_review()
    assert "https://forlaget.se/microsoft" in screen(talk.last)
    await talk.say(talk.phrase("yes"))
    (ticket,) = await talk.tickets()
    assert ticket["answers"]["common"]["name"]["typed"] == "Förlaget 学习"
    assert ticket["locale"] == locale


async def test_whatever_can_be_chosen_can_be_pressed(desk: Desk) -> None:
    talk = await begin(desk, "nl")
    await talk.press("fill:month", "1")
    assert talk.asks("year")
    await talk.press("fill:year:1")
    await talk.press("fill:omlp-type:3")
    await talk.say("Unit A", "INV-0042", "12")
    await talk.press("say:skip")
    await talk.say("12 EUR", "0 EUR")
    await talk.give(FILE)
    await talk.press("say:skip")
    await talk.press("say:yes")
    (ticket,) = await talk.tickets()
    line = ticket["answers"]["lines"][0]
    assert [line[f]["typed"] for f in ("month", "year", "omlp-type")] == [
        "1",
        "2026",
        "practice-test",
    ]


async def test_statements_are_read_together_and_confirmed_by_one_button(desk: Desk) -> None:
    talk = await begin(desk, "zh", "directory")
    await talk.say("Contoso", "瑞典", "https://contoso.se")
    statements = desk.knowledge.forms["directory"].say("zh").fields["confirmations"].choices
    assert all(statement in screen(talk.last) for statement in statements.values())
    await talk.say(talk.phrase("no"))
    assert talk.asks("confirmations")
    await talk.press("confirm:confirmations")
    assert talk.is_at_review()


async def test_what_was_understood_is_said_before_the_next_question(desk: Desk) -> None:
    for locale, shown in (("en", "1,250.5"), ("nl", "1.250,5"), ("sv", "1\N{NO-BREAK SPACE}250,5")):
        talk = await begin(desk, locale)
        await talk.say(month(locale), *PURCHASE, "1250.50")
        assert talk.asks(PC_KPI)
        assert f"{talk.label(KPI)}: {shown}" in screen(talk.last)
        await talk.press("say:stop")


async def test_a_month_with_its_year_answers_both(desk: Desk) -> None:
    for locale in LOCALES:
        talk = await begin(desk, locale)
        await talk.say(month(locale, 12, "2025"))
        assert talk.asks("omlp-type")
        assert (await talk.typed())["year"] == "2025"
        await talk.press("say:stop")


async def test_the_form_begins_with_what_the_question_said(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, "Invoice INV-0042 of January 2026 is missing in my KPI dashboard")
    await desk.press(emma, reply, "talk:discrepancy")
    talk = Talk(desk, emma, "discrepancy", "en")
    assert talk.asks("omlp-type")
    assert "INV-0042" in screen(talk.last)
    assert talk.words("This is what I have so far:") in screen(talk.last)


async def test_what_people_type_for_no_difference_leaves_the_value_out(desk: Desk) -> None:
    for text in ("same", "idem", "pareil", "一样", "hetzelfde", "samma", "It’s the same!", "Skip."):
        talk = await begin(desk)
        await talk.say("January 2026", *PURCHASE, "12", text)
        assert talk.asks(REVENUE), text
        assert (await talk.typed())[PC_KPI] == ""
        await talk.say("12 EUR", "0 USD")
        assert talk.asks("invoice")
        assert (await talk.typed())[PC_REVENUE] == "0 USD"
        await talk.say("stop")
        await talk.press("draft:discard")
