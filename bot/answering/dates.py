"""Finds the month or date that a question names, in any of the languages."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from babel import Locale

from bot.answering.calendar import Mention, Month
from bot.answering.text import fold, is_han
from bot.content.models import DateWords

_NUMERIC = (
    r"(?<![\w-])(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2}))?(?![\d-])",
    r"(?<![\w-])(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})(?![\w-])",
    r"(?<![\w-])(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})(?![\w-])",
)
_MONTHS, _DAYS, _YEARS = range(1, 13), range(1, 32), range(1990, 2101)
_ORDINAL = r"[0-3]?\d(?:st|nd|rd|th|er|e|:e)?"
_YEAR = r"\d{4}(?!\d)"


def _named_pattern(names: str) -> re.Pattern[str]:
    """Match a month's name with the day before or after it and the year, if there."""
    day_before = rf"(?:(?<!\d)(?P<day>{_ORDINAL})\.?\s(?:of\s|de\s)?)?"
    day_and_year = rf"\s(?P<day_after>{_ORDINAL})(?:,\s?|\s)(?P<year_after>{_YEAR})"
    only_year = rf"[\s,]{{0,2}}(?:de\s)?(?P<year>{_YEAR})"
    only_day = r"\s?(?P<day_only>[0-3]?\d(?:st|nd|rd|th|\s?日))"
    return re.compile(
        rf"{day_before}(?P<name>{names})\.?(?:{day_and_year}|{only_year}|{only_day})?"
    )


def month_names(locales: Iterable[str]) -> Mapping[str, int]:
    """Return every CLDR name of a month in these languages, folded, with its number."""
    names: dict[str, int] = {}
    for locale in locales:
        for context in Locale.parse(locale).months.values():
            for width in ("wide", "abbreviated"):
                names |= {fold(name).rstrip("."): number for number, name in context[width].items()}
    return {name: number for name, number in names.items() if not name.isdigit()}


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(_bounded(word) for word in ordered)


def _bounded(word: str) -> str:
    if is_han(word):
        return r"(?<![\d十])" + re.escape(word)
    return rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])"


class DateReader:
    """Reads months and dates as people write them, in every language at once."""

    def __init__(self, words: Mapping[str, DateWords]) -> None:
        """Prepare for the languages that `words` has."""
        self._months = dict(month_names(words))
        for declared in words.values():
            for number, spellings in declared.spellings.items():
                self._months |= {fold(spelling): number for spelling in spellings}
        self._uncertain = {fold(w) for d in words.values() for w in d.uncertain}
        self._before = {fold(w) for d in words.values() for w in d.before}
        self._named = _named_pattern(_alternatives(self._months))
        self._numeric = [re.compile(pattern) for pattern in _NUMERIC]
        self._relative = {
            fold(phrase): months
            for declared in words.values()
            for months, phrases in declared.relative().items()
            for phrase in phrases
        }
        self._relative_pattern = re.compile(_alternatives(self._relative))

    def find(self, text: str, today: date) -> Mention | None:
        """Return the first month or date that `text` names, or None.

        Numbers are read day first ("3/4/2026" is 3 April) unless that is no date.
        """
        folded = fold(text)
        for found in (self._find_numeric(folded), self._find_named(folded)):
            mention = next(found, None)
            if mention:
                return mention
        return self._find_relative(folded, today)

    def _find_numeric(self, text: str) -> Iterator[Mention]:
        for pattern in self._numeric:
            for match in pattern.finditer(text):
                parts = {key: int(value) for key, value in match.groupdict().items() if value}
                mention = _sensible(parts["month"], parts["year"], parts.get("day"))
                if mention:
                    yield mention

    def _find_named(self, text: str) -> Iterator[Mention]:
        for match in self._named.finditer(text):
            part = match.groupdict()
            year = part["year"] or part["year_after"]
            day = part["day"] or part["day_after"] or part["day_only"]
            if year or day or self._is_certain(match["name"], text[: match.start("name")]):
                yield Mention(self._months[match["name"]], int(year) if year else None, _day(day))

    def _is_certain(self, name: str, before: str) -> bool:
        if name not in self._uncertain:
            return True
        last = before.split()[-1:]
        return bool(last) and last[0] in self._before

    def _find_relative(self, text: str, today: date) -> Mention | None:
        match = self._relative_pattern.search(text)
        if not match:
            return None
        month = Month.of(today).plus(self._relative[match[0]])
        return Mention(month.number, month.year)


def _day(text: str | None) -> int | None:
    digits = re.match(r"\d+", text or "")
    return int(digits[0]) if digits and int(digits[0]) in _DAYS else None


def _sensible(month: int, year: int, day: int | None) -> Mention | None:
    if day is not None and month not in _MONTHS and day in _MONTHS:
        month, day = day, month
    if month not in _MONTHS or year not in _YEARS or (day is not None and day not in _DAYS):
        return None
    return Mention(month, year, day)
