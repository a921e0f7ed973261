"""Support resolves or rejects a request: how it ended is told, with the way back."""

import pytest

from tests.journeys.desk import Desk
from tests.journeys.reading import labels, screen
from tests.journeys.triaging import (
    GREETINGS,
    handed_over,
    last,
    open_modal,
    preview,
    redrawn,
    sent,
    text_in,
    ticket_row,
    write,
)


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


async def test_the_way_back_goes_once_the_request_is_open_again(desk: Desk) -> None:
    await handed_over(desk)
    camille = desk.speaker("fr")
    await write(desk, desk.person("noor"), "resolve", GREETINGS["fr"], outcome="answered")
    message = last(camille)
    await desk.press(camille, message, "request:reopen")
    assert labels(message) == {}
    assert GREETINGS["fr"] in screen(message)
    assert (await ticket_row(desk))["state"] == "reopened"
