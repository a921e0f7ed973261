"""Support finds a request by its number and by all that it says now."""

import json

from bot.sandbox import Person
from tests.journeys.desk import Desk, home_of
from tests.journeys.filling import DIRECTORY, DISCREPANCY, request, send
from tests.journeys.form_screens import redone
from tests.journeys.listing import (
    NOTHING_FOUND,
    choose,
    chosen,
    filled,
    is_list,
    offered,
    rows,
)
from tests.journeys.reading import objects, screen
from tests.journeys.triaging import write
from tests.journeys.writing_back import opened_thread, say


async def searched(desk: Desk, text: str, person: Person | None = None) -> list[int]:
    """Look for a text among all tickets; give what is found."""
    noor = person or desk.person("noor")
    if not is_list(noor.home):
        await home_of(desk, noor)
    await choose(desk, noor, "view", "all")
    await choose(desk, noor, "search", text)
    return rows(noor)


async def test_a_request_is_found_by_all_that_it_says(desk: Desk) -> None:
    await filled(desk)
    question = desk.unanswerable("fr")
    for text, found in (
        ("#2", [2]),
        ("3", [3]),
        (question, [1]),
        (question.split()[-2][:4].upper(), [1]),
        ("moreau.example", [1]),
        ("moreau", [1]),
        (str(DISCREPANCY["invoice-number"]), [2]),
        ("inv-0042 unit direct", [2]),
        (str(DIRECTORY["landing-page"]), [3]),
        ("FORLAGET", [3]),
        ("学习", [3]),
        ("习学", []),
        (f"<@{desk.speaker('en').user.id}>", [2]),
        ("invoice moreau", []),
    ):
        assert await searched(desk, text) == found, text


async def test_a_request_is_found_by_what_both_sides_say_and_not_by_what_was_taken_back(
    desk: Desk,
) -> None:
    thread = await opened_thread(desk)
    await write(desk, desk.person("noor"), "ask", "Which warehouse do you mean?")
    assert await searched(desk, "warehouse") == [1]
    ts = await say(desk, thread, "The one in Rotterdam.")
    assert await searched(desk, "rotterdam warehouse") == [1]
    await thread.person.edit(None, ts, "The one in Antwerp.")
    await desk.calm()
    assert await searched(desk, "rotterdam") == []
    assert await searched(desk, "antwerp") == [1]
    await thread.person.delete(None, ts)
    await desk.calm()
    assert await searched(desk, "antwerp") == []


async def test_a_changed_request_is_found_by_what_it_says_now(desk: Desk) -> None:
    emma = desk.speaker("en")
    await request(desk, emma, "discrepancy")
    assert await searched(desk, "INV-0042") == [1]
    receipt = desk.replies(emma)[-1]
    await desk.press(emma, receipt, "request:change")
    await redone(desk, emma, "go", "purchase:0")
    await send(desk, emma, {"invoice-number": "INV-7777"})
    assert await searched(desk, "INV-0042") == []
    assert await searched(desk, "INV-7777") == [1]


async def test_an_edited_question_is_found_by_its_new_words(desk: Desk) -> None:
    thread = await opened_thread(desk)
    new = f"{desk.unanswerable('en')} Zanzibar"
    assert await searched(desk, "zanzibar") == []
    await thread.person.edit(None, thread.ts, new)
    await desk.calm()
    assert await searched(desk, "zanzibar") == [1]


async def test_a_search_that_finds_nothing_goes_on_everywhere_in_one_tap(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    await choose(desk, noor, "search", "INV-0042")
    assert rows(noor) == []
    assert NOTHING_FOUND in screen(noor.home or await home_of(desk, noor))
    await choose(desk, noor, "everywhere")
    assert rows(noor) == [2]
    assert chosen(noor, "view") == "all"
    assert "everywhere" not in offered(noor)


async def test_a_number_finds_its_request_in_whatever_list(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    await choose(desk, noor, "search", "#3")
    assert chosen(noor, "view") == "mine"
    assert rows(noor) == [3]


async def test_a_search_is_kept_as_it_was_typed_and_shown_as_text(desk: Desk) -> None:
    noor = desk.person("noor")
    await home_of(desk, noor)
    hostile = '<!channel> *b* {{7*7}} "quoted" \\ & <@U0SAM00001>'
    await choose(desk, noor, "search", hostile)
    assert noor.home
    inputs = [e for e in objects(noor.home.body) if e.get("action_id") == "desk_list:search"]
    assert inputs[0]["initial_value"] == hostile
    people = {row["person"]: row["listing"] for row in (await desk.rows())["people"]}
    assert people[noor.user.id]["text"] == hostile
    assert json.dumps(people[noor.user.id])
