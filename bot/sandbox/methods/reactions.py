"""``reactions.*``: one app's reactions to messages."""

import re
from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Kind, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.places import is_timestamp, message_at
from bot.sandbox.payload import Json
from bot.sandbox.records import Message
from bot.sandbox.workspace import Workspace

EMOJI_NAME: Final = r"[a-z0-9_'+-]+(::skin-tone-[2-6])?"


def add(workspace: Workspace, arguments: Json) -> Json:
    """Do ``reactions.add``."""
    users = _message(workspace, arguments).reactions.setdefault(arguments["name"], [])
    if workspace.app.bot_user_id in users:
        raise SlackError(name="already_reacted")
    users.append(workspace.app.bot_user_id)
    workspace.changes.announce()
    return {}


def remove(workspace: Workspace, arguments: Json) -> Json:
    """Do ``reactions.remove``."""
    reactions = _message(workspace, arguments).reactions
    users = reactions.get(arguments["name"], [])
    if workspace.app.bot_user_id not in users:
        raise SlackError(name="no_reaction")
    users.remove(workspace.app.bot_user_id)
    if not users:
        del reactions[arguments["name"]]
    workspace.changes.announce()
    return {}


def get(workspace: Workspace, arguments: Json) -> Json:
    """Do ``reactions.get``, of a message."""
    if not is_timestamp(arguments["timestamp"]):
        raise SlackError(name="bad_timestamp")
    message = message_at(workspace, arguments["channel"], arguments["timestamp"])
    described = workspace.messages.described(message)
    return {"type": "message", "channel": message.channel, "message": described}


def _message(workspace: Workspace, arguments: Json) -> Message:
    if not re.fullmatch(EMOJI_NAME, arguments["name"]):
        raise SlackError(name="invalid_name")
    if not is_timestamp(arguments["timestamp"]):
        raise SlackError(name="bad_timestamp")
    return message_at(workspace, arguments["channel"], arguments["timestamp"])


PLACE: Final[Mapping[str, Kind]] = {"channel": "string", "timestamp": "string"}
REACTION: Final[Mapping[str, Kind]] = {**PLACE, "name": "string"}

METHODS: Final[Mapping[str, Method]] = {
    "reactions.add": Method(add, REACTION),
    "reactions.remove": Method(remove, REACTION),
    "reactions.get": Method(get, PLACE, {"full": "boolean"}),
}
