"""A desk of the tests' own: its declaration, its hours, and times in its zone."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.content.desk import Desk, DeskFile
from bot.desk.hours import Hours, hours_of

ZONE = ZoneInfo("Europe/Amsterdam")
HOUR = 3600.0
DAY = 24 * HOUR
FIVE_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
SEVEN_DAYS = (*FIVE_DAYS, "saturday", "sunday")

TARGETS = {
    "default": {
        "low": {"answer": "2d", "resolution": "10d"},
        "normal": {"answer": "4h", "resolution": "2d"},
        "high": {"answer": "2h", "resolution": "1d"},
        "urgent": {"answer": "30m", "resolution": "4h"},
    },
    "question": {"urgent": {"answer": "15m", "resolution": "2h"}},
}
USUAL = {
    "time_zone": "Europe/Amsterdam",
    "hours": dict.fromkeys(FIVE_DAYS, ("09:00-17:00",)),
    "signature": "desk",
    "targets": TARGETS,
    "warning": 0.75,
    "waiting": {"reminders": ["2d", "4d"], "closing": "7d"},
    "reopening_days": 14,
    "rating_pause_days": 30,
    "summary": {"day": "monday", "at": "09:00"},
}


def declared(calendar: str = "", **values: object) -> Desk:
    """Declare a desk that is there from 9 to 17 on five days, but for `values`.

    `calendar` are the lines of the events of its calendar.
    """
    head = DeskFile.model_validate(USUAL | values)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//\n{calendar}\nEND:VCALENDAR\n"
    read = Calendar.from_ical(text) if calendar else None
    return Desk.model_construct(**dict(head), path=Path("desk.yaml"), calendar=read)


def event(*lines: str) -> str:
    """Return an event of a calendar."""
    return "\n".join(["BEGIN:VEVENT", f"UID:{hash(lines)}", *lines, "END:VEVENT"])


def hours(calendar: str = "", **values: object) -> Hours:
    """Return the hours of such a desk."""
    return hours_of(declared(calendar, **values))


def at(text: str, zone: ZoneInfo = ZONE) -> float:
    """Return a local time, as `2026-11-20T09:00`, in seconds since 1970."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()
