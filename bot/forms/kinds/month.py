"""A month of the year."""

import re
from collections.abc import Sequence
from datetime import date

from babel.dates import get_month_names

from bot.content.forms import Field
from bot.content.text import tokens
from bot.forms.kinds.kind import Kind, Widget, as_text
from bot.forms.numbers import clean, settle
from bot.forms.readings import Asked, DateFinder, Given, Option, Problem, Reading, Value

LONGEST = 200
"""Characters of a text in which a month is looked for."""

_WORDS = 20
"""How many words of it are looked at one by one."""

_MONTHS = range(1, 13)
_NUMBER = re.compile(r"0?([0-9]{1,2})")
_DAY_OR_MONTH = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.](?:[0-9]{2}){1,2}")


class Month(Kind):
    """A month, kept as its number from 1."""

    def __init__(self, dates: DateFinder) -> None:
        """Prepare for the months that `dates` can find."""
        self._dates = dates

    def widget(self, field: Field) -> Widget:
        """Return that it is chosen from a list."""
        return Widget.SELECT

    def options(self, asked: Asked) -> Sequence[Option]:
        """Return the months of the year."""
        return [Option(str(number), _name(number, asked.locale)) for number in _MONTHS]

    def read(self, asked: Asked, given: Given) -> Reading:
        """Return the month that is named, by its number or as a word, alone or in a date.

        A date in digits can be read day first or month first: both are given. So are the months of
        a text that names several.
        """
        text = as_text(given.typed)
        numbers = self._numbers(asked, clean(text)) if len(text) <= LONGEST else ()
        if not numbers:
            return Reading(problem=Problem("month-unknown"))
        meanings = [Option(str(number), _name(number, asked.locale)) for number in numbers]
        return settle(meanings, given.meant)

    def _numbers(self, asked: Asked, text: str) -> Sequence[int]:
        written = _NUMBER.fullmatch(text) or _DAY_OR_MONTH.fullmatch(text)
        if written:
            numbers = dict.fromkeys(int(part) for part in reversed(written.groups()))
            return [number for number in numbers if number in _MONTHS]
        # Some names ("May", "March") are ordinary words; with a year beside it no name is.
        found = self._named(text, asked.today) or self._named_with_year(text, asked.today)
        words = tokens(text)[:_WORDS] if found else ()
        every = (month for word in words for month in self._named_with_year(word, asked.today))
        return list(dict.fromkeys((*found, *every)))

    def _named_with_year(self, text: str, today: date) -> Sequence[int]:
        return self._named(f"{text} {today.year}", today)

    def _named(self, text: str, today: date) -> Sequence[int]:
        return [mention.month for mention in self._dates.find_all(text, today)]

    def show(self, asked: Asked, value: Value) -> str:
        """Return the name of the month."""
        return _name(int(as_text(value)), asked.locale)

    def find(self, asked: Asked, text: str) -> str | None:
        """Return the number of the first month that a sentence names."""
        mention = self._dates.find(text, asked.today)
        return str(mention.month) if mention else None


def _name(number: int, locale: str) -> str:
    # Not the stand-alone names: Babel (2.18) gives the languages that inherit them those of the
    # first language that was read.
    return str(get_month_names("wide", "format", locale)[number])
