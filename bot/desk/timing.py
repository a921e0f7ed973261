"""What time alone brings about: warnings, escalations, reminders and closings of a ticket.

Each notice belongs to a chain, in which the later ones make the earlier ones needless: who was not
warned in time, because nothing ran, is told at once that a ticket is overdue.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.content.desk import Desk, Weekly
from bot.desk.hours import Hours
from bot.desk.life import State
from bot.desk.targets import Priority, due, warned_from

_DAY_SECONDS = 24 * 3600.0
_WEEK_DAYS = 7
_WORKED_ON = frozenset({State.NEW, State.IN_PROGRESS, State.REOPENED})


class Notice(StrEnum):
    """What comes due; reminders are numbered from 1: `partner-reminded-1`."""

    ANSWER_WARNED = "answer-warned"
    ANSWER_OVERDUE = "answer-overdue"
    RESOLUTION_WARNED = "resolution-warned"
    RESOLUTION_OVERDUE = "resolution-overdue"
    CLOSED = "closed"


_REMINDED = "partner-reminded-"


class Clock(NamedTuple):
    """The times of a ticket, in seconds since 1970.

    `reopened_at` is when it was last reopened: its time runs from there, and of the first answers
    only one after it counts. `waited` is the business time in seconds, since then, in which the
    partner was waited for; `waiting_since` is when the present wait began. `noticed` are the
    notices that were given.
    """

    kind: str
    priority: str
    state: str
    created_at: float
    answered_at: float | None
    waiting_since: float | None
    answer_due: float | None
    resolution_due: float | None
    noticed: Collection[str] = ()
    reopened_at: float | None = None
    waited: float = 0.0

    @property
    def since(self) -> float:
        """Return when the time of its targets began."""
        return self.created_at if self.reopened_at is None else self.reopened_at

    @property
    def is_answered(self) -> bool:
        """Tell whether support has answered since then."""
        return self.answered_at is not None and self.answered_at >= self.since


class Coming(NamedTuple):
    """A notice and when it comes due."""

    notice: str
    at: float


class Timing(NamedTuple):
    """The notices to give now, and when to look again: None if nothing ever comes due."""

    due: tuple[str, ...]
    look_at: float | None


def decide(desk: Desk, hours: Hours, clock: Clock, now: float) -> Timing:
    """Return what is due for a ticket at `now`; what was noticed is not due again."""
    chains = list(_chains(desk, hours, clock))
    reached = [[each.notice for each in chain if each.at <= now] for chain in chains]
    ahead = [each.at for chain in chains for each in chain if each.at > now]
    last = [notices[-1] for notices in reached if notices]
    return Timing(
        tuple(notice for notice in last if notice not in clock.noticed), min(ahead, default=None)
    )


def still_noticed(desk: Desk, hours: Hours, clock: Clock, now: float) -> frozenset[str]:
    """Return the notices that still hold after a change of state, priority or due times.

    The others may come again: what is due later now, and the reminders of a wait that is over. A
    wait takes back no warning, for the time of the targets only stands still.
    """
    chains = list(_chains(desk, hours, clock))
    ahead = {each.notice for chain in chains for each in chain if each.at > now}
    waits = clock.state == State.WAITING
    return frozenset(
        notice
        for notice in clock.noticed
        if notice not in ahead and (waits or not notice.startswith(_REMINDED))
    )


def started(desk: Desk, hours: Hours, clock: Clock) -> Clock:
    """Return the times of a ticket with its due times, from when its time began.

    An answer that was given keeps the time by which it was due.
    """
    priority = Priority(clock.priority)
    ends = due(desk, hours, clock.kind, priority, clock.since, clock.waited)
    answer = clock.answer_due if clock.is_answered else ends.answer
    return clock._replace(answer_due=answer, resolution_due=ends.resolution)


def may_reopen(desk: Desk, resolved_at: float, now: float) -> bool:
    """Tell whether what a partner writes reopens a ticket that was resolved then."""
    return now < resolved_at + desk.reopening_days * _DAY_SECONDS


def may_ask_rating(desk: Desk, asked_at: float | None, now: float) -> bool:
    """Tell whether a person may be asked to rate who was last asked then, or never."""
    return asked_at is None or now >= asked_at + desk.rating_pause_days * _DAY_SECONDS


def next_summary(weekly: Weekly, hours: Hours, after: float) -> float:
    """Return the first time of the week's summary after a time in seconds."""
    local = datetime.fromtimestamp(after, hours.zone)
    ahead = (weekly.day.number - local.weekday()) % _WEEK_DAYS
    at = time(*divmod(weekly.at, 60))
    days = (local.date() + timedelta(days=ahead + more) for more in (0, _WEEK_DAYS))
    times = (datetime.combine(day, at, hours.zone).timestamp() for day in days)
    return next(each for each in times if each > after)


def _chains(desk: Desk, hours: Hours, clock: Clock) -> Iterator[list[Coming]]:
    """Give the notices that can come due as the ticket stands, each chain in its order."""
    if clock.state == State.WAITING and clock.waiting_since is not None:
        yield _of_waiting(desk, hours, clock.waiting_since)
    if clock.state not in _WORKED_ON:
        return
    if clock.answer_due is not None and not clock.is_answered:
        notices = Notice.ANSWER_WARNED, Notice.ANSWER_OVERDUE
        yield _of_target(desk, hours, clock, clock.answer_due, notices)
    if clock.resolution_due is not None:
        notices = Notice.RESOLUTION_WARNED, Notice.RESOLUTION_OVERDUE
        yield _of_target(desk, hours, clock, clock.resolution_due, notices)


def _of_waiting(desk: Desk, hours: Hours, since: float) -> list[Coming]:
    reminders = [
        Coming(f"{_REMINDED}{number}", hours.days_later(since, days))
        for number, days in enumerate(desk.waiting.reminders, 1)
    ]
    return [*reminders, Coming(Notice.CLOSED, hours.days_later(since, desk.waiting.closing))]


def _of_target(
    desk: Desk, hours: Hours, clock: Clock, due_at: float, notices: tuple[Notice, Notice]
) -> list[Coming]:
    warned, overdue = notices
    early = warned_from(hours, clock.since, due_at, desk.warning, clock.waited)
    return [Coming(warned, early), Coming(overdue, due_at)]
