"""What a partner edits or deletes in a ticket's thread changes what support reads, in any order."""

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

from bot.sandbox import Message
from bot.sandbox.events import message_changed, message_deleted, message_posted
from tests.journeys.conversing import begin
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.reading import screen
from tests.journeys.triaging import card_of
from tests.journeys.writing_back import (
    WRITTEN,
    Thread,
    acknowledged,
    copies,
    in_channel,
    messages,
    opened_thread,
    resolve,
    say,
    states,
)


async def test_a_mention_that_comes_again_with_other_words_changes_the_copy(desk: Desk) -> None:
    thread = await in_channel(desk)
    ts = await say(desk, thread, WRITTEN["en"])
    for text in ("It is the invoice of May", "It is the invoice of June"):
        event = {
            "type": "app_mention",
            "user": thread.person.user.id,
            "text": f"{MENTION} {text}",
            "ts": ts,
            "thread_ts": thread.ts,
            "channel": CHANNEL,
            "event_ts": desk.workspace.stamps.ts(),
        }
        await desk.sender.send_event(event)
        await desk.calm()
        (copy,) = copies(desk)
        assert f"> {text}" in copy


async def test_an_edit_reaches_the_copy(desk: Desk) -> None:
    thread = await opened_thread(desk)
    ts = await say(desk, thread, WRITTEN["en"])
    await thread.person.edit(None, ts, "It is the invoice of May")
    await desk.calm()
    (copy,) = copies(desk)
    assert "> It is the invoice of May" in copy
    assert "(Edited.)" in copy


async def test_a_deletion_blanks_the_copy(desk: Desk) -> None:
    thread = await opened_thread(desk)
    ts = await say(desk, thread, WRITTEN["en"])
    await thread.person.delete(None, ts)
    await desk.calm()
    (copy,) = copies(desk)
    assert WRITTEN["en"] not in copy
    assert "(Deleted by the partner.)" in copy
    (row,) = await messages(desk)
    assert (row["text"], row["deleted"]) == ("", True)


async def test_a_deleted_question_with_replies_is_taken_back(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await say(desk, thread, WRITTEN["en"])
    await thread.person.delete(None, thread.ts)
    await desk.calm()
    assert await states(desk) == ["withdrawn"]


async def test_an_edited_question_stays_with_whoever_has_taken_it(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await desk.press(desk.person("noor"), card_of(desk), "desk:take")
    before, now = desk.unanswerable("en"), desk.answer("business-plan", "en").question
    await thread.person.edit(None, thread.ts, now)
    await desk.calm()
    assert await states(desk) == ["in-progress"]
    assert f"> {now}" in screen(card_of(desk))
    assert f"{before} → {now}" in copies(desk)[-1]


async def test_the_card_of_an_open_question_follows_late_edits_too(desk: Desk) -> None:
    thread = await opened_thread(desk)
    desk.clock.pass_by(minutes=11)
    now = desk.answer("business-plan", "en").question
    await thread.person.edit(None, thread.ts, now)
    await desk.calm()
    assert await states(desk) == ["new"]
    assert f"> {now}" in screen(card_of(desk))


async def test_what_was_typed_into_a_form_before_and_is_deleted_is_no_message(desk: Desk) -> None:
    talk = await begin(desk)
    ts = await talk.person.say(None, "March 2026")
    await desk.calm()
    await opened_thread(desk)
    await talk.person.delete(None, ts)
    await desk.calm()
    assert await messages(desk) == []


Event = Callable[[], dict[str, Any]]


def versions(desk: Desk, thread: Thread) -> Sequence[Event]:
    """Give how a message is written, edited twice, and deleted, as Slack tells each."""
    place, ts = thread.person.direct, desk.workspace.stamps.ts()
    texts = ("Thank you!", "It is the invoice of May", "It is the invoice of June")
    first, *edits = (Message(place.id, ts, thread.person.user.id, text) for text in texts)
    stamps = [desk.workspace.stamps.ts() for _ in range(3)]
    for each, stamp in zip(edits, stamps, strict=False):
        each.edited = {"user": each.user, "ts": stamp}
    for each in (first, *edits):
        each.thread_ts = thread.ts
    before = first.payload()
    return (
        lambda: message_posted(place, first),
        lambda: message_changed(place, edits[0], before, stamps[0]),
        lambda: message_changed(place, edits[1], before, stamps[1]),
        lambda: message_deleted(place, edits[1].payload(), stamps[2]),
    )


async def end_of(desk: Desk, thread: Thread, events: Sequence[Event]) -> Sequence[object]:
    """Give how the newest ticket ends when events come in an order."""
    for event in events:
        await desk.sender.send_event(event())
        await desk.calm()
    rows = await desk.rows()
    ticket = rows["tickets"][-1]
    kept = ("text", "edited_ts", "deleted", "side", "author")
    mine = [row for row in rows["ticket_messages"] if row["ticket"] == ticket["id"]]
    said = [[row[name] for name in kept] for row in mine if row["side"] == "partner"]
    return [_bare(said), copies(desk), ticket["state"], len(acknowledged(desk, thread))]


def _bare(said: list[list[Any]]) -> list[list[Any]]:
    """Forget when an edit was: it is another time in each thread."""
    return [[text, edited is not None, *more] for text, edited, *more in said]


async def test_promise_09_writing_editing_and_deleting_end_the_same_in_any_order(
    desk: Desk,
) -> None:
    ends = []
    for order in permutations(range(4)):
        thread = await opened_thread(desk)
        events = versions(desk, thread)
        ends.append(await end_of(desk, thread, [events[place] for place in order]))
    assert [end for end in ends if end != ends[0]] == []
    assert ends[0][:1] == [[["", False, True, "partner", thread.person.user.id]]]


async def test_promise_09_thanks_and_their_edits_open_a_ticket_again_in_any_order(
    desk: Desk,
) -> None:
    ends = []
    for order in permutations(range(3)):
        thread = await opened_thread(desk)
        await resolve(desk)
        events = versions(desk, thread)
        ends.append(await end_of(desk, thread, [events[place] for place in order]))
    assert all(end == ends[0] for end in ends)
    last = ["It is the invoice of June", True, False, "partner", thread.person.user.id]
    assert ends[0][0] == [last]
    assert ends[0][2] == "reopened"
