"""Looks for values in whole sentences, by the words that announce them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.content.text import LONGEST_READ, fold

NUMBER = (
    r"(?<![0-9a-z_/.,'’−-])[-−]?"
    r"(?>[0-9]{1,3}(?: [0-9]{3}(?![0-9]))+(?:[.,][0-9]+)?|[0-9]+(?:[.,'’][0-9]+)*)"
)
"""A number of a sentence, with its separators, that is no part of a word, date or address."""

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[^\s@]{1,64}@\S+|(?<![a-z0-9.-])(?>[a-z0-9-]+\.)+[a-z]{2,}/\S*"
)


def running(text: str) -> str:
    """Return the part of a sentence that is looked at, ready for `in_place`."""
    return unicodedata.normalize("NFC", text[:LONGEST_READ])


def in_place(text: str) -> str:
    """Return `text` folded, with every character at the place that it had."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character


def without_addresses(folded: str) -> str:
    """Return folded text with blanks in place of addresses of pages and of mail."""
    return _ADDRESS.sub(lambda address: " " * len(address[0]), folded)


def cues_in(cues: Iterable[str], folded: str) -> Iterator[re.Match[str]]:
    """Yield where folded text holds one of `cues` as a word of its own, first to last.

    They may overlap: "dashboard shows" is found in "the dashboard shows" beside "the dashboard".
    """
    words = sorted(map(fold, cues), key=len, reverse=True)
    pattern = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, words))})(?![a-z])")
    found = pattern.search(folded) if words else None
    while found:
        yield found
        found = pattern.search(folded, found.start() + 1)
