"""Partners list, read, withdraw, restore and reopen the requests that are theirs."""

from dataclasses import replace

import pytest

from bot.app import Content
from bot.sandbox import Person, View
from tests.journeys.desk import CHANNEL, LOCALES, Desk, assert_nothing_went_wrong, home_of, opened
from tests.journeys.form_screens import button, sent_form
from tests.journeys.reading import actions, labels, screen
from tests.journeys.triaging import card_of, told, write
from tests.journeys.writing_back import ask, below, in_channel, opened_thread, resolve, say, states

GONE = "This can’t be done any more. Status of request {number}: {state}."


async def shown(desk: Desk, person: Person) -> View:
    """Open the only request of the Home tab; give its modal."""
    home = await home_of(desk, person)
    await desk.press(person, home, button(home, "request:show"))
    assert person.view
    return person.view


@pytest.mark.parametrize("locale", LOCALES)
async def test_home_and_command_list_open_requests_and_those_resolved_of_late(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await desk.command(thread.person, f"language {locale}")
    await resolve(desk)
    await sent_form(desk, locale)
    late = desk.words(locale, "Resolved in the last 30 days:")
    home = await home_of(desk, thread.person)
    await desk.command(thread.person, "tickets", CHANNEL)
    for each in (home, told(thread.person, CHANNEL)[-1]):
        text = screen(each)
        assert text.index(desk.words(locale, "new")) < text.index(late)
        assert desk.unanswerable(locale) in text.partition(late)[2]
    desk.clock.pass_by(days=31)
    assert late not in screen(await home_of(desk, thread.person))


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_question_is_shown_with_its_state_and_conversation(desk: Desk, locale: str) -> None:
    thread = await opened_thread(desk, locale)
    await desk.press(desk.person("noor"), card_of(desk), "desk:take")
    await say(desk, thread, "Please also look at our logo")
    await write(desk, desk.person("noor"), "reply", "We look into it.")
    view = await shown(desk, thread.person)
    text = screen(view)
    for each in (desk.unanswerable(locale), "our logo", "We look into it."):
        assert f"> {each}" in text or each in text
    assert desk.words(locale, "being worked on") in text
    assert desk.words(locale, "The support team") in text
    assert desk.person("noor").user.id not in text
    assert set(labels(view, "request")) == {"request:withdraw"}


async def test_who_signs_replies_is_named_in_the_conversation(
    content: Content, database_url: str
) -> None:
    async with opened(signed(content), database_url) as desk:
        thread = await opened_thread(desk)
        await write(desk, desk.person("noor"), "reply", "We look into it.")
        assert desk.person("noor").user.id in screen(await shown(desk, thread.person))
        await assert_nothing_went_wrong(desk)


def signed(content: Content) -> Content:
    """Give the content of a desk whose members sign by name."""
    before = content.decider.knowledge
    desk = before.desk.model_copy(update={"signature": "person"})
    knowledge = before.model_copy(update={"desk": desk})
    return replace(
        content,
        decider=replace(content.decider, knowledge=knowledge),
        artist=replace(content.artist, knowledge=knowledge),
    )


async def test_a_question_is_withdrawn_and_sent_again_where_it_is_shown(desk: Desk) -> None:
    thread = await opened_thread(desk)
    (reply,) = desk.replies(thread.person)
    view = await shown(desk, thread.person)
    await desk.press(thread.person, view, "request:withdraw")
    assert await states(desk) == ["withdrawn"]
    assert "no longer has this question" in screen(reply)
    await desk.workspace.wait_for(lambda: "request:restore" in labels(view))
    await desk.press(thread.person, view, "request:restore")
    assert await states(desk) == ["new"]
    assert "no longer has this question" not in screen(reply)
    assert "I have passed your question on" in screen(reply)


async def test_every_open_state_can_be_withdrawn(desk: Desk) -> None:
    noor = desk.person("noor")
    for number, prepare in enumerate(("", "take", "ask", "reopen")):
        thread = await opened_thread(desk)
        if prepare == "take":
            await desk.press(noor, card_of(desk), "desk:take")
        elif prepare == "ask":
            await ask(desk)
        elif prepare == "reopen":
            await resolve(desk)
            await say(desk, thread, "It still does not work in our report")
        reply = [m for m in desk.replies(thread.person) if actions(m, "withdraw")][-1]
        await desk.press(thread.person, reply, "withdraw")
        assert (await states(desk))[number] == "withdrawn"


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_resolved_request_is_opened_again_from_its_message(desk: Desk, locale: str) -> None:
    thread = await opened_thread(desk, locale)
    await resolve(desk)
    resolution = below(desk, thread)[-1]
    await desk.press(thread.person, resolution, "request:reopen")
    assert await states(desk) == ["reopened"]
    assert actions(resolution, "request") == []
    again = "Your request {number} is open again: the support team goes on with it."
    assert desk.words(locale, again).format(number=1) in screen(below(desk, thread)[-1])


async def test_a_resolved_request_is_opened_again_where_it_is_shown(desk: Desk) -> None:
    await sent_form(desk)
    await resolve(desk, outcome="listed")
    emma = desk.person("emma")
    await desk.press(emma, await shown(desk, emma), "request:reopen")
    assert await states(desk) == ["reopened"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_long_after_the_resolution_a_partner_is_told_to_ask_anew(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await resolve(desk)
    resolution = below(desk, thread)[-1]
    desk.clock.pass_by(days=desk.knowledge.desk.reopening_days)
    await desk.press(thread.person, resolution, "request:reopen")
    too_late = (
        "Your request {number} was resolved too long ago to be opened again. "
        "Please write your question anew: it becomes a new request."
    )
    assert desk.words(locale, too_late).format(number=1) in screen(desk.replies(thread.person)[-1])
    assert await states(desk) == ["resolved"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_can_not_be_done_any_more_is_told_in_the_partners_language(
    desk: Desk, locale: str
) -> None:
    receipt = await sent_form(desk, locale)
    person = desk.speaker(locale)
    stale = [block.copy() for block in receipt.blocks or []]
    await resolve(desk, outcome="listed")
    receipt.blocks = stale
    gone = desk.words(locale, GONE).format(number=1, state=desk.words(locale, "resolved"))
    for deed in ("withdraw", "change"):
        receipt.blocks = stale
        await desk.press(person, receipt, f"request:{deed}")
        assert gone in screen(desk.replies(person)[-1])
    assert person.view is None
    assert await states(desk) == ["resolved"]


async def test_a_question_that_was_resolved_meanwhile_is_not_withdrawn(desk: Desk) -> None:
    thread = await in_channel(desk)
    (reply,) = desk.replies(thread.person, CHANNEL)
    stale = reply.blocks
    await resolve(desk)
    reply.blocks = stale
    await desk.press(thread.person, reply, "withdraw")
    assert "resolved" in screen(told(thread.person, CHANNEL)[-1])
    assert await states(desk) == ["resolved"]
