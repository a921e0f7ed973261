"""Reads iCalendar files (RFC 5545): the times at which a desk is closed.

Each event closes the desk for its whole time, marked as free or as busy, for calendars of holidays
mark them as free. A cancelled event closes nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event
from icalendar.error import InvalidCalendar

from bot.content.files import read_text
from bot.content.findings import ContentError, Finding

_BEGINNING = "BEGIN:VEVENT"
_RECURRENCES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_DAY = timedelta(days=1)

_Mistake = tuple[str | None, str]
"""The property that is wrong, where it is a single one, and what the library says of it."""


class Closed(NamedTuple):
    """When a desk is closed: whole days, and spans from and to in seconds since 1970."""

    days: frozenset[date]
    spans: tuple[tuple[float, float], ...]


def read_calendar(path: Path) -> Calendar:
    """Read an iCalendar file; raise ContentError with the line of each event that can't be used."""
    text = read_text(path).removeprefix("\ufeff")
    try:
        calendar = Calendar.from_ical(text)
    except ValueError as error:
        raise ContentError([_not_a_calendar(path, str(error))]) from None
    if calendar.name != "VCALENDAR":
        raise ContentError([_not_a_calendar(path, str(calendar.name))])
    found = list(_broken_events(path, text.splitlines(), calendar))
    if found:
        raise ContentError(found)
    return calendar


def _not_a_calendar(path: Path, problem: str) -> Finding:
    return Finding(path, 1, "not-a-calendar", {"problem": problem.partition("\n")[0]})


def _broken_events(path: Path, lines: list[str], calendar: Calendar) -> Iterator[Finding]:
    starts = [number for number, line in enumerate(lines, 1) if line.strip() == _BEGINNING]
    for start, event in zip(starts, calendar.events, strict=True):
        for name, problem in _mistakes(event):
            line = _line_of(lines, start, name)
            yield Finding(path, line, "event-broken", {"problem": problem.partition("\n")[0]})


def _line_of(lines: list[str], start: int, name: str | None) -> int:
    """Return the number of the first line of a property of the event that begins at `start`."""
    its = enumerate(lines[start:], start + 1)
    found = (number for number, line in its if name and line.startswith((f"{name}:", f"{name};")))
    return next(found, start)


def _mistakes(event: Event) -> Iterable[_Mistake]:
    """Return what the library set aside of an event, else the first thing that it can't mean."""
    others = chain(_unknown_zones(event), _odd_rules(event), _unspreadable(event))
    return event.errors or islice(others, 1)


def _unknown_zones(event: Event) -> Iterator[_Mistake]:
    """Find a zone that the library does not know: it leaves the time without one."""
    start = event.get("DTSTART")
    zone = start.params.get("TZID") if start else None
    if zone and isinstance(start.dt, datetime) and start.dt.tzinfo is None:
        yield "DTSTART", zone


def _odd_rules(event: Event) -> Iterator[_Mistake]:
    """Find repetitions within a day, which no holiday has, and which would take for ever."""
    for rule in event.rrules:
        if not _RECURRENCES.intersection(rule.get("FREQ", ())):
            yield "RRULE", rule.to_ical().decode()


def _unspreadable(event: Event) -> Iterator[_Mistake]:
    """Find what shows only when the times of an event are told, and an end before its start."""
    try:
        ends_first = event.end < event.start
        recurring_ical_events.of(event).at(event.end.year)
    except (InvalidCalendar, ValueError, TypeError, LookupError) as error:
        yield None, str(error)
    else:
        yield from [("DTEND", f"{event.end} < {event.start}")] if ends_first else []


def closed_in(calendar: Calendar, year: int, zone: ZoneInfo) -> Closed:
    """Return when the events of a calendar close a desk in a year of its zone.

    Times without a zone are the desk's own.
    """
    whole = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    events = recurring_ical_events.of(calendar).between(*whole)
    times = [(event.start, event.end) for event in events if event.get("STATUS") != "CANCELLED"]
    return Closed(
        frozenset(day for start, end in times for day in _days(start, end)),
        tuple(
            (_moment(start, zone), _moment(end, zone))
            for start, end in times
            if isinstance(start, datetime)
        ),
    )


def _days(start: date, end: date) -> Iterator[date]:
    """Give the days of an all-day event, whose end is the day after its last one."""
    if not isinstance(start, datetime):
        yield from (start + _DAY * number for number in range((end - start).days))


def _moment(at: date, zone: ZoneInfo) -> float:
    local = at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC).timestamp()
