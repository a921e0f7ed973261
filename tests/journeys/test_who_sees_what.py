"""What is said of a request is seen by those whom it concerns, and by nobody else."""

import pytest

from bot.app import Content
from tests.journeys.conversing import begin_in_channel
from tests.journeys.desk import CHANNEL, Desk, home_of, opened
from tests.journeys.filling import request
from tests.journeys.form_screens import all_text, sent_form
from tests.journeys.reading import labels, screen
from tests.journeys.triaging import card_of, told
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import ask, below, in_channel, opened_thread, resolve, states


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


async def test_the_company_of_who_asks_is_on_the_card(desk: Desk) -> None:
    await desk.ask(desk.person("camille"), desk.unanswerable("fr"))
    assert "moreau.example" in screen(desk.cards()[0])
