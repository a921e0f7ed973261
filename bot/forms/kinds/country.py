"""A country, in whatever language it is named; its value is the ISO 3166 code."""

from collections.abc import Iterable, Mapping, Sequence

from bot.content.forms import Field
from bot.content.shapes import Id, Locale
from bot.forms.countries import Countries
from bot.forms.kinds.kind import Kind, Widget, as_text
from bot.forms.readings import Asked, Given, Option, Problem, Reading, Value

_UNFILTERED, _FOUND, _MEANINGS = 100, 20, 3
"""The most that are offered for no query (Slack's limit), for a query, and for a doubtful text."""


class Country(Kind):
    """A country is chosen from a searched list, or named in a sentence."""

    def __init__(
        self, locales: Iterable[Locale], everyday: Mapping[Id, Sequence[str]] | None = None
    ) -> None:
        """Know the countries' names in `locales`, and `everyday` names by code."""
        self._countries = Countries(locales, everyday or {})

    def widget(self, field: Field) -> Widget:
        """Return the search: a list would be too long."""
        return Widget.SEARCH

    def read(self, asked: Asked, given: Given) -> Reading:
        """Take a code or the one country that is named; ask where several or none quite are."""
        text = as_text(given.typed).strip()
        sure = self._sure(text)
        if len(sure) == 1:
            return Reading(sure[0])
        meanings = (sure or self._perhaps(text))[:_MEANINGS]
        if given.meant in meanings:
            return Reading(given.meant)
        if not meanings:
            return Reading(problem=Problem("country-unknown"))
        return Reading(meanings=self._options(meanings, asked.locale))

    def show(self, asked: Asked, value: Value) -> str:
        """Return the country's name in the reader's language."""
        return self._countries.label(as_text(value), asked.locale)

    def search(self, asked: Asked, query: str) -> Sequence[Option]:
        """Return what a query finds in any language; of no query the beginning of all."""
        if not query.strip():
            return self._options(self._countries.every(asked.locale)[:_UNFILTERED], asked.locale)
        return self._options(self._countries.search(query, asked.locale)[:_FOUND], asked.locale)

    def find(self, asked: Asked, text: str) -> str | None:
        """Return the code of the first country that a sentence names in full, or None."""
        return next(iter(self._countries.surely_named(text)), None)

    def _sure(self, text: str) -> Sequence[Id]:
        """Return what `text` names; a code in small letters may be any word ("no", "in")."""
        code = self._countries.coded(text)
        if code and text.isupper():
            return (code,)
        return self._countries.exactly(text) or (() if code else self._countries.named(text))

    def _perhaps(self, text: str) -> Sequence[Id]:
        code = self._countries.coded(text)
        return (code,) if code else self._countries.misspelt(text)

    def _options(self, codes: Iterable[Id], locale: Locale) -> tuple[Option, ...]:
        return tuple(Option(code, self._countries.label(code, locale)) for code in codes)
