"""Whose turn it is to call Slack, for all processes together: booked in the database."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from bot.slack.office import House
from bot.slack.sending.pace import CHANNEL
from bot.slack.together import Together
from bot.storage import outbox, pauses, rate_limits
from bot.storage.outbox import Message
from bot.storage.rate_limits import Rate, Subject

_AT_ONCE = 100

LATE_SECONDS = CHANNEL.burst * CHANNEL.seconds
"""A turn that was missed for longer is booked anew: else all would come at once."""


class Wanted(NamedTuple):
    """A message that is to be sent now, by a method, in some paces."""

    row: Message
    method: str
    paces: Mapping[str, Rate]

    @property
    def called(self) -> tuple[str, str]:
        """The workspace and the method."""
        return self.row.workspace, self.method

    def needed(self, now: float) -> Mapping[Subject, Rate]:
        """Return what has to be booked: nothing where that was done, and the turn not missed."""
        booked = self.row.turn_at
        if booked is not None and now <= booked + LATE_SECONDS:
            return {}
        return {(self.row.workspace, each): rate for each, rate in self.paces.items()}


class Turn(NamedTuple):
    """When a message may be sent.

    Until then it waits (`is_later`), or Slack asked to leave its method alone (`is_paused`).
    """

    at: float
    is_later: bool = False
    is_paused: bool = False


class Turns:
    """Books the turns of messages, those that want one at the same time together."""

    def __init__(self, house: House) -> None:
        """Book for all workspaces."""
        self._house = house
        self._together = Together(self._booked, _AT_ONCE)

    async def book(self, wanted: Wanted) -> Turn:
        """Return when a message may be sent.

        One whose turn comes later waits in the outbox until then: there is nothing more to do.
        """
        return await self._together.add(wanted)

    async def _booked(self, wanted: list[Wanted]) -> Sequence[Turn]:
        return await self._house.database.run(book, wanted, self._house.clock())


def book(connection: Connection, wanted: Sequence[Wanted], now: float) -> list[Turn]:
    """Book a turn for each message that has none; have those wait that come later."""
    paused = pauses.paused(connection, {each.called for each in wanted}, now)
    needed = [{} if each.called in paused else each.needed(now) for each in wanted]
    free = rate_limits.book(connection, _together(needed), now)
    turns = []
    for each, its in zip(wanted, needed, strict=True):
        until = paused.get(each.called)
        turns.append(Turn(until, is_paused=True) if until else _turn(each.row, its, free, now))
    for each, turn in zip(wanted, turns, strict=True):
        if turn.is_later:
            outbox.wait(connection, each.row, turn.at)
    return turns


def _together(needed: Sequence[Mapping[Subject, Rate]]) -> Mapping[Subject, float]:
    """Return how many seconds are needed of each subject."""
    seconds: dict[Subject, float] = {}
    for each in needed:
        for subject, rate in each.items():
            seconds[subject] = seconds.get(subject, 0.0) + rate.seconds
    return seconds


def _turn(
    row: Message, needed: Mapping[Subject, Rate], free: dict[Subject, float], now: float
) -> Turn:
    """Return when a message may be sent by all its paces, and take each of them further on."""
    at = max(now, row.turn_at or now)
    for subject, rate in needed.items():
        at = max(at, free[subject] - rate.ahead)
        free[subject] += rate.seconds
    return Turn(at, is_later=at > now)
