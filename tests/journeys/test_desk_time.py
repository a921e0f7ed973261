"""What time alone does at the desk. It begins on Tuesday, 10 March 2026, 13:00 in Amsterdam."""

import pytest

from bot.content.desk import Priority
from bot.desk.life import Deed, State
from bot.sandbox import Message
from bot.services import triage
from bot.services.acting import Actor, act
from bot.storage import tickets
from bot.storage.tickets import Ticket
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.reading import screen
from tests.journeys.watching import pass_time

NOOR = "U0NOOR0001"


async def handed_over(desk: Desk, locale: str = "en") -> Ticket:
    """Have somebody hand a question over; give its ticket, with its due times."""
    await desk.ask(desk.speaker(locale), desk.unanswerable(locale))
    await pass_time(desk)
    return await newest(desk)


async def newest(desk: Desk) -> Ticket:
    rows = (await desk.rows())["tickets"]
    found = await desk.read(lambda c: tickets.find(c, desk.office.workspace, rows[-1]["id"]))
    assert found
    return found


async def do(desk: Desk, ticket: Ticket, deed: Deed, person: str | None = NOOR) -> None:
    """Have somebody of support (None: time) do something with a ticket."""
    office = desk.office
    actor = Actor(office.workspace, person, is_support=person is not None)
    await office.database.run(lambda c: act(c, actor, ticket.id, deed, desk.clock()))
    await desk.calm()


def thread(desk: Desk) -> list[Message]:
    return desk.shared(desk.cards()[0])


async def test_a_new_ticket_is_due_by_the_hours_of_the_desk(desk: Desk) -> None:
    ticket = await handed_over(desk)
    assert ticket.answer_due == ticket.opened_at + 24 * 3600
    assert ticket.resolution_due == ticket.opened_at + 7 * 24 * 3600


async def test_a_warning_comes_before_and_an_escalation_after_the_first_answer_is_due(
    desk: Desk,
) -> None:
    await handed_over(desk)
    await pass_time(desk, hours=23)
    (warned,) = thread(desk)
    assert "is soon due for its first answer. Nobody has taken it yet." in screen(warned)
    await pass_time(desk, hours=5)
    warned, late = thread(desk)
    assert "is overdue for its first answer." in screen(late)
    assert "First answer overdue since" in screen(desk.cards()[0])


async def test_whose_ticket_is_overdue_is_named_and_the_channel_sees_it(desk: Desk) -> None:
    ticket = await handed_over(desk)
    await do(desk, ticket, Deed.TAKE)
    await pass_time(desk, hours=23)
    await pass_time(desk, hours=5)
    calls = [call.arguments for call in desk.workspace.calls if "thread_ts" in call.arguments]
    warned, late = calls[-2:]
    assert NOOR in str(warned["blocks"])
    assert NOOR in str(late["blocks"])
    assert (warned.get("reply_broadcast"), late.get("reply_broadcast")) == (None, True)


async def test_nothing_is_told_twice(desk: Desk) -> None:
    await handed_over(desk)
    for _ in range(6):
        await pass_time(desk, hours=12)
    assert len(thread(desk)) == len({message.text for message in thread(desk)})


async def test_time_in_which_the_partner_is_waited_for_does_not_count(desk: Desk) -> None:
    ticket = await handed_over(desk)
    await do(desk, ticket, Deed.ASK)
    await pass_time(desk, days=2)
    assert await state(desk) == State.WAITING
    await do(desk, await newest(desk), Deed.ANSWER, ticket.person)
    await pass_time(desk)
    resumed = await newest(desk)
    assert resumed.resolution_due is not None
    assert ticket.resolution_due is not None
    assert resumed.resolution_due > ticket.resolution_due + 24 * 3600


async def state(desk: Desk) -> str:
    return (await newest(desk)).state


async def test_an_answered_ticket_is_not_overdue_for_its_first_answer(desk: Desk) -> None:
    ticket = await handed_over(desk)
    await do(desk, ticket, Deed.REPLY)
    await pass_time(desk, days=2)
    assert not any("first answer" in screen(message) for message in thread(desk))


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_partner_who_is_waited_for_is_reminded_and_then_the_ticket_is_closed(
    desk: Desk, locale: str
) -> None:
    ticket = await handed_over(desk, locale)
    await do(desk, ticket, Deed.ASK)
    told = []
    for _ in range(14):
        await pass_time(desk, days=1)
        told = desk.replies(desk.speaker(locale))
    assert await state(desk) == State.RESOLVED
    assert (await newest(desk)).outcome == "unanswered"
    reminded, again, closed = told[-3:]
    assert len({reminded.text, again.text, closed.text}) >= 2
    assert closed.text != reminded.text


async def test_priority_moves_what_is_due(desk: Desk) -> None:
    ticket = await handed_over(desk)
    office = desk.office
    actor = Actor(office.workspace, NOOR, is_support=True)
    await office.database.run(triage.prioritize, actor, ticket.id, Priority.URGENT, desk.clock())
    await desk.calm()
    await pass_time(desk)
    urgent = await newest(desk)
    assert urgent.answer_due == ticket.opened_at + 3600


async def test_nothing_is_due_of_what_is_resolved(desk: Desk) -> None:
    ticket = await handed_over(desk)
    await do(desk, ticket, Deed.RESOLVE)
    await pass_time(desk, days=30)
    assert await state(desk) == State.RESOLVED
    assert not any("due" in screen(message) for message in thread(desk))
