"""An amount of money, with its currency."""

import re
from collections.abc import Iterator
from decimal import Decimal

from babel.numbers import format_currency

from bot.forms.currencies import Currencies
from bot.forms.kinds.kind import Kind, as_text
from bot.forms.numbers import (
    Parts,
    read_number,
    same_number,
    settle,
    take_apart,
    why_not,
    with_cents,
)
from bot.forms.readings import Asked, Given, Option, Problem, Reading, Value
from bot.forms.sentences import NUMBER, cues_in, in_place, running

_NUMBER = re.compile(NUMBER)
_LETTERS_THEN_NUMBER = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""Where the CLDR has a space ("SEK 1,250.00": `currencySpacing`) and Babel (2.18) none."""

_NEAR = 40
"""Characters between a cue and the amount that it announces."""


class Money(Kind):
    """An amount: a number and the ISO 4217 code of its currency, kept as "1234.50 EUR"."""

    def __init__(self, currencies: Currencies) -> None:
        """Prepare for amounts in `currencies`."""
        self._currencies = currencies

    def read(self, asked: Asked, given: Given) -> Reading:
        """Return the amount, or what it can mean, or how to write it.

        Where both its number and its currency are open, each goes with each.
        """
        text = as_text(given.typed)
        parts = take_apart(text)
        if parts is None:
            return Reading(problem=why_not(text, self._currencies.multiples))
        codes = self._currencies.around(parts.before, parts.after, asked.locale)
        if not codes:
            return Reading(problem=self._without_currency(asked, parts, text))
        numbers = read_number(parts.number, asked.locale)
        if isinstance(numbers, Problem):
            return Reading(problem=numbers)
        amounts = [f"{number} {code}" for code in codes for number in numbers]
        return settle([Option(each, _label(each, asked.locale)) for each in amounts], given.meant)

    def _without_currency(self, asked: Asked, parts: Parts, text: str) -> Problem:
        """Return what is wrong with a text in which no currency was understood.

        What isn't even a number says so first.
        """
        sides = [side for side in (parts.before, parts.after) if side]
        if not sides:
            number = read_number(parts.number, asked.locale)
            return number if isinstance(number, Problem) else Problem("currency-missing")
        if all(self._currencies.named(side, asked.locale) for side in sides):
            return Problem("currency-several")
        problem = why_not(text, self._currencies.multiples)
        if problem.code not in {"number-words", "number-unreadable"}:
            return problem
        named = any(map(self._currencies.mentioned, sides))
        return Problem("amount-words" if named else "currency-unknown")

    def show(self, asked: Asked, value: Value) -> str:
        """Return the amount as the reader's language writes it, with the decimals it has."""
        number, code = as_text(value).split()
        written = format_currency(
            Decimal(number), code, locale=asked.locale, decimal_quantization=False
        )
        return _LETTERS_THEN_NUMBER.sub("\N{NO-BREAK SPACE}", written)

    def find(self, asked: Asked, text: str) -> str | None:
        """Return the first amount after a cue of this field, else the first of the sentence.

        A field that may stay empty takes only what a cue announces.
        """
        said = running(text)
        amounts = [each for each in self._amounts(said) if self._is_read(asked, said[each])]
        ends = [cue.end() for cue in cues_in(asked.words.cues, in_place(said))]
        announced = [each for each in amounts if any(_follows(said, end, each) for end in ends)]
        found = announced or ([] if asked.field.optional else amounts)
        return said[found[0]] if found else None

    def _amounts(self, said: str) -> Iterator[slice]:
        folded = in_place(said)
        for number in _NUMBER.finditer(folded):
            amount = self._currencies.beside(said, *number.span())
            if amount and not self._currencies.multiples.match(folded, number.end() - 1):
                yield amount

    def _is_read(self, asked: Asked, typed: str) -> bool:
        return self.read(asked, Given(typed)).problem is None

    def compared(self, value: Value) -> str:
        """Return the same text for the same amount."""
        number, code = as_text(value).split()
        return f"{same_number(number)} {code}"


def _follows(said: str, end: int, amount: slice) -> bool:
    """Tell whether an amount comes soon after a cue that ends at `end`, with no number between."""
    is_near = 0 <= amount.start - end < _NEAR
    return is_near and not any(map(str.isdigit, said[end : amount.start]))


def _label(amount: str, locale: str) -> str:
    """Return an amount with its currency's name: "kr" alone would not tell which one."""
    number, code = amount.split()
    return format_currency(
        Decimal(with_cents(number)),
        code,
        locale=locale,
        format_type="name",
        decimal_quantization=False,
    )
