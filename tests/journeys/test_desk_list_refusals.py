"""Lists are for the support team alone, and what nobody can choose in them is ignored."""

import pytest

from bot.sandbox import Person, View
from bot.sandbox.demo import SUPPORT_CHANNEL
from tests.journeys.desk import Desk, home_of
from tests.journeys.listing import NOT_ALLOWED, choose, filled, is_list, rows_in
from tests.journeys.reading import labels, screen
from tests.journeys.test_desk_triage import outsiders


@pytest.mark.parametrize("name", ["camille", "astrid", "guest", "gone", "elsewhere"])
async def test_nobody_else_sees_lists(desk: Desk, name: str) -> None:
    await filled(desk)
    person = outsiders(desk)[name]
    if name != "gone":
        assert not is_list(await home_of(desk, person))
    assert all(row["listing"] is None for row in (await desk.rows())["people"])


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


async def test_partners_still_see_their_own_alone(desk: Desk) -> None:
    await filled(desk)
    camille = desk.person("camille")
    for text in ("tickets", "tickets open", "tickets #2"):
        await desk.command(camille, text)
        shown = desk.replies(camille)[-1]
        assert rows_in(shown) == []
        assert list(labels(shown, "request")) == ["request:show:1"]


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
