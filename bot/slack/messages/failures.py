"""What people hear of a request that could not be done: sorry, and its number in the logs."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.services import language
from bot.services.failing import FAILED
from bot.slack.call import POST, Call, Drawn, post
from bot.slack.office import Office
from bot.slack.payloads import Payload

_SAID = frozenset({"message", "app_mention"})
_TYPED = frozenset({None, "", "file_share", "thread_broadcast"})
_PRESSED = frozenset({"block_actions", "shortcut", "message_action"})


def who_waits(payload: Payload) -> str | None:
    """Return who said, pressed or commanded something; None where nobody waits for an answer."""
    if payload.get("type") == "event_callback":
        return _author(payload.get("event"))
    if payload.get("type") in _PRESSED:
        return _id(payload.get("user"), "id")
    return _id(payload, "user_id") if "command" in payload else None


def _author(event: object) -> str | None:
    """Return the person who typed a message."""
    if not isinstance(event, dict) or event.get("type") not in _SAID:
        return None
    is_typed = event.get("subtype") in _TYPED and not event.get("bot_id")
    return _id(event, "user") if is_typed else None


def _id(value: object, name: str) -> str | None:
    told = value.get(name) if isinstance(value, Mapping) else None
    return told if isinstance(told, str) and told else None


def _failed(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.languages)
    values = {"reference": str(about["reference"])}
    return Call(POST, post(person, office.artist.templates.message(FAILED, locale, values)))


DRAWN: Mapping[str, Drawn] = {FAILED: _failed}
