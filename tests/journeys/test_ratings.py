"""Partners say once, and not too often, whether a resolved request helped them."""

import pytest
from sqlalchemy import Connection

from bot.services import rating
from bot.storage import tickets
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import actions, screen
from tests.journeys.triaging import write
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import ask, below, copies, messages, opened_thread, resolve, states

HELPED = "Were you helped?"


@pytest.mark.parametrize("helped", [True, False])
@pytest.mark.parametrize("locale", LOCALES)
async def test_a_partner_rates_the_help_once(desk: Desk, locale: str, *, helped: bool) -> None:
    thread = await opened_thread(desk, locale)
    await resolve(desk)
    resolution = below(desk, thread)[-1]
    assert desk.words(locale, HELPED) in screen(resolution)
    assert len(actions(resolution, "rate")) == 2
    await desk.press(thread.person, resolution, "rate:yes" if helped else "rate:no")
    assert actions(resolution, "rate") == []
    thanks = (
        "Thank you for telling us that this helped."
        if helped
        else "Thank you for telling us. If it is not solved, you can open the request again."
    )
    assert desk.words(locale, thanks) in screen(resolution)
    assert actions(resolution, "request") == ["request:reopen"]
    noted = "The partner was helped." if helped else "The partner was not helped."
    assert noted in copies(desk)[-1]
    (ticket,) = (await desk.rows())["tickets"]
    assert ticket["rating"] == int(helped)


async def test_nobody_is_asked_again_before_a_pause_is_over(desk: Desk) -> None:
    for days, is_asked in ((0, True), (20, False), (11, True)):
        desk.clock.pass_by(days=days)
        thread = await opened_thread(desk)
        await resolve(desk)
        assert bool(actions(below(desk, thread)[-1], "rate")) == is_asked


async def test_a_question_to_rate_stays_when_its_message_is_drawn_again(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await resolve(desk)
    resolution = below(desk, thread)[-1]
    (row,) = [each for each in await messages(desk) if each["side"] == "support"]
    await desk.office.database.run(redraw, row["ticket"])
    desk.office.something_to_say.set()
    await desk.calm()
    assert len(actions(resolution, "rate")) == 2


def redraw(connection: Connection, number: int) -> None:
    """Have the last message about a ticket drawn anew."""
    ticket = tickets.find(connection, "T0SANDBOX1", number)
    assert ticket
    rating.redraw_last(connection, ticket, ticket.changed_at)


async def test_what_was_closed_for_want_of_an_answer_is_not_rated(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    await pass_time(desk, days=30)
    assert await states(desk) == ["resolved"]
    assert [m for m in below(desk, thread) if actions(m, "rate")] == []


async def test_a_rejected_request_is_rated_too(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await write(desk, desk.person("noor"), "reject", "This is for Partner Frontline Support.")
    assert len(actions(below(desk, thread)[-1], "rate")) == 2
