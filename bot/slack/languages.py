"""The languages that a screen or a message offers."""

from collections.abc import Iterable

from babel import Locale as CldrLocale

from bot.answering.spoken import own_name
from bot.content.shapes import Locale


def named(locales: Iterable[Locale]) -> list[dict[str, str]]:
    """Return languages as templates show them, each in its own words."""
    return [{"locale": each, "name": own_name(each)} for each in locales]


def others(locales: Iterable[Locale], locale: Locale) -> list[dict[str, str]]:
    """Return all languages but the one that is shown."""
    return named(each for each in locales if each != locale)


def name_in(locale: Locale, reader: Locale) -> str:
    """Return what a language is called in a sentence of the reader's."""
    return CldrLocale.parse(locale).get_language_name(reader) or own_name(locale)
