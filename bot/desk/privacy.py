"""What tells of one person or company: what may in a text, and what stands for who is erased."""

import re
import unicodedata
from collections.abc import Iterator

ERASED = "erased"
"""Stands where the id of a person stood whose data was erased: no id of Slack's is like it."""

_TELLING = re.compile(
    r"""
    (?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+    # a mail address
    | https?://[^\s<>"]+                          # the address of a page
    | \+?[0-9][0-9 ().,-]{4,}[0-9]                # a number in groups, such as a telephone's
    | (?<![0-9A-Za-z])[0-9A-Za-z][0-9A-Za-z_./\#-]*    # a word that may be an invoice number
    """,
    re.VERBOSE,
)

_FEWEST_DIGITS = 3
"""Fewer than these say nothing of anybody: "the 15th", "2 trainers"."""


def personal_details(text: str) -> tuple[str, ...]:
    """Return the mail addresses, links and numbers in `text`, each once, in their order.

    Names can't be told from other words: they are for people to find.
    """
    return tuple(dict.fromkeys(_found(unicodedata.normalize("NFKC", text))))


def _found(text: str) -> Iterator[str]:
    for match in _TELLING.finditer(text):
        found = match[0].strip(" .,()/-")
        is_address = "@" in found or "://" in found
        if is_address or sum(map(str.isdigit, found)) >= _FEWEST_DIGITS:
            yield found
