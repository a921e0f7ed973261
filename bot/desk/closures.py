"""When the desk is closed beside its week: public holidays, and what its calendar says."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import holidays
from icalendar import Calendar

from bot.content.calendars import Closed, closed_in
from bot.content.desk import Holidays

_ANY_YEAR = 2000
NEVER = Closed(frozenset(), ())


def closures_of(
    declared: Holidays, calendar: Calendar | None, zone: ZoneInfo
) -> Callable[[int], Closed]:
    """Return what tells of a year of the desk's zone when the desk is closed."""
    # The library reads what it knows of a country at its first use, which is now.
    _public(declared, _ANY_YEAR)

    def closed(year: int) -> Closed:
        noted = closed_in(calendar, year, zone) if calendar else NEVER
        return Closed(_public(declared, year) | noted.days, noted.spans)

    return closed


def _public(declared: Holidays, year: int) -> frozenset[date]:
    """Return the public holidays of a year.

    Made anew for each year: the library's own growing by itself is not safe among threads.
    """
    if declared.country is None:
        return frozenset()
    days = holidays.country_holidays(declared.country, declared.subdivision, years=year)
    return frozenset(days)
