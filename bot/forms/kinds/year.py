"""A year."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from babel.dates import format_skeleton

from bot.content.forms import Field
from bot.content.text import is_han
from bot.forms.kinds.kind import Kind, Widget, as_text
from bot.forms.kinds.month import LONGEST
from bot.forms.numbers import clean
from bot.forms.readings import Asked, DateFinder, Given, Option, Problem, Reading, Value

FIRST, LAST = 2000, 2100
"""The years that are taken; a year of two digits lies in this century."""

_OFFERED = 3
_ALONE = re.compile(r"'?([0-9]{2}|[0-9]{4}) ?年?")
# "2026/27" is two years.
_NAMED = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9]|[-/][0-9]{2}(?![0-9]))")
_TEN = 10


class Year(Kind):
    """A year that has begun, kept in four digits."""

    def __init__(self, dates: DateFinder) -> None:
        """Prepare for the dates that `dates` can find."""
        self._dates = dates

    def widget(self, field: Field) -> Widget:
        """Return that it is chosen from a list."""
        return Widget.SELECT

    def options(self, asked: Asked) -> Sequence[Option]:
        """Return this year and the ones before it, latest first."""
        years = range(asked.today.year, asked.today.year - _OFFERED, -1)
        return [Option(str(year), _shown(year, asked.locale)) for year in years]

    def read(self, asked: Asked, given: Given) -> Reading:
        """Return the year, alone or as that of a month; one that is yet to come is refused."""
        text = as_text(given.typed)
        year = self._year(asked, clean(_in_digits(text))) if len(text) <= LONGEST else None
        if year is None:
            return Reading(problem=Problem("year-unknown"))
        if not FIRST <= year <= LAST:
            return Reading(problem=Problem("year-range", {"first": str(FIRST), "last": str(LAST)}))
        if year > asked.today.year:
            return Reading(problem=Problem("year-future", {"latest": str(asked.today.year)}))
        return Reading(str(year))

    def _year(self, asked: Asked, text: str) -> int | None:
        alone = _ALONE.fullmatch(text)
        if alone:
            return int(alone[1]) + (FIRST if len(alone[1]) == len("26") else 0)
        dated = {mention.year for mention in self._dates.find_all(text, asked.today)} - {None}
        named = dated or {int(year) for year in _NAMED.findall(text)}
        return named.pop() if len(named) == 1 else None

    def show(self, asked: Asked, value: Value) -> str:
        """Return the year as the reader's language writes it."""
        return _shown(int(as_text(value)), asked.locale)

    def find(self, asked: Asked, text: str) -> str | None:
        """Return the year of the first month or date of a sentence, where it names one."""
        mention = self._dates.find(text, asked.today)
        return str(mention.year) if mention and mention.year else None


def _in_digits(text: str) -> str:
    """Return `text` with digits for Chinese numerals, as years are written ("二〇二六年")."""
    return "".join(map(_digit, text))


def _digit(character: str) -> str:
    number = unicodedata.numeric(character, -1)
    is_numeral = (is_han(character) or character == "〇") and 0 <= number < _TEN
    return str(int(number)) if is_numeral else character


def _shown(year: int, locale: str) -> str:
    return format_skeleton("y", date(year, 1, 1), locale=locale)
