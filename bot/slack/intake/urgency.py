"""Which requests open a modal: their trigger lives three seconds, so they can't wait in a queue."""

from bot.answering.commands import read_command
from bot.content.models import Knowledge
from bot.slack.payloads import Payload, typed

_OPENING = frozenset(
    {"form", "topic", "explain", "draft", "request", "desk_open", "desk_more", "batch_open"}
    | {"settings"}
)
"""The kinds of buttons that open a modal, or may."""

_SHORTCUTS = frozenset({"shortcut", "message_action"})


def opens_something(payload: Payload, knowledge: Knowledge) -> bool:
    """Tell whether a request opens a modal."""
    if payload.get("type") == "block_actions":
        return any(_kind(action) in _OPENING for action in _list(payload.get("actions")))
    if payload.get("type") in _SHORTCUTS:
        return str(payload.get("callback_id")).partition(":")[0] == "form"
    if payload.get("command"):
        command = read_command(typed(payload.get("text")).strip(), knowledge.commands)
        return command is not None and command.name in knowledge.forms
    return False


def _kind(action: object) -> str:
    return str(action.get("action_id")).partition(":")[0] if isinstance(action, dict) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
