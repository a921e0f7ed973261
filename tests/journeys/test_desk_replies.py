"""Support writes to partners: in a modal with a preview, in the partner's language, once."""

import asyncio
from dataclasses import replace

import pytest

from bot.app import Content
from bot.sandbox import Message, Person
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.services import replying
from bot.slack.calls import draw
from bot.storage import ticket_messages
from bot.storage.tickets import Ticket
from tests.journeys.desk import CHANNEL, LOCALES, MENTION, Desk, opened
from tests.journeys.filling import request
from tests.journeys.form_screens import all_text
from tests.journeys.reading import labels, objects, screen
from tests.journeys.triaging import (
    card_of,
    handed_over,
    open_modal,
    options_in,
    press_open,
    preview,
    redrawn,
    sent,
    text_in,
    ticket_row,
    told,
    write,
    written,
)

GREETINGS = {
    "en": "Hello, we are looking at your question and will tell you more tomorrow.",
    "fr": "Bonjour, nous examinons votre question et vous en dirons plus demain.",
    "zh": "您好，我们正在处理您的问题，明天会告诉您更多信息。",
    "nl": "Hallo, we bekijken je vraag en laten je morgen meer weten.",
    "sv": "Hej, vi tittar på din fråga och berättar mer för dig i morgon.",
}
LANGUAGES = {"en": "English", "fr": "French", "zh": "Chinese", "nl": "Dutch", "sv": "Swedish"}
"""What the desk, which works in English, calls them."""

HOSTILE = "<!channel> *bold* _it_ <https://evil.example|here> <@U0SAM00001> &lt;!here&gt; @here"


def last(person: Person, channel: str | None = None) -> Message:
    return person.sees(channel)[-1]


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


async def test_text_blocks_come_in_the_partner_s_language_after_what_was_typed(
    desk: Desk,
) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    view = await open_modal(desk, noor, "reply")
    noor.fill_in({"text": "Bonjour Camille."})
    await redrawn(desk, noor, "desk_text", "looking-into-it")
    await redrawn(desk, noor, "desk_text", "closing-greeting")
    replies = desk.knowledge.replies
    blocks = (replies.say(each, "fr").text for each in ("looking-into-it", "closing-greeting"))
    text = "\n\n".join(["Bonjour Camille.", *blocks]).replace("{number}", "1")
    assert text_in(view) == text
    assert "We are looking into it" in all_text(view)


@pytest.mark.parametrize("deed", ["reply", "ask", "resolve", "reject"])
async def test_each_deed_offers_its_own_text_blocks(desk: Desk, deed: str) -> None:
    await handed_over(desk)
    view = await open_modal(desk, desk.person("noor"), deed)
    offered = list(desk.knowledge.replies.offered("question", deed))
    assert options_in(view, "desk_text") == offered != []


async def test_a_text_block_that_would_make_a_text_too_long_is_not_added(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    view = await open_modal(desk, noor, "reply")
    noor.fill_in({"text": "W" * 2_990})
    await redrawn(desk, noor, "desk_text", "greeting")
    assert text_in(view) == "W" * 2_990
    assert "at most 3000 characters" in screen(view)


async def test_a_text_block_with_a_gap_is_warned_of(desk: Desk) -> None:
    camille, noor = desk.speaker("fr"), desk.person("noor")
    await desk.command(camille, "language fr")
    await request(desk, camille, "directory")
    view = await open_modal(desk, noor, "resolve")
    await redrawn(desk, noor, "desk_text", "directory-visible")
    assert "学习" in text_in(view)
    shown = await preview(noor, f"{text_in(view)} …", outcome="listed")
    assert "gap" in screen(shown)


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_text_in_another_language_is_warned_of_and_can_be_sent(
    desk: Desk, locale: str
) -> None:
    other = "en" if locale != "en" else "nl"
    await handed_over(desk, locale)
    noor = desk.person("noor")
    await open_modal(desk, noor, "reply")
    shown = await preview(noor, GREETINGS[other])
    warning = f"Your text is in {LANGUAGES[other]}, but the partner reads {LANGUAGES[locale]}."
    assert warning in screen(shown)
    assert (await sent(desk, noor)).closed
    assert await written(desk) == [GREETINGS[other]]


async def test_a_text_in_a_language_that_nobody_speaks_here_is_warned_of(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "reply")
    shown = await preview(noor, "Guten Tag, wir schauen uns Ihre Anfrage gerade an und melden uns.")
    assert "does not seem to be in French" in screen(shown)


async def test_asking_waits_for_the_partner_and_says_where_to_answer(desk: Desk) -> None:
    await handed_over(desk, "nl")
    await write(desk, desk.person("noor"), "ask", "Welke factuur bedoel je precies?")
    shown = screen(last(desk.speaker("nl")))
    assert desk.words("nl", "Please answer here in this thread.") in shown
    heading = desk.words("nl", "The support team asks about your request {number}")
    assert heading.format(number=1) in shown
    assert (await ticket_row(desk))["state"] == "waiting"


@pytest.mark.parametrize("outcome", ["answered", "corrected", "listed", "declined"])
async def test_a_resolution_says_how_it_ended_and_offers_the_way_back(
    desk: Desk, outcome: str
) -> None:
    await handed_over(desk, "sv")
    noor = desk.person("noor")
    await write(desk, noor, "resolve", GREETINGS["sv"], outcome=outcome)
    message = last(desk.speaker("sv"))
    assert "request:reopen" in labels(message)
    assert "rate:yes" in labels(message)
    row = await ticket_row(desk)
    assert (row["state"], row["outcome"]) == ("resolved", outcome)


async def test_an_outcome_has_to_be_one_of_those_that_are_offered(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "resolve")
    for forged in ("rejected", "unanswered", "nonsense", ""):
        chosen = {"type": "static_select", "selected_option": {"value": forged}}
        typed = {"type": "plain_text_input", "value": "Voilà."}
        submission = await noor.submit_view(
            forged={"text:0": {"text": typed}, "outcome": {"outcome": chosen}}
        )
        assert list(submission.errors) == ["outcome"]


async def test_what_is_no_request_is_closed_with_a_reason(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    view = await open_modal(desk, noor, "reject")
    await redrawn(desk, noor, "desk_text", "not-a-request")
    await preview(noor, text_in(view))
    assert (await sent(desk, noor)).closed
    row = await ticket_row(desk)
    assert (row["state"], row["outcome"]) == ("resolved", "rejected")
    heading = desk.words("fr", "Your request {number} is closed").format(number=1)
    assert screen(last(desk.speaker("fr"))).startswith(heading)


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


async def test_a_doubled_submission_sends_once(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    await open_modal(desk, noor, "resolve")
    await preview(noor, GREETINGS["fr"], outcome="answered")
    desk.wire.times = 10
    submission = await sent(desk, noor)
    desk.wire.times = 1
    assert submission.closed
    await desk.calm()
    assert await written(desk) == [GREETINGS["fr"]]
    shown = [screen(each) for each in desk.speaker("fr").sees()]
    assert sum(GREETINGS["fr"] in each for each in shown) == 1


async def test_of_two_who_reply_at_once_the_second_sees_the_first_reply_and_decides(
    desk: Desk,
) -> None:
    await handed_over(desk)
    noor, sam = desk.person("noor"), desk.person("sam")
    for person, text in ((noor, GREETINGS["fr"]), (sam, "Bonjour, je regarde cela pour vous.")):
        await open_modal(desk, person, "reply")
        await preview(person, text)
    submissions = await asyncio.gather(noor.submit_view({}), sam.submit_view({}))
    await desk.calm()
    (loser,) = [each for each in submissions if not each.closed]
    (text,) = await written(desk)
    assert loser.view
    assert "Since you began:" in screen(loser.view)
    assert text in screen(loser.view)
    slower = noor if noor.view else sam
    assert text_in(loser.view) != text
    assert (await sent(desk, slower)).closed
    assert len(await written(desk)) == 2


async def test_what_a_colleague_did_meanwhile_is_told_in_the_preview(desk: Desk) -> None:
    await handed_over(desk)
    noor, sam = desk.person("noor"), desk.person("sam")
    await open_modal(desk, noor, "reply")
    await desk.press(sam, card_of(desk), "desk:take")
    shown = await preview(noor, GREETINGS["fr"])
    assert f"@{sam.user.id} took it" in screen(shown)
    assert (await sent(desk, noor)).closed


async def test_an_answer_of_the_partner_meanwhile_is_shown_before_anything_is_sent(
    desk: Desk,
) -> None:
    await handed_over(desk)
    noor, camille = desk.person("noor"), desk.speaker("fr")
    await write(desk, noor, "ask", "Quelle facture, s’il vous plaît ?")
    await open_modal(desk, noor, "resolve")
    await preview(noor, GREETINGS["fr"], outcome="answered")
    await camille.say(None, "La facture de janvier.", last(camille).thread_ts)
    await desk.calm()
    submission = await sent(desk, noor)
    assert submission.view
    assert "> La facture de janvier." in screen(submission.view)
    assert (await ticket_row(desk))["state"] == "in-progress"
    assert (await sent(desk, noor)).closed


async def test_the_way_back_goes_once_the_request_is_open_again(desk: Desk) -> None:
    await handed_over(desk)
    camille = desk.speaker("fr")
    await write(desk, desk.person("noor"), "resolve", GREETINGS["fr"], outcome="answered")
    message = last(camille)
    await desk.press(camille, message, "request:reopen")
    assert labels(message) == {}
    assert GREETINGS["fr"] in screen(message)
    assert (await ticket_row(desk))["state"] == "reopened"


async def test_a_message_that_is_gone_is_written_anew_when_it_changes(desk: Desk) -> None:
    camille, noor = desk.speaker("fr"), desk.person("noor")
    await desk.command(camille, desk.unanswerable("fr"))
    await write(desk, noor, "resolve", GREETINGS["fr"], outcome="answered")
    gone = last(camille)
    gone.deleted = True
    row = await ticket_row(desk)
    office = desk.running.office
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
    noor, office = desk.person("noor"), desk.running.office
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


async def test_who_writes_sees_what_was_said_last(desk: Desk) -> None:
    await handed_over(desk)
    noor = desk.person("noor")
    for text in ("Une première réponse.", "Une deuxième réponse.", "Une troisième.", "Et encore."):
        await write(desk, noor, "reply", text)
    view = await open_modal(desk, noor, "reply")
    assert [each in screen(view) for each in ("première", "deuxième", "troisième", "encore")] == [
        False,
        True,
        True,
        True,
    ]


async def test_what_can_t_be_done_any_more_is_told_in_the_modal_which_keeps_its_text(
    desk: Desk,
) -> None:
    await handed_over(desk)
    noor, sam = desk.person("noor"), desk.person("sam")
    await open_modal(desk, noor, "reply")
    await preview(noor, "Je regarde cela.")
    await write(desk, sam, "resolve", GREETINGS["fr"], outcome="answered")
    submission = await sent(desk, noor)
    assert submission.view
    assert "can’t be done any more" in screen(submission.view)
    assert text_in(submission.view) == "Je regarde cela."
    assert await written(desk) == [GREETINGS["fr"]]


async def test_promise_35_who_left_the_desk_s_channel_sends_nothing_and_keeps_what_they_wrote(
    desk: Desk,
) -> None:
    await handed_over(desk)
    sam = desk.person("sam")
    await open_modal(desk, sam, "reply")
    await preview(sam, "Je regarde cela.")
    await sam.leave(SUPPORT_CHANNEL)
    await desk.calm()
    desk.clock.pass_by(minutes=1)
    submission = await sent(desk, sam)
    assert submission.view
    assert "Only members of the support team" in screen(submission.view)
    assert "Je regarde cela." in screen(submission.view)
    assert await written(desk) == []


@pytest.mark.parametrize("deed", ["reply", "ask", "resolve", "reject"])
async def test_what_is_done_with_an_ended_ticket_opens_nothing_and_says_why(
    desk: Desk, deed: str
) -> None:
    await handed_over(desk)
    noor, old = desk.person("noor"), card_of(desk)
    blocks = old.blocks
    await write(desk, noor, "resolve", GREETINGS["fr"], outcome="answered")
    old.blocks = blocks
    await press_open(desk, noor, deed, old)
    assert noor.view is None
    assert "can’t be done any more" in screen(told(noor, SUPPORT_CHANNEL)[-1])


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
