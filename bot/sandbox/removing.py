"""What becomes of a message that is deleted."""

from bot.sandbox.events import message_changed, message_deleted
from bot.sandbox.payload import Json
from bot.sandbox.records import TOMBSTONE, Message
from bot.sandbox.workspace import Workspace


def remove(workspace: Workspace, message: Message) -> Json:
    """Delete a message; give the event of it.

    One with replies leaves a tombstone above them, and is told as a change.
    Source: https://github.com/42wim/matterbridge/issues/600
    """
    before = workspace.messages.described(message)
    channel, ts = workspace.channels[message.channel], workspace.stamps.ts()
    has_replies = bool(workspace.messages.replies(message.channel, message.ts))
    if has_replies:
        message.subtype, message.blocks, message.files = TOMBSTONE, None, None
    else:
        message.deleted = True
    workspace.changes.announce()
    if has_replies:
        after = workspace.messages.described(message)
        return {**message_changed(channel, message, before, ts), "message": after}
    return message_deleted(channel, before, ts)
