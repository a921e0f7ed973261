"""What a partner writes about a ticket reaches the support team, and nothing else does."""

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

import pytest

from bot.app import Content
from bot.sandbox import Fault, Message
from bot.sandbox.events import message_changed, message_deleted, message_posted
from bot.storage import tickets
from tests.journeys.conversing import begin
from tests.journeys.desk import CHANNEL, LOCALES, MENTION, Desk, opened
from tests.journeys.reading import actions, screen
from tests.journeys.triaging import card_of, open_modal, write
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import (
    PASSED_ON,
    Thread,
    acknowledged,
    ask,
    asked,
    below,
    copies,
    in_channel,
    messages,
    opened_thread,
    resolve,
    say,
    states,
    upload,
)

WRITTEN = {
    "en": "It is the invoice of March, we paid it in April",
    "fr": "C’est la facture de mars, nous l’avons payée en avril",
    "nl": "Het is de factuur van maart, wij hebben die in april betaald",
    "sv": "Det är fakturan för mars, vi betalade den i april",
    "zh": "这是三月份的发票，我们在四月份付的款",
}
THANKS = {
    "en": "Thank you!",
    "fr": "Merci beaucoup !",
    "nl": "Dank je wel!",
    "sv": "Tack så mycket!",
    "zh": "谢谢！",
}


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_is_written_in_a_tickets_thread_arrives_at_its_card_as_the_partners(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await say(desk, thread, WRITTEN[locale])
    (copy,) = copies(desk)
    assert copy == f"@{thread.person.user.id} wrote:\n> {WRITTEN[locale]}"
    (row,) = await messages(desk)
    assert (row["side"], row["author"], row["locale"]) == ("partner", thread.person.user.id, locale)
    assert await asked(desk) == [desk.unanswerable(locale)]


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_partner_is_told_once_that_it_was_passed_on_until_support_speaks(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    for _ in range(2):
        await say(desk, thread, WRITTEN[locale])
    (told,) = acknowledged(desk, thread)
    assert desk.words(locale, PASSED_ON).format(number=1) in screen(told)
    await write(desk, desk.person("noor"), "reply", "…")
    for _ in range(2):
        await say(desk, thread, WRITTEN[locale])
    assert len(acknowledged(desk, thread)) == 2
    assert len(copies(desk)) == 5


async def test_the_owner_is_told_of_what_the_partner_writes(desk: Desk) -> None:
    thread = await opened_thread(desk)
    noor = desk.person("noor")
    await desk.press(noor, card_of(desk), "desk:take")
    await say(desk, thread, WRITTEN["en"])
    assert f"@{noor.user.id}" in copies(desk)[-1]


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


async def test_in_the_thread_of_a_withdrawn_ticket_the_bot_answers(desk: Desk) -> None:
    thread = await opened_thread(desk)
    (reply,) = desk.replies(thread.person)
    await desk.press(thread.person, reply, "withdraw")
    await say(desk, thread, desk.answer("business-plan", "en").question)
    assert screen(below(desk, thread)[-1]).startswith(desk.answer("business-plan", "en").question)
    assert await messages(desk) == []


async def test_what_is_written_about_a_merged_ticket_goes_to_the_other(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await desk.ask(thread.person, "I want to talk to a person about our logo")
    noor = desk.person("noor")
    view = await open_modal(desk, noor, "merge", card_of(desk, 0))
    (other,) = [row["id"] for row in (await desk.rows())["tickets"] if row["number"] == 2]
    assert view
    assert (await noor.submit_view({"choice": str(other)})).closed
    await desk.calm()
    await say(desk, thread, WRITTEN["en"])
    assert f"> {WRITTEN['en']}" in copies(desk, 1)[-1]
    assert "request 2" in screen(acknowledged(desk, thread)[-1])


async def test_in_a_channel_the_partner_writes_by_mentioning_the_app(desk: Desk) -> None:
    thread = await in_channel(desk, "sv")
    await say(desk, thread, WRITTEN["sv"])
    assert f"> {WRITTEN['sv']}" in copies(desk)[-1]


async def test_what_somebody_else_writes_in_a_channels_thread_is_their_own_question(
    desk: Desk,
) -> None:
    thread = await in_channel(desk)
    question = desk.answer("business-plan", "nl").question
    await desk.person("daan").say(CHANNEL, f"{MENTION} {question}", thread.ts)
    await desk.calm()
    assert await messages(desk) == []
    assert screen(below(desk, thread)[-1]).startswith(question)


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


async def test_a_form_that_is_filled_in_there_comes_first(desk: Desk) -> None:
    talk = await begin(desk)
    await ask_first(desk, talk.person.user.name)
    await talk.say("March 2026")
    assert [row["side"] for row in await messages(desk)] == ["support"]
    assert talk.asks("omlp-type")


async def ask_first(desk: Desk, name: str) -> None:
    """Have a ticket of somebody wait for their answer, while they fill in a form."""
    person = desk.person(name)
    await desk.command(person, desk.unanswerable("en"))
    await ask(desk)


# Files


async def test_files_of_a_message_are_shared_beside_the_card(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await upload(desk, thread, "invoice.pdf", text="Here it is.")
    shared = desk.shared(card_of(desk))
    assert any("(1 file: invoice.pdf)" in screen(each) for each in shared)
    assert [file["name"] for each in shared for file in each.files or []] == ["invoice.pdf"]


async def test_a_file_that_cannot_be_shared_is_told_on_the_card(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        thread = await opened_thread(desk)
        desk.workspace.faults.add("files.info", Fault.refused("file_not_found"))
        await thread.person.upload_message("Here it is.", ["invoice.pdf"], None, thread.ts)
        missing = "Could not be shared here, please ask for it: invoice.pdf"
        await desk.workspace.wait_for(lambda: missing in screen(card_of(desk)))


# Edits and deletions


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


async def test_promise_05_what_is_delivered_four_times_is_passed_on_once(desk: Desk) -> None:
    thread = await opened_thread(desk)
    desk.wire.times = 4
    await upload(desk, thread, "invoice.pdf", text=WRITTEN["en"])
    assert len(await messages(desk)) == 1
    assert len(desk.shared(card_of(desk))) == 2
    assert len(acknowledged(desk, thread)) == 1


async def test_promise_25_what_a_partner_writes_mentions_and_formats_nothing(desk: Desk) -> None:
    thread = await opened_thread(desk)
    hostile = "<!channel> *bold* {{7*7}} @here <https://evil.example|Slack> `code`"
    await say(desk, thread, hostile)
    assert f"> {hostile}" in copies(desk)[0]
    assert "<!channel>" not in desk.shared(card_of(desk))[0].text


# "Ask the bot instead"


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


# Outside of the thread


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


async def test_what_a_closed_ticket_is_answered_with_opens_it_again(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    await pass_time(desk, days=20)
    assert await states(desk) == ["resolved"]
    await say(desk, thread, WRITTEN["en"])
    assert await states(desk) == ["reopened"]


async def test_files_of_a_question_that_is_handed_over_reach_the_support_team(desk: Desk) -> None:
    camille = desk.person("camille")
    await camille.upload_message(desk.unanswerable("fr"), [("facture.pdf", b"%PDF-1.4 facture")])
    await desk.calm()
    (card,) = desk.cards()
    shared = [file for message in desk.shared(card) for file in message.files or []]
    assert [file["name"] for file in shared] == ["facture.pdf"]


async def test_what_was_written_while_there_was_no_card_stands_below_it_once_it_is_there(
    desk: Desk,
) -> None:
    thread = await opened_thread(desk)
    office = desk.running.office
    nowhere = {"card_channel": None, "card_ts": None}
    await office.database.run(tickets.change, office.workspace, 1, **nowhere)
    channel, office.desk.channel = office.desk.channel, None
    await say(desk, thread, WRITTEN["en"])
    assert copies(desk) == []
    office.desk.channel = channel
    await desk.press(desk.person("noor"), card_of(desk), "desk:take")
    (copy,) = copies(desk)
    assert WRITTEN["en"] in copy


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_the_bot_is_unsure_of_is_an_answer_while_the_support_team_waits_for_one(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await ask(desk)
    await desk.ask(thread.person, desk.unclear(locale))
    assert (await desk.rows())["tickets"][0]["state"] == "in-progress"
