"""The shapes of `desk.yaml`: when the desk is there, and by when it does what."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

from icalendar import Calendar
from pydantic import BeforeValidator, ConfigDict
from pydantic import Field as Declared
from pydantic_core import PydanticKnownError

from bot.content.shapes import Frozen, Id

DEFAULT_KIND: Id = "default"
"""Its targets hold where a kind of ticket declares none of its own."""

QUESTION: Id = "question"
"""The kind of a ticket that was a question; all other kinds are ids of forms."""


class Priority(StrEnum):
    """How much a ticket matters, least first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Weekday(StrEnum):
    """A day of the week by its English name; ISO 8601 begins the week on Monday."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Return 0 for Monday to 6 for Sunday, as `date.weekday()` does."""
        return tuple(Weekday).index(self)


class Opening(NamedTuple):
    """A time of a day at which the desk is there: from and to, in minutes since midnight."""

    opens: int
    closes: int


class Duration(NamedTuple):
    """A length of business time: so many minutes (`m`), hours (`h`) or business days (`d`).

    The end of a business day later is the same time on the next day on which the desk is there.
    """

    amount: int
    unit: Literal["m", "h", "d"]


_MISMATCH: Final = "string_pattern_mismatch"


def _written(pattern: str, make: Callable[..., object]) -> BeforeValidator:
    """Make a value of the groups of `pattern`; anything else is refused with the pattern."""

    def read(text: object) -> object:
        found = re.fullmatch(pattern, text, re.ASCII) if isinstance(text, str) else None
        if found is None:
            raise PydanticKnownError(_MISMATCH, {"pattern": pattern})
        return make(*found.groups())

    return BeforeValidator(read)


def _minutes(hours: str, minutes: str) -> int:
    return int(hours) * 60 + int(minutes)


def _opening(*parts: str) -> Opening:
    return Opening(_minutes(*parts[:2]), _minutes(*parts[2:]))


_DAYTIME = r"([01]\d|2[0-3]):([0-5]\d)"
_CLOSING = r"([01]\d|2[0-4]):([0-5]\d)"

DayTime = Annotated[int, _written(_DAYTIME, _minutes)]
"""A time of the day, `09:00`, in minutes since midnight."""

DaySpan = Annotated[Opening, _written(f"{_DAYTIME}-{_CLOSING}", _opening)]
"""`09:00-12:30`; the last one of a day may close at 24:00."""

BusinessTime = Annotated[
    Duration, _written(r"([1-9]\d{0,2})([mhd])", lambda n, unit: Duration(int(n), unit))
]
"""`90m`, `8h` or `5d`."""

BusinessDays = Annotated[int, _written(r"([1-9]\d{0,2})d", int)]
"""`5d`: a number of business days."""

Days = Annotated[int, Declared(ge=1, le=999)]
"""A number of days of 24 hours, whether the desk is there or not."""


CountryCode = Annotated[str, Declared(pattern=r"^[A-Z]{2}$")]
CalendarName = Annotated[str, Declared(pattern=r"^[\w-][\w.-]*\.ics$")]


class Holidays(Frozen):
    """When the desk is not there: public holidays, and the events of an iCalendar file.

    `country` is a code of ISO 3166-1, `subdivision` one of its parts, both as the library
    `holidays` knows them; `calendar` is the name of a file beside `desk.yaml`.
    """

    country: CountryCode | None = None
    subdivision: str | None = None
    calendar: CalendarName | None = None


class Target(Frozen):
    """How much business time the first answer and the resolution may take."""

    answer: BusinessTime
    resolution: BusinessTime


class Waiting(Frozen):
    """After how many business days a partner is reminded, and the ticket closed."""

    reminders: tuple[BusinessDays, ...]
    closing: BusinessDays


class Weekly(Frozen):
    """A time of the week, in the desk's zone."""

    day: Weekday
    at: DayTime


class Retention(Frozen):
    """For how many days what is kept, and then deleted.

    `questions` are those that the support team did not get, from when they were asked; `tickets`
    are those that are closed, with their question, from when somebody last did something with them;
    `people` is what is known of who has neither, from when Slack was last asked about them.
    `audit` is the log of who changed settings and whose data was given out or erased; `events` are
    the ids by which Slack's repeats are recognized, `parked` what could not be done.
    """

    questions: Annotated[int, Declared(ge=1, le=3650)] = 90
    tickets: Annotated[int, Declared(ge=1, le=3650)] = 730
    people: Annotated[int, Declared(ge=1, le=3650)] = 730
    audit: Annotated[int, Declared(ge=1, le=3650)] = 365
    events: Annotated[int, Declared(ge=7, le=90)] = 7
    parked: Annotated[int, Declared(ge=7, le=365)] = 30


class DeskFile(Frozen):
    """`desk.yaml`.

    `signature` is the name under which partners see a reply: that of who wrote it, or the desk's.
    `warning` is the share of a target's time after which somebody is warned. A message of the
    partner reopens a ticket for `reopening_days` after its resolution; nobody is asked to rate
    again within `rating_pause_days`; `summary` is when the week's summary comes;
    `retention` says what is kept how long.
    """

    time_zone: str
    hours: Mapping[Weekday, tuple[DaySpan, ...]]
    holidays: Holidays = Holidays()
    signature: Literal["person", "desk"]
    targets: Mapping[Id, Mapping[Priority, Target]]
    warning: float = Declared(gt=0, lt=1)
    waiting: Waiting
    reopening_days: Days
    rating_pause_days: Days
    summary: Weekly
    retention: Retention = Retention()

    def target(self, kind: Id, priority: Priority) -> Target:
        """Return the target of a kind of ticket, else that of every kind."""
        own = self.targets.get(kind, {}).get(priority)
        return own or self.targets[DEFAULT_KIND][priority]


class Desk(DeskFile):
    """What is declared of the desk, with the calendar of its holidays that was read beside it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    path: Path
    calendar: Calendar | None
