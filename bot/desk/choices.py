"""What a workspace chooses for itself, in place of what the operator's settings say.

Kept is what differs from the operator's settings alone, so that the rest follows those. What was
kept and can't be used any more, of an older version or of a language that was dropped, counts as
not chosen.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeAlias
from zoneinfo import available_timezones

import holidays as known_holidays

from bot.content.desk import Desk, Holidays, Opening, Weekday
from bot.content.shapes import Locale
from bot.desk.openings import read_openings, written_span

RETENTIONS: Mapping[int, int] = {90: 3, 180: 6, 365: 12, 730: 24, 1095: 36}
"""For how many days tickets can be kept, with the months that these are called."""

Week = Mapping[Weekday, tuple[Opening, ...]]
"""When the desk is there; a day that is not in it, or has nothing, is a day off."""

_Json: TypeAlias = Any
"""What was kept; nothing is known of it before it was read."""

_CODE_LENGTH = 2
"""Of a country (ISO 3166-1 alpha-2); the library knows longer ones too."""

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What holds in a workspace.

    `desk_channel` is the support team's; None where there is none yet. `locales` are the languages
    that people are offered, `default_locale` one of them; the desk may work in another one.
    `holidays` is the code of the country (ISO 3166-1) whose public holidays close the desk;
    `retention_days` is for how long a closed ticket is kept.
    """

    desk_channel: str | None
    locales: tuple[Locale, ...]
    default_locale: Locale
    desk_locale: Locale
    time_zone: str
    hours: Week
    holidays: str | None
    retention_days: int


def declared(
    desk: Desk,
    locales: Collection[Locale],
    desk_channel: str | None,
    desk_locale: Locale,
    default_locale: Locale,
) -> Choices:
    """Return what the operator's settings and the knowledge base say."""
    return Choices(
        desk_channel=desk_channel,
        locales=tuple(locales),
        default_locale=default_locale,
        desk_locale=desk_locale,
        time_zone=desk.time_zone,
        hours=_whole(desk.hours),
        holidays=desk.holidays.country,
        retention_days=desk.retention.tickets,
    )


def chosen(kept: Mapping[str, Any], defaults: Choices, locales: Collection[Locale]) -> Choices:
    """Return what holds: what was kept where it can be used, else the defaults.

    `locales` are the languages of the knowledge base.
    """
    values = {each.name: getattr(defaults, each.name) for each in fields(Choices)}
    for name, read in _READ.items():
        try:
            values[name] = read(kept[name], locales)
        except (AttributeError, LookupError, TypeError, ValueError):
            continue
    if values["default_locale"] not in values["locales"]:
        values["default_locale"] = values["locales"][0]
    return Choices(**values)


def kept(choices: Choices, defaults: Choices) -> dict[str, Any]:
    """Return what is to be kept of choices, as JSON: what differs from the defaults."""
    written = _written(choices)
    return {name: value for name, value in written.items() if value != _written(defaults)[name]}


def others_of(kept_before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was kept by another version of the app, of which this one knows nothing."""
    return {name: value for name, value in kept_before.items() if name not in _READ}


def changed(before: Choices, after: Choices) -> list[str]:
    """Return the names of what differs."""
    earlier, later = _written(before), _written(after)
    return [name for name in earlier if earlier[name] != later[name]]


def difference(before: Choices, after: Choices) -> dict[str, list[Any]]:
    """Return what differs, as JSON: before and after, by name."""
    earlier, later = _written(before), _written(after)
    return {name: [earlier[name], later[name]] for name in changed(before, after)}


def desk_of(choices: Choices, declared_desk: Desk) -> Desk:
    """Return the declared desk with the hours of a workspace.

    Another country has no part of the declared one; the declared calendar closes every desk.
    """
    said = declared_desk.holidays
    other = Holidays(country=choices.holidays, calendar=said.calendar)
    its = {
        "time_zone": choices.time_zone,
        "hours": choices.hours,
        "holidays": said if choices.holidays == said.country else other,
    }
    return declared_desk.model_copy(update=its)


def _whole(week: Week) -> Week:
    """Return a week with all of its days."""
    return {day: tuple(week.get(day, ())) for day in Weekday}


def _written(choices: Choices) -> dict[str, Any]:
    hours = {
        str(day): [written_span(each) for each in choices.hours.get(day, ())] for day in Weekday
    }
    return {
        "desk_channel": choices.desk_channel,
        "locales": list(choices.locales),
        "default_locale": choices.default_locale,
        "desk_locale": choices.desk_locale,
        "time_zone": choices.time_zone,
        "hours": hours,
        "holidays": choices.holidays or "",
        "retention_days": choices.retention_days,
    }


def _channel(value: _Json, _locales: Collection[Locale]) -> _Json:
    return _among(value, isinstance(value, str) and _CHANNEL.fullmatch(value))


def _several(value: _Json, locales: Collection[Locale]) -> _Json:
    found = tuple(each for each in locales if each in value)
    return _among(found, isinstance(value, list) and found)


def _one(value: _Json, locales: Collection[Locale]) -> _Json:
    return _among(value, value in locales)


def _zone(value: _Json, _locales: Collection[Locale]) -> _Json:
    return _among(value, value in zones())


def _week(value: _Json, _locales: Collection[Locale]) -> _Json:
    """Read a week; one in which the desk is never there can't be meant."""
    days = {day: read_openings(", ".join(value.get(str(day), ()))) for day in Weekday}
    return _among(days, any(days.values()))


def _country(value: _Json, _locales: Collection[Locale]) -> _Json:
    return _among(value, value == "" or value in countries()) or None


def _days(value: _Json, _locales: Collection[Locale]) -> _Json:
    return _among(value, type(value) is int and value in RETENTIONS)


def _among(value: _Json, is_right: object) -> Any:  # noqa: ANN401 - whatever was read
    if not is_right:
        raise ValueError
    return value


@cache
def zones() -> frozenset[str]:
    """Return the IANA names of all time zones."""
    return frozenset(available_timezones())


@cache
def countries() -> frozenset[str]:
    """Return the codes of the countries whose public holidays are known."""
    supported = known_holidays.list_supported_countries()
    return frozenset(each for each in supported if len(each) == _CODE_LENGTH)


_READ: Mapping[str, Callable[[Any, Collection[Locale]], Any]] = {
    "desk_channel": _channel,
    "locales": _several,
    "default_locale": _one,
    "desk_locale": _one,
    "time_zone": _zone,
    "hours": _week,
    "holidays": _country,
    "retention_days": _days,
}
"""How what was kept is read; each raises for what can't be used."""
