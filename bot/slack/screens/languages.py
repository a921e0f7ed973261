"""The languages that a screen or a message offers."""

from collections.abc import Iterable

from babel import Locale as CldrLocale

from bot.answering.spoken import own_name
from bot.content.shapes import Locale

_MOST_LIKED = 20
"""How many languages of a browser are looked at."""


def named(locales: Iterable[Locale]) -> list[dict[str, str]]:
    """Return languages as templates show them, each in its own words."""
    return [{"locale": each, "name": own_name(each)} for each in locales]


def others(locales: Iterable[Locale], locale: Locale) -> list[dict[str, str]]:
    """Return all languages but the one that is shown."""
    return named(each for each in locales if each != locale)


def name_in(locale: Locale, reader: Locale) -> str:
    """Return what a language is called in a sentence of the reader's."""
    return CldrLocale.parse(locale).get_language_name(reader) or own_name(locale)


def preferred(accepted: str, locales: Iterable[Locale]) -> Locale:
    """Return what a browser likes best of the languages spoken here, "" where it likes none.

    `accepted` is its `Accept-Language`.

    Source: https://www.rfc-editor.org/rfc/rfc9110#field.accept-language
    """
    known = list(locales)
    liked = sorted(map(_liking, accepted.split(",")[:_MOST_LIKED]), key=lambda each: -each[1])
    spoken = (tag.strip().partition("-")[0].lower() for tag, weight in liked if weight > 0)
    return next((each for each in spoken if each in known), "")


def _liking(wish: str) -> tuple[str, float]:
    """Return a language's tag with its weight, which is 1 where none is told."""
    tag, _, weight = wish.partition(";")
    _, _, number = weight.partition("=")
    try:
        return tag, float(number or 1)
    except ValueError:
        return tag, 0.0
