"""An app that answers as told, and a card and a form for people to act on."""

import json
from typing import Any
from urllib.parse import parse_qs

import httpx

from bot.sandbox import Person, Sender, Workspace
from tests.sandbox.kit import plain

Json = dict[str, Any]


class App:
    """An app that answers interactions with what it is told to."""

    def __init__(self) -> None:
        self.reply: Json | str = ""
        self.status = 200
        self.payloads: list[Json] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        fields = {key: values[0] for key, values in parse_qs(request.content.decode()).items()}
        self.payloads.append(json.loads(fields["payload"]) if "payload" in fields else fields)
        if isinstance(self.reply, str):
            return httpx.Response(self.status, text=self.reply)
        return httpx.Response(self.status, json=self.reply)


class Ear:
    """An app that only listens to events."""

    def __init__(self) -> None:
        self.events: list[Json] = []

    @property
    def last(self) -> Json:
        """The latest event."""
        return self.events[-1]

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.events.append(json.loads(request.content)["event"])
        return httpx.Response(200)

    def person(self, workspace: Workspace, name: str) -> Person:
        """Give a person whose app this is."""
        transport = httpx.MockTransport(self.handle)
        client = httpx.AsyncClient(transport=transport, base_url="http://app")
        return Person(workspace.user(name), Sender(workspace, client))


def option(value: str) -> Json:
    return {"text": plain(value.upper()), "value": value}


def field(name: str, element: Json, **more: object) -> Json:
    shown = {"block_id": name, "label": plain(name), "element": {"action_id": "value", **element}}
    return {"type": "input", **shown, **more}


MENU = {"type": "static_select", "action_id": "topic", "options": [option("a"), option("b")]}
BOXES = {"type": "checkboxes", "options": [option("a"), option("b")]}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "helpful",
    "positive_button": {"text": plain("Yes"), "value": "yes"},
    "negative_button": {"text": plain("No"), "value": "no"},
}
CARD: list[Json] = [
    {
        "type": "section",
        "block_id": "s",
        "text": plain("Card"),
        "accessory": MENU,
    },
    {"type": "context_actions", "block_id": "f", "elements": [FEEDBACK]},
    {
        "type": "actions",
        "block_id": "b",
        "elements": [
            {"type": "button", "action_id": "claim", "text": plain("Claim"), "value": "41"}
        ],
    },
]
FORM = {
    "type": "modal",
    "title": plain("Form"),
    "submit": plain("Send"),
    "private_metadata": "kept",
    "blocks": [
        field("name", {"type": "plain_text_input", "min_length": 2, "max_length": 5}),
        field("topic", MENU, optional=True),
        field("boxes", BOXES, optional=True),
        field("size", {"type": "number_input", "is_decimal_allowed": False}, optional=True),
        field("day", {"type": "datepicker", "initial_date": "2024-05-01"}, optional=True),
    ],
}
