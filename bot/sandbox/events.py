"""Events about messages, as they stand inside an ``event_callback``.

Source: https://docs.slack.dev/reference/events/message
"""

from bot.sandbox.payload import Json
from bot.sandbox.records import Channel, Message


def message_posted(channel: Channel, message: Message) -> Json:
    """Give the event of a new message, of a person or of the app itself."""
    return {**message.payload(), **_where(channel), "event_ts": message.ts}


def message_changed(channel: Channel, message: Message, before: Json, ts: str) -> Json:
    """Give the event of an edited message; ``before`` is what it was."""
    inner = {"message": message.payload(), "previous_message": before}
    return {**_hidden(channel, "message_changed", ts), **inner}


def message_deleted(channel: Channel, before: Json, ts: str) -> Json:
    """Give the event of a deleted message."""
    inner = {"previous_message": before, "deleted_ts": before["ts"]}
    return {**_hidden(channel, "message_deleted", ts), **inner}


def app_mention(channel: Channel, message: Message) -> Json:
    """Give the second event of a message that names the app."""
    event = {**message.payload(), "type": "app_mention"}
    return {**event, "channel": channel.id, "event_ts": message.ts}


def _hidden(channel: Channel, subtype: str, ts: str) -> Json:
    kind = {"type": "message", "subtype": subtype, "hidden": True, "ts": ts, "event_ts": ts}
    return {**kind, **_where(channel)}


def _where(channel: Channel) -> Json:
    return {"channel": channel.id, "channel_type": channel.kind}
