"""A number, as anybody writes it."""

import re

from bot.forms.currencies import Currencies
from bot.forms.kinds.kind import Kind, as_text
from bot.forms.numbers import (
    read_number,
    same_number,
    settle,
    show_number,
    take_apart,
    why_not,
    with_cents,
)
from bot.forms.readings import Asked, Given, Option, Problem, Reading, Value
from bot.forms.sentences import NUMBER, cues_in, in_place, running

_WHOLE_NUMBER = rf"(?P<number>{NUMBER})(?![0-9a-z_/%-]|[.,'’][0-9])"
_HAN = "\u4e00-\u9fff"
# Between a cue and its number: at most two short words ("KPI value is now 512", "KPI 值是512").
_SHORT_WORDS = rf"(?:[^\W\d_{_HAN}]{{1,3}} +){{0,2}}|[{_HAN}]{{1,2}}[ :：]*"
_AFTER = re.compile(rf"[ :=：]*(?P<between>{_SHORT_WORDS}){_WHOLE_NUMBER}")
_BEFORE = re.compile(rf"{_WHOLE_NUMBER} *\Z")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_TELLING_DIGITS = 3


class Decimal(Kind):
    """A number. A currency beside it is passed over; two readings are both given."""

    def __init__(self, currencies: Currencies) -> None:
        """Prepare for numbers with one of `currencies` beside them."""
        self._currencies = currencies

    def read(self, asked: Asked, given: Given) -> Reading:
        """Return the number, its two readings to choose from, or how to write it."""
        text = as_text(given.typed)
        parts = take_apart(text)
        if parts is None:
            return Reading(problem=why_not(text, self._currencies.multiples))
        beside = parts.before or parts.after
        if beside and not self._currencies.around(parts.before, parts.after, asked.locale):
            return Reading(problem=why_not(text, self._currencies.multiples))
        numbers = read_number(parts.number, asked.locale)
        if isinstance(numbers, Problem):
            return Reading(problem=numbers)
        labels = (show_number(with_cents(number), asked.locale) for number in numbers)
        return settle([Option(*each) for each in zip(numbers, labels, strict=True)], given.meant)

    def show(self, asked: Asked, value: Value) -> str:
        """Return the number as the reader's language writes it."""
        return show_number(as_text(value), asked.locale)

    def find(self, asked: Asked, text: str) -> str | None:
        """Return the number that stands right after or right before a cue of this field.

        Years and amounts of money are left alone, and short numbers where it is not certain that
        they belong to the cue.
        """
        said = running(text)
        folded = in_place(said)
        for cue in cues_in(asked.words.cues, folded):
            after = _AFTER.match(folded, cue.end())
            before = _BEFORE.search(folded, 0, cue.start())
            if after and self._belongs(after, said, certain=not after["between"]):
                return said[slice(*after.span("number"))]
            if before and self._belongs(before, said, certain=False):
                return said[slice(*before.span("number"))]
        return None

    def _belongs(self, found: re.Match[str], said: str, *, certain: bool) -> bool:
        start, end = found.span("number")
        more = self._currencies.multiples.match(said, end - 1)
        if more or _YEAR.fullmatch(found["number"]) or self._currencies.beside(said, start, end):
            return False
        return certain or sum(map(str.isdigit, found["number"])) >= _TELLING_DIGITS

    def compared(self, value: Value) -> str:
        """Return the same text for the same number."""
        return same_number(as_text(value))
