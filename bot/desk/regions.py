"""Time zones and countries as people call and search them, by CLDR."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from babel import Locale as CldrLocale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.content.shapes import Locale
from bot.content.text import fold
from bot.desk.choices import countries, zones

_LONGEST = 75
"""Characters of an option (Slack's limit)."""


class Region(NamedTuple):
    """A time zone or a country: its name as it is kept, and as it is read."""

    value: str
    label: str


def zone_label(name: str, locale: Locale) -> str:
    """Return what a time zone is called: its city and country, with the name that all know."""
    territory = get_global("zone_territories").get(name)
    if territory is None or territory == "001":
        return name
    city = get_timezone_location(name, locale=locale, return_city=True)
    country = CldrLocale.parse(locale).territories.get(territory, territory)
    return f"{city}, {country} ({name})"[:_LONGEST]


def country_label(code: str, locale: Locale) -> str:
    """Return what a country is called."""
    return (CldrLocale.parse(locale).territories.get(code) or code)[:_LONGEST]


def zones_like(query: str, locale: Locale) -> list[Region]:
    """Return the time zones that a query finds, by city, country or name, in their order."""
    return _found(query, _zones(locale))


def countries_like(query: str, locale: Locale) -> list[Region]:
    """Return the countries that a query finds, by name or code, in their order."""
    return _found(query, _countries(locale))


def _found(query: str, regions: Mapping[Region, str]) -> list[Region]:
    """Return what holds every word of the query; what begins with it comes first."""
    wanted = fold(query).split()
    found = [each for each, text in regions.items() if all(word in text for word in wanted)]
    first = " ".join(wanted)
    return sorted(found, key=lambda each: not fold(each.label).startswith(first))


@cache
def _zones(locale: Locale) -> Mapping[Region, str]:
    territories = get_global("zone_territories")
    known = (name for name in zones() if territories.get(name, "001") != "001")
    return _sorted(Region(name, zone_label(name, locale)) for name in known)


@cache
def _countries(locale: Locale) -> Mapping[Region, str]:
    return _sorted(Region(code, country_label(code, locale)) for code in countries())


def _sorted(regions: Iterable[Region]) -> Mapping[Region, str]:
    """Return regions in the order of their names, each with the text that is searched."""
    return dict(_searched(sorted(regions, key=lambda each: fold(each.label))))


def _searched(regions: Iterable[Region]) -> Iterator[tuple[Region, str]]:
    for each in regions:
        yield each, fold(f"{each.label} {each.value}".replace("_", " "))
