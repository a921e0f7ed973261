"""A partner takes back what was passed on to the support team, and asks the bot instead."""

import pytest

from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import actions, screen
from tests.journeys.writing_back import (
    WRITTEN,
    acknowledged,
    asked,
    below,
    copies,
    in_channel,
    messages,
    opened_thread,
    say,
)


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_was_meant_for_the_bot_is_answered_by_it(desk: Desk, locale: str) -> None:
    thread = await opened_thread(desk, locale)
    answer = desk.answer("business-plan", locale)
    await say(desk, thread, answer.question)
    (told,) = acknowledged(desk, thread)
    (button,) = actions(told, "thread")
    await desk.press(thread.person, told, button)
    assert screen(below(desk, thread)[-1]).startswith(answer.question)
    assert "The partner took this back and asked the bot instead." in copies(desk)[0]
    assert answer.question not in copies(desk)[0]
    no_longer = "The support team no longer has this message: I reply to it."
    assert desk.words(locale, no_longer) in screen(told)
    assert actions(told, "thread") == []


async def test_pressing_it_twice_asks_once(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await say(desk, thread, desk.answer("business-plan", "en").question)
    (told,) = acknowledged(desk, thread)
    (button,) = actions(told, "thread")
    desk.wire.times = 2
    await desk.press(thread.person, told, button)
    assert len(await asked(desk)) == 2


async def test_promise_34_nobody_takes_back_what_somebody_else_wrote(desk: Desk) -> None:
    thread = await in_channel(desk)
    await say(desk, thread, WRITTEN["en"])
    (told,) = acknowledged(desk, thread)
    (button,) = actions(told, "thread")
    await desk.press(desk.person("camille"), told, button)
    assert WRITTEN["en"] in copies(desk)[0]
    assert [row["deleted"] for row in await messages(desk)] == [False]


async def test_what_was_taken_back_and_is_edited_then_is_a_question(desk: Desk) -> None:
    thread = await opened_thread(desk)
    ts = await say(desk, thread, desk.answer("business-plan", "en").question)
    (told,) = acknowledged(desk, thread)
    await desk.press(thread.person, told, actions(told, "thread")[0])
    changed = desk.answer("kpi-discrepancy", "en").question
    await thread.person.edit(None, ts, changed)
    await desk.calm()
    assert screen(below(desk, thread)[-1]).startswith(changed)
    assert changed not in copies(desk)[0]
