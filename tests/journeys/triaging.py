"""The support team works on tickets: what it opens from a card, writes and sends."""

from typing import Any

from bot.sandbox import Message, Person, View
from bot.sandbox.forms import Submission
from tests.journeys.desk import Desk
from tests.journeys.reading import labels, objects

GREETINGS = {
    "en": "Hello, we are looking at your question and will tell you more tomorrow.",
    "fr": "Bonjour, nous examinons votre question et vous en dirons plus demain.",
    "zh": "您好，我们正在处理您的问题，明天会告诉您更多信息。",
    "nl": "Hallo, we bekijken je vraag en laten je morgen meer weten.",
    "sv": "Hej, vi tittar på din fråga och berättar mer för dig i morgon.",
}
LANGUAGES = {"en": "English", "fr": "French", "zh": "Chinese", "nl": "Dutch", "sv": "Swedish"}
"""What the desk, which works in English, calls them."""

OVERFLOW = frozenset({"prioritize", "assign", "merge", "reject", "read"})
"""What is in the menu of a card, while its ticket is open."""


async def handed_over(desk: Desk, locale: str = "fr") -> Message:
    """Have a partner ask what nobody but a person can answer; give the reply."""
    return await desk.ask(desk.speaker(locale), desk.unanswerable(locale))


def card_of(desk: Desk, number: int = -1) -> Message:
    """Give a ticket's card: the newest, or by its place."""
    return desk.cards()[number]


def ticket_of(card: Message) -> str:
    """Give the id of the ticket that the buttons of a card carry."""
    values = [str(e.get("value")) for e in objects(card.blocks) if e.get("action_id")]
    return next(value for value in values if value.isdigit())


async def press_open(desk: Desk, person: Person, deed: str, card: Message | None = None) -> None:
    """Press what opens a modal on a card, be it a button or in its menu."""
    card = card or card_of(desk)
    if f"desk_open:{deed}" in labels(card):
        await desk.press(person, card, f"desk_open:{deed}")
    else:
        menus = [e for e in objects(card.blocks) if e.get("action_id") == "desk_more"]
        options = [str(option["value"]) for menu in menus for option in menu["options"]]
        (chosen,) = [each for each in options if each.startswith(f"{deed}:")]
        await desk.press(person, card, "desk_more", chosen)


async def open_modal(desk: Desk, person: Person, deed: str, card: Message | None = None) -> View:
    """Open a modal from a card; give it."""
    await press_open(desk, person, deed, card)
    assert person.view
    return person.view


async def preview(person: Person, text: str, **more: object) -> View:
    """Write in the modal that is open, and have it shown as the partner will see it."""
    submission = await person.submit_view({"text": text, **more})
    assert not submission.errors, submission.errors
    assert submission.view
    return submission.view


async def sent(desk: Desk, person: Person) -> Submission:
    """Submit the preview that is open."""
    submission = await person.submit_view({})
    await desk.calm()
    return submission


async def write(desk: Desk, person: Person, deed: str, text: str, **more: object) -> None:
    """Open a modal from the newest card, write in it and send it."""
    await open_modal(desk, person, deed)
    await preview(person, text, **more)
    submission = await sent(desk, person)
    assert submission.closed, submission.findings


def text_in(view: View) -> str:
    """Give the text that stands in a modal's input as it was drawn."""
    inputs = [block["element"] for block in view.body["blocks"] if block["type"] == "input"]
    texts = [each for each in inputs if each["type"] == "plain_text_input"]
    return str(texts[0].get("initial_value", ""))


def options_in(view: View, action: str) -> list[str]:
    """Give the values that a menu of a modal offers."""
    menus = [e for e in objects(view.body) if e.get("action_id") == action]
    return [str(option["value"]) for menu in menus for option in menu["options"]]


async def redrawn(desk: Desk, person: Person, action: str, value: object = None) -> View:
    """Press something in the open modal; give what it shows once it is drawn anew."""
    view = person.view
    assert view
    before = view.hash
    await desk.press(person, view, action, value)
    await desk.workspace.wait_for(lambda: view.hash != before)
    return view


async def ticket_row(desk: Desk, number: int = 1) -> dict[str, Any]:
    """Give a ticket as it is stored."""
    rows = (await desk.rows())["tickets"]
    return next(row for row in rows if row["number"] == number)


async def written(desk: Desk) -> list[str]:
    """Give every text of support to a partner that is stored."""
    rows = (await desk.rows())["ticket_messages"]
    return [row["text"] for row in rows if row["side"] == "support"]


def told(person: Person, place: str) -> list[Message]:
    """Give what the app tells somebody alone in a channel."""
    return [each for each in person.sees(place) if each.ephemeral_to == person.user.id]


def last(person: Person, channel: str | None = None) -> Message:
    return person.sees(channel)[-1]
