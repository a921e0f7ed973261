"""What a partner writes outside of the thread goes to the only ticket that waits for an answer."""

import pytest

from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import actions, screen
from tests.journeys.writing_back import WRITTEN, ask, copies, opened_thread, say, states


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_has_no_answer_goes_to_the_only_ticket_that_waits(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await ask(desk)
    reply = await desk.ask(thread.person, desk.unanswerable(locale))
    waits = (
        "The support team waits for your answer to request {number}, "
        "so I have passed this on to them."
    )
    assert desk.words(locale, waits).format(number=1) in screen(reply)
    assert desk.unanswerable(locale) in copies(desk)[-1]
    assert await states(desk) == ["in-progress"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_it_can_be_a_new_question_all_the_same(desk: Desk, locale: str) -> None:
    thread = await opened_thread(desk, locale)
    await ask(desk)
    reply = await desk.ask(thread.person, desk.unanswerable(locale))
    (button,) = actions(reply, "thread")
    await desk.press(thread.person, reply, button)
    assert (await states(desk))[1:] == ["new"]
    assert "took this back" in copies(desk, 0)[-1]


async def test_files_alone_go_to_the_only_ticket_that_waits(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    await thread.person.upload_message("", ["invoice.pdf"])
    await desk.calm()
    assert "invoice.pdf" in copies(desk)[-2]
    assert await states(desk) == ["in-progress"]


async def test_what_the_bot_can_answer_it_answers_although_a_ticket_waits(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    answer = desk.answer("business-plan", "en")
    reply = await desk.ask(thread.person, answer.question)
    assert screen(reply).startswith(answer.question)
    assert await states(desk) == ["waiting"]


async def test_who_wants_a_person_gets_one_although_a_ticket_waits(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    await desk.ask(thread.person, "I want to talk to a person about our logo")
    assert await states(desk) == ["waiting", "new"]


async def test_of_two_waiting_tickets_none_is_chosen(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    await desk.ask(thread.person, "I want to talk to a person about our logo")
    await ask(desk)
    await desk.ask(thread.person, desk.unanswerable("en"))
    assert await states(desk) == ["waiting", "waiting", "new"]


async def test_below_the_acknowledgement_the_conversation_goes_on(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    reply = await desk.ask(thread.person, desk.unanswerable("en"))
    await say(desk, thread._replace(ts=reply.ts), WRITTEN["en"])
    assert WRITTEN["en"] in copies(desk)[-1]


async def test_nobodys_waiting_ticket_hears_what_others_write(desk: Desk) -> None:
    await opened_thread(desk)
    await ask(desk)
    await desk.ask(desk.person("daan"), desk.unanswerable("nl"))
    assert await states(desk) == ["waiting", "new"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_the_bot_is_unsure_of_is_an_answer_while_the_support_team_waits_for_one(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await ask(desk)
    await desk.ask(thread.person, desk.unclear(locale))
    assert (await desk.rows())["tickets"][0]["state"] == "in-progress"
