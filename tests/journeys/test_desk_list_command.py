"""Support lists its tickets by a command, in short, by the names of lists and by other words."""

import pytest

from bot.services import replying
from tests.journeys.desk import LOCALES, Desk, home_of
from tests.journeys.listing import VIEWS, choose, filled, listed, rows_in
from tests.journeys.phrases import NOTHING_OPEN
from tests.journeys.reading import labels, screen
from tests.journeys.triaging import card_of, handed_over


@pytest.mark.parametrize("view", [None, *VIEWS])
async def test_the_command_lists_in_short(desk: Desk, view: str | None) -> None:
    await filled(desk)
    noor, sam = desk.person("noor"), desk.person("sam")
    await desk.press(noor, desk.cards()[0], "desk:take")
    await home_of(desk, noor)
    found = await listed(desk, noor, view or "open")
    if view:
        await choose(desk, noor, "view", "mine")
    await desk.command(noor, f"tickets {view or ''}")
    shown = desk.replies(noor)[-1]
    assert rows_in(shown) == found
    assert "Open (3)" in screen(shown)
    assert shown.ephemeral_to == noor.user.id
    await desk.command(sam, "tickets")
    assert rows_in(desk.replies(sam)[-1]) == []


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_command_knows_lists_by_their_names_in_every_language(
    desk: Desk, locale: str
) -> None:
    noor = desk.person("noor")
    await handed_over(desk, "fr")
    await desk.press(noor, card_of(desk), "desk:take")
    word = desk.knowledge.commands["tickets"][locale][0]
    await desk.command(noor, f"{word} {desk.words(locale, 'Mine')}")
    assert rows_in(desk.replies(noor)[-1]) == [1]
    await desk.command(noor, f"{word} {desk.words(locale, 'Nobody’s')}")
    assert rows_in(desk.replies(noor)[-1]) == []


async def test_the_command_finds_what_other_words_say(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    for text, found in (("#2", [2]), ("INV-0042", [2]), ("moreau", [1]), ("nowhere", [])):
        await desk.command(noor, f"tickets {text}")
        assert rows_in(desk.replies(noor)[-1]) == found


async def test_what_support_asked_itself_stands_below_its_list(desk: Desk) -> None:
    noor = desk.person("noor")
    await desk.command(noor, "tickets open")
    assert desk.words("en", NOTHING_OPEN) not in screen(desk.replies(noor)[-1])
    question = desk.unanswerable("en")
    await desk.ask(noor, question)
    await desk.command(noor, "tickets mine")
    shown = desk.replies(noor)[-1]
    assert rows_in(shown) == []
    assert labels(shown, "request") == {"request:show:1": "Show"}
    assert len(shown.blocks or []) <= 50


async def test_a_list_whose_command_is_too_old_comes_as_a_message(desk: Desk) -> None:
    await handed_over(desk, "fr")
    noor, office = desk.person("noor"), desk.office
    await home_of(desk, noor)
    url = f"{desk.workspace.api_url}/response/too-old"
    about = (office.workspace, noor.user.id, url, {"view": "open"}, "en", desk.clock())
    await office.database.run(replying.listed, *about)
    office.something_to_say.set()
    await desk.calm()
    shown = noor.sees()[-1]
    assert rows_in(shown) == [1]
    assert shown.ephemeral_to is None
