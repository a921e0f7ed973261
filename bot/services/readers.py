"""Who reads: their language, and their own day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.forms.case import Reader
from bot.storage.people import Person

_UTC = ZoneInfo("UTC")


def zone(time_zone: str | None) -> ZoneInfo:
    """Return a time zone by its IANA name, UTC for none or one that is not known."""
    try:
        return ZoneInfo(time_zone) if time_zone else _UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _UTC


def day_in(now: float, time_zone: str | None) -> date:
    """Return the day of a time (in seconds) where somebody lives."""
    return datetime.fromtimestamp(now, zone(time_zone)).date()


def reader_of(known: Person, locale: str, now: float) -> Reader:
    """Return who reads: on their own day, with the names that their company goes by."""
    names = (known.company_domain,) if known.company_domain else ()
    return Reader(locale, day_in(now, known.time_zone), names)
