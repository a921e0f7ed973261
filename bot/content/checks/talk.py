"""Checks of the words around forms: those of a conversation, commands and countries."""

from collections.abc import Iterator, Mapping

from bot.content.checks.known import Known
from bot.content.checks.places import line_at
from bot.content.findings import Finding
from bot.content.models import Knowledge
from bot.content.shapes import Id, Locale
from bot.content.text import fold

Words = Mapping[Id, Mapping[Locale, tuple[str, ...]]]

_FIELD = "{field}"


def check_conversation(knowledge: Knowledge, known: Known) -> Iterator[Finding]:
    """Find words that nothing listens to, or that are missing, and phrases that can't be told."""
    path, words = knowledge.folder / "conversation.yaml", knowledge.conversation
    names = ", ".join(sorted(known.words))
    for word in sorted(set(words) - known.words):
        yield Finding(path, line_at(path, word), "word-unknown", {"name": word, "known": names})
    for word in sorted(known.words - set(words)):
        yield Finding(path, 1, "word-missing", {"name": word})
    owners: dict[str, str] = {}
    for word, locale, index, phrase in _phrases(words):
        for rule, values in _mistakes(word, phrase, owners, known):
            yield Finding(path, line_at(path, word, locale, index), rule, values)


def _phrases(words: Words) -> Iterator[tuple[str, str, int, str]]:
    """Give every phrase with its word, its language and its place in the list."""
    for word, languages in words.items():
        for locale, phrases in languages.items():
            yield from ((word, locale, index, phrase) for index, phrase in enumerate(phrases))


def _mistakes(
    word: str, phrase: str, owners: dict[str, str], known: Known
) -> Iterator[tuple[str, dict[str, str]]]:
    """Find what is wrong with a phrase; `owners` are the words of the phrases before it.

    What is only a part of a message may be the whole message of another word.
    """
    owner = word if word in known.parts else owners.setdefault(fold(phrase), word)
    if owner != word:
        yield "phrasing-twice", {"text": phrase, "topic": owner}
    bare = phrase.replace(_FIELD, "", 1) if word in known.with_field else phrase
    if "{" in bare or "}" in bare:
        words = ", ".join(sorted(known.with_field))
        yield "phrase-braces", {"text": phrase, "mark": _FIELD, "words": words}
    if not phrase.strip():
        yield "phrase-empty", {"name": word}


def check_commands(knowledge: Knowledge, known: Known) -> Iterator[Finding]:
    """Find commands that do nothing, forms that no command opens, and words of two commands."""
    path, commands = knowledge.folder / "commands.yaml", set(knowledge.commands)
    does = known.commands | set(knowledge.forms)
    for name in sorted(commands - does):
        yield Finding(path, line_at(path, name), "command-unknown", {"name": name})
    for name in sorted(does - commands):
        yield Finding(path, 1, "command-missing", {"name": name})
    owners: dict[str, str] = {}
    for command, locale, _, word in _phrases(knowledge.commands):
        owner = owners.setdefault(fold(word), command)
        if owner != command:
            where = line_at(path, command, locale)
            yield Finding(path, where, "phrasing-twice", {"text": word, "topic": owner})


def check_countries(knowledge: Knowledge, known: Known) -> Iterator[Finding]:
    """Find codes of no country, and names that are none."""
    path = knowledge.folder / "countries.yaml"
    for code, names in knowledge.countries.items():
        if code not in known.countries:
            yield Finding(path, line_at(path, code), "code-unknown", {"name": code})
        if not names or not all(name.strip() for name in names):
            yield Finding(path, line_at(path, code), "country-nameless", {"name": code})
