"""Promise 36: what is one person's is not told to a channel, and a channel's new id is followed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Person
from bot.sandbox.demo import PARTNERS_CHANNEL, SUPPORT_CHANNEL
from bot.sandbox.records import Channel
from tests.journeys.desk import CHANNEL, MENTION, Desk, assert_nothing_went_wrong, opened
from tests.journeys.filling import FORMS, request
from tests.journeys.gestures import button, card_of, press, pressed, untimed
from tests.journeys.reading import screen
from tests.journeys.triaging import write

REPLIES: Final = ("reply", "ask", "resolve")
NEW: Final = "C0NEWIDFOR"
SAID: Final = ("ticket_history", "ticket_messages")
SECRET: Final = "our secret figure"


def in_channel(desk: Desk, channel: str = CHANNEL) -> str:
    """Give everything that can be read in a channel, by whoever is in it."""
    messages = [each for each in desk.workspace.messages.all(channel) if not each.deleted]
    return "\n".join(screen(each) for each in messages if each.ephemeral_to is None)


async def answer_all(desk: Desk, text: str) -> None:
    """Have support write to the partner in all its ways, and everything happen that is told."""
    for deed in REPLIES:
        await write(desk, desk.person("noor"), deed, f"{text} {deed}")


@pytest.mark.parametrize("name", ["emma", "astrid"])
async def test_promise_36_what_is_given_in_a_form_never_appears_in_a_channel(
    desk: Desk, name: str
) -> None:
    person = desk.person(name)
    before = in_channel(desk)
    assert (await person.command("directory", CHANNEL)).ok
    await desk.calm()
    await request(desk, person, "directory", {**FORMS["directory"], "name": SECRET})
    await answer_all(desk, SECRET)
    (row,) = (await desk.rows())["tickets"]
    assert (await press(desk, person, None, button("request:show", str(row["id"])))).ok
    await desk.calm()
    assert person.view
    assert SECRET in screen(person.view)
    assert in_channel(desk) == before
    assert SECRET in "\n".join(screen(each) for each in desk.replies(person))


@pytest.mark.parametrize("name", ["emma", "astrid"])
async def test_promise_36_a_private_question_is_answered_in_private(desk: Desk, name: str) -> None:
    person, before = desk.person(name), in_channel(desk)
    await desk.command(person, f"{desk.unanswerable('en')} {SECRET}", CHANNEL)
    if not desk.cards():
        await desk.press(person, desk.replies(person, CHANNEL)[-1], "person")
    await answer_all(desk, SECRET)
    assert in_channel(desk) == before
    assert SECRET in "\n".join(screen(each) for each in desk.replies(person))


async def test_promise_36_what_stands_in_a_channel_can_be_pressed_by_whose_it_is_alone(
    desk: Desk,
) -> None:
    emma, others = desk.person("emma"), [desk.person(each) for each in ("daan", "astrid")]
    await desk.ask(emma, f"{MENTION} {desk.unanswerable('en')}", CHANNEL)
    await answer_all(desk, "We are looking into it.")
    (row,) = (await desk.rows())["tickets"]
    rows, calls = await desk.rows(), len(desk.workspace.called("chat.update"))
    shown = desk.replies(emma, CHANNEL)[-1]
    for other in others:
        for action in ("request:show", "request:reopen", "rate:yes", "rate:no", "thread:ask"):
            payload = pressed(desk, other, shown, button(action, str(row["id"])))
            assert (await desk.sender.send_interaction(payload)).ok
        await desk.calm()
        assert other.view is None
    now = await desk.rows()
    assert untimed(now["tickets"]) == untimed(rows["tickets"])
    assert [now[name] for name in SAID] == [rows[name] for name in SAID]
    assert len(desk.workspace.called("chat.update")) == calls


def give_new_id(desk: Desk, channel: str, to: str = NEW) -> Channel:
    """Let Slack give a channel another id; under the old one, there is nothing any more."""
    place = desk.workspace.channels.pop(channel)
    place.id, place.is_shared = to, True
    for message in desk.workspace.messages.all(channel):
        message.channel = to
        desk.workspace.messages.add(message)
    return desk.workspace.add_channel(place)


async def send_new_id(desk: Desk, channel: str, to: str = NEW) -> None:
    """Send what tells the app of a channel's new id."""
    ids = {"old_channel_id": channel, "new_channel_id": to}
    ts = desk.workspace.stamps.ts()
    await desk.sender.send_event({"type": "channel_id_changed", **ids, "event_ts": ts})


async def tell(desk: Desk, channel: str, to: str = NEW) -> None:
    """Have the app told of a channel's new id."""
    await send_new_id(desk, channel, to)
    await desk.calm()


async def take(desk: Desk, person: Person) -> str | None:
    """Take the oldest ticket by its card; give its owner."""
    row = (await desk.rows())["tickets"][0]
    card = desk.workspace.messages.find(row["card_channel"], row["card_ts"])
    assert card
    assert (await press(desk, person, card, button("desk:take", str(row["id"])))).ok
    await desk.calm()
    owner = (await desk.rows())["tickets"][0]["owner"]
    return str(owner) if owner else None


async def test_promise_36_the_desk_goes_on_where_its_channel_has_another_id(desk: Desk) -> None:
    noor, emma = desk.person("noor"), desk.person("emma")
    await desk.ask(emma, desk.unanswerable("en"))
    give_new_id(desk, SUPPORT_CHANNEL)
    await tell(desk, SUPPORT_CHANNEL)
    assert await take(desk, noor) == noor.user.id
    await request(desk, emma, "directory")
    cards = [each for each in noor.sees(NEW) if each.thread_ts in {None, each.ts}]
    assert len(cards) == 2
    assert f"@{noor.user.id}" in screen(cards[0])
    assert SUPPORT_CHANNEL not in str((await desk.rows())["tickets"])


async def test_promise_36_after_a_restart_the_desk_is_where_its_channel_is_now(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        await desk.ask(desk.person("emma"), desk.unanswerable("en"))
        give_new_id(desk, SUPPORT_CHANNEL)
        await tell(desk, SUPPORT_CHANNEL)
    async with opened(content, database_url) as desk:
        assert desk.office.desk_channel == NEW


async def test_promise_36_a_ticket_of_a_channel_goes_on_where_that_has_another_id(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    await desk.ask(emma, f"{MENTION} {desk.unanswerable('en')}", CHANNEL)
    (row,) = (await desk.rows())["tickets"]
    give_new_id(desk, CHANNEL)
    await tell(desk, CHANNEL)
    await write(desk, desk.person("noor"), "ask", "Which month is it?")
    assert "Which month is it?" in in_channel(desk, NEW)
    await emma.say(NEW, f"{MENTION} It was March.", row["thread_ts"])
    await desk.calm()
    (card,) = desk.cards()
    assert "It was March." in "\n".join(screen(each) for each in desk.shared(card))
    assert (await desk.rows())["tickets"][0]["state"] == "in-progress"


@pytest_asyncio.fixture
async def interrupted(content: Content, database_url: str) -> AsyncIterator[Desk]:
    """Run the whole app; Slack may refuse what is said under an old id."""
    async with opened(content, database_url) as desk:
        yield desk
        calls = desk.workspace.calls
        calls[:] = [each for each in calls if each.error != "channel_not_found"]
        await assert_nothing_went_wrong(desk)


async def test_promise_36_what_is_said_before_the_new_id_is_told_arrives_after_it(
    interrupted: Desk,
) -> None:
    desk = interrupted
    await desk.ask(desk.person("emma"), f"{MENTION} {desk.unanswerable('en')}", CHANNEL)
    give_new_id(desk, CHANNEL)
    with pytest.raises(AssertionError, match="channel_not_found"):
        await write(desk, desk.person("noor"), "reply", "We are looking into it.")
    await send_new_id(desk, CHANNEL)
    await desk.workspace.wait_for(lambda: "We are looking into it." in in_channel(desk, NEW))
    await desk.calm()
    assert in_channel(desk, NEW).count("We are looking into it.") == 1


async def nothing(desk: Desk) -> None:
    await tell(desk, "C0UNKNOWN1", "C0UNKNOWN2")


async def itself(desk: Desk) -> None:
    await tell(desk, SUPPORT_CHANNEL, SUPPORT_CHANNEL)


async def nonsense(desk: Desk) -> None:
    event = {"type": "channel_id_changed", "old_channel_id": None, "new_channel_id": [1]}
    await desk.sender.send_event(event)
    await desk.calm()


@pytest.mark.parametrize("told", [nothing, itself, nonsense])
async def test_promise_36_a_new_id_of_no_channel_of_ours_changes_nothing(
    desk: Desk, told: Callable[[Desk], Awaitable[None]]
) -> None:
    noor = desk.person("noor")
    await desk.ask(desk.person("emma"), desk.unanswerable("en"))
    before = untimed((await desk.rows())["tickets"])
    await told(desk)
    assert untimed((await desk.rows())["tickets"]) == before
    assert await take(desk, noor) == noor.user.id
    assert card_of(desk, before[0])
    assert PARTNERS_CHANNEL in desk.workspace.channels
