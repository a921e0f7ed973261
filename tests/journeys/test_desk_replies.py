"""What support writes comes to the partner where they asked, as it was previewed, and whole."""

from dataclasses import replace

import pytest

from bot.app import Content
from bot.services import replying
from bot.slack.messages.calls import draw
from bot.storage import ticket_messages
from bot.storage.tickets import Ticket
from tests.journeys.desk import CHANNEL, LOCALES, MENTION, Desk, opened
from tests.journeys.filling import request
from tests.journeys.reading import objects, screen
from tests.journeys.triaging import (
    GREETINGS,
    LANGUAGES,
    card_of,
    handed_over,
    last,
    open_modal,
    preview,
    redrawn,
    sent,
    text_in,
    ticket_row,
    write,
    written,
)

HOSTILE = "<!channel> *bold* _it_ <https://evil.example|here> <@U0SAM00001> &lt;!here&gt; @here"


def thread(desk: Desk) -> list[str]:
    """Give what stands in the thread of the newest card."""
    return [screen(each) for each in desk.shared(card_of(desk))]


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_reply_comes_to_the_partner_in_their_language_where_they_asked(
    desk: Desk, locale: str
) -> None:
    asked = await handed_over(desk, locale)
    noor, partner = desk.person("noor"), desk.speaker(locale)
    view = await open_modal(desk, noor, "reply")
    assert f"reads {LANGUAGES[locale]}" in screen(view)
    shown = await preview(noor, GREETINGS[locale])
    heading = desk.words(locale, "Answer to your request {number}").format(number=1)
    assert heading in screen(shown)
    assert GREETINGS[locale] in screen(shown)
    assert "Your text" not in screen(shown)
    assert (await sent(desk, noor)).closed
    message = last(partner)
    assert (message.thread_ts, message.text) == (asked.thread_ts or message.thread_ts, heading)
    assert screen(message).split("\n")[:2] == [heading, GREETINGS[locale]]
    assert message.thread_ts
    (copy,) = thread(desk)
    assert GREETINGS[locale] in copy
    assert LANGUAGES[locale] in copy
    row = await ticket_row(desk)
    assert (row["state"], row["owner"]) == ("in-progress", noor.user.id)


async def test_a_text_is_sent_as_it_was_previewed_and_a_changed_one_is_previewed_again(
    desk: Desk,
) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "reply")
    await preview(noor, GREETINGS["fr"])
    again = await preview(noor, f"{GREETINGS['fr']} À demain !")
    assert "À demain !" in screen(again)
    assert await written(desk) == []
    assert (await sent(desk, noor)).closed
    assert await written(desk) == [f"{GREETINGS['fr']} À demain !"]


async def test_who_goes_back_from_the_preview_goes_on_with_the_same_text(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "resolve")
    await preview(noor, GREETINGS["fr"], outcome="corrected")
    view = await redrawn(desk, noor, "desk_back")
    assert text_in(view) == GREETINGS["fr"]
    (chosen,) = [e["initial_option"] for e in objects(view.body) if "initial_option" in e]
    assert chosen["value"] == "corrected"
    assert noor.view
    assert noor.view.body["submit"]["text"] == "Preview"


async def test_promise_14_an_empty_text_is_an_error_at_its_field(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "ask")
    submission = await noor.submit_view({"text": "   "})
    assert submission.errors == {"text:0": "Please fill this in."}
    assert await written(desk) == []


async def test_asking_waits_for_the_partner_and_says_where_to_answer(desk: Desk) -> None:
    await handed_over(desk, "nl")
    await write(desk, desk.person("noor"), "ask", "Welke factuur bedoel je precies?")
    shown = screen(last(desk.speaker("nl")))
    assert desk.words("nl", "Please answer here in this thread.") in shown
    heading = desk.words("nl", "The support team asks about your request {number}")
    assert heading.format(number=1) in shown
    assert (await ticket_row(desk))["state"] == "waiting"


async def test_three_thousand_characters_arrive_whole(desk: Desk) -> None:
    await handed_over(desk, "zh")
    text = "您好。" * 1_000
    await write(desk, desk.person("noor"), "reply", text)
    parts = [each["text"] for each in objects(last(desk.speaker("zh")).blocks) if "text" in each]
    assert text in parts


async def test_promise_25_hostile_text_arrives_as_it_was_typed_and_does_nothing(
    desk: Desk,
) -> None:
    await handed_over(desk)
    await write(desk, desk.person("noor"), "reply", HOSTILE)
    message = last(desk.speaker("fr"))
    assert HOSTILE in [each.get("text") for each in objects(message.blocks)]
    kinds = {each["type"] for each in objects(message.blocks) if "type" in each}
    assert kinds <= {"rich_text", "rich_text_section", "text"}
    assert "<" not in message.text
    assert "evil" not in message.text


async def test_a_message_that_is_gone_is_written_anew_when_it_changes(desk: Desk) -> None:
    camille, noor = desk.speaker("fr"), desk.person("noor")
    await desk.command(camille, desk.unanswerable("fr"))
    await write(desk, noor, "resolve", GREETINGS["fr"], outcome="answered")
    gone = last(camille)
    gone.deleted = True
    row = await ticket_row(desk)
    office = desk.office
    ticket = Ticket(**row)
    await office.database.run(replying.message, ticket, 1, desk.clock())
    office.something_to_say.set()
    await desk.calm()
    anew = last(camille)
    assert anew.ts != gone.ts
    assert screen(anew) == screen(gone)
    assert (await ticket_row(desk))["receipt_ts"] == anew.ts
    forgive(desk)


def forgive(desk: Desk) -> None:
    """Forget that Slack did not find a message that was taken away."""
    calls = desk.workspace.calls
    calls[:] = [call for call in calls if call.error != "message_not_found"]


async def test_who_wrote_what_slack_does_not_take_to_the_partner_is_told(desk: Desk) -> None:
    await handed_over(desk, "en")
    noor, office = desk.person("noor"), desk.office
    await write(desk, noor, "reply", GREETINGS["en"])
    nowhere = {"channel": None, "ts": None}
    await office.database.run(ticket_messages.change, office.workspace, 1, **nowhere)
    about = (office, office.workspace, replying.MESSAGE, {"message": 1})
    call = await office.database.read(draw, *about)
    assert call
    assert call.given_up
    await office.database.run(call.given_up, desk.clock())
    office.something_to_say.set()
    await desk.calm()
    assert "Your message about request 1 did not reach the partner" in screen(noor.sees()[-1])


async def test_a_question_from_a_shared_channel_is_answered_in_its_thread(desk: Desk) -> None:
    camille = desk.speaker("fr")
    question = f"{MENTION} {desk.unanswerable('fr')}"
    ts = await camille.say(CHANNEL, question)
    await desk.calm()
    await write(desk, desk.person("noor"), "reply", GREETINGS["fr"])
    message = last(camille, CHANNEL)
    assert message.thread_ts == ts
    assert GREETINGS["fr"] in screen(message)


async def test_a_question_that_was_asked_in_private_is_answered_in_private_and_quoted(
    desk: Desk,
) -> None:
    camille, noor = desk.speaker("fr"), desk.person("noor")
    question = desk.unanswerable("fr")
    await desk.command(camille, question, CHANNEL)
    await write(desk, noor, "reply", "Une première réponse.")
    first = last(camille)
    assert question in screen(first)
    await write(desk, noor, "reply", "Une deuxième réponse.")
    second = last(camille)
    assert second.thread_ts == first.ts
    assert question not in screen(second)
    shown = [screen(each) for each in camille.sees(CHANNEL)]
    assert not any("réponse." in each for each in shown)


async def test_a_report_is_answered_below_its_receipt(desk: Desk) -> None:
    camille = desk.speaker("fr")
    await desk.command(camille, "language fr")
    await request(desk, camille, "directory")
    receipt = desk.replies(camille)[-1]
    await write(desk, desk.person("noor"), "ask", "Quelle est l’adresse de votre page ?")
    assert last(camille).thread_ts == receipt.ts


@pytest.mark.parametrize(
    ("signature", "shown"), [("desk", "– Partner Desk"), ("person", "– @{noor}")]
)
async def test_a_reply_is_signed_by_the_desk_or_by_name_as_the_workspace_declares(
    content: Content, database_url: str, signature: str, shown: str
) -> None:
    async with opened(signing(content, signature), database_url) as desk:
        await handed_over(desk)
        noor = desk.person("noor")
        await write(desk, noor, "reply", GREETINGS["fr"])
        last_line = screen(last(desk.speaker("fr"))).rsplit("\n", 1)[-1]
        assert last_line == shown.format(noor=noor.user.id)


def signing(content: Content, signature: str) -> Content:
    """Give the content of a workspace that declares how its desk signs."""
    known = content.decider.knowledge
    knowledge = known.model_copy(
        update={"desk": known.desk.model_copy(update={"signature": signature})}
    )
    return replace(
        content,
        decider=replace(content.decider, knowledge=knowledge),
        artist=replace(content.artist, knowledge=knowledge),
    )
