"""Support looks for tickets: what its Home tab shows, and what it chooses there."""

from bot.desk.listings import View as ListView
from bot.desk.sheets import read_sheet
from bot.sandbox import Message, Person, View
from tests.journeys.desk import Desk, home_of
from tests.journeys.filling import request
from tests.journeys.reading import objects, screen
from tests.journeys.triaging import handed_over

VIEWS = [str(view) for view in ListView]
NOT_ALLOWED = "Only members of the support team can do this."
NOTHING_FOUND = "Nothing is found here."


async def choose(desk: Desk, person: Person, what: str, value: object = None) -> None:
    """Choose or press something of the list in the Home tab."""
    assert person.home
    await desk.press(person, person.home, f"desk_list:{what}", value)


async def listed(desk: Desk, person: Person, view: str) -> list[int]:
    """Choose a view; give the numbers of the requests that it shows."""
    await choose(desk, person, "view", view)
    return rows(person)


def rows(person: Person) -> list[int]:
    """Give the ids of the tickets that somebody's Home tab shows, from the top."""
    return rows_in(person.home) if person.home else []


def rows_in(shown: View | Message) -> list[int]:
    blocks = shown.body["blocks"] if isinstance(shown, View) else shown.blocks
    buttons = [each for each in objects(blocks) if each.get("type") == "button"]
    opening = [each for each in buttons if each["action_id"].startswith("desk_open:read")]
    return [int(each["value"]) for each in opening]


def is_list(shown: View | None) -> bool:
    """Tell whether a Home tab shows lists of tickets."""
    return shown is not None and any(
        each.get("action_id") == "desk_list:view" for each in objects(shown.body)
    )


def options(person: Person, what: str) -> dict[str, str]:
    """Give what a menu of the list offers, by value."""
    assert person.home
    menus = [e for e in objects(person.home.body) if e.get("action_id") == f"desk_list:{what}"]
    return {each["value"]: each["text"]["text"] for each in menus[0]["options"]}


def chosen(person: Person, what: str) -> str:
    """Give what is chosen in a menu of the list."""
    assert person.home
    menus = [e for e in objects(person.home.body) if e.get("action_id") == f"desk_list:{what}"]
    return str(menus[0]["initial_option"]["value"])


def offered(person: Person) -> set[str]:
    """Give what the buttons below the list do."""
    assert person.home
    buttons = [each for each in objects(person.home.body) if each.get("type") == "button"]
    ids = [str(each["action_id"]) for each in buttons]
    return {each.partition(":")[2] for each in ids if each.startswith("desk_list:")}


def row_text(person: Person, number: int) -> str:
    """Give what a row of the Home tab says."""
    lines = screen(person.home).split("\n") if person.home else []
    start = next(index for index, line in enumerate(lines) if line.startswith(f"Request {number}:"))
    return "\n".join(lines[start : start + 4])


async def exported(desk: Desk, person: Person) -> list[list[str]]:
    """Have the list sent as a file; give its rows, the header first."""
    await choose(desk, person, "export")
    message = person.sees()[-1]
    assert message.files
    file = desk.workspace.files.find(message.files[0]["id"])
    assert file.content is not None
    return read_sheet(file.content)


async def filled(desk: Desk) -> None:
    """Have three tickets: a French question, a report in English, a Chinese request."""
    await handed_over(desk, "fr")
    await home_of(desk, desk.speaker("fr"))  # only now is her company known
    await request(desk, desk.speaker("en"), "discrepancy")
    await request(desk, desk.speaker("zh"), "directory")
