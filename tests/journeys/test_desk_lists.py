"""Where support looks: the lists in its Home tab, what they show and how they are narrowed down."""

import pytest

from tests.journeys.desk import LOCALES, Desk, home_of
from tests.journeys.listing import (
    NOTHING_FOUND,
    VIEWS,
    choose,
    chosen,
    exported,
    filled,
    is_list,
    listed,
    offered,
    options,
    row_text,
    rows,
)
from tests.journeys.phrases import WELCOME_HOME
from tests.journeys.reading import screen
from tests.journeys.triaging import card_of, handed_over, open_modal, write
from tests.journeys.watching import pass_time


async def test_support_sees_its_lists_above_what_everybody_sees(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    home = await home_of(desk, noor)
    shown = screen(home)
    assert is_list(home)
    assert shown.index("Support desk") < shown.index(desk.words("en", WELCOME_HOME))
    assert options(noor, "view")["unowned"] == "Nobody’s (3)"
    assert len(home.body["blocks"]) <= 100


async def test_each_view_shows_what_it_says(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    assert [await listed(desk, noor, view) for view in VIEWS] == [
        [],
        [1, 2, 3],
        [],
        [],
        [1, 2, 3],
        [],
        [3, 2, 1],
    ]
    first, second, _ = desk.cards()
    await desk.press(noor, first, "desk:take")
    await write(desk, noor, "ask", "Which country?")
    await open_modal(desk, desk.person("sam"), "resolve", second)
    await desk.person("sam").submit_view({"text": "It is done.", "outcome": "corrected"})
    await desk.person("sam").submit_view({})
    await desk.calm()
    assert [await listed(desk, noor, view) for view in VIEWS] == [
        [1, 3],
        [],
        [],
        [3],
        [1, 3],
        [2],
        [3, 2, 1],
    ]
    assert "Numbers corrected" in row_text(noor, 2)


async def test_what_is_late_comes_first_and_says_so_in_words(desk: Desk) -> None:
    noor, sam = desk.person("noor"), desk.person("sam")
    await handed_over(desk, "fr")
    await pass_time(desk, days=3)
    await handed_over(desk, "en")
    await pass_time(desk, hours=0)
    await home_of(desk, noor)
    assert await listed(desk, noor, "overdue") == [1]
    assert await listed(desk, noor, "open") == [1, 2]
    assert "First answer overdue since" in row_text(noor, 1)
    assert "First answer by" in row_text(noor, 2)
    await open_modal(desk, sam, "prioritize")
    await sam.submit_view({"choice": "urgent"})
    await desk.calm()
    await handed_over(desk, "nl")
    assert await listed(desk, noor, "open") == [1, 2, 3]
    assert "Urgent" in row_text(noor, 2)


async def test_a_list_is_narrowed_down_by_kind_language_and_partner(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    await choose(desk, noor, "view", "open")
    assert options(noor, "kind") == {
        "any": "All kinds",
        "question": "Questions (1)",
        "discrepancy": "KPI discrepancy (1)",
        "directory": "Directory request (1)",
    }
    assert options(noor, "language")["fr"] == "Français (1)"
    assert options(noor, "language")["nl"] == "Nederlands"
    for what, value, found in (
        ("kind", "directory", [3]),
        ("kind", "any", [1, 2, 3]),
        ("language", "fr", [1]),
        ("language", "any", [1, 2, 3]),
        ("partner", desk.speaker("en").user.id, [2]),
    ):
        await choose(desk, noor, what, value)
        assert rows(noor) == found
    await choose(desk, noor, "language", "sv")
    assert NOTHING_FOUND in screen(noor.home or await home_of(desk, noor))
    await choose(desk, noor, "clear")
    assert rows(noor) == [1, 2, 3]
    assert "clear" not in offered(noor)


async def test_a_long_list_has_pages_and_both_ways_through_them(desk: Desk) -> None:
    noor = desk.person("noor")
    for _ in range(12):
        await handed_over(desk, "en")
    await home_of(desk, noor)
    assert await listed(desk, noor, "open") == list(range(1, 11))
    assert {"after"} <= offered(noor)
    assert "before" not in offered(noor)
    await choose(desk, noor, "after")
    assert rows(noor) == [11, 12]
    assert "after" not in offered(noor)
    await choose(desk, noor, "before")
    assert rows(noor) == list(range(1, 11))
    await choose(desk, noor, "after")
    assert len(await exported(desk, noor)) == 13


async def test_what_was_chosen_stays_and_is_its_persons_own(desk: Desk) -> None:
    await filled(desk)
    noor, sam = desk.person("noor"), desk.person("sam")
    await home_of(desk, noor)
    await choose(desk, noor, "view", "open")
    await choose(desk, noor, "kind", "question")
    await home_of(desk, sam)
    assert chosen(sam, "view") == "mine"
    await desk.command(noor, "language nl")
    await home_of(desk, noor)
    assert (chosen(noor, "view"), chosen(noor, "kind"), rows(noor)) == ("open", "question", [1])


async def test_the_list_is_true_after_what_its_reader_does_on_a_card(desk: Desk) -> None:
    await handed_over(desk, "fr")
    noor = desk.person("noor")
    await home_of(desk, noor)
    assert rows(noor) == []
    await desk.press(noor, card_of(desk), "desk:take")
    assert rows(noor) == [1]
    assert options(noor, "view")["mine"] == "Mine (1)"
    await desk.press(noor, card_of(desk), "desk:hand-back")
    assert rows(noor) == []


async def test_details_open_from_the_list(desk: Desk) -> None:
    await handed_over(desk, "fr")
    noor = desk.person("noor")
    home = await home_of(desk, noor)
    await choose(desk, noor, "view", "open")
    await desk.press(noor, home, "desk_open:read")
    assert noor.view
    assert desk.unanswerable("fr") in screen(noor.view)


@pytest.mark.parametrize("locale", LOCALES)
async def test_lists_speak_the_language_of_their_reader(desk: Desk, locale: str) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    assert noor.home
    await desk.press(noor, noor.home, "speak", locale)
    await choose(desk, noor, "view", "open")
    shown = screen(noor.home)
    for words in ("Support desk", "Details", "Export as CSV", "nobody’s yet"):
        assert desk.words(locale, words) in shown
    assert options(noor, "view")["overdue"].startswith(desk.words(locale, "Overdue"))
    assert rows(noor) == [1, 2, 3]


async def test_lists_stay_when_home_is_drawn_anew_later(desk: Desk) -> None:
    noor = desk.person("noor")
    home = await home_of(desk, noor)
    desk.clock.pass_by(minutes=30)
    await desk.press(noor, home, "speak", "nl")
    assert is_list(noor.home)
