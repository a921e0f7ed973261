"""What Slack's requests say: decoded once, here."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.monitoring.metrics import OTHER
from bot.storage.inbox import Received

EVENT, INTERACTION, COMMAND = "events_api", "interactive", "slash_commands"

_SORTS = frozenset(
    {"event_callback", "block_actions", "view_submission", "view_closed", "block_suggestion"}
    | {"shortcut", "message_action", "command"}
)
_ORGANIZATION = "E"
"""How the ids of organizations begin; those of workspaces begin with T."""

_EVENT_ID = re.compile(r"\w{1,40}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LINK = re.compile(
    r"<(?:(?P<url>https?://[^<>|]*)(?:\|[^<>]*)?|mailto:[^<>|]*\|(?P<mailbox>[^<>|]*))>"
)
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


def event_of(payload: Payload) -> str:
    """Return how logs know a request: by Slack's id of its event, or its trigger's hash."""
    event, trigger = payload.get("event_id"), payload.get("trigger_id")
    if isinstance(event, str) and _EVENT_ID.fullmatch(event):
        return event
    return hashlib.sha256(trigger.encode()).hexdigest()[:12] if isinstance(trigger, str) else ""


def sort_of(payload: Payload) -> str:
    """Return what kind of request it is, of few: not all that Slack may send is known."""
    told = "command" if "command" in payload else payload.get("type")
    return told if isinstance(told, str) and told in _SORTS else OTHER


def workspace_of(payload: Payload) -> str:
    """Return the id of the workspace that the app is installed in; "" when none is told.

    In Slack Connect and in organizations several are named; the order is that of Bolt's
    `extract_team_id`, which unlike this fails on what Slack would not send, and takes an
    organization that has the app in all its workspaces for one of these.
    """
    told = (str(team) for team in _teams(payload) if team)
    return next((team for team in told if not team.startswith(_ORGANIZATION)), "")


def enterprise_of(payload: Payload) -> str | None:
    """Return the id of the organization that the workspace belongs to; None where there is none."""
    installed = payload.get("authorizations")
    first = installed[0] if isinstance(installed, list) and installed else None
    of_view = _part(payload.get("view"), "app_installed_team_id")
    told = (
        of_view if str(of_view).startswith(_ORGANIZATION) else None,
        _part(first, "enterprise_id"),
        payload.get("context_enterprise_id"),
        payload.get("enterprise_id"),
        _part(payload.get("enterprise"), "id"),
        _part(payload.get("team"), "enterprise_id"),
    )
    return next((each for each in told if isinstance(each, str) and each), None)


def _teams(payload: Payload) -> Iterator[object]:
    yield _part(payload.get("view"), "app_installed_team_id")
    team = payload.get("team")
    yield team if isinstance(team, str) else _part(team, "id")
    installed = payload.get("authorizations")
    yield _part(installed[0], "team_id") if isinstance(installed, list) and installed else None
    yield payload.get("context_team_id")
    yield payload.get("team_id")
    for part in ("event", "user", "view"):
        yield _part(payload.get(part), "team_id")


def company_of(payload: Payload) -> str:
    """Return the Slack team that a person belongs to; "" where none is told."""
    own = (_part(payload.get("user"), "team_id"), payload.get("user_team"), payload.get("team_id"))
    return next((team for team in own if isinstance(team, str) and team), "")


def _part(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def metadata_of(view: object) -> Mapping[str, Any]:
    """Return what a view says of itself in its metadata; nothing where that is no JSON object."""
    said = _part(view, "private_metadata")
    try:
        told = json.loads(said) if isinstance(said, str) else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def number_in(value: object, most: int) -> int:
    """Return a number from 0 to `most` that a view tells; 0 for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
    return int(str(value)) if is_number else 0


def storable(text: str) -> str:
    """Return a text without what no database keeps: NUL and halves of characters."""
    return _UNSTORABLE.sub("\ufffd", text)


def typed(text: object) -> str:
    """Return message text as it was typed: Slack sends it with three entities and marks links.

    A link with words is told by its address, so that the words can't hide where it leads.
    """
    if not isinstance(text, str):
        return ""
    text = _LINK.sub(lambda link: link["url"] or link["mailbox"], text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return storable(text)
