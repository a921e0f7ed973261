"""``conversations.list``, ``join`` and ``leave``, and ``users.conversations``."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Kind, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.conversations import describe_channel
from bot.sandbox.methods.places import KINDS, listed_types, page, visible_channel
from bot.sandbox.payload import Json
from bot.sandbox.records import Channel
from bot.sandbox.workspace import Workspace


def list_channels(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.list``: all public channels, and where else the app is."""
    bot = workspace.app.bot_user_id
    seen = [
        each
        for each in workspace.channels.values()
        if each.kind == "channel" or bot in each.members
    ]
    return _listed(workspace, seen, arguments)


def of_user(workspace: Workspace, arguments: Json) -> Json:
    """Do ``users.conversations``: where the app is, with another person if one is named."""
    inside = {workspace.app.bot_user_id, arguments.get("user", workspace.app.bot_user_id)}
    if not inside <= workspace.users.keys():
        raise SlackError(name="user_not_found")
    both = [each for each in workspace.channels.values() if inside <= each.members]
    return _listed(workspace, both, arguments)


def _listed(workspace: Workspace, found: list[Channel], arguments: Json) -> Json:
    names = listed_types(arguments)
    if not set(names) <= KINDS.keys():
        raise SlackError(name="invalid_types")
    kinds = {KINDS[name] for name in names}
    live = [each for each in found if not (arguments.get("exclude_archived") and each.is_archived)]
    shown = [_described(workspace, each) for each in live if each.kind in kinds]
    some, cursor = page(shown, arguments)
    return {"channels": some, "response_metadata": {"next_cursor": cursor}}


def join(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.join``, into a public channel."""
    channel = _public(workspace, arguments["channel"])
    if channel.is_archived:
        raise SlackError(name="is_archived")
    already = workspace.app.bot_user_id in channel.members
    channel.members.add(workspace.app.bot_user_id)
    workspace.changes.announce()
    warned = {"warning": "already_in_channel"} if already else {}
    return {"channel": _described(workspace, channel), **warned}


def leave(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.leave``."""
    channel = visible_channel(workspace, arguments["channel"])
    if channel.kind == "im":
        raise SlackError(name="method_not_supported_for_channel_type")
    if workspace.app.bot_user_id not in channel.members:
        return {"not_in_channel": True}
    channel.members.discard(workspace.app.bot_user_id)
    workspace.changes.announce()
    return {}


def _public(workspace: Workspace, channel_id: str) -> Channel:
    channel = visible_channel(workspace, channel_id)
    if channel.kind != "channel":
        raise SlackError(name="method_not_supported_for_channel_type")
    return channel


def _described(workspace: Workspace, channel: Channel) -> Json:
    described = describe_channel(channel)
    if channel.kind == "im":
        return described
    inside = workspace.app.bot_user_id in channel.members
    return {**described, "is_member": inside, "num_members": len(channel.members)}


CHANNEL: Final[Mapping[str, Kind]] = {"channel": "string"}
LISTED: Final[Mapping[str, Kind]] = {
    "cursor": "string",
    "limit": "integer",
    "types": "string",
    "exclude_archived": "boolean",
}

METHODS: Final[Mapping[str, Method]] = {
    "conversations.list": Method(list_channels, {}, LISTED),
    "conversations.join": Method(join, CHANNEL),
    "conversations.leave": Method(leave, CHANNEL),
    "users.conversations": Method(of_user, {}, {**LISTED, "user": "string"}),
}
