"""Promise 35: who is taken out of the desk's channel, or comes in, is known within 60 seconds."""

from collections.abc import Callable

import pytest

from bot.desk.life import Deed
from bot.sandbox import Fault, Person
from bot.sandbox.demo import OTHER_COMPANY, SUPPORT_CHANNEL
from bot.sandbox.records import User
from tests.journeys.desk import Desk
from tests.journeys.gestures import button, card_of, press, untimed
from tests.journeys.reading import screen

WITHIN_SECONDS = 60
TAKE, HAND_BACK = f"desk:{Deed.TAKE}", f"desk:{Deed.HAND_BACK}"
OF_TICKETS = ("ticket_history", "ticket_messages", "ticket_followers")
NEWCOMER = "U0NEWCOMER"


async def handed_over(desk: Desk) -> None:
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))


async def stored(desk: Desk) -> list[object]:
    """Give all that is stored of tickets."""
    rows = await desk.rows()
    return [untimed(rows["tickets"]), *(rows[name] for name in OF_TICKETS)]


async def do(desk: Desk, person: Person, action: str) -> bool:
    """Press a button of the only card there is; tell whether that changed anything."""
    before = await stored(desk)
    (row,) = (await desk.rows())["tickets"]
    assert (await press(desk, person, card_of(desk, row), button(action, str(row["id"])))).ok
    await desk.calm()
    return await stored(desk) != before


def newcomer(desk: Desk, **more: object) -> Person:
    """Add somebody to the workspace who is in no channel."""
    user = desk.workspace.add_user(NEWCOMER, "newcomer", "New Comer", **more)
    return desk.person(user.name)


def move(desk: Desk, person: Person, *, inside: bool) -> None:
    """Put somebody into the desk's channel or out of it, of which no event arrives."""
    members = desk.workspace.channel(SUPPORT_CHANNEL).members
    (members.add if inside else members.discard)(person.user.id)


@pytest.mark.parametrize("asked_before", range(0, 60, 15))
async def test_promise_35_who_was_taken_out_is_refused_within_a_minute_though_no_event_arrives(
    besieged: Desk, asked_before: float
) -> None:
    desk, noor = besieged, besieged.person("noor")
    await handed_over(desk)
    assert await do(desk, noor, TAKE)
    desk.clock.pass_by(seconds=asked_before)
    assert await do(desk, noor, HAND_BACK)
    begun = desk.clock()
    move(desk, noor, inside=False)
    desk.clock.pass_by(seconds=begun + WITHIN_SECONDS - desk.clock())
    assert not await do(desk, noor, TAKE)


async def test_promise_35_who_was_taken_out_is_refused_at_once_when_the_event_arrives(
    besieged: Desk,
) -> None:
    desk, noor = besieged, besieged.person("noor")
    await handed_over(desk)
    assert await do(desk, noor, TAKE)
    await noor.leave(SUPPORT_CHANNEL)
    await desk.calm()
    assert not await do(desk, noor, HAND_BACK)


async def test_promise_35_who_came_in_is_allowed_within_a_minute_though_no_event_arrives(
    desk: Desk,
) -> None:
    await handed_over(desk)
    assert await do(desk, desk.person("noor"), TAKE)
    someone, begun = newcomer(desk), desk.clock()
    move(desk, someone, inside=True)
    desk.clock.pass_by(seconds=begun + WITHIN_SECONDS - desk.clock())
    assert await do(desk, someone, HAND_BACK)


async def test_promise_35_who_came_in_is_allowed_at_once_when_the_event_arrives(
    desk: Desk,
) -> None:
    await handed_over(desk)
    assert await do(desk, desk.person("noor"), TAKE)
    someone = newcomer(desk)
    await someone.join(SUPPORT_CHANNEL)
    await desk.calm()
    assert await do(desk, someone, HAND_BACK)


def _deactivate(user: User) -> None:
    user.deleted = True


def _restrict(user: User) -> None:
    user.is_restricted = True


def _move_out(user: User) -> None:
    user.team_id, user.is_external = OTHER_COMPANY, True


@pytest.mark.parametrize("becomes", [_deactivate, _restrict, _move_out])
async def test_promise_35_who_is_no_full_member_any_more_is_refused_within_a_minute(
    desk: Desk, becomes: Callable[[User], None]
) -> None:
    noor = desk.person("noor")
    await handed_over(desk)
    assert await do(desk, noor, TAKE)
    becomes(noor.user)
    desk.clock.pass_by(seconds=WITHIN_SECONDS)
    assert not await do(desk, noor, HAND_BACK)


async def test_promise_35_where_slack_does_not_tell_who_is_in_nobody_is(
    desk: Desk,
) -> None:
    noor = desk.person("noor")
    await handed_over(desk)
    assert await do(desk, noor, TAKE)
    desk.clock.pass_by(seconds=WITHIN_SECONDS)
    fault = Fault.server_error(times=100)
    desk.workspace.faults.add("conversations.members", fault)
    assert not await do(desk, noor, HAND_BACK)
    desk.workspace.faults.clear()
    assert await do(desk, noor, HAND_BACK)
    calls = desk.workspace.calls
    calls[:] = [each for each in calls if each.error != "server_error"]


async def test_promise_35_what_was_being_written_by_who_was_taken_out_is_not_sent(
    besieged: Desk,
) -> None:
    desk, noor = besieged, besieged.person("noor")
    await handed_over(desk)
    (row,) = (await desk.rows())["tickets"]
    await desk.press(noor, card_of(desk, row), "desk_open:reply")
    text = {"text:0": "You will hear from us."}
    await noor.submit_view(text)
    move(desk, noor, inside=False)
    desk.clock.pass_by(seconds=WITHIN_SECONDS)
    before, calls = await stored(desk), len(desk.workspace.called("chat.postMessage"))
    submission = await noor.submit_view()
    await desk.calm()
    assert not submission.closed
    assert noor.view
    assert text["text:0"] in screen(noor.view)
    assert await stored(desk) == before
    assert len(desk.workspace.called("chat.postMessage")) == calls
