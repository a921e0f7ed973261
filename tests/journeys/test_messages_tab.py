"""The messages tab is opened."""

import pytest

from tests.journeys.desk import OWN_NAMES, Desk
from tests.journeys.phrases import WELCOME
from tests.journeys.reading import labels, screen

OFFERED = ("kpi-report-schedule", "kpi-discrepancy", "enroll-where", "directory-missing")
SPOKEN_IN_SLACK = {"en": "emma", "fr": "camille", "zh": "wei"}


@pytest.mark.parametrize("locale", SPOKEN_IN_SLACK)
async def test_the_first_opening_greets_in_the_persons_language(desk: Desk, locale: str) -> None:
    person = desk.person(SPOKEN_IN_SLACK[locale])
    await person.open_messages_tab()
    await desk.calm()
    (greeting,) = desk.replies(person)
    assert desk.words(locale, WELCOME) in screen(greeting)
    others = {f"speak:{each}": name for each, name in OWN_NAMES.items() if each != locale}
    assert labels(greeting, "speak") == others


async def test_four_prompts_are_suggested_in_the_persons_language(desk: Desk) -> None:
    for locale in OWN_NAMES:
        person = desk.speaker(locale)
        await desk.command(person, f"language {locale}")
        await person.open_messages_tab()
        await desk.calm()
        suggested = desk.workspace.suggested[person.direct.id]
        answers = [desk.answer(topic, locale) for topic in OFFERED]
        assert [prompt["message"] for prompt in suggested.prompts] == [a.question for a in answers]
        assert [prompt["title"] for prompt in suggested.prompts] == [a.title for a in answers]


async def test_each_suggested_prompt_is_answered_with_its_own_topic(desk: Desk) -> None:
    for topic, locale in zip(OFFERED, ("fr", "nl", "sv", "zh"), strict=True):
        answer = desk.answer(topic, locale)
        reply = await desk.ask(desk.person("astrid"), answer.question)
        assert screen(reply).startswith(answer.question)


async def test_the_second_opening_greets_no_more(desk: Desk) -> None:
    emma = desk.person("emma")
    for _ in range(3):
        await emma.open_messages_tab()
        await desk.calm()
    assert len(desk.replies(emma)) == 1


async def test_two_openings_at_once_greet_once(desk: Desk) -> None:
    emma = desk.person("emma")
    await emma.open_messages_tab()
    await emma.open_messages_tab()
    await desk.calm()
    assert len(desk.replies(emma)) == 1


async def test_a_language_of_the_greeting_is_spoken_from_then_on(desk: Desk) -> None:
    emma = desk.person("emma")
    await emma.open_messages_tab()
    await desk.calm()
    (greeting,) = desk.replies(emma)
    await desk.press(emma, greeting, "speak:sv")
    assert "Svenska" in screen(desk.replies(emma)[-1])
    reply = await desk.ask(emma, desk.answer("business-plan", "en").question)
    assert screen(reply).startswith(desk.answer("business-plan", "sv").question)
