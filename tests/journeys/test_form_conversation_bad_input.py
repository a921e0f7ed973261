"""Answers that are wrong, unclear or odd: the reason is said, the field asked again, all kept."""

import random

import pytest

from bot.forms.readings import Problem
from tests.journeys.conversing import FILE, KPI, NUMBERS, PC_KPI, PURCHASE, begin, month
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import actions, labels, screen


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_wrong_value_says_why_and_is_asked_again(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    await talk.say(month(locale), *PURCHASE, "12,5k")
    assert talk.asks(KPI)
    assert talk.last.text.endswith(talk.question(KPI))
    assert talk.last.text != talk.question(KPI)
    assert (await talk.typed()).keys() == {
        "month",
        "year",
        "omlp-type",
        "purchase-unit",
        "invoice-number",
    }
    await talk.say("12,5")
    assert talk.asks(PC_KPI)


async def test_an_ambiguous_number_is_asked_about_and_settled(desk: Desk) -> None:
    for locale, value in (("en", "1.234"), ("fr", "1.234"), ("nl", "1,234")):
        talk = await begin(desk, locale)
        await talk.say(month(locale), *PURCHASE, value)
        meant = actions(talk.last, "meant")
        assert len(meant) == 2
        assert value in talk.last.text
        await talk.press(meant[0])
        assert talk.asks(PC_KPI)
        assert (await talk.row())["answers"]["lines"][0][KPI]["meant"] in {"1234", "1.234"}
        await talk.press("say:stop")


async def test_a_long_sentence_that_names_a_choice_is_asked_about(desk: Desk) -> None:
    talk = await begin(desk)
    said = "we bought courseware for the whole team of partners in the north and the south of Spain"
    await talk.say("January 2026", said)
    await talk.press(actions(talk.last, "meant")[1])
    assert talk.asks("purchase-unit")
    assert said in screen(talk.last)


async def test_an_ambiguous_number_can_be_written_anew(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", *PURCHASE, "1.234", "no")
    assert actions(talk.last, "meant") == []
    assert talk.asks(KPI)
    await talk.say("1234")
    assert talk.asks(PC_KPI)


async def test_a_country_with_a_typing_error_is_asked_about_and_taken_by_yes(desk: Desk) -> None:
    talk = await begin(desk, "en", "directory")
    await talk.say("Contoso", "swedn")
    if actions(talk.last, "meant"):
        await talk.press(actions(talk.last, "meant")[0])
    assert talk.asks("landing-page")


async def test_the_plain_text_of_a_question_is_what_is_wrong_and_the_question(desk: Desk) -> None:
    talk = await begin(desk)
    assert talk.last.text == talk.question("month")
    await talk.say("12,5k")
    problem, _, question = talk.last.text.partition("\n\n")
    assert problem == desk.content.artist.forms.problem(Problem("month-unknown"), "en")
    assert question == talk.question("month")


@pytest.mark.parametrize("form", ["discrepancy", "directory"])
async def test_odd_messages_at_any_field_lose_nothing(desk: Desk, form: str) -> None:
    talk = await begin(desk, "en", form)
    answers = (
        ("January 2026", *PURCHASE, *NUMBERS)
        if form == "discrepancy"
        else ("Contoso", "Sweden", "https://contoso.se")
    )
    for right in answers:
        before = await talk.typed()
        await talk.say("?", "🤔 <!channel>" * 200, "1" * 3_900)
        assert before.items() <= (await talk.typed()).items()
        await talk.say("stop")
        await talk.press(f"talk:{form}")
        await talk.say(right)


async def test_numbers_that_agree_are_asked_for_again_with_the_reason(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", *PURCHASE, "12", "same", "12 EUR", "same")
    assert talk.asks(PC_KPI)
    assert "agree" in talk.last.text
    await talk.say("0")
    assert talk.asks("invoice")


async def test_a_future_month_is_mended_by_another_year(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("December 2026", *PURCHASE)
    assert talk.asks("month")
    assert "future" in talk.last.text
    await talk.say("December 2025")
    assert talk.asks(KPI)


SAID = (
    "January 2026",
    "march",
    "1.234",
    "12",
    "0 USD",
    "same",
    "skip",
    "back",
    "review",
    "help",
    "yes",
    "no",
    "another one",
    "change the month to April 2025",
    "change the invoice number",
    "remind me",
    "send",
    "Where do I enrol?",
    "Nederlands aub",
    "une facture",
    "?",
    "👍",
    "x" * 3_000,
)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_said_and_pressed_nothing_breaks(desk: Desk, seed: int) -> None:
    chosen = random.Random(seed)  # noqa: S311 - no secret
    talk = await begin(desk, chosen.choice(LOCALES))
    for _ in range(20):
        pressable = [a for a in labels(talk.last) if not a.startswith(("request", "form"))]
        way = chosen.random()
        if way < 0.2:
            await talk.give(chosen.choice((FILE, "order-confirmation.pdf", "x.exe")))
        elif way < 0.5 and pressable:
            await talk.press(chosen.choice(pressable))
        else:
            await talk.say(chosen.choice(SAID))
