"""Questions are corrected, overtake each other, or disappear."""

from bot.sandbox import Message
from bot.sandbox.events import message_changed, message_deleted, message_posted
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.phrases import DELETED, NEW, TAKEN_BACK
from tests.journeys.reading import actions, feedback, screen, standing

FIRST, SECOND = "business-plan", "kpi-discrepancy"


def first_of(desk: Desk, locale: str = "en") -> str:
    return desk.answer(FIRST, locale).question


def second_of(desk: Desk, locale: str = "en") -> str:
    return desk.answer(SECOND, locale).question


async def asked(desk: Desk) -> str:
    ts = await desk.person("emma").say(None, first_of(desk))
    await desk.calm()
    return ts


def only_reply(desk: Desk) -> Message:
    (reply,) = desk.replies(desk.person("emma"))
    return reply


async def test_an_edited_question_gets_its_answer_redrawn(desk: Desk) -> None:
    ts = await asked(desk)
    desk.clock.pass_by(minutes=9)
    await desk.person("emma").edit(None, ts, second_of(desk))
    await desk.calm()
    assert screen(only_reply(desk)).startswith(second_of(desk))
    assert len(desk.workspace.called("chat.update")) == 1


async def test_an_edit_into_another_language_changes_the_answers_language(desk: Desk) -> None:
    ts = await asked(desk)
    await desk.person("emma").edit(None, ts, second_of(desk, "sv"))
    await desk.calm()
    assert screen(only_reply(desk)).startswith(second_of(desk, "sv"))


async def test_every_edit_of_a_question_is_followed(desk: Desk) -> None:
    ts = await asked(desk)
    for text in (second_of(desk), first_of(desk), second_of(desk)):
        await desk.person("emma").edit(None, ts, text)
        await desk.calm()
        assert screen(only_reply(desk)).startswith(text)


async def test_an_edit_after_ten_minutes_changes_nothing(desk: Desk) -> None:
    ts = await asked(desk)
    before, calls = screen(only_reply(desk)), len(desk.workspace.calls)
    desk.clock.pass_by(minutes=10)
    await desk.person("emma").edit(None, ts, second_of(desk))
    await desk.calm()
    assert screen(only_reply(desk)) == before
    assert len(desk.workspace.calls) == calls


async def test_feedback_on_an_answer_does_not_outlive_an_edit(desk: Desk) -> None:
    ts = await asked(desk)
    reply = only_reply(desk)
    await desk.press(desk.person("emma"), reply, "feedback", feedback(reply)[1])
    await desk.person("emma").edit(None, ts, second_of(desk))
    await desk.calm()
    assert len(feedback(reply)) == 2
    assert actions(reply, "choose") == []


async def test_a_handed_over_question_edited_into_an_answerable_one_is_taken_back(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    ts = await emma.say(None, desk.unanswerable("en"))
    await desk.calm()
    (card,) = desk.cards()
    await emma.edit(None, ts, first_of(desk))
    await desk.calm()
    assert screen(only_reply(desk)).startswith(first_of(desk))
    assert desk.cards() == [card]
    assert standing(card) == TAKEN_BACK


async def test_an_answered_question_edited_into_an_unanswerable_one_is_handed_over(
    desk: Desk,
) -> None:
    ts = await asked(desk)
    question = desk.unanswerable("en")
    await desk.person("emma").edit(None, ts, question)
    await desk.calm()
    assert actions(only_reply(desk), "withdraw")
    (card,) = desk.cards()
    assert f"> {question}" in screen(card)


async def test_the_card_of_a_handed_over_question_follows_its_edits(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = await emma.say(None, desk.unanswerable("en"))
    await desk.calm()
    await emma.edit(None, ts, "I want to talk to a person about our logo")
    await desk.calm()
    (card,) = desk.cards()
    assert standing(card) == NEW
    assert "about our logo" in screen(card)


async def test_an_edit_that_overtakes_its_original_is_answered_once_as_it_is_now(
    desk: Desk,
) -> None:
    emma = desk.person("emma")
    ts = desk.workspace.stamps.ts()
    original = Message(emma.direct.id, ts, emma.user.id, first_of(desk))
    edited = Message(emma.direct.id, ts, emma.user.id, second_of(desk))
    change = message_changed(emma.direct, edited, original.payload(), desk.workspace.stamps.ts())
    await desk.sender.send_event(change)
    await desk.calm()
    await desk.sender.send_event(message_posted(emma.direct, original))
    await desk.calm()
    assert screen(only_reply(desk)).startswith(second_of(desk))


async def test_an_unfurled_link_that_leaves_the_text_alone_is_no_edit(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = await asked(desk)
    message = desk.workspace.messages.find(emma.direct.id, ts)
    assert message
    before, calls = message.payload(), len(desk.workspace.calls)
    message.attachments = [{"id": 1, "title": "A page", "from_url": "https://example.com"}]
    change = message_changed(emma.direct, message, before, desk.workspace.stamps.ts())
    await desk.sender.send_event(change)
    await desk.calm()
    assert len(desk.workspace.calls) == calls


async def test_a_deleted_questions_answer_stays_and_is_marked(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = await asked(desk)
    reply = only_reply(desk)
    await emma.delete(None, ts)
    await desk.calm()
    assert desk.replies(emma) == [reply]
    assert DELETED in screen(reply)
    assert first_of(desk) in screen(reply)
    assert DELETED in reply.text


async def test_the_mark_is_in_the_answers_language(desk: Desk) -> None:
    wei = desk.person("wei")
    ts = await wei.say(None, first_of(desk, "zh"))
    await desk.calm()
    await wei.delete(None, ts)
    await desk.calm()
    assert desk.words("zh", DELETED) in screen(desk.replies(wei)[0])


async def test_suggestions_and_handovers_of_deleted_questions_are_marked_too(desk: Desk) -> None:
    emma = desk.person("emma")
    for question in (desk.unclear("en"), desk.unanswerable("en")):
        ts = await emma.say(None, question)
        await desk.calm()
        await emma.delete(None, ts)
        await desk.calm()
        assert DELETED in screen(desk.replies(emma)[-1])


async def test_deleting_something_that_was_never_asked_changes_nothing(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = desk.workspace.stamps.ts()
    gone = Message(emma.direct.id, ts, emma.user.id, "gone", deleted=True).payload()
    await desk.sender.send_event(message_deleted(emma.direct, gone, desk.workspace.stamps.ts()))
    await desk.calm()
    assert desk.done() == []


async def test_a_deleted_mention_leaves_the_channel_as_it_is(desk: Desk) -> None:
    emma = desk.person("emma")
    ts = await emma.say(CHANNEL, f"{MENTION} {first_of(desk)}")
    await desk.calm()
    await emma.delete(CHANNEL, ts)
    await desk.calm()
    (reply,) = desk.replies(emma, CHANNEL)
    assert first_of(desk) in screen(reply)
