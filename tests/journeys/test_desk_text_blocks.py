"""Whoever writes to a partner is offered text blocks, and warned of gaps and other languages."""

import pytest

from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import request
from tests.journeys.form_screens import all_text
from tests.journeys.reading import screen
from tests.journeys.triaging import (
    GREETINGS,
    LANGUAGES,
    handed_over,
    open_modal,
    options_in,
    preview,
    redrawn,
    sent,
    text_in,
    written,
)


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
