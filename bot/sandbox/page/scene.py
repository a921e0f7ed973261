"""What one person sees at one address, as values of the templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.sandbox.form_state import current_values
from bot.sandbox.page.cast import Member, cast, language_of, role_of
from bot.sandbox.page.drawing import clock_time
from bot.sandbox.page.fields import Target
from bot.sandbox.page.screens import Screen, Screens
from bot.sandbox.page.where import DIRECT, HOME, Where
from bot.sandbox.people import Person
from bot.sandbox.records import BROADCAST, TOMBSTONE, Channel, Message, User, View

TOGETHER_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the channel list."""

    key: str
    name: str
    kind: str
    unread: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it stands in a list; ``together`` with the one above needs no head."""

    message: Message
    target: Target
    time: datetime
    replies: int
    mine: bool
    by_app: bool
    language: str
    new_day: bool
    together: bool
    pointed: bool
    reader: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that one person's page is drawn from; ``screens`` are everybody's."""

    where: Where
    person: Person
    screen: Screen
    screens: Mapping[str, Screen] = field(default_factory=Screens)

    @property
    def me(self) -> Member:
        """The person who looks."""
        user = self.person.user
        return Member(user, language_of(user), role_of(user))

    @property
    def members(self) -> list[Member]:
        """Everyone who can be acted as, with what they have not read."""
        members = cast(self.person.workspace)
        return [replace(each, unread=self._unread(each.user)) for each in members]

    def _unread(self, user: User) -> int:
        person, screen = Person(user, self.person.sender), self.screens[user.id]
        channels = [each for each in person.workspace.channels.values() if user.id in each.members]
        return sum(screen.unread(each.id, person.sees(each.id), user.id) for each in channels)

    def place_of(self, member: Member) -> str:
        """Give the place that another member sees after this one: the same, where they can be."""
        is_app = self.where.place in {HOME, DIRECT}
        return self.where.place if is_app or member.user.id in self.channel.members else DIRECT

    @property
    def opposite(self) -> Member:
        """Whom to look at beside this person: one of support beside a partner, or a partner."""
        others = [each for each in cast(self.person.workspace) if each.user != self.person.user]
        mine = self.me.role == "support"
        across = [each for each in others if (each.role == "support") != mine]
        return (across or others or [self.me])[0]

    @property
    def channel(self) -> Channel:
        """The channel that is looked at; the direct message where the place is a tab."""
        channel = self.where.channel
        return self.person.workspace.channel(channel) if channel else self.person.direct

    @property
    def places(self) -> list[Place]:
        """The channels that the person is in, by name, then the app."""
        mine = [
            each
            for each in self.person.workspace.channels.values()
            if self.person.user.id in each.members and each.kind != "im"
        ]
        listed = [self._place(each.name, each) for each in sorted(mine, key=lambda c: c.name)]
        return [*listed, self._place(DIRECT, self.person.direct)]

    def _place(self, key: str, channel: Channel) -> Place:
        messages = self.person.sees(channel.id)
        unread = self.screen.unread(channel.id, messages, self.person.user.id)
        kind = "app" if channel.kind == "im" else channel.kind
        return Place(key, channel.name, kind, unread)

    @property
    def entries(self) -> list[Entry]:
        """What stands in the channel outside threads, and replies that were sent there too."""
        seen = self.person.sees(self.channel.id)
        shown = [e for e in seen if e.thread_ts in {None, e.ts} or e.subtype == BROADCAST]
        return self._entries(shown, seen, "m")

    @property
    def thread(self) -> list[Entry]:
        """The thread that is open beside, its parent first."""
        ts = self.where.thread
        if not ts or self.where.place == HOME:
            return []
        seen = self.person.sees(self.channel.id)
        return self._entries([each for each in seen if ts in {each.ts, each.thread_ts}], [], "t")

    def _entries(self, messages: list[Message], around: list[Message], side: str) -> list[Entry]:
        return list(self._drawn(messages, around, side))

    def _drawn(self, messages: list[Message], around: list[Message], side: str) -> Iterator[Entry]:
        above = [None, *messages]
        led = "t" if self.where.thread else "m"
        for message, before in zip(messages, above, strict=False):
            time = self._time(message)
            new_day = before is None or self._time(before).date() != time.date()
            replies = sum(e.thread_ts == message.ts and e.ts != message.ts for e in around)
            yield Entry(
                message,
                self._message_target(message, side),
                time,
                replies,
                mine=message.user == self.person.user.id and message.subtype != TOMBSTONE,
                by_app=message.bot_id is not None,
                language=self._language(message),
                new_day=new_day,
                together=not new_day and _together(before, message),
                pointed=message.ts == self.where.pointed and side == led,
                reader=self.person.user.id,
            )

    def _time(self, message: Message) -> datetime:
        return clock_time(float(message.ts), self.person.user.tz)

    def _language(self, message: Message) -> str:
        """Give the language of a person's words; the app's in a direct message are the reader's."""
        user = self.person.workspace.users[message.user]
        own = self.person.user if user.is_bot and self.where.place == DIRECT else user
        return language_of(own)

    def _message_target(self, message: Message, side: str) -> Target:
        values = current_values(message.blocks or [], message.values)
        return Target(f"{side}{message.ts}", f"message:{message.channel}:{message.ts}", values)

    def view_target(self, view: View) -> Target:
        """Give the target of the Home tab or of a modal, with what is wrong in it."""
        values = current_values(view.body["blocks"], view.values)
        errors = self.screen.errors.get(view.id, {})
        return Target(f"v{view.id}", f"view:{view.id}", values, errors)

    @property
    def depth(self) -> int:
        """How many views lie on each other in the modal."""
        return len(self.person.workspace.views.stacks[self.person.user.id])

    @property
    def status(self) -> str:
        """What the app says it is doing here."""
        key = (self.channel.id, self.where.thread)
        statuses = self.person.workspace.statuses
        return statuses.get(key) or statuses.get((self.channel.id, ""), "")

    @property
    def clock(self) -> datetime:
        """The sandbox's time where the person is."""
        return clock_time(self.person.workspace.stamps.clock(), self.person.user.tz)


def _together(before: Message | None, message: Message) -> bool:
    """Say whether a message continues the one above it: same person, soon."""
    if before is None or before.user != message.user or message.bot_id:
        return False
    return float(message.ts) - float(before.ts) < TOGETHER_SECONDS
