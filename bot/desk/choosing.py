"""What an admin typed into the settings of their workspace, read and checked."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from bot.content.desk import Opening, Weekday
from bot.content.shapes import Locale
from bot.desk import openings
from bot.desk.choices import RETENTIONS, Choices, changed, countries, zones
from bot.desk.openings import HoursError, read_openings

CHANNEL, LOCALES, DEFAULT, DESK_LOCALE = "channel", "locales", "default", "desk-locale"
ZONE, HOLIDAYS, RETENTION = "zone", "holidays", "retention"
"""The parts of the settings; the hours of a day are called as the day is."""

NO_HOLIDAYS = "none"
"""Stands for no public holidays: an option can't be empty."""

MISSING, NONE_OFFERED, NOT_OFFERED = "choice-missing", "language-missing", "language-not-offered"
NEVER_OPEN = "hours-never"
"""What can be wrong, besides what can be with the hours of a day."""

PARTS: Mapping[str, str] = {
    "desk_channel": CHANNEL,
    "locales": LOCALES,
    "default_locale": DEFAULT,
    "desk_locale": DESK_LOCALE,
    "time_zone": ZONE,
    "hours": Weekday.MONDAY,
    "holidays": HOLIDAYS,
    "retention_days": RETENTION,
}
"""Where each of the choices stands; the hours begin there."""

Mistakes = Mapping[str, str]
"""What is wrong, by the part that it stands at."""


class Typed(NamedTuple):
    """What stands in the settings, as it was typed and chosen; `hours` are told by the days."""

    channel: str
    locales: tuple[str, ...]
    default: str
    desk_locale: str
    zone: str
    hours: Mapping[str, str]
    holidays: str
    retention: str


def typed_of(choices: Choices) -> Typed:
    """Return choices as they stand in the settings."""
    return Typed(
        choices.desk_channel or "",
        choices.locales,
        choices.default_locale,
        choices.desk_locale,
        choices.time_zone,
        {day: openings.written(choices.hours.get(day, ())) for day in Weekday},
        choices.holidays or NO_HOLIDAYS,
        str(choices.retention_days),
    )


def read(typed: Typed, before: Choices, locales: Collection[Locale]) -> Choices | Mistakes:
    """Return what was chosen, or what is wrong with it.

    `before` is what holds: what holds may stay, also where it is not offered to others.
    """
    hours, wrong = _hours(typed.hours)
    wrong |= {part: MISSING for part, value in _missing(typed, before, locales).items() if value}
    offered = tuple(each for each in locales if each in typed.locales)
    if not offered:
        wrong[LOCALES] = NONE_OFFERED
    elif typed.default not in offered and DEFAULT not in wrong:
        wrong[DEFAULT] = NOT_OFFERED
    if wrong:
        return wrong
    return Choices(
        desk_channel=typed.channel,
        locales=offered,
        default_locale=typed.default,
        desk_locale=typed.desk_locale,
        time_zone=typed.zone,
        hours=hours,
        holidays=None if typed.holidays == NO_HOLIDAYS else typed.holidays,
        retention_days=int(typed.retention),
    )


def _missing(typed: Typed, before: Choices, locales: Collection[Locale]) -> Mapping[str, bool]:
    """Tell of each part whether nothing that there is was chosen."""
    days = {str(each) for each in (*RETENTIONS, before.retention_days)}
    return {
        CHANNEL: not typed.channel,
        DEFAULT: typed.default not in locales,
        DESK_LOCALE: typed.desk_locale not in locales,
        ZONE: typed.zone not in zones(),
        HOLIDAYS: typed.holidays not in {*countries(), NO_HOLIDAYS},
        RETENTION: typed.retention not in days,
    }


def _hours(
    typed: Mapping[str, str],
) -> tuple[dict[Weekday, tuple[Opening, ...]], dict[str, str]]:
    """Return the hours of a week, and what is wrong with them."""
    found: dict[Weekday, tuple[Opening, ...]] = {}
    wrong: dict[str, str] = {}
    for day in Weekday:
        try:
            found[day] = read_openings(typed.get(day, ""))
        except HoursError as error:
            wrong[day] = str(error)
    if not wrong and not any(found.values()):
        wrong[Weekday.MONDAY] = NEVER_OPEN
    return found, wrong


class Merged(NamedTuple):
    """What holds when two chose at once: `clashes` are what both chose, each otherwise."""

    choices: Choices
    clashes: tuple[str, ...]


def merge(seen: Choices, wanted: Choices, before: Choices) -> Merged:
    """Put together what somebody chose, who saw `seen`, with what holds `before` they are done."""
    mine, theirs = changed(seen, wanted), changed(seen, before)
    otherwise = changed(before, wanted)
    clashes = [name for name in mine if name in theirs and name in otherwise]
    made = replace(before, **{name: getattr(wanted, name) for name in mine})
    if made.default_locale not in made.locales:
        clashes += [name for name in ("locales", "default_locale") if name not in clashes]
    return Merged(made, tuple(clashes))
