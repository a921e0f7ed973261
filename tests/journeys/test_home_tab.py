"""The Home tab."""

import pytest

from bot.sandbox import View
from bot.sandbox.terminal import fields, show
from tests.journeys.desk import LOCALES, OWN_NAMES, Desk, home_of
from tests.journeys.phrases import NOTHING_OPEN, WELCOME_HOME
from tests.journeys.reading import labels, screen


def languages_of(home: View) -> dict[str | None, str]:
    return {c.value: c.label for c in show(home).choices if c.action_id == "speak"}


async def test_home_welcomes_in_the_language_of_the_persons_slack(desk: Desk) -> None:
    for name, locale in {"emma": "en", "camille": "fr", "wei": "zh"}.items():
        assert desk.words(locale, WELCOME_HOME) in screen(await home_of(desk, desk.person(name)))


async def test_a_chosen_language_redraws_home_in_it(desk: Desk) -> None:
    for locale in LOCALES:
        home = await home_of(desk, desk.person("astrid"))
        assert languages_of(home) == OWN_NAMES
        await desk.press(desk.person("astrid"), home, "speak", locale)
        assert desk.words(locale, WELCOME_HOME) in screen(home)
        (menu,) = [b["accessory"] for b in home.body["blocks"] if b.get("block_id") == "language"]
        assert menu["initial_option"]["value"] == locale


async def test_home_shows_every_topic_under_its_category(desk: Desk) -> None:
    home = await home_of(desk, desk.person("astrid"))
    for locale in LOCALES:
        await desk.press(desk.person("astrid"), home, "speak", locale)
        lines = show(home).lines
        for category in desk.knowledge.categories:
            shelf = lines[lines.index(f"── {desk.knowledge.category(category, locale)} ──") + 1]
            for topic in desk.knowledge.in_category(category):
                assert topic.answer(locale).title in shelf
        assert len(labels(home, "topic")) == len(desk.knowledge.topics)


@pytest.mark.parametrize("form", ["discrepancy", "directory"])
async def test_both_forms_open_from_home(desk: Desk, form: str) -> None:
    home = await home_of(desk, desk.person("camille"))
    camille = desk.person("camille")
    said = desk.knowledge.forms[form].say("fr")
    assert labels(home, "form")[f"form:{form}"] == said.button
    await desk.press(camille, home, f"form:{form}")
    assert camille.view
    assert camille.view.body["title"]["text"] == said.title
    first = next(iter(desk.knowledge.forms[form].steps.values()))
    assert len(fields(camille.view)) == len(first)


async def test_a_topic_opens_its_answer_in_a_modal(desk: Desk) -> None:
    home = await home_of(desk, desk.person("camille"))
    camille = desk.person("camille")
    await desk.press(camille, home, "topic:business-plan")
    assert camille.view
    answer = desk.answer("business-plan", "fr")
    assert screen(camille.view).startswith(answer.question)
    assert answer.text.replace("**", "").splitlines()[0] in screen(camille.view)


async def test_the_modal_of_a_topic_turns_into_every_other_language(desk: Desk) -> None:
    home = await home_of(desk, desk.person("camille"))
    camille = desk.person("camille")
    await desk.press(camille, home, "topic:kpi-report-schedule")
    assert camille.view
    offered = labels(camille.view, "topic_in")
    assert offered == {f"topic_in:{each}": OWN_NAMES[each] for each in OWN_NAMES if each != "fr"}
    for locale in ("en", "nl", "sv", "zh", "fr"):
        await desk.press(camille, camille.view, f"topic_in:{locale}")
        question = desk.answer("kpi-report-schedule", locale).question
        assert screen(camille.view).startswith(question)


async def test_every_topic_opens_in_every_language(desk: Desk) -> None:
    for locale in LOCALES:
        for topic in desk.knowledge.topics:
            drawn = desk.content.artist.topic(topic, locale, desk.office.today())
            trigger = desk.workspace.triggers.give("U0EMMA0001").id
            client = desk.office.client
            assert (await client.views_open(trigger_id=trigger, view=drawn))["ok"]


async def test_home_lists_what_waits_with_the_support_team(desk: Desk) -> None:
    camille = desk.person("camille")
    nothing = desk.words("fr", NOTHING_OPEN)
    assert nothing in screen(await home_of(desk, desk.person("camille")))
    question = desk.unanswerable("fr")
    await desk.ask(camille, question)
    home = await home_of(desk, desk.person("camille"))
    assert nothing not in screen(home)
    assert question in screen(home)
