"""The messages of a workspace, by channel."""

from collections import defaultdict
from collections.abc import Iterator

from bot.sandbox.records import Message


class Messages:
    """Every message ever posted, also those deleted or shown to one person only."""

    def __init__(self) -> None:
        """Begin empty."""
        self._by_channel: defaultdict[str, dict[str, Message]] = defaultdict(dict)

    def add(self, message: Message) -> None:
        """Keep a message."""
        self._by_channel[message.channel][message.ts] = message

    def find(self, channel: str, ts: str) -> Message | None:
        """Give a message that people can still see, or nothing."""
        message = self._by_channel[channel].get(ts)
        return None if message is None or message.deleted else message

    def history(self, channel: str) -> list[Message]:
        """Give what stands in a channel outside threads, oldest first."""
        return [each for each in self._visible(channel) if each.thread_ts in {None, each.ts}]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Give a thread, its parent first."""
        return [each for each in self._visible(channel) if ts in {each.ts, each.thread_ts}]

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
            if not message.deleted and message.ephemeral_to is None:
                yield message
