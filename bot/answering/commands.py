"""The words after `/partner`, in every language, typing errors forgiven."""

from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.answering.text import fold
from bot.content.models import Id, Locale

_CLOSE = 85
"""How alike (0 to 100) a single word must be to a command's."""


class Command(NamedTuple):
    """A subcommand's id, and the words after it."""

    name: Id
    rest: str


def read_command(
    text: str, commands: Mapping[Id, Mapping[Locale, tuple[str, ...]]]
) -> Command | None:
    """Return the subcommand that `text` begins with, or None: then it is a question."""
    first, _, rest = text.strip().partition(" ")
    words = {
        fold(word): name for name, each in commands.items() for w in each.values() for word in w
    }
    typed = fold(first)
    if typed in words and len(rest.split()) <= 1:
        return Command(words[typed], rest.strip())
    if rest or not typed:
        return None
    close = process.extractOne(typed, words, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return Command(words[close[0]], "") if close else None
