"""``conversations.*``: channels, their members and their history."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Kind, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.places import joined_channel, page, visible_channel
from bot.sandbox.payload import Json, without_nothing
from bot.sandbox.records import Channel, Message
from bot.sandbox.workspace import Workspace


def describe_channel(channel: Channel) -> Json:
    """Give a channel object; a direct message has a user instead of a name."""
    kinds = {f"is_{kind}": channel.kind == kind for kind in ("channel", "group", "im")}
    shared = {"is_shared": channel.is_shared, "is_ext_shared": channel.is_shared}
    fields = {"id": channel.id, **kinds, **shared, "is_archived": channel.is_archived}
    if channel.kind == "im":
        return {**fields, "user": channel.user, "is_open": True}
    private = channel.kind == "group"
    return {**fields, "name": channel.name, "is_private": private, "is_member": True}


def open_direct(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.open`` for one person; groups are not part of the sandbox."""
    if "channel" in arguments:
        channel = visible_channel(workspace, arguments["channel"])
    else:
        channel = workspace.direct(_only_user(workspace, arguments.get("users", "")))
    if arguments.get("return_im"):
        return {"channel": describe_channel(channel)}
    return {"channel": {"id": channel.id}}


def _only_user(workspace: Workspace, users: str) -> str:
    ids = [each.strip() for each in users.split(",") if each.strip()]
    if not ids:
        raise SlackError(name="users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError(name="method_not_supported_for_channel_type")
    user = workspace.users.get(ids[0])
    if user is None:
        raise SlackError(name="user_not_found")
    if user.is_bot or user.deleted:
        raise SlackError(name="cannot_dm_bot" if user.is_bot else "user_disabled")
    return user.id


def info(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.info``."""
    channel = visible_channel(workspace, arguments["channel"])
    described = describe_channel(channel)
    if channel.kind != "im":
        described["is_member"] = workspace.app.bot_user_id in channel.members
    count = len(channel.members) if arguments.get("include_num_members") else None
    return {"channel": without_nothing({**described, "num_members": count})}


def members(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.members``."""
    channel = visible_channel(workspace, arguments["channel"])
    everyone = [{"id": each} for each in sorted(channel.members)]
    some, cursor = page(everyone, arguments)
    ids = [each["id"] for each in some]
    return {"members": ids, "response_metadata": {"next_cursor": cursor}}


def history(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.history``: newest first."""
    channel = joined_channel(workspace, arguments["channel"])
    return _messages(workspace, workspace.messages.history(channel.id)[::-1], arguments)


def replies(workspace: Workspace, arguments: Json) -> Json:
    """Do ``conversations.replies``: the parent, then its replies."""
    channel = joined_channel(workspace, arguments["channel"])
    thread = workspace.messages.thread(channel.id, arguments["ts"])
    if not thread:
        raise SlackError(name="thread_not_found")
    return _messages(workspace, thread, arguments)


def _messages(workspace: Workspace, found: list[Message], arguments: Json) -> Json:
    oldest, latest = arguments.get("oldest") or "0", arguments.get("latest") or "9"
    edges = {oldest, latest} if arguments.get("inclusive") else set()
    within = [each for each in found if oldest < each.ts < latest or each.ts in edges]
    shown = [_shown(workspace, each, arguments) for each in within]
    some, cursor = page(shown, arguments)
    more = {"has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}
    return {"messages": some, **more}


def _shown(workspace: Workspace, message: Message, arguments: Json) -> Json:
    payload = workspace.messages.described(message)
    if not arguments.get("include_all_metadata"):
        payload.pop("metadata", None)
    return payload


PAGED: Final[Mapping[str, Kind]] = {"cursor": "string", "limit": "integer"}
RANGE: Final[Mapping[str, Kind]] = {
    **PAGED,
    "inclusive": "boolean",
    "include_all_metadata": "boolean",
    "latest": "string",
    "oldest": "string",
}
CHANNEL: Final[Mapping[str, Kind]] = {"channel": "string"}

METHODS: Final[Mapping[str, Method]] = {
    "conversations.open": Method(
        open_direct, {}, {**CHANNEL, "users": "string", "return_im": "boolean"}
    ),
    "conversations.info": Method(
        info, CHANNEL, {"include_locale": "boolean", "include_num_members": "boolean"}
    ),
    "conversations.members": Method(members, CHANNEL, PAGED),
    "conversations.history": Method(history, CHANNEL, RANGE),
    "conversations.replies": Method(replies, {**CHANNEL, "ts": "string"}, RANGE),
}
