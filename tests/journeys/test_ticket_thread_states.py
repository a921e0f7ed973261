"""What a partner writes sets a waiting ticket to work and opens a resolved one; thanks do not."""

import pytest

from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import screen
from tests.journeys.triaging import card_of
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import (
    WRITTEN,
    acknowledged,
    ask,
    below,
    copies,
    opened_thread,
    resolve,
    say,
    states,
)

THANKS = {
    "en": "Thank you!",
    "fr": "Merci beaucoup !",
    "nl": "Dank je wel!",
    "sv": "Tack så mycket!",
    "zh": "谢谢！",
}


@pytest.mark.parametrize("text", [WRITTEN["en"], "OK", "Thank you!"])
async def test_an_answer_sets_a_waiting_ticket_back_to_work(desk: Desk, text: str) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    assert await states(desk) == ["waiting"]
    await say(desk, thread, text)
    assert await states(desk) == ["in-progress"]
    assert "In progress" in screen(card_of(desk))


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_is_still_open_opens_a_resolved_ticket_again(desk: Desk, locale: str) -> None:
    thread = await opened_thread(desk, locale)
    await resolve(desk)
    await say(desk, thread, WRITTEN[locale])
    assert await states(desk) == ["reopened"]
    (told,) = acknowledged(desk, thread)
    again = desk.words(
        locale, "Passed on to the support team: your request {number} is open again."
    )
    assert again.format(number=1) in screen(told)


@pytest.mark.parametrize("locale", LOCALES)
async def test_mere_thanks_are_shown_to_support_and_wake_nothing(desk: Desk, locale: str) -> None:
    thread = await opened_thread(desk, locale)
    await resolve(desk)
    await say(desk, thread, THANKS[locale])
    assert await states(desk) == ["resolved"]
    assert f"> {THANKS[locale]}" in copies(desk)[-1]
    assert acknowledged(desk, thread) == []


async def test_thanks_that_are_edited_into_a_question_open_the_ticket_again(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await resolve(desk)
    ts = await say(desk, thread, "Thank you!")
    await thread.person.edit(None, ts, "Thank you, but April is still missing in our report")
    await desk.calm()
    assert await states(desk) == ["reopened"]


async def test_an_old_message_that_is_edited_opens_nothing_again(desk: Desk) -> None:
    thread = await opened_thread(desk)
    ts = await say(desk, thread, WRITTEN["en"])
    await resolve(desk)
    await thread.person.edit(None, ts, "It is the invoice of May, we paid it in June")
    await desk.calm()
    assert await states(desk) == ["resolved"]
    assert "May" in copies(desk)[0]


async def test_long_after_the_resolution_it_is_a_new_question(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await resolve(desk)
    desk.clock.pass_by(days=desk.knowledge.desk.reopening_days)
    await say(desk, thread, desk.answer("business-plan", "en").question)
    assert await states(desk) == ["resolved"]
    assert screen(below(desk, thread)[-1]).startswith(desk.answer("business-plan", "en").question)


async def test_what_a_closed_ticket_is_answered_with_opens_it_again(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    await pass_time(desk, days=20)
    assert await states(desk) == ["resolved"]
    await say(desk, thread, WRITTEN["en"])
    assert await states(desk) == ["reopened"]
