"""What a person sees of a message or a view."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox import Message, View
from bot.sandbox.terminal import show


def screen(target: Message | View) -> str:
    """Give everything that can be read, line by line, buttons included."""
    return "\n".join(show(target).lines)


def heading(card: Message) -> str:
    """Give the heading of a card: which request it is."""
    (header,) = [block for block in card.blocks or [] if block["type"] == "header"]
    return str(header["text"]["text"])


def standing(card: Message) -> str:
    """Give where a card says that its ticket stands: below whose it is."""
    lines = screen(card).splitlines()
    below = next(number for number, line in enumerate(lines, 1) if line.startswith("@"))
    return lines[below].partition(" · ")[0]


def labels(target: Message | View, kind: str = "") -> dict[str, str]:
    """Give the labels of buttons by action id; of one kind of button, if it is named."""
    buttons = [each for each in show(target).choices if each.value is None]
    return {
        each.action_id: each.label
        for each in buttons
        if kind in ("", each.action_id.partition(":")[0])
    }


def actions(target: Message | View, kind: str) -> list[str]:
    """Give the action ids of one kind of button, in their order."""
    return list(labels(target, kind))


def feedback(target: Message | View) -> list[str]:
    """Give the values of the two feedback buttons: useful, not useful."""
    return [str(each.value) for each in show(target).choices if each.action_id == "feedback"]


def block_types(target: Message) -> list[str]:
    return [str(block["type"]) for block in target.blocks or []]


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Give every JSON object inside a value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from objects(each)
