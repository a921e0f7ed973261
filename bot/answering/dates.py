"""Finds the month or date that a question names, in any of the languages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from babel import Locale
from rapidfuzz import fuzz, process

from bot.answering.calendar import next_month
from bot.content.models import DateWords
from bot.content.months import Mention, Month
from bot.content.text import fold, is_han, tokens

_NUMERIC = (
    r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})[日号]?)?",
    r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",
    r"(?P<month>\d{1,2}) ?[-/.] ?(?P<year>\d{4})",
)
# What a number is part of that holds more than a date: an invoice's, a part's, a version's.
_MORE_BEFORE, _MORE_AFTER = r"(?<![a-z0-9_/-])", r"(?![a-z0-9_-]|[/.]\d)"
_MONTHS, _DAYS, _YEARS = range(1, 13), range(1, 32), range(1990, 2101)
_ORDINAL = r"[0-3]?\d(?:st|nd|rd|th|er|e|:e)?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_CENTURY = 2000
_LONG, _CLOSE = 6, 88
"""How long a misspelled month must be, and how alike (0 to 100) its name."""

_ANY_DAY = date(2000, 1, 1)
MASK = "ʘ"
"""Stands for a date: to the matching, one month is like another."""


def _named_pattern(names: str) -> re.Pattern[str]:
    """Match a month's name with the day before or after it and the year, if there."""
    short_year = r"\s?[-'’]\s?(?P<short_year>\d\d)(?!\d)"
    year_before = r"(?P<year_before>\d{4})年\s?"
    day_before = rf"(?<!\d)(?P<day>{_ORDINAL})\.?[\s-](?:of\s|de\s)?"
    day_and_year = rf"\s(?P<day_after>{_ORDINAL})(?:,\s?|\s)(?P<year_after>{_YEAR})"
    only_year = rf"(?:[\s,]{{0,2}}(?:de\s)?|[-/])(?P<year>{_YEAR})"
    only_day = r"\s?(?P<day_only>[0-3]?\d)(?!\d)(?:st|nd|rd|th|\s?[日号])?"
    before = rf"(?:{year_before}|{day_before})?"
    after = rf"(?:{day_and_year}|{only_year}|{short_year}|{only_day})?"
    return re.compile(rf"{before}(?P<name>{names})\.?{after}(?!-\d)")


def month_names(locales: Iterable[str]) -> Mapping[str, int]:
    """Return every CLDR name of a month in these languages, folded, with its number."""
    names: dict[str, int] = {}
    for locale in locales:
        for context in Locale.parse(locale).months.values():
            for width in ("wide", "abbreviated"):
                names |= {fold(name).rstrip("."): number for number, name in context[width].items()}
    return {name: number for name, number in names.items() if not name.isdigit()}


def _alternatives(words: Iterable[str], heads: Iterable[str] = ()) -> str:
    """Match any of `words` alone, or as the first part of a compound with one of `heads`."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    latin = "|".join(re.escape(word) for word in ordered if not is_han(word))
    han = "|".join(re.escape(word) for word in ordered if is_han(word))
    ends = "|".join([r"(?![^\W\d_])", *(f"(?={re.escape(head)})" for head in heads)])
    bounded = [rf"(?<![^\W\d_])(?:{latin})(?:{ends})", rf"(?<![\d十])(?:{han})"]
    return "|".join(each for each, given in zip(bounded, (latin, han), strict=True) if given)


class DateReader:
    """Reads months and dates as people write them, in every language at once."""

    def __init__(self, words: Mapping[str, DateWords]) -> None:
        """Prepare for the languages that `words` has."""
        months = {locale: _spellings(locale, declared) for locale, declared in words.items()}
        self._months = {name: number for each in months.values() for name, number in each.items()}
        self._before = {
            name: {
                fold(w) for locale, d in words.items() if name in months[locale] for w in d.before
            }
            for name in {fold(w) for d in words.values() for w in d.uncertain}
        }
        self._after = {fold(w) for d in words.values() for w in d.after}
        self._coming = {fold(w) for d in words.values() for w in d.coming}
        self._long_names = [n for n in self._months if len(n) >= _LONG and n not in self._before]
        heads = [fold(w) for d in words.values() for w in d.compounds]
        self._named = _named_pattern(_alternatives(self._months, heads))
        self._numeric = [re.compile(_MORE_BEFORE + each + _MORE_AFTER) for each in _NUMERIC]
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
        found = next(self._all(fold(text), today), None)
        return found.mention if found else self._misspelled(fold(text))

    def find_all(self, text: str, today: date) -> Sequence[Mention]:
        """Return every month and date that `text` names: those in digits, by name, by distance."""
        found = [each.mention for each in self._all(fold(text), today)]
        misspelled = None if found else self._misspelled(fold(text))
        return [misspelled] if misspelled else found

    def mask(self, text: str) -> str:
        """Return folded `text` with MASK in place of every month or date that it names."""
        folded = fold(text)
        for found in sorted(self._all(folded, _ANY_DAY), key=lambda each: -each.start):
            folded = f"{folded[: found.start]} {MASK} {folded[found.end :]}"
        return folded

    def _all(self, text: str, today: date) -> Iterator["_Found"]:
        taken: list[_Found] = []
        for find in (self._find_numeric, self._find_named, self._find_relative):
            for found in find(text, today):
                if all(found.end <= each.start or each.end <= found.start for each in taken):
                    taken.append(found)
                    yield found

    def _find_numeric(self, text: str, _: date) -> Iterator["_Found"]:
        for pattern in self._numeric:
            for match in pattern.finditer(text):
                parts = {key: int(value) for key, value in match.groupdict().items() if value}
                mention = _sensible(parts["month"], parts["year"], parts.get("day"))
                if mention:
                    yield _Found(match.start(), match.end(), mention)

    def _find_named(self, text: str, today: date) -> Iterator["_Found"]:
        if not any(name in text for name in self._months):
            return  # To look for all names is much quicker than for all that may stand around them.
        for match in self._named.finditer(text):
            part = match.groupdict()
            year = _within(_YEARS, part["year"] or part["year_after"] or part["year_before"])
            if part["short_year"]:
                year = _CENTURY + int(part["short_year"])
            day = _within(_DAYS, part["day"] or part["day_after"] or part["day_only"])
            if year or day or self._is_certain(match, text):
                month = self._months[match["name"]]
                if year is None and _word_before(match, text) in self._coming:
                    year = next_month(month, today).year
                yield _Found(match.start(), match.end(), Mention(month, year, day))

    def _is_certain(self, match: re.Match[str], text: str) -> bool:
        """Tell whether a name means a month; an ordinary word does beside a telling one."""
        name = match["name"]
        if name not in self._before:
            return True
        following = re.match(r"\W*(\w+)", text[match.end() :])
        told_after = following is not None and following[1] in self._after
        return told_after or _word_before(match, text) in self._before[name]

    def _find_relative(self, text: str, today: date) -> Iterator["_Found"]:
        if not any(phrase in text for phrase in self._relative):
            return
        for match in self._relative_pattern.finditer(text):
            month = Month.of(today).plus(self._relative[match[0]])
            yield _Found(match.start(), match.end(), Mention(month.number, month.year))

    def _misspelled(self, text: str) -> Mention | None:
        """Return the month that a long word is nearly the name of ("febuary"), or None."""
        for word in tokens(text):
            if len(word) >= _LONG:
                close = process.extractOne(
                    word, self._long_names, scorer=fuzz.ratio, score_cutoff=_CLOSE
                )
                if close:
                    return Mention(self._months[close[0]])
        return None


class _Found(NamedTuple):
    """Where a text names a month or date."""

    start: int
    end: int
    mention: Mention


def _word_before(match: re.Match[str], text: str) -> str:
    return next(iter(text[: match.start("name")].split()[-1:]), "")


def _spellings(locale: str, declared: DateWords) -> Mapping[str, int]:
    names = dict(month_names([locale]))
    for number, spellings in declared.spellings.items():
        names |= {fold(spelling): number for spelling in spellings}
    return names


def _within(numbers: range, text: str | None) -> int | None:
    digits = re.match(r"\d+", text or "")
    return int(digits[0]) if digits and int(digits[0]) in numbers else None


def _sensible(month: int, year: int, day: int | None) -> Mention | None:
    if day is not None and month not in _MONTHS and day in _MONTHS:
        month, day = day, month
    if month not in _MONTHS or year not in _YEARS or (day is not None and day not in _DAYS):
        return None
    return Mention(month, year, day)
