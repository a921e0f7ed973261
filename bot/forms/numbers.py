"""Reads numbers as people write them anywhere, and writes them as the reader does.

A number is kept as plain text: "-1234.50", a dot before the decimals, as many as were given.
Point and comma mean thousands in one country and decimals in the next. Where the form of a number
leaves both open ("1.234"), both readings are given and nobody guesses.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.numbers import get_decimal_symbol

from bot.content.shapes import Id
from bot.forms.readings import Option, Problem, Reading

MOST_WHOLE, MOST_PART = 15, 6
"""How many digits are taken before and after the decimal point."""

LONGEST = 100
"""Characters of a number with its currency; what is longer is no number."""

_NUMBER = re.compile(
    # A dot after letters ends an abbreviation ("kr.500"), it begins no decimals.
    r"(?P<before>[^0-9]*?)(?P<sign>[-+]?) ?(?P<number>(?:(?<![^\W\d])[.,])?[0-9](?:.*[0-9])?)"
    r"(?P<after>[^0-9]*)",
    re.DOTALL,
)
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[ '.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<part>[0-9]+))?"
)
_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?:[.,](?P<part>[0-9]+))?")
# Dutch "5,-", Swedish "5:-" and Swiss "5.-" are amounts without cents.
_NO_CENTS = re.compile(r"(?<=[0-9])(?:(?P<dot>\.)|[,:])--?(?![0-9])")
_LATIN = "a-z\u00df-\u024f"
_MULTIPLES = ("tkr", "mkr", "mln", "mio", "mld", "mrd", "十", "百", "千", "万", "萬", "亿", "億")
"""What people write for thousands and millions besides what CLDR has."""

_REFUSED = tuple(
    (f"number-{reason}", re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("percent", r"[%‰]"),
        ("scientific", r"[0-9] ?(?:e|[x×*] ?10 ?\^?) ?[-+]?[0-9]"),
        ("fraction", r"[0-9] ?[/⁄∕÷] ?[0-9]|[¼-¾⅐-⅞]"),
        ("missing", r"\A[^0-9]*\Z"),
        ("negative", r"\([^0-9]*[0-9].*\)|[0-9] ?-\Z|[-+] ?[-+]"),
        ("approximate", r"[~≈±<>≤≥]\D*[0-9]|\+/-"),
        ("range", r"[0-9][^0-9]*(?:-|~|\.{2,}|…)[^0-9]*[0-9]"),
        ("words", r"[^\W\d_]"),
        ("separators", r"\A[-+]?[0-9., ']+\Z"),
    )
)
"""What is no plain number, by the problem that tells how to write it; the first that holds."""

_SAME = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘ʼ´", "'"))


class Parts(NamedTuple):
    """A number, its sign with it, and what stands before and after it."""

    before: str
    number: str
    after: str


def clean(text: str) -> str:
    """Return `text` with ordinary digits, spaces, dashes and apostrophes, each in its place.

    Full-width characters and the digits of any script become the ordinary ones; invisible marks
    that come along with copied text are left out.
    """
    return "".join(map(_ordinary, text.strip())).translate(_SAME).strip(" ")


@lru_cache(maxsize=4096)
def _ordinary(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in {"Zs", "Cf"}:
        return " " if category == "Zs" else ""
    if unicodedata.decomposition(character).startswith(("<wide>", "<small>")):
        return unicodedata.normalize("NFKC", character)
    return character


def take_apart(text: str) -> Parts | None:
    """Return the parts of a text that holds a number; None when it holds none, or is too long."""
    if len(text) > LONGEST:
        return None
    written = _NO_CENTS.sub(lambda end: ".00" if end["dot"] else ",00", clean(text))
    found = _NUMBER.fullmatch(written)
    if found is None:
        return None
    before, sign = found["before"].strip(), found["sign"]
    if not sign and before[:1] in {"-", "+"}:
        before, sign = before[1:], before[:1]
    number = re.sub(" +", " ", found["number"])
    return Parts(before.strip(" "), sign + number, found["after"].strip(" .。"))


def read_number(number: str, locale: str) -> tuple[str, ...] | Problem:
    """Return what a number without words around it can mean: one reading, or two.

    Of two, the first is the one that `locale` would write so.
    """
    sign = "-" if number.startswith("-") else ""
    bare = number.lstrip("+-")
    matches = [match for each in (_GROUPED, _PLAIN) if (match := each.fullmatch(bare))]
    if not matches:
        return Problem(_reason(number))
    found = [_canonical(sign, match) for match in matches]
    if get_decimal_symbol(Locale.parse(locale)) in bare:
        found.reverse()
    return _too_long(found[0]) or tuple(found)


def _canonical(sign: str, match: re.Match[str]) -> str:
    whole = re.sub(r"\D", "", match["whole"]).lstrip("0") or "0"
    number = f"{whole}.{match['part']}" if match["part"] else whole
    return sign + number if number.strip("0.") else number


def _too_long(number: str) -> Problem | None:
    whole, _, part = number.lstrip("-").partition(".")
    if len(whole) > MOST_WHOLE:
        return Problem("number-too-large", {"most": str(MOST_WHOLE)})
    if len(part) > MOST_PART:
        return Problem("number-too-precise", {"most": str(MOST_PART)})
    return None


def multiples(locales: Iterable[str]) -> re.Pattern[str]:
    """Return what finds a digit before "k", "million" or the like in any of these languages."""
    formats = (
        Locale.parse(locale).compact_decimal_formats.get(style, {})
        for locale in locales
        for style in ("short", "long")
    )
    patterns = (
        each.pattern for plurals in formats for f in plurals.values() for each in f.values()
    )
    words = {re.sub(r"[\W\d_]", "", pattern).lower() for pattern in patterns} - {""}
    either = "|".join(sorted(map(re.escape, words.union(_MULTIPLES)), key=len, reverse=True))
    return re.compile(rf"[0-9]\s?(?:{either})(?![{_LATIN}])", re.IGNORECASE)


def why_not(text: str, multiplied: re.Pattern[str]) -> Problem:
    """Return why a text can't be taken as a number, and with it how to write it.

    `multiplied` finds thousands and millions that are not written in full (see `multiples`).
    """
    written = clean(text[:LONGEST])
    if multiplied.search(written):
        return Problem("number-abbreviated")
    return Problem("number-unreadable" if len(text) > LONGEST else _reason(written))


def _reason(written: str) -> Id:
    holding = (code for code, pattern in _REFUSED if pattern.search(written))
    return next(holding, "number-unreadable")


def settle(meanings: Sequence[Option], meant: str | None) -> Reading:
    """Return the only meaning, or the one that was chosen, or else all to choose from."""
    values = [option.value for option in meanings]
    if len(values) == 1:
        return Reading(values[0])
    return Reading(meant) if meant in values else Reading(meanings=tuple(meanings))


def show_number(number: str, locale: str) -> str:
    """Return a number as `locale` writes it, with as many decimals as it has."""
    decimals = len(number.partition(".")[2])
    pattern = copy(Locale.parse(locale).decimal_formats[None])
    pattern.frac_prec = (decimals, decimals)
    return str(pattern.apply(Decimal(number), locale))


def with_cents(number: str) -> str:
    """Return a number with decimals, so that its decimal mark tells the other mark apart.

    "1,234" looks like itself in two countries; "1,234.00" does not.
    """
    return number if "." in number else f"{number}.00"


def same_number(number: str) -> str:
    """Return one text for equal numbers: "1234.50" and "1234.5" are one."""
    shortest = number.rstrip("0").rstrip(".") if "." in number else number
    return shortest or "0"
