"""The number of an invoice, as it stands on it."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from bot.content.text import fold
from bot.forms.currencies import Currencies
from bot.forms.kinds.kind import Kind, as_text
from bot.forms.readings import Asked, Given, Problem, Reading, Value
from bot.forms.sentences import cues_in, in_place, running, without_addresses

LONGEST = 50
"""Characters of an invoice number."""

_LOOK_ALIKES = str.maketrans(
    dict(zip("авекмнорстухіѕј", "abekmhopctyxisj", strict=True))
    | dict(zip("αβεζηικμνορτυχ", "abezhikmnoptyx", strict=True))
    | {"°": "o"}
)
"""Cyrillic and Greek letters that look like Latin ones as capitals, after folding."""

_LIKE_DIGITS = str.maketrans("oil", "011")
_SEPARATORS = re.compile(r"[\W_]+")
# "No", "Nr", "N°" and "№" announce a number, they are no part of it.
_ANNOUNCED = re.compile(r"\A(?:no|nr)+(?=[0-9oil])")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")

_TOKEN = re.compile(
    r"(?:n[or]\.?(?=[0-9]))?(?P<number>[a-z0-9]+(?:[-/_.][a-z0-9]+|(?<=[0-9]),[0-9]+)*)"
)
_SENTENCE_ENDS = re.compile(r"[?!;。？！；\n]")
_WORDS_AFTER_CUE, _CHARACTERS_AFTER_CUE = 4, 80
_LEAST_DIGITS = 3
_DIGIT = re.compile(r"\d")
_BUILT_ALIKE = re.compile(r"(?=.{5})[a-z]{1,5}[-/_.]?[0-9].*")
_YEAR = r"(?:19|20)[0-9]{2}"
_OTHER = re.compile(
    rf"(?:[a-z]*|[hqst][1-4])[-/.]?{_YEAR}"  # a year; FY2026, nov-2026, Q3-2026
    rf"|{_YEAR}[-/.](?:[a-z]+[1-4]?|[0-9]{{1,2}})(?:[-/.][0-9]{{1,2}})?"  # 2026-03-15, 2026-Q3
    rf"|(?:[0-9]{{1,2}}[-/.])?(?:[a-z]+|[0-9]{{1,2}})[-/.]{_YEAR}"  # 15.03.2026, 15-mar-2026
    rf"|[a-z]+[-/.]?[0-9]{{1,2}}[-/.]{_YEAR}"  # nov-20-2026
    r"|[0-9]*,.*|[0-9]{1,3}(?:\.[0-9]{3})+(?:,.*)?|[0-9]+\.[0-9]{1,2}"  # 1.234,56
    r"|[a-z]{2}-?[0-9]{3}(?:t[0-9]{2})?(?:-[a-z])?"  # Microsoft's exams and courses: AZ-104T00
)
"""What is no invoice number although it has digits, folded."""


class InvoiceNumber(Kind):
    """Any text with a digit; it is kept and shown as it was typed."""

    def __init__(self, currencies: Currencies) -> None:
        """Prepare for sentences that name amounts in `currencies`."""
        self._currencies = currencies

    def read(self, asked: Asked, given: Given) -> Reading:
        """Take the text without the invisible marks that come along with copied text."""
        text = "".join(c for c in as_text(given.typed) if unicodedata.category(c) != "Cf").strip()
        if len(text) > LONGEST:
            return Reading(problem=Problem("too-long", {"most": str(LONGEST)}))
        if any(unicodedata.category(character)[0] == "C" for character in text):
            return Reading(problem=Problem("invoice-number-characters"))
        if not any(character.isdecimal() for character in text):
            return Reading(problem=Problem("invoice-number-digits"))
        return Reading(text)

    def find(self, asked: Asked, text: str) -> str | None:
        """Return what follows a cue within three words, else what is built like such a number.

        Dates, amounts, exams and parts of addresses are left alone.
        """
        said = running(text)
        # Folding makes a comma of the Chinese one, which never stands inside a number.
        folded = without_addresses(in_place(said.replace("，", "、")))
        for token in (*_announced(asked.words.cues, folded), *_built_alike(folded)):
            if _may_be_one(token["number"]) and not self._is_amount(token, said):
                return said[slice(*token.span("number"))]
        return None

    def _is_amount(self, token: re.Match[str], said: str) -> bool:
        first_digit = _DIGIT.search(said, token.start("number"))
        start = first_digit.start() if first_digit else token.start()
        return self._currencies.beside(said, start, token.end()) is not None

    def compared(self, value: Value) -> str:
        """Return the same text for numbers that a person would take for the same.

        Case, separators, "No", leading zeros, the script of a letter and O for 0, I or l for 1 do
        not count.
        """
        letters = _SEPARATORS.sub("", fold(as_text(value)).translate(_LOOK_ALIKES))
        digits = _ANNOUNCED.sub("", letters).translate(_LIKE_DIGITS)
        return _LEADING_ZEROS.sub("", digits)


def _announced(cues: tuple[str, ...], folded: str) -> Iterator[re.Match[str]]:
    for cue in cues_in(cues, folded):
        if _is_part(cue, folded):
            continue
        end = _SENTENCE_ENDS.search(folded, cue.end())
        last = min(cue.end() + _CHARACTERS_AFTER_CUE, end.start() if end else len(folded))
        yield from islice(_TOKEN.finditer(folded, cue.end(), last), _WORDS_AFTER_CUE)


def _is_part(cue: re.Match[str], folded: str) -> bool:
    """Tell whether a cue is the beginning of a number itself: "INV-2026-0042"."""
    token = _TOKEN.match(folded, cue.start())
    return token is not None and _BUILT_ALIKE.fullmatch(token["number"]) is not None


def _built_alike(folded: str) -> Iterator[re.Match[str]]:
    return (t for t in _TOKEN.finditer(folded) if _BUILT_ALIKE.fullmatch(t["number"]))


def _may_be_one(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return digits >= _LEAST_DIGITS and not _OTHER.fullmatch(text)
