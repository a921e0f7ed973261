"""Who waits for an answer: whoever said, pressed or commanded something, and no app."""

from typing import Any

import pytest

from bot.slack.messages.failures import who_waits

USER = "U0EMMA"


def event(**values: object) -> dict[str, Any]:
    said = {"type": "message", "user": USER, "text": "hello"}
    return {"type": "event_callback", "event": said | values}


PAYLOADS: dict[str, tuple[dict[str, Any], str | None]] = {
    "a message": (event(), USER),
    "a mention": (event(type="app_mention"), USER),
    "a message with a file": (event(subtype="file_share"), USER),
    "an edit": (event(subtype="message_changed"), None),
    "a bot's message": (event(bot_id="B1"), None),
    "an opened tab": (event(type="app_home_opened"), None),
    "a malformed author": (event(user={"id": USER}), None),
    "no event": ({"type": "event_callback", "event": "message"}, None),
    "a button": ({"type": "block_actions", "user": {"id": USER}}, USER),
    "a shortcut": ({"type": "shortcut", "user": {"id": USER}}, USER),
    "a message shortcut": ({"type": "message_action", "user": {"id": USER}}, USER),
    "a closed modal": ({"type": "view_closed", "user": {"id": USER}}, None),
    "a command": ({"command": "/partner", "user_id": USER}, USER),
    "a command of nobody": ({"command": "/partner"}, None),
    "nothing": ({}, None),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_who_waits(name: str) -> None:
    payload, person = PAYLOADS[name]
    assert who_waits(payload) == person
