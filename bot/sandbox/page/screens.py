"""What the page remembers of each person that Slack's own client would: nothing of it is sent."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from bot.sandbox.records import Message

NOTICES: Final = 3
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to one person: the key of its sentence, and the values in it."""

    rule: str
    values: Mapping[str, str] = field(default_factory=dict)
    number: int = field(default_factory=_numbers.__next__)


@dataclass(slots=True)
class Screen:
    """One person's screen: what is read, what went wrong beside which field, notices."""

    read: dict[str, str] = field(default_factory=dict)
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def say(self, rule: str, **values: str) -> None:
        """Put up a notice; the oldest goes."""
        self.notices = [*self.notices, Notice(rule, values)][-NOTICES:]

    def dismiss(self, number: int) -> None:
        """Take a notice away."""
        self.notices = [each for each in self.notices if each.number != number]

    def saw(self, channel: str, messages: list[Message]) -> None:
        """Take everything in a channel as read."""
        if messages:
            self.read[channel] = max(each.ts for each in messages)

    def unread(self, channel: str, messages: list[Message], own: str) -> int:
        """Count what others wrote in a channel since it was read."""
        last = self.read.get(channel, "")
        return sum(each.ts > last and each.user != own for each in messages)


class Screens(defaultdict[str, Screen]):
    """The screens of all people, by user id."""

    def __init__(self) -> None:
        """Begin with empty screens."""
        super().__init__(Screen)
