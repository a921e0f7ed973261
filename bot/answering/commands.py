"""The words after `/partner`, in every language, typing errors forgiven."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.content.shapes import SOURCE_LOCALE, Id, Locale
from bot.content.text import fold

OWN = frozenset({"tickets", "language", "help"})
"""The subcommands that are no forms."""

_CLOSE = 85
"""How alike (0 to 100) a single word must be to a command's."""


class Command(NamedTuple):
    """A subcommand's id, the words after it, and the language that alone has its word."""

    name: Id
    rest: str = ""
    locale: Locale | None = None


Words = Mapping[Id, Mapping[Locale, tuple[str, ...]]]


def read_command(
    text: str, commands: Words, names: Mapping[Id, Collection[str]] = MappingProxyType({})
) -> Command | None:
    """Return the subcommand that `text` begins with, or None: then it is a question.

    One word may follow a command, or one of its `names`, which may have several.
    """
    first, _, rest = text.strip().partition(" ")
    typed = fold(first)
    known = _by_word(commands)
    if typed in known and (len(rest.split()) <= 1 or _is_one(rest, names.get(known[typed].name))):
        return known[typed]._replace(rest=rest.strip())
    if rest or not typed:
        return None
    close = process.extractOne(typed, list(known), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return known[close[0]] if close else None


def _is_one(text: str, names: Collection[str] | None) -> bool:
    return fold(text.strip()) in map(fold, names or ())


def _by_word(commands: Words) -> dict[str, Command]:
    """Return each folded word's command, with the language where only one has that word.

    English words are the ones that Slack itself shows: they tell nothing of a person's language.
    """
    found: dict[str, Command] = {}
    for name, languages in commands.items():
        for locale, words in languages.items():
            for word in map(fold, words):
                shared = word in found or locale == SOURCE_LOCALE
                found[word] = Command(name, locale=None if shared else locale)
    return found
