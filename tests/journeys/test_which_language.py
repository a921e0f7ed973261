"""In which language a person is spoken to: their choice, their message, their Slack, ours."""

import pytest

from bot.app import Content
from bot.sandbox import Person
from tests.journeys.desk import LOCALES, Desk, assert_nothing_went_wrong, opened
from tests.journeys.phrases import WORDLESS
from tests.journeys.reading import screen

SIGN = "👍"


def wordless_in(desk: Desk, locale: str) -> str:
    example = desk.answer("kpi-report-schedule", locale).question
    return desk.words(locale, WORDLESS).format(example=example)


async def test_an_explicit_choice_wins_over_the_language_of_the_message(desk: Desk) -> None:
    person = desk.person("emma")
    for chosen in LOCALES:
        await desk.command(person, f"language {chosen}")
        for written in {"en", "zh", chosen}:
            reply = await desk.ask(person, desk.answer("business-plan", written).question)
            assert screen(reply).startswith(desk.answer("business-plan", chosen).question)


@pytest.mark.parametrize("name", ["camille", "astrid"])
async def test_the_language_of_the_message_wins_over_slacks(desk: Desk, name: str) -> None:
    for written in LOCALES:
        answer = desk.answer("business-plan", written)
        reply = await desk.ask(desk.person(name), answer.question)
        assert screen(reply).startswith(answer.question)


async def test_slacks_language_counts_where_the_message_tells_nothing(desk: Desk) -> None:
    for name, locale in {"emma": "en", "camille": "fr", "wei": "zh"}.items():
        assert wordless_in(desk, locale) in screen(await desk.ask(desk.person(name), SIGN))


async def test_slacks_language_wins_over_the_workspaces_default(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url, default_locale="sv") as desk:
        reply = await desk.ask(desk.person("camille"), SIGN)
        assert wordless_in(desk, "fr") in screen(reply)
        await assert_nothing_went_wrong(desk)


@pytest.mark.parametrize("default", ["en", "sv"])
async def test_the_workspaces_default_counts_where_nothing_else_is_known(
    content: Content, database_url: str, default: str
) -> None:
    async with opened(content, database_url, default_locale=default) as desk:
        reply = await desk.ask(desk.person("astrid"), SIGN)
        assert wordless_in(desk, default) in screen(reply)
        await assert_nothing_went_wrong(desk)


async def test_what_a_person_wrote_before_counts_more_than_their_slack(desk: Desk) -> None:
    daan = desk.person("daan")
    await desk.ask(daan, desk.answer("business-plan", "nl").question)
    assert wordless_in(desk, "nl") in screen(await desk.ask(daan, SIGN))


async def test_digits_and_product_names_are_no_evidence_of_a_language(desk: Desk) -> None:
    for text in ("KPI", "Partner Center", "2026", "KPI 2026", "12345 ???"):
        await desk.ask(desk.person("wei"), text)
        assert (await desk.rows())["questions"][-1]["locale"] == "zh"


async def test_a_greeting_alone_does_not_change_a_persons_language(desk: Desk) -> None:
    camille = desk.person("camille")
    await desk.ask(camille, desk.answer("business-plan", "zh").question)
    for text in ("hello", "hallo", "hej", "bonjour"):
        await desk.ask(camille, text)
        assert wordless_in(desk, "zh") in screen(await desk.ask(camille, SIGN))


async def test_slack_is_asked_for_a_persons_language_once_a_week(desk: Desk) -> None:
    emma = desk.person("emma")
    for _ in range(3):
        await desk.ask(emma, SIGN)
    assert asked_of(desk, emma) == 1
    desk.clock.pass_by(days=8)
    await emma.open_home()
    await desk.calm()
    assert asked_of(desk, emma) == 2


def asked_of(desk: Desk, person: Person) -> int:
    """Count how often Slack was asked for the language of somebody."""
    asked = [call.arguments for call in desk.workspace.called("users.info")]
    return sum(each["user"] == person.user.id and "include_locale" in each for each in asked)


async def test_a_choice_can_be_changed_in_every_place_that_offers_it(desk: Desk) -> None:
    emma = desk.person("emma")
    question, answers = desk.answer("business-plan", "en").question, {}
    await desk.command(emma, "language fr")
    answers["fr"] = await desk.ask(emma, question)
    await emma.open_home()
    await desk.calm()
    assert emma.home
    await desk.press(emma, emma.home, "speak", "nl")
    answers["nl"] = await desk.ask(emma, question)
    await desk.press(emma, await desk.ask(emma, "change language"), "speak:sv")
    answers["sv"] = await desk.ask(emma, question)
    for locale, reply in answers.items():
        assert screen(reply).startswith(desk.answer("business-plan", locale).question)
