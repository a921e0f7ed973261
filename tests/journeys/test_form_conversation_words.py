"""What is said in a conversation is a word, a question of its own or a language, no answer."""

import pytest

from tests.journeys.conversing import FILE, NUMBERS, PURCHASE, begin, month
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import actions, screen


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_words_of_a_conversation_are_understood(desk: Desk, locale: str) -> None:
    talk = await begin(desk, locale)
    await talk.say(month(locale), "lab")
    assert talk.asks("purchase-unit")
    await talk.say(talk.phrase("back"))
    assert talk.asks("omlp-type")
    await talk.say(talk.phrase("skip"))
    assert talk.asks("purchase-unit")
    await talk.say(talk.phrase("review"))
    assert talk.words("This is what I have so far:") in screen(talk.last)
    assert talk.asks("purchase-unit")
    change = desk.knowledge.conversation["change"][locale]
    asked = next(p for p in change if "{field}" in p).replace(
        "{field}", talk.label("month").lower()
    )
    await talk.say(asked)
    assert talk.asks("month")
    await talk.say(month(locale, 2), talk.phrase("help"))
    assert talk.asks("purchase-unit")
    assert desk.answer("kpi-discrepancy", locale).question in screen(talk.shown[-2])
    await talk.say(talk.phrase("stop"))
    assert actions(talk.last, "draft")
    typed = await talk.typed()
    assert typed == {
        "month": month(locale, 2),
        "year": month(locale, 2) and "2026",
        "omlp-type": "lab",
    }
    assert not (await talk.row())["talking"]


async def test_a_field_is_changed_to_a_value_in_one_message(desk: Desk) -> None:
    said = {
        "en": "please change the month to February",
        "fr": "Changer le mois : février",
        "zh": "把月份改成二月",
        "nl": "pas de maand aan naar februari",
        "sv": "ändra månad till februari",
    }
    for locale, text in said.items():
        talk = await begin(desk, locale)
        await talk.say(month(locale), "lab", text)
        assert talk.asks("purchase-unit"), screen(talk.last)
        rows = await talk.typed()
        assert rows["month"] == text.split()[-1].removeprefix("把月份改成")
        await talk.press("say:stop")


async def test_a_remark_may_say_that_a_field_is_wrong_but_not_be_the_wish_to_change_it(
    desk: Desk,
) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", *PURCHASE, *NUMBERS)
    await talk.give(FILE)
    await talk.say("the month is wrong")
    assert talk.is_at_review()
    assert (await talk.typed())["remark"] == "the month is wrong"
    await talk.say("change the month")
    assert talk.asks("month")


async def test_a_field_that_nobody_knows_is_chosen_from_a_list(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "change the colour of the sky")
    unclear = "I don’t know which field you mean. Please choose it from the list."
    assert talk.words(unclear) in screen(talk.last)
    assert talk.asks("omlp-type")
    await talk.press("say_change", "purchase:0:month")
    assert talk.asks("month")
    assert f"{talk.words('So far: {text}').format(text='January')}" in screen(talk.last)


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_question_in_the_middle_is_answered_and_the_same_field_asked_again(
    desk: Desk, locale: str
) -> None:
    talk = await begin(desk, locale)
    await talk.say(month(locale), "lab")
    before = await talk.typed()
    answer = desk.answer("business-plan", locale)
    await talk.say(answer.question)
    assert answer.question in screen(talk.shown[-2])
    assert talk.asks("purchase-unit")
    assert await talk.typed() == before


async def test_a_wish_for_a_person_is_granted_and_the_form_goes_on(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("I want to talk to a person please")
    assert talk.asks("month")
    assert len(desk.cards()) == 1


async def test_thanks_are_replied_to_and_nothing_is_lost(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "thank you")
    assert talk.asks("omlp-type") or talk.asks("purchase-unit")


async def test_a_language_chosen_in_the_middle_keeps_all_and_asks_again_in_it(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.say("January 2026", "lab")
    before = await talk.typed()
    await desk.command(talk.person, "language nl")
    talk.locale = "nl"
    assert any(talk.question("purchase-unit") in screen(each) for each in talk.shown[-2:])
    assert await talk.typed() == before
    await talk.say("Français s'il vous plaît")
    talk.locale = "fr"
    assert talk.asks("purchase-unit")
    assert await talk.typed() == before
    await talk.say(*PURCHASE[1:], *NUMBERS)
    await talk.give(FILE)
    await talk.say("non", "envoyer")
    (ticket,) = await talk.tickets()
    assert ticket["locale"] == "fr"


async def test_a_language_chosen_on_the_home_tab_is_that_of_the_forms(desk: Desk) -> None:
    talk = await begin(desk)
    await talk.person.open_home()
    await desk.calm()
    assert talk.person.home
    await desk.press(talk.person, talk.person.home, "speak", "sv")
    talk.locale = "sv"
    assert talk.asks("month")
