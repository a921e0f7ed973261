"""Where support looks: lists with search, in the Home tab, after a command, and as a file."""

import json

import pytest

from bot.desk.listings import View as ListView
from bot.sandbox import Fault, Person, View
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.services import listing, replying
from bot.storage import outbox
from tests.journeys.desk import LOCALES, Desk
from tests.journeys.filling import DIRECTORY, DISCREPANCY, request, send
from tests.journeys.form_screens import redone
from tests.journeys.listing import (
    choose,
    chosen,
    exported,
    home_of,
    is_list,
    listed,
    offered,
    options,
    row_text,
    rows,
    rows_in,
)
from tests.journeys.phrases import NOTHING_OPEN, WELCOME_HOME
from tests.journeys.reading import labels, objects, screen
from tests.journeys.test_desk_triage import outsiders
from tests.journeys.test_form_drafts import forgiven
from tests.journeys.triaging import card_of, handed_over, open_modal, write
from tests.journeys.watching import pass_time
from tests.journeys.writing_back import opened_thread, say

VIEWS = [str(view) for view in ListView]
NOT_ALLOWED = "Only members of the support team can do this."
NOTHING_FOUND = "Nothing is found here."


async def searched(desk: Desk, text: str, person: Person | None = None) -> list[int]:
    """Look for a text among all tickets; give what is found."""
    noor = person or desk.person("noor")
    if not is_list(noor.home):
        await home_of(desk, noor)
    await choose(desk, noor, "view", "all")
    await choose(desk, noor, "search", text)
    return rows(noor)


async def filled(desk: Desk) -> None:
    """Have three tickets: a French question, a report in English, a Chinese request."""
    await handed_over(desk, "fr")
    await home_of(desk, desk.speaker("fr"))  # only now is her company known
    await request(desk, desk.speaker("en"), "discrepancy")
    await request(desk, desk.speaker("zh"), "directory")


async def test_support_sees_its_lists_above_what_everybody_sees(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    home = await home_of(desk, noor)
    shown = screen(home)
    assert is_list(home)
    assert shown.index("Support desk") < shown.index(desk.words("en", WELCOME_HOME))
    assert options(noor, "view")["unowned"] == "Nobody’s (3)"
    assert len(home.body["blocks"]) <= 100


@pytest.mark.parametrize("name", ["camille", "astrid", "guest", "gone", "elsewhere"])
async def test_nobody_else_sees_lists(desk: Desk, name: str) -> None:
    await filled(desk)
    person = outsiders(desk)[name]
    if name != "gone":
        assert not is_list(await home_of(desk, person))
    assert all(row["listing"] is None for row in (await desk.rows())["people"])


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


async def test_promise_35_who_left_the_channel_sees_no_lists_after_a_minute(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    home = await home_of(desk, noor)
    assert is_list(home)
    await noor.leave(SUPPORT_CHANNEL)
    desk.clock.pass_by(seconds=60)
    await choose(desk, noor, "view", "open")
    assert not is_list(noor.home)
    assert NOT_ALLOWED in screen(noor.sees()[-1])
    await desk.press(noor, noor.home or home, "speak", "en")
    assert not is_list(noor.home)
    await desk.command(noor, "tickets open")
    assert rows_in(desk.replies(noor)[-1]) == []


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


async def test_partners_still_see_their_own_alone(desk: Desk) -> None:
    await filled(desk)
    camille = desk.person("camille")
    for text in ("tickets", "tickets open", "tickets #2"):
        await desk.command(camille, text)
        shown = desk.replies(camille)[-1]
        assert rows_in(shown) == []
        assert list(labels(shown, "request")) == ["request:show:1"]


async def test_a_list_whose_command_is_too_old_comes_as_a_message(desk: Desk) -> None:
    await handed_over(desk, "fr")
    noor, office = desk.person("noor"), desk.running.office
    await home_of(desk, noor)
    url = f"{desk.workspace.api_url}/response/too-old"
    about = (office.workspace, noor.user.id, url, {"view": "open"}, "en", desk.clock())
    await office.database.run(replying.listed, *about)
    office.something_to_say.set()
    await desk.calm()
    shown = noor.sees()[-1]
    assert rows_in(shown) == [1]
    assert shown.ephemeral_to is None


async def test_a_list_is_exported_with_all_its_rows_in_the_desks_language(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await desk.press(noor, desk.cards()[0], "desk:take")
    await pass_time(desk)
    await home_of(desk, noor)
    await desk.press(noor, noor.home or await home_of(desk, noor), "speak", "fr")
    await choose(desk, noor, "view", "open")
    header, *found = await exported(desk, noor)
    by_name = [dict(zip(header, row, strict=True)) for row in found]
    assert [row["Number"] for row in by_name] == ["1", "2", "3"]
    first, second, third = by_name
    assert first["State"] == "In progress"
    assert (first["Partner"], first["Owner"]) == (desk.person("camille").user.id, noor.user.id)
    assert (first["Company"], first["Language"]) == ("moreau.example", "Français")
    assert first["Question or form"] == desk.unanswerable("fr")
    assert first["Sent on"].startswith("2026-03-10 13:00")
    assert first["First answer due"] > first["Sent on"]
    assert second["Kind"] == "KPI discrepancy"
    assert "INV-0042" in second["Question or form"]
    assert "Country: Sweden" in third["Question or form"]


async def test_an_export_is_of_what_was_chosen(desk: Desk) -> None:
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    await choose(desk, noor, "view", "all")
    await choose(desk, noor, "kind", "directory")
    assert [row[0] for row in await exported(desk, noor)] == ["Number", "3"]
    await choose(desk, noor, "search", "nowhere")
    assert len(await exported(desk, noor)) == 1


@pytest.mark.parametrize(("most", "found"), [(50_000, 5), (3, 3)])
async def test_an_export_is_read_some_at_a_time_up_to_its_bound(
    desk: Desk, most: int, found: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_READ_AT_ONCE", 2)
    monkeypatch.setattr(listing, "EXPORTED", most)
    for _ in range(5):
        await handed_over(desk, "en")
    noor = desk.person("noor")
    await home_of(desk, noor)
    await choose(desk, noor, "view", "all")
    numbers = [row[0] for row in await exported(desk, noor)]
    assert numbers == ["Number", *(str(number) for number in range(5, 5 - found, -1))]


async def test_an_export_that_slack_refuses_is_told(desk: Desk) -> None:
    noor = desk.person("noor")
    await home_of(desk, noor)
    desk.workspace.faults.add("files.completeUploadExternal", Fault.refused("not_allowed"))
    await noor.press(noor.home or await home_of(desk, noor), "desk_list:export")
    await desk.trouble()
    await desk.running.office.database.run(outbox.forget_parked, desk.clock() + 1)
    await desk.calm()
    forgiven(desk)
    assert "The list could not be sent" in screen(noor.sees()[-1])


async def test_promise_35_an_export_is_refused_once_its_asker_is_of_support_no_more(
    desk: Desk,
) -> None:
    await filled(desk)
    noor = desk.person("noor")
    office = desk.running.office
    await noor.leave(SUPPORT_CHANNEL)
    desk.clock.pass_by(seconds=60)
    place = (office.workspace, noor.user.id, {"view": "all"})
    await office.database.run(replying.export, *place, desk.clock())
    office.something_to_say.set()
    await desk.calm()
    assert NOT_ALLOWED in screen(noor.sees()[-1])
    assert not any(each.files for each in noor.sees())


@pytest.mark.parametrize("what", ["view", "export", "search", "after", "everywhere", "partner"])
async def test_promise_34_a_list_that_somebody_else_presses_is_refused(
    desk: Desk, what: str
) -> None:
    await filled(desk)
    noor, camille = desk.person("noor"), desk.person("camille")
    await home_of(desk, noor)
    home = forged(noor, what, "[1, 2, 3, 4]")
    before = (await desk.rows())["people"]
    await desk.press(camille, home, f"desk_list:{what}")
    assert (await desk.rows())["people"] == before
    assert not is_list(camille.home)
    assert not any(each.files for each in camille.sees())


def forged(person: Person, what: str, value: str) -> View:
    """Put a button of the list that carries `value` into somebody's Home tab."""
    assert person.home
    button = {
        "type": "button",
        "action_id": f"desk_list:{what}",
        "value": value,
        "text": {"type": "plain_text", "text": "Forged"},
    }
    person.home.body["blocks"] = [{"type": "actions", "block_id": "forged", "elements": [button]}]
    return person.home


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("view", "open"),
        ("kind", "question"),
        ("language", "fr"),
        ("partner", "U0CAMILLE1"),
        ("after", "[1, 2]"),
        ("after", "[1, 2, 3, 1e999]"),
        ("after", "[" * 900),
        ("before", '{"key": 1}'),
        ("before", "\x00"),
        ("nothing", "1"),
    ],
)
async def test_promise_34_what_nobody_can_choose_is_ignored(
    desk: Desk, what: str, value: str
) -> None:
    """A button tells a value, but what is selected in a menu stands elsewhere."""
    await filled(desk)
    noor = desk.person("noor")
    await home_of(desk, noor)
    before = (await desk.rows())["people"]
    await desk.press(noor, forged(noor, what, value), f"desk_list:{what}")
    assert (await desk.rows())["people"] == before


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
