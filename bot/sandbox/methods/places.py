"""Finding the channel and the message that a call names, as the app may see them."""

import re
from collections.abc import Mapping
from typing import Final

from bot.sandbox.errors import SlackError
from bot.sandbox.payload import Json
from bot.sandbox.records import Channel, ChannelKind, Message
from bot.sandbox.workspace import Workspace

TIMESTAMP: Final = r"\d{1,12}\.\d{6}"
PAGE: Final = 100
# What ``types`` calls the kinds of channels; the sandbox has no direct messages of several.
KINDS: Final[Mapping[str, ChannelKind | None]] = {
    "public_channel": "channel",
    "private_channel": "group",
    "im": "im",
    "mpim": None,
}
LISTING: Final = frozenset({"conversations.list", "users.conversations"})


def kinds_of(workspace: Workspace, method: str, arguments: Json) -> list[ChannelKind]:
    """Give the kinds of the channels that a call is about, as far as it may know of them."""
    if method in LISTING:
        found = [KINDS.get(name) for name in listed_types(arguments)]
        return [kind for kind in found if kind]
    if method == "conversations.open":
        return ["im"]
    channel = workspace.channels.get(str(arguments.get("channel")))
    known = channel is not None and (channel.kind == "channel" or _inside(workspace, channel))
    return [channel.kind] if channel is not None and known else []


def listed_types(arguments: Json) -> list[str]:
    """Give the names in ``types``; without any, public channels are meant."""
    return str(arguments.get("types") or "public_channel").replace(" ", "").split(",")


def visible_channel(workspace: Workspace, channel_id: str) -> Channel:
    """Give a channel that the app may know of.

    Raises SlackError ``channel_not_found``, also for a private channel without the app.
    """
    channel = workspace.channels.get(channel_id)
    hidden = channel is not None and channel.kind != "channel" and not _inside(workspace, channel)
    if channel is None or hidden:
        raise SlackError(name="channel_not_found")
    return channel


def joined_channel(workspace: Workspace, channel_id: str) -> Channel:
    """Give a channel that the app is in; raises SlackError ``not_in_channel`` too."""
    channel = visible_channel(workspace, channel_id)
    if not _inside(workspace, channel):
        raise SlackError(name="not_in_channel")
    return channel


def place_to_post(workspace: Workspace, name: str) -> Channel:
    """Give the channel for a new message: an id, a name, or a person's id.

    Raises SlackError: ``channel_not_found``, ``not_in_channel``, ``is_archived``.
    """
    user = workspace.users.get(name)
    if user is not None and not user.is_bot:
        return workspace.direct(user.id)
    channel = joined_channel(workspace, workspace.channel(name).id)
    if channel.is_archived:
        raise SlackError(name="is_archived")
    return channel


def message_at(workspace: Workspace, channel_id: str, ts: str) -> Message:
    """Give a message; raises SlackError ``message_not_found`` and those of channels."""
    channel = visible_channel(workspace, channel_id)
    message = workspace.messages.find(channel.id, ts)
    if message is None:
        raise SlackError(name="message_not_found")
    return message


def parent_of(workspace: Workspace, channel_id: str, thread_ts: str | None) -> str | None:
    """Give the timestamp of the thread that a reply belongs to.

    Raises SlackError ``cannot_reply_to_message`` when nothing stands there.
    """
    if not thread_ts:
        return None
    parent = workspace.messages.parent(channel_id, thread_ts)
    if parent is None:
        raise SlackError(name="cannot_reply_to_message")
    return parent.ts


def is_timestamp(text: str) -> bool:
    """Say whether a text has the form of a message timestamp."""
    return re.fullmatch(TIMESTAMP, text) is not None


def page(items: list[Json], arguments: Json) -> tuple[list[Json], str]:
    """Give one page of a list and the cursor of the next, empty at the end.

    Raises SlackError ``invalid_cursor`` and ``invalid_limit``.
    """
    cursor = arguments.get("cursor") or "0"
    limit = arguments.get("limit", PAGE)
    if not cursor.isdecimal():
        raise SlackError(name="invalid_cursor")
    if not 1 <= limit <= 1000:  # noqa: PLR2004 - Slack's own bounds
        raise SlackError(name="invalid_limit")
    end = int(cursor) + limit
    return items[int(cursor) : end], str(end) if end < len(items) else ""


def _inside(workspace: Workspace, channel: Channel) -> bool:
    return workspace.app.bot_user_id in channel.members
