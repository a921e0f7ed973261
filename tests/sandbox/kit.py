"""Blocks to try, each with the part that a test is about."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "text", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(text: str = "Go", **more: object) -> Json:
    return {"type": "button", "text": plain(text), "action_id": "go", **more}


def option(text: str = "One", value: str = "1", **more: object) -> Json:
    return {"text": plain(text), "value": value, **more}


def select(count: int = 1, **more: object) -> Json:
    options = [option(value=str(number)) for number in range(count)]
    return {"type": "static_select", "options": options, **more}


def field(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def rich(*parts: Json, kind: str = "rich_text_section", **more: object) -> Json:
    element = {"type": kind, "elements": list(parts), **more}
    return {"type": "rich_text", "elements": [element]}


def feedback(text: str = "Good", value: str = "good") -> Json:
    pressed = {"text": plain(text), "value": value}
    element = {"type": "feedback_buttons", "positive_button": pressed, "negative_button": pressed}
    return {"type": "context_actions", "elements": [element]}


CONFIRM = {"title": plain("T"), "text": mrkdwn("S"), "confirm": plain("Y"), "deny": plain("N")}


def confirmed(**more: object) -> Json:
    return actions(button(confirm={**CONFIRM, **more}))


def icons(count: int) -> list[Json]:
    icon = {"type": "icon_button", "icon": "trash", "text": plain("Delete")}
    return [{**icon, "action_id": f"i{number}"} for number in range(count)]


def cell() -> Json:
    return {"type": "raw_text", "text": "x"}
