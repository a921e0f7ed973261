"""What Slack's requests say: decoded once, here."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.storage.inbox import Received

EVENT, INTERACTION, COMMAND = "events_api", "interactive", "slash_commands"

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))

Payload = Mapping[str, Any]


class NotUnderstoodError(ValueError):
    """A body that Slack would not send."""


def parse(body: bytes, content_type: str) -> tuple[str, dict[str, Any]]:
    """Return the kind of a request (Socket Mode's name for it) and its payload.

    Raises NotUnderstoodError for what is not UTF-8, JSON or a form.
    """
    try:
        text = body.decode("utf-8")
        if content_type.startswith("application/json"):
            return EVENT, _object(json.loads(text))
        fields = dict(parse_qsl(text, keep_blank_values=True))
        if "payload" in fields:
            return INTERACTION, _object(json.loads(fields["payload"]))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise NotUnderstoodError from None
    return COMMAND, dict(fields)


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotUnderstoodError
    return value


def received(kind: str, payload: Payload) -> Received:
    """Return a payload as it is stored: repeats have the same key."""
    text = json.dumps(payload, ensure_ascii=True, separators=(",", ":"))
    key = payload.get("event_id") if kind == EVENT else None
    if not isinstance(key, str) or not key:
        key = hashlib.sha256(text.encode()).hexdigest()
    return Received(workspace_of(payload), key, kind, text)


def workspace_of(payload: Payload) -> str:
    """Return the id of the workspace that the app is installed in; "" when none is told."""
    for installed in _list(payload.get("authorizations")):
        if isinstance(installed, dict) and installed.get("team_id"):
            return str(installed["team_id"])
    team = payload.get("team")
    found = payload.get("team_id") or (team.get("id") if isinstance(team, dict) else None)
    return str(found or "")


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def typed(text: object) -> str:
    """Return message text as it was typed: Slack sends it with three entities."""
    if not isinstance(text, str):
        return ""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text
