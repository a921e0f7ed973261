"""What happened since somebody of support began to write is told before anything is sent, once."""

import asyncio

import pytest

from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.journeys.desk import Desk
from tests.journeys.reading import screen
from tests.journeys.triaging import (
    GREETINGS,
    card_of,
    handed_over,
    last,
    open_modal,
    press_open,
    preview,
    sent,
    text_in,
    ticket_row,
    told,
    write,
    written,
)


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
