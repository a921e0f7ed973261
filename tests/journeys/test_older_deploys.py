"""Buttons that an older version drew, whose topics are gone."""

from typing import Any

import pytest

from bot.sandbox import Message, View
from tests.journeys.desk import Desk
from tests.journeys.phrases import OUTDATED
from tests.journeys.reading import actions, objects, screen

RETIRED = "a-topic-of-last-year"


def redrawn_by_an_older_version(target: Message | View, kind: str) -> str:
    """Turn the first button of a kind into one whose topic is gone; give its action id."""
    blocks: Any = target.body["blocks"] if isinstance(target, View) else target.blocks
    action = next(
        each for each in objects(blocks) if str(each.get("action_id")).startswith(f"{kind}:")
    )
    action["action_id"] = f"{kind}:{RETIRED}"
    return str(action["action_id"])


async def test_a_related_topic_that_is_gone_asks_for_the_question(desk: Desk) -> None:
    camille = desk.person("camille")
    reply = await desk.ask(camille, desk.answer("business-plan", "fr").question)
    before = screen(reply)
    await desk.press(camille, reply, redrawn_by_an_older_version(reply, "related"))
    assert screen(desk.replies(camille)[0]) == before
    assert desk.words("fr", OUTDATED) in screen(desk.replies(camille)[-1])


async def test_a_suggestion_that_is_gone_asks_for_the_question(desk: Desk) -> None:
    wei = desk.person("wei")
    reply = await desk.ask(wei, desk.unclear("zh"))
    await desk.press(wei, reply, redrawn_by_an_older_version(reply, "choose"))
    assert desk.words("zh", OUTDATED) in screen(desk.replies(wei)[-1])
    assert actions(reply, "choose")


async def test_a_topic_of_home_that_is_gone_asks_for_the_question(desk: Desk) -> None:
    camille = desk.person("camille")
    await camille.open_home()
    await desk.calm()
    assert camille.home
    await desk.press(camille, camille.home, redrawn_by_an_older_version(camille.home, "topic"))
    assert camille.view is None
    (reply,) = desk.replies(camille)
    assert desk.words("fr", OUTDATED) in screen(reply)


@pytest.mark.parametrize("kind", ["show_in", "speak", "form"])
async def test_a_language_or_form_that_is_gone_changes_nothing(desk: Desk, kind: str) -> None:
    emma = desk.person("emma")
    topic = "kpi-discrepancy"
    text = "hi there" if kind == "speak" else desk.answer(topic, "en").question
    reply = await desk.ask(emma, text)
    action, before = redrawn_by_an_older_version(reply, kind), screen(reply)
    calls = len(desk.workspace.calls)
    await desk.press(emma, reply, action)
    assert len(desk.workspace.calls) == calls
    assert screen(reply) == before


async def test_a_button_that_no_version_knows_is_left_alone(desk: Desk) -> None:
    emma = desk.person("emma")
    reply = await desk.ask(emma, desk.answer("business-plan", "en").question)
    element = next(each for each in objects(reply.blocks) if each.get("action_id") == "person")
    element["action_id"] = "a_button_of_last_year"
    calls = len(desk.workspace.calls)
    await desk.press(emma, reply, "a_button_of_last_year")
    assert len(desk.workspace.calls) == calls
