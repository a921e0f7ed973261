"""Business hours: what counts as time for the desk, and when something is due by them.

The hours of a year are worked out once, as spans from and to with the business time before each, so
that every question is a look-up.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.content.calendars import Closed
from bot.content.desk import Desk, Duration, Opening
from bot.desk.closures import NEVER, closures_of

_MINUTE = 60.0
_SECONDS = {"m": _MINUTE, "h": 60 * _MINUTE}
_DAY = timedelta(days=1)
_MOST_YEARS = 10
"""No desk is closed for ten years: a wrong calendar must not hang anybody."""

Span = tuple[float, float]
"""From and to, in seconds since 1970."""

Week = Mapping[int, Sequence[Opening]]
"""When the desk is there on each day of the week; 0 is Monday."""


class _Year(NamedTuple):
    """The open spans of a year in their order, and its days that have any.

    `worked` is the business time in seconds before each span, and behind the last one.
    """

    opens: tuple[float, ...]
    closes: tuple[float, ...]
    worked: tuple[float, ...]
    days: tuple[date, ...]

    def before(self, moment: float) -> float:
        """Return how much business time of this year lies before a time."""
        last = bisect_right(self.opens, moment) - 1
        if last < 0:
            return 0.0
        return self.worked[last] + min(moment, self.closes[last]) - self.opens[last]

    def after(self, seconds: float) -> float:
        """Return when so much business time of this year has passed."""
        span = max(bisect_left(self.worked, seconds) - 1, 0)
        return self.opens[span] + seconds - self.worked[span]


class Hours:
    """When the desk is there: in the hours of its week, in its own zone, unless it is closed."""

    def __init__(
        self, zone: ZoneInfo, week: Week, closed: Callable[[int], Closed] = lambda _: NEVER
    ) -> None:
        """Keep what tells the hours; `closed` tells of a year when the desk is not there."""
        self.zone = zone
        self._year = cache(partial(_year, zone, week, closed))

    def is_open(self, moment: float) -> bool:
        """Tell whether the desk is there at a time in seconds."""
        return self.opening(moment) == moment

    def opening(self, moment: float) -> float | None:
        """Return the first time from `moment` on when the desk is there; None if it never is."""
        for year in self._years(moment):
            span = bisect_right(year.closes, moment)
            if span < len(year.opens):
                return max(year.opens[span], moment)
        return None

    def later(self, moment: float, seconds: float) -> float:
        """Return when so many seconds of business time have passed since a time in seconds.

        A desk that is never there is due by the clock.
        """
        if seconds <= 0:
            return moment
        left = seconds
        for year in self._years(moment):
            done = year.before(moment)
            if done + left <= year.worked[-1]:
                return max(year.after(done + left), moment)
            left -= year.worked[-1] - done
        return moment + seconds

    def between(self, start: float, end: float) -> float:
        """Return how many seconds of business time lie between two times, at least 0."""
        if end <= start:
            return 0.0
        first, last = self._local(start).year, self._local(end).year
        whole = sum(self._year(year).worked[-1] for year in range(first, last))
        return whole + self._year(last).before(end) - self._year(first).before(start)

    def days_later(self, moment: float, days: int) -> float:
        """Return the same time of the desk on so many business days later.

        What comes while the desk is closed counts from when it opens; where that time of that day
        is outside the hours, the nearest later one counts, else when the desk closes.
        """
        opening = self.opening(moment)
        local = self._local(moment if opening is None else opening)
        day = self._day_later(local.date(), days)
        if day is None:
            return moment + days * _DAY.total_seconds()
        same = datetime.combine(day, local.time(), self.zone).timestamp()
        closing = self._closing(day)
        return min(self.opening(same) or closing, closing)

    def after(self, moment: float, duration: Duration) -> float:
        """Return when a length of business time is over."""
        if duration.unit == "d":
            return self.days_later(moment, duration.amount)
        return self.later(moment, duration.amount * _SECONDS[duration.unit])

    def _day_later(self, day: date, days: int) -> date | None:
        """Return the day on which the desk is there for that many times after `day`."""
        left = days
        for number in range(day.year, day.year + _MOST_YEARS):
            open_days = self._year(number).days
            at = bisect_right(open_days, day) + left - 1
            if at < len(open_days):
                return open_days[at]
            left = at + 1 - len(open_days)
        return None

    def _closing(self, day: date) -> float:
        """Return when the desk closes for the last time on a day on which it is there."""
        year = self._year(day.year)
        midnight = datetime.combine(day + _DAY, time.min, self.zone).timestamp()
        return year.closes[bisect_left(year.opens, midnight) - 1]

    def _years(self, moment: float) -> Iterator[_Year]:
        first = self._local(moment).year
        return (self._year(number) for number in range(first, first + _MOST_YEARS))

    def _local(self, moment: float) -> datetime:
        return datetime.fromtimestamp(moment, self.zone)


def hours_of(desk: Desk) -> Hours:
    """Return the business hours that are declared."""
    zone = ZoneInfo(desk.time_zone)
    week = {day.number: openings for day, openings in desk.hours.items()}
    return Hours(zone, week, closures_of(desk.holidays, desk.calendar, zone))


def _year(zone: ZoneInfo, week: Week, closed: Callable[[int], Closed], number: int) -> _Year:
    """Work out the hours of a year."""
    shut = closed(number)
    spans = [
        part
        for day in _days(number)
        if day not in shut.days
        for opening in week.get(day.weekday(), ())
        for part in _without(_span(zone, day, opening), shut.spans)
    ]
    lengths = (closes - opens for opens, closes in spans)
    return _Year(
        tuple(opens for opens, _ in spans),
        tuple(closes for _, closes in spans),
        tuple(accumulate(lengths, initial=0.0)),
        tuple(dict.fromkeys(datetime.fromtimestamp(opens, zone).date() for opens, _ in spans)),
    )


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + _DAY * number for number in range((date(year + 1, 1, 1) - first).days))


def _span(zone: ZoneInfo, day: date, opening: Opening) -> Span:
    """Return when the desk opens and closes; an hour that the clocks skip has no length."""
    opens, closes = (_at(zone, day, minutes) for minutes in opening)
    return opens, closes


def _at(zone: ZoneInfo, day: date, minutes: int) -> float:
    days, rest = divmod(minutes, 24 * 60)
    return datetime.combine(day + _DAY * days, time(*divmod(rest, 60)), zone).timestamp()


def _without(span: Span, closed: Sequence[Span]) -> list[Span]:
    """Return what is left of a span beside the closed ones."""
    parts = [span]
    for start, end in closed:
        cut = [each for a, b in parts for each in ((a, min(b, start)), (max(a, end), b))]
        parts = [(a, b) for a, b in cut if a < b]
    return [(a, b) for a, b in parts if a < b]
