"""What a partner writes about a ticket reaches the support team, and nothing else does."""

from dataclasses import replace

import pytest

from bot.storage import tickets
from tests.journeys.conversing import begin
from tests.journeys.desk import CHANNEL, LOCALES, MENTION, Desk
from tests.journeys.reading import screen
from tests.journeys.triaging import card_of, open_modal, write
from tests.journeys.writing_back import (
    PASSED_ON,
    WRITTEN,
    acknowledged,
    ask,
    asked,
    below,
    copies,
    in_channel,
    messages,
    opened_thread,
    say,
    upload,
)


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


async def test_what_was_written_while_there_was_no_card_stands_below_it_once_it_is_there(
    desk: Desk,
) -> None:
    thread = await opened_thread(desk)
    office = desk.office
    nowhere = {"card_channel": None, "card_ts": None}
    await office.database.run(tickets.change, office.workspace, 1, **nowhere)
    usual = office.defaults
    object.__setattr__(office, "defaults", replace(usual, desk_channel=None))
    await say(desk, thread, WRITTEN["en"])
    assert copies(desk) == []
    object.__setattr__(office, "defaults", usual)
    await desk.press(desk.person("noor"), card_of(desk), "desk:take")
    (copy,) = copies(desk)
    assert WRITTEN["en"] in copy
