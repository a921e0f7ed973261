"""The languages that a screen or a message offers."""

from collections.abc import Iterable

from bot.answering.spoken import own_name
from bot.content.shapes import Locale


def named(locales: Iterable[Locale]) -> list[dict[str, str]]:
    """Return languages as templates show them, each in its own words."""
    return [{"locale": each, "name": own_name(each)} for each in locales]


def others(locales: Iterable[Locale], locale: Locale) -> list[dict[str, str]]:
    """Return all languages but the one that is shown."""
    return named(each for each in locales if each != locale)
