"""The desk's modals when the database is slow or refuses, and when what is sent arrives twice."""

import asyncio

import pytest

from bot.sandbox import Fault, Message
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.faults.failing import stored
from tests.faults.house import House, refusing, waiting
from tests.faults.opening import holding

QUESTION = "Please send a plumber to our office about the heating"
DEEDS = ("reply", "ask", "resolve", "reject", "assign", "prioritize", "merge", "read")


async def card(house: House) -> Message:
    """Have a question handed over; give its card once the support team is known."""
    await house.person("emma").say(None, QUESTION)
    found = await house.slack.wait_for(lambda: [each for each in house.cards() if each.blocks])
    await house.until(lambda connection: not waiting(connection))
    return found[-1]


@pytest.mark.parametrize("deed", DEEDS)
async def test_promise_18_support_s_modals_wait_for_the_database_once_at_most(
    house: House, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    shown, noor = await card(house), house.person("noor")
    with holding(monkeypatch) as held:
        pressing = asyncio.create_task(press(house, shown, deed))
        await house.slack.wait_for(lambda: noor.view)
        assert not pressing.done()
        held.set()
        await pressing
    await house.until(lambda connection: not waiting(connection))


async def press(house: House, shown: Message, deed: str) -> None:
    noor, names = house.person("noor"), {"reply", "ask", "resolve"}
    if deed in names:
        await noor.press(shown, f"desk_open:{deed}")
    else:
        await noor.press(shown, "desk_more", f"{deed}:1")


@pytest.mark.parametrize("table", ["ticket_messages", "ticket_history", "outbox"])
async def test_promise_12_a_reply_that_can_t_be_stored_leaves_its_modal_open(
    house: House, table: str
) -> None:
    shown, noor = await card(house), house.person("noor")
    await press(house, shown, "reply")
    await house.slack.wait_for(lambda: noor.view)
    assert not (await noor.submit_view({"text": "We look into it."})).errors
    async with refusing(house.office.database, table):
        submission = await noor.submit_view({})
    assert submission.answer.status >= 500
    assert not submission.closed
    assert (await stored(house))["ticket_messages"] == []
    assert (await noor.submit_view({})).closed
    await house.until(lambda connection: not waiting(connection))
    (message,) = (await stored(house))["ticket_messages"]
    assert message.text == "We look into it."


async def test_promise_13_a_reply_whose_acknowledgement_was_lost_is_sent_once(
    house: House,
) -> None:
    shown, noor = await card(house), house.person("noor")
    await press(house, shown, "reply")
    await house.slack.wait_for(lambda: noor.view)
    await noor.submit_view({"text": "We look into it."})
    house.slack.faults.add("acknowledgement", Fault.lost())
    assert not (await noor.submit_view({})).closed
    assert (await noor.submit_view({})).closed
    await house.until(lambda connection: not waiting(connection))
    assert len((await stored(house))["ticket_messages"]) == 1
    sent = [each for each in house.person("noor").sees(SUPPORT_CHANNEL) if each.thread_ts]
    assert len(sent) == 1
