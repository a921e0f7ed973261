"""Partners are told at each turn that matters, and see and steer what is theirs."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.app import Content
from bot.sandbox import Message, Person, View
from bot.services import rating, replying
from bot.storage import tickets
from tests.journeys.conversing import begin_in_channel
from tests.journeys.desk import CHANNEL, LOCALES, Desk, assert_nothing_went_wrong, opened
from tests.journeys.filling import DIRECTORY, DISCREPANCY, request, send
from tests.journeys.form_screens import all_text, button, opened_in
from tests.journeys.reading import actions, labels, screen
from tests.journeys.triaging import card_of, open_modal, told, write
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import (
    ask,
    below,
    copies,
    in_channel,
    messages,
    opened_thread,
    resolve,
    say,
    states,
)

STANDS = "Request {number} stands at: {state}."
GONE = "This can’t be done any more. Request {number} stands at: {state}."
HELPED = "Were you helped?"


async def sent_form(desk: Desk, locale: str = "en", form: str = "directory") -> Message:
    """Have a partner send a form in their language; give its receipt."""
    person = desk.speaker(locale)
    await opened_in(desk, person, form, locale)
    await send(desk, person, {"directory": DIRECTORY, "discrepancy": DISCREPANCY}[form])
    return desk.replies(person)[-1]


async def home_of(desk: Desk, person: Person) -> View:
    await person.open_home()
    await desk.calm()
    assert person.home
    return person.home


async def shown(desk: Desk, person: Person) -> View:
    """Open the only request of the Home tab; give its modal."""
    home = await home_of(desk, person)
    await desk.press(person, home, button(home, "request:show"))
    assert person.view
    return person.view


async def merge_first(desk: Desk) -> None:
    """Have support merge the first ticket into the second."""
    noor = desk.person("noor")
    await open_modal(desk, noor, "merge", card_of(desk, 0))
    second = (await desk.rows())["tickets"][1]["id"]
    assert (await noor.submit_view({"choice": str(second)})).closed
    await desk.calm()


# Told at each turn that matters


@pytest.mark.parametrize("locale", LOCALES)
async def test_work_on_a_ticket_is_no_message_but_the_reply_says_how_it_stands(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    (reply,) = desk.replies(thread.person)
    new = desk.words(locale, STANDS).format(number=1, state=desk.words(locale, "new"))
    assert new in screen(reply)
    noor = desk.person("noor")
    for deed in ("take", "hand-back", "take"):
        await desk.press(noor, card_of(desk), f"desk:{deed}")
    await open_modal(desk, noor, "prioritize")
    assert (await noor.submit_view({"choice": "urgent"})).closed
    await desk.calm()
    assert desk.replies(thread.person) == [reply]
    state = desk.words(locale, "being worked on")
    assert desk.words(locale, STANDS).format(number=1, state=state) in screen(reply)


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_receipt_of_a_form_says_how_it_stands(desk: Desk, locale: str) -> None:
    receipt = await sent_form(desk, locale)
    await desk.press(desk.person("noor"), card_of(desk), "desk:take")
    assert desk.words(locale, "being worked on") in screen(receipt)
    await resolve(desk, outcome="listed")
    assert desk.words(locale, "resolved") in screen(receipt)
    assert set(labels(receipt, "request")) == {"request:reopen"}


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_reply_to_a_resolved_question_says_so_and_offers_no_withdrawal(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    (reply,) = desk.replies(thread.person)
    await resolve(desk)
    assert desk.words(locale, "Your request {number} is resolved.").format(number=1) in screen(
        reply
    )
    assert actions(reply, "withdraw") == []


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_partner_is_told_where_a_merged_request_goes_on(desk: Desk, locale: str) -> None:
    thread = await opened_thread(desk, locale)
    await sent_form(desk, locale)
    await merge_first(desk)
    goes_on = (
        "Your request {number} goes on in your request {into}. What you write here is added to it."
    )
    assert desk.words(locale, goes_on).format(number=1, into=2) in screen(below(desk, thread)[-1])


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_partner_is_reminded_with_what_was_asked_and_then_told_of_the_closing(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await ask(desk, "Which month is on the invoice?")
    await pass_time(desk, days=4)
    reminders = [m for m in below(desk, thread) if "> Which month" in screen(m)]
    needs = (
        "The support team needs your answer to go on with your request {number}. "
        "Please write it here."
    )
    assert desk.words(locale, needs).format(number=1) in screen(reminders[-1])
    await pass_time(desk, days=10)
    closed = below(desk, thread)[-1]
    silent = (
        "We have not heard from you, so your request {number} is closed. "
        "If you still need help, write here and it opens again."
    )
    assert desk.words(locale, silent).format(number=1) in screen(closed)
    await desk.press(thread.person, closed, "request:reopen")
    assert await states(desk) == ["reopened"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_partner_is_told_that_support_opened_their_request_again(
    desk: Desk, locale: str
) -> None:
    thread = await opened_thread(desk, locale)
    await resolve(desk)
    await desk.press(desk.person("noor"), card_of(desk), "desk:reopen")
    again = "Your request {number} is open again: the support team goes on with it."
    assert desk.words(locale, again).format(number=1) in screen(below(desk, thread)[-1])


async def test_a_private_questions_news_quotes_it_and_its_thread_is_heard(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.command(emma, desk.unanswerable("en"), CHANNEL)
    await sent_form(desk)
    await merge_first(desk)
    news = desk.replies(emma)[-1]
    assert f"> {desk.unanswerable('en')}" in screen(news)
    await emma.say(None, "It is about our logo and the colours of our brand", news.ts)
    await desk.calm()
    assert "our logo" in copies(desk, 1)[-1]


async def test_a_reminder_that_comes_after_the_answer_is_not_sent(desk: Desk) -> None:
    thread = await opened_thread(desk)
    await ask(desk)
    await pass_time(desk, days=4)
    await say(desk, thread, "It is the invoice of March")
    before = len(below(desk, thread))
    entries = (await desk.rows())["ticket_history"]
    (reminded, *_) = [each["id"] for each in entries if each["deed"] == "remind"]
    await desk.running.office.database.run(tell_again, reminded)
    desk.running.office.something_to_say.set()
    await desk.calm()
    assert len(below(desk, thread)) == before


def tell_again(connection: Connection, entry: int) -> None:
    """Have news told that was told before."""
    ticket = tickets.find(connection, "T0SANDBOX1", 1)
    assert ticket
    replying.news(connection, ticket, entry, ticket.changed_at)


async def test_in_a_channel_the_partner_is_told_how_to_answer(desk: Desk) -> None:
    thread = await in_channel(desk)
    await ask(desk)
    assert "Please mention me" in screen(below(desk, thread)[-1])


# Own requests


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


# Ratings


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
    await desk.running.office.database.run(redraw, row["ticket"])
    desk.running.office.something_to_say.set()
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


# Who sees what


async def test_promise_36_a_receipt_in_a_channel_shows_nothing_that_was_filled_in(
    desk: Desk,
) -> None:
    talk = await begin_in_channel(desk, "emma", "en", "directory")
    await talk.say("Contoso", "Sweden", "https://contoso.com/microsoft")
    while not talk.is_at_review():
        await talk.choose("I confirm all of these")
    await talk.choose("Send")
    receipt = talk.last
    assert screen(receipt).startswith("Request 1: ")
    assert "Contoso" not in all_text(receipt)
    await desk.press(talk.person, receipt, "request:show")
    assert talk.person.view
    assert "Contoso" in screen(talk.person.view)


async def test_promise_36_nothing_private_is_told_in_a_channel(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        emma = desk.person("emma")
        await desk.command(emma, desk.unanswerable("en"), CHANNEL)
        await ask(desk, "Which month is on the invoice?")
        await pass_time(desk, days=30)
        await request(desk, emma, "directory")
        await resolve(desk, outcome="listed")
        seen = desk.replies(desk.person("daan"), CHANNEL)
        assert [message for message in seen if not message.ephemeral_to] == []


async def test_a_private_reply_that_slack_changes_no_more_is_not_said_again(
    content: Content, database_url: str
) -> None:
    async with opened(content, database_url) as desk:
        emma = desk.person("emma")
        await desk.command(emma, desk.unanswerable("en"), CHANNEL)
        desk.clock.pass_by(minutes=31)
        await desk.press(desk.person("noor"), card_of(desk), "desk:take")
        assert desk.replies(emma) == []


@pytest.mark.parametrize("action", ["request:show", "request:reopen", "rate:yes", "rate:no"])
async def test_promise_36_others_in_a_channel_get_nothing_from_a_tickets_buttons(
    desk: Desk, action: str
) -> None:
    thread = await in_channel(desk)
    await resolve(desk)
    resolution = below(desk, thread)[-1]
    daan = desk.person("daan")
    if action in labels(resolution):
        await desk.press(daan, resolution, action)
    assert daan.view is None
    assert told(daan, CHANNEL) == []
    assert await states(desk) == ["resolved"]
    assert (await desk.rows())["tickets"][0]["rating"] is None


async def test_promise_34_a_forged_request_number_shows_nothing(desk: Desk) -> None:
    await sent_form(desk)
    await opened_thread(desk, "zh")
    wei = desk.person("wei")
    home = await home_of(desk, wei)
    shows = [b["accessory"] for b in home.body["blocks"] if "accessory" in b][-1]
    shows |= {"value": "1", "action_id": "request:show:1"}
    await desk.press(wei, home, "request:show:1")
    assert wei.view is None


async def test_in_a_channel_the_partner_is_named_and_told_to_mention_the_app(desk: Desk) -> None:
    thread = await in_channel(desk)
    await resolve(desk)
    await desk.press(desk.person("noor"), card_of(desk), "desk:reopen")
    news = below(desk, thread)[-1]
    assert f"@{thread.person.user.id}" in screen(news)
    assert "Please mention me" in screen(news)


async def test_who_chooses_another_language_is_written_to_in_it_from_then_on(desk: Desk) -> None:
    daan = desk.person("daan")
    await desk.ask(daan, desk.unanswerable("nl"))
    await desk.command(daan, "language fr")
    (ticket,) = (await desk.rows())["tickets"]
    assert ticket["locale"] == "fr"


async def test_the_company_of_who_asks_is_on_the_card(desk: Desk) -> None:
    await desk.ask(desk.person("camille"), desk.unanswerable("fr"))
    assert "moreau.example" in screen(desk.cards()[0])
