"""Dates that an app leaves to Slack to write: each reader sees them at their own clock.

Source: https://docs.slack.dev/reference/block-kit/block-elements/date-element
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta

TOKEN: Final = re.compile(r"\{(\w+)\}")
# Words for the days around today, by language and by distance in days.
Near: TypeAlias = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A reader's clock: ``now`` in their time zone, and how they write dates."""

    now: datetime
    locale: Locale
    near: Near

    def moment(self, timestamp: float) -> datetime:
        """Give a time as the reader's clock shows it."""
        return datetime.fromtimestamp(timestamp, self.now.tzinfo)

    def word(self, moment: datetime) -> str | None:
        """Give the word for yesterday, today or tomorrow; None for every other day."""
        words = self.near.get(self.locale.language, self.near["en"])
        return words.get((moment.date() - self.now.date()).days)


def calendar(now: float, zone: str, locale: str | None, near: Near) -> Calendar:
    """Give the clock of a reader; of an outsider Slack does not tell the locale."""
    read = Locale.parse(locale or "en-US", sep="-")
    return Calendar(datetime.fromtimestamp(now, ZoneInfo(zone)), read, near)


Drawing: TypeAlias = Callable[[datetime, Calendar], str]


def _skeleton(fields: str) -> Drawing:
    return lambda moment, reader: format_skeleton(fields, moment, locale=reader.locale)


def _date(form: str) -> Drawing:
    return lambda moment, reader: format_date(moment, form, locale=reader.locale)


def _time(form: str) -> Drawing:
    # A string is taken as the time of day that it is, wherever the reader may be.
    return lambda moment, reader: format_time(moment.timetz(), form, locale=reader.locale)


def _ago(moment: datetime, reader: Calendar) -> str:
    passed = moment - reader.now
    return format_timedelta(passed, "minute", add_direction=True, locale=reader.locale)


def _pretty(otherwise: Drawing) -> Drawing:
    return lambda moment, reader: reader.word(moment) or otherwise(moment, reader)


def _divider(moment: datetime, reader: Calendar) -> str:
    this_year = moment.year == reader.now.year
    fields = _skeleton("MMMMEEEEd") if this_year else _date("full")
    return fields(moment, reader)


TOKENS: Final[Mapping[str, Drawing]] = {
    "date_num": lambda moment, _: f"{moment:%Y-%m-%d}",
    "date_slash": _skeleton("yMd"),
    "date_long": _date("full"),
    "date_long_full": _date("long"),
    "date_long_pretty": _pretty(_date("full")),
    "date": _date("long"),
    "date_pretty": _pretty(_date("long")),
    "date_short": _date("medium"),
    "date_short_pretty": _pretty(_date("medium")),
    "day_divider_pretty": _pretty(_divider),
    "time": _time("short"),
    "time_secs": _time("medium"),
    "ago": _ago,
}


def written(timestamp: float, form: str, reader: Calendar) -> str | None:
    """Write a date after an app's format; None for a token that Slack does not know."""
    if {*TOKEN.findall(form)} - TOKENS.keys():
        return None
    moment = reader.moment(timestamp)
    text = TOKEN.sub(lambda found: TOKENS[found[1]](moment, reader), form)
    return text[:1].upper() + text[1:] if form.startswith("{") else text
