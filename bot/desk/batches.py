"""When the requests of a form are handed in together: by the calendar, at the desk's hours."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.answering.calendar import submission_week, visible_by
from bot.content.months import Month
from bot.content.shapes import Id
from bot.desk.hours import Hours

_DAY = timedelta(days=1)


class Stage(StrEnum):
    """Where a batch stands: LAPSED is one that was not submitted before the next one opened."""

    OPEN = "open"
    SUBMITTED = "submitted"
    DONE = "done"
    LAPSED = "lapsed"


class Schedule(NamedTuple):
    """The calendar of a form's batches: each month has one.

    `week` returns the first and the last day of the running or next week of submission, seen from
    a day; `visible_by` the day by which shows what was submitted on a day.
    """

    week: Callable[[date], tuple[date, date]]
    visible_by: Callable[[date], date]


SCHEDULES: Mapping[Id, Schedule] = {"directory-schedule": Schedule(submission_week, visible_by)}
"""The schedules that a form can name."""


class Window(NamedTuple):
    """When the batch of a month is shown to the desk, and until when that is caught up on."""

    month: Month
    opens_at: float
    closes_at: float

    def has(self, now: float) -> bool:
        """Tell whether the batch is to be open at a time in seconds."""
        return self.opens_at <= now < self.closes_at


def window(schedule: Schedule, hours: Hours, now: float) -> Window:
    """Return the running or next window, seen from a time in seconds.

    It begins when the desk opens in that week; where it never does, with the week.
    """
    first, last = schedule.week(day_of(hours, now))
    begins, ends = _midnight(hours, first), _midnight(hours, last + _DAY)
    opening = hours.opening(begins)
    opens_at = begins if opening is None or opening >= ends else opening
    return Window(Month.of(first), opens_at, ends)


def week_of(schedule: Schedule, month: Month) -> tuple[date, date]:
    """Return the first and the last day of the week in which the batch of a month is submitted."""
    return schedule.week(month.on(1))


def asked_at(hours: Hours, visible: date) -> float:
    """Return when the desk is asked whether requests show that are to show by a day.

    That is when it opens on that day, or next after it.
    """
    begins = _midnight(hours, visible)
    opening = hours.opening(begins)
    return begins if opening is None else opening


def day_of(hours: Hours, now: float) -> date:
    """Return the day of a time in seconds, where the desk is."""
    return datetime.fromtimestamp(now, hours.zone).date()


def name_of(month: Month) -> str:
    """Return how the batch of a month is kept: "2026-03"."""
    return f"{month.year:04}-{month.number:02}"


def month_of(name: str) -> Month:
    """Return what `name_of` wrote."""
    year, _, number = name.partition("-")
    return Month(int(year), int(number))


def _midnight(hours: Hours, day: date) -> float:
    return datetime.combine(day, time.min, hours.zone).timestamp()
