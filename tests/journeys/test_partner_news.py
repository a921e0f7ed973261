"""Partners are told at each turn that matters, and see how their request stands."""

import pytest
from sqlalchemy import Connection

from bot.services import replying
from bot.storage import tickets
from tests.journeys.desk import CHANNEL, LOCALES, Desk
from tests.journeys.form_screens import sent_form
from tests.journeys.reading import actions, labels, screen
from tests.journeys.triaging import card_of, open_modal
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import (
    ask,
    below,
    copies,
    in_channel,
    opened_thread,
    resolve,
    say,
    states,
)

STANDS = "Status of request {number}: {state}."


async def merge_first(desk: Desk) -> None:
    """Have support merge the first ticket into the second."""
    noor = desk.person("noor")
    await open_modal(desk, noor, "merge", card_of(desk, 0))
    second = (await desk.rows())["tickets"][1]["id"]
    assert (await noor.submit_view({"choice": str(second)})).closed
    await desk.calm()


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
    await desk.office.database.run(tell_again, reminded)
    desk.office.something_to_say.set()
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
