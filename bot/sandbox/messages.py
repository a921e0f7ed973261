"""The messages of a workspace, by channel."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from bot.sandbox.payload import Json
from bot.sandbox.records import BROADCAST, Message

REPLY_USERS: Final = 5


class Messages:
    """Every message ever posted, also those deleted or shown to one person only."""

    def __init__(self) -> None:
        """Begin empty."""
        self._by_channel: defaultdict[str, dict[str, Message]] = defaultdict(dict)
        self._replies: defaultdict[tuple[str, str], list[Message]] = defaultdict(list)

    def add(self, message: Message) -> None:
        """Keep a message."""
        self._by_channel[message.channel][message.ts] = message
        if message.thread_ts not in {None, message.ts}:
            self._replies[message.channel, str(message.thread_ts)].append(message)

    def find(self, channel: str, ts: str) -> Message | None:
        """Give a message that people can still see, or nothing."""
        message = self._by_channel[channel].get(ts)
        return None if message is None or message.deleted else message

    def history(self, channel: str) -> list[Message]:
        """Give what stands in a channel outside threads, oldest first."""
        return [
            each
            for each in self._visible(channel)
            if each.thread_ts in {None, each.ts} or each.subtype == BROADCAST
        ]

    def parent(self, channel: str, ts: str) -> Message | None:
        """Give the message that a reply to a message belongs to; None where nobody can reply."""
        message = self.find(channel, ts)
        if message is None or message.ephemeral_to is not None:
            return None
        return self.find(channel, message.thread_ts) if message.thread_ts else message

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Give a thread, its parent first."""
        parent = self.find(channel, ts)
        shown = [parent] if parent and parent.ephemeral_to is None else []
        return shown + self.replies(channel, ts)

    def replies(self, channel: str, ts: str) -> list[Message]:
        """Give the replies to a message that everyone sees, oldest first."""
        return [each for each in self._replies[channel, ts] if _is_public(each)]

    def described(self, message: Message) -> Json:
        """Give a message object with what Slack adds to the parent of a thread."""
        replies = self.replies(message.channel, message.ts)
        if not replies:
            return message.payload()
        users = list(dict.fromkeys(each.user for each in replies))
        return {
            **message.payload(),
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
            "reply_users": users[:REPLY_USERS],
            "is_locked": False,
        }

    def all(self, channel: str | None = None) -> list[Message]:
        """Give all messages of a channel, or of the workspace, as they were posted.

        Deleted and ephemeral ones are among them.
        """
        if channel is not None:
            return list(self._by_channel[channel].values())
        every = [each for channel in self._by_channel.values() for each in channel.values()]
        return sorted(every, key=lambda each: each.ts)

    def _visible(self, channel: str) -> Iterator[Message]:
        for message in self._by_channel[channel].values():
            if _is_public(message):
                yield message


def _is_public(message: Message) -> bool:
    return not message.deleted and message.ephemeral_to is None
