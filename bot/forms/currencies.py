"""The currencies that are tender today, by all the names that people have for them (CLDR)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

from bot.content.text import fold, is_han
from bot.forms.numbers import clean, multiples

_SIGNS = {
    "$": ("USD",),
    "kr": ("SEK", "NOK", "DKK"),
    "克朗": ("SEK", "NOK", "DKK"),
    "镑": ("GBP",),
    "法郎": ("CHF",),
    "¥": ("CNY", "JPY"),
    "元": ("CNY",),
    "圆": ("CNY",),
    "块": ("CNY",),
    "rmb": ("CNY",),
    "yuan": ("CNY",),
    "円": ("JPY",),
    "yen": ("JPY",),
    "美金": ("USD",),
    "us$": ("USD",),
    "a$": ("AUD",),
    "c$": ("CAD",),
    "sfr": ("CHF",),
    "fr": ("CHF",),
    "瑞郎": ("CHF",),
    "fcfa": ("XOF", "XAF"),
    "f cfa": ("XOF", "XAF"),
    "cfa": ("XOF", "XAF"),
    "sterling": ("GBP",),
    "元人民币": ("CNY",),
    "块钱": ("CNY",),
    "港币": ("HKD",),
    "台币": ("TWD",),
    "澳元": ("AUD",),
    "加元": ("CAD",),
    "新元": ("SGD",),
}
"""Signs and names that CLDR lacks, or gives to one currency where several use them."""

_BY_NOUN_ALONE = ("USD", "EUR", "GBP", "CHF", "CNY", "JPY", "SEK", "NOK", "DKK")
"""Who says "dollars", "pounds" or "kronor" alone means these, not the others of that name."""

_LONGEST_NAME = 40
"""Characters before or after a number in which its currency is looked for."""

_SPACES = " \u00a0\u202f"
_WORDS = re.compile(r"[^\W\d_]+|[^\w\s]+")
_NO_NAME = re.compile(r"[0-9\n]")
_NUMBER_FOLLOWS = re.compile(r"\s?[0-9]")


def current_tender() -> frozenset[str]:
    """Return the ISO 4217 codes that CLDR knows as tender without an end."""
    territories = get_global("territory_currencies").values()
    return frozenset(
        code for uses in territories for code, _, end, tender in uses if tender and end is None
    )


class Currencies:
    """Tells currencies by their codes, symbols and names in every language at once.

    `multiples` finds what is an amount in thousands or millions (see `bot.forms.numbers`).
    """

    def __init__(self, locales: Iterable[str]) -> None:
        """Prepare for the names that `locales` have."""
        spoken = tuple(locales)
        self.codes = current_tender()
        self.multiples = multiples(spoken)
        self._names: dict[str, tuple[str, ...]] = dict(_SIGNS)
        self._symbols: defaultdict[str, set[str]] = defaultdict(set)
        for locale in map(Locale.parse, spoken):
            for name, code in self._named_in(locale):
                self._name(name, code)
        for code in sorted(self.codes):
            self._name(code, code)

    def _named_in(self, locale: Locale) -> Iterator[tuple[str, str]]:
        nouns: defaultdict[str, set[str]] = defaultdict(set)
        for code in sorted(self.codes):
            symbol = locale.currency_symbols.get(code) or code
            self._symbols[code].add(_key(symbol))
            yield symbol, code
            for name in _names(locale, code):
                yield name, code
                for noun in (name.split()[0], name.split()[-1]):
                    nouns[noun].add(code)
        for noun, codes in nouns.items():
            shared = len(codes) > 1
            yield from ((noun, code) for code in _BY_NOUN_ALONE if shared and code in codes)

    def _name(self, name: str, code: str) -> None:
        known = self._names.get(_key(name), ())
        if code not in known:
            self._names[_key(name)] = (*known, code)

    def named(self, name: str, locale: str) -> tuple[str, ...]:
        """Return the currencies that `name` can mean to a reader of `locale`; none: unknown.

        Of several it is the one of the country where the language is most spoken (CLDR).
        """
        codes = self._names.get(_key(name), ())
        own = [code for code in codes if code in _own_codes(locale)]
        return tuple(own) if len(codes) > 1 and own else codes

    def around(self, before: str, after: str, locale: str) -> tuple[str, ...]:
        """Return the currencies that what stands around a number can mean; none: unknown.

        Of two names, a code tells which dollar or krona is meant ("$500 CAD", "CAD $500").
        """
        if before and after:
            return self._agreed(before, after, locale)
        beside = before or after
        return self.named(beside, locale) or self._by_two(_WORDS.findall(beside), locale)

    def _by_two(self, words: Sequence[str], locale: str) -> tuple[str, ...]:
        """Return what two names on one side mean: one sign in two parts ("$ CA"), or both."""
        if len(words) != 2:  # noqa: PLR2004 - two
            return ()
        one, other = words
        return self.named(one + other, locale) or self._agreed(one, other, locale)

    def _agreed(self, before: str, after: str, locale: str) -> tuple[str, ...]:
        """Return the currencies that both of two names can mean."""
        left, right = self.named(before, locale), self.named(after, locale)
        both = tuple(code for code in left if code in right)
        return both or self._told(before, right) or self._told(after, left)

    def _told(self, sign: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the currency if it is one whose symbol holds `sign` ("$" in "CA$")."""
        (code, *others) = codes or ("",)
        told = not others and any(_key(sign) in symbol for symbol in self._symbols.get(code, ()))
        return codes if told else ()

    def beside(self, text: str, start: int, end: int) -> slice | None:
        """Return where a number of running text stands together with its currency; None: has none.

        In "in 2026 € 500" the currency belongs to the number that follows.
        """
        before, after = text[:start].rstrip(_SPACES), text[end:].lstrip(_SPACES)
        left, right = self._ending(before), self._starting(after)
        if _NUMBER_FOLLOWS.match(after, right):
            right = 0
        first = len(before) - left if left else start
        last = len(text) - len(after) + right if right else end
        return slice(first, last) if left or right else None

    def mentioned(self, text: str) -> bool:
        """Tell whether `text` begins or ends with the name of a currency."""
        return bool(self._starting(text) or self._ending(text))

    def _starting(self, text: str) -> int:
        """Return the length of the longest name at the start of running text; 0 for none."""
        reach = len(_NO_NAME.split(text[:_LONGEST_NAME], maxsplit=1)[0])
        return next((end for end in range(reach, 0, -1) if self._is_name(text, 0, end)), 0)

    def _ending(self, text: str) -> int:
        """Return the length of the longest name at the end of running text; 0 for none."""
        end = len(text)
        reach = len(_NO_NAME.split(text[-_LONGEST_NAME:])[-1])
        return next((n for n in range(reach, 0, -1) if self._is_name(text, end - n, end)), 0)

    def _is_name(self, text: str, start: int, end: int) -> bool:
        if _within_word(text, start) or _within_word(text, end):
            return False
        name = text[start:end].removesuffix(".")
        # Some codes are words ("TOP", "ALL", "sek" for seconds): in a sentence only as capitals.
        if name != name.strip(" .") or (name.upper() in self.codes and not name.isupper()):
            return False
        return _key(name) in self._names


def _names(locale: Locale, code: str) -> set[str]:
    return {get_currency_name(code, count, locale) for count in (None, 1, 2)}


def _key(name: str) -> str:
    return fold(clean(name)).strip(" .").removesuffix("'s")


def _own_codes(locale: str) -> frozenset[str]:
    likely = get_global("likely_subtags").get(Locale.parse(locale).language, "")
    uses = get_global("territory_currencies").get(likely.rpartition("_")[2], ())
    return frozenset(code for code, _, end, tender in uses if tender and end is None)


def _within_word(text: str, place: int) -> bool:
    around = text[place - 1 : place + 1] if place else ""
    return len(around) > 1 and around.isalpha() and not is_han(around)
