"""Whether support writes to a partner in their language."""

import re
from collections.abc import Callable

from bot.answering.language import UNSURE, Language
from bot.content.shapes import Locale
from bot.content.text import is_han, plain

Detect = Callable[[str], Language]
"""Tells the language of a text, as `LanguageReader.read` does."""

_FEWEST_WORDS, _FEWEST_HAN = 3, 4
"""A text with fewer is no evidence of any language."""

_HAN_A_WORD = 2
"""So many Han characters say about as much as one word of another script."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def differs(detect: Detect, text: str, locale: Locale) -> Locale | None:
    """Return the language of `text` if it is surely another one than `locale`, else None.

    Names are no evidence in whichever script: a Chinese company in an English sentence, or words
    with a capital. None also for a language that is not spoken here (see `is_foreign`).
    """
    found = _language_of(detect, text).locale
    return None if found == locale else found


def is_foreign(detect: Detect, text: str) -> bool:
    """Tell whether `text` is surely in a language that is not spoken here."""
    return _language_of(detect, text).foreign


def _language_of(detect: Detect, text: str) -> Language:
    """Return the language of what is said in the script that says more."""
    shown = plain(text)
    han = sum(map(is_han, shown))
    other = "".join(" " if is_han(character) else character for character in shown)
    words = [word for word in _WORD.findall(other) if not word[0].isupper()]
    if han >= _FEWEST_HAN and han >= _HAN_A_WORD * len(words):
        return detect(shown)
    return detect(other) if len(words) >= _FEWEST_WORDS else UNSURE
