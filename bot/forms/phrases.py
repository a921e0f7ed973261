"""What people say in a conversation besides answering: see `knowledge/conversation.yaml`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from bot.content.shapes import Id, Locale
from bot.content.text import fold, is_han
from bot.forms.sentences import in_place

FIELD = "{field}"
"""Stands in a phrase for the name of a field."""

EDGES = " .!,;:。！，、…\"'“”«»"
"""What may stand around something that was said, and means nothing."""

_ASKING = "?"
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`", "'"))
_SKIN = re.compile(r":skin-tone-[2-6]:|[\U0001f3fb-\U0001f3ff\ufe0f]")
"""What only colours an emoji, in Slack's words and in characters."""

_LONGEST_SAID = 300
"""Characters of the longest text that is taken for a phrase."""


class Word(StrEnum):
    """What people say instead of an answer, as `knowledge/conversation.yaml` phrases it.

    PLEASE stands around other words, TO between a field and its new value; ASKS begins a question
    (in Chinese, it stands in one).
    """

    BACK = "back"
    SKIP = "skip"
    SAME = "same"
    NOTHING = "nothing"
    STOP = "stop"
    REVIEW = "review"
    HELP = "help"
    CHANGE = "change"
    WRONG = "wrong"
    ANOTHER = "another"
    SEND = "send"
    REMIND = "remind"
    ADD = "add"
    YES = "yes"
    NO = "no"
    PLEASE = "please"
    TO = "to"
    ASKS = "asks"


PARTS = frozenset({Word.PLEASE, Word.TO, Word.ASKS})
"""Words that are no whole message, but a part of one."""

WITH_FIELD = frozenset({Word.CHANGE, Word.WRONG})
"""Words whose phrases name a field."""


class Change(NamedTuple):
    """A field to be changed, as it was named, and its new value where one was said."""

    field: str
    value: str = ""


class Said(NamedTuple):
    """A word; for CHANGE and WRONG, all that may be meant by the rest of what was said."""

    word: Word
    changes: tuple[Change, ...] = ()


class Phrases:
    """Understands the words of a conversation, in all languages at once."""

    def __init__(self, words: Mapping[Id, Mapping[Locale, tuple[str, ...]]]) -> None:
        """Prepare for the phrases of `conversation.yaml`, by word and language."""
        said = {
            Word(word): [_even(p) for each in by.values() for p in each]
            for word, by in words.items()
        }
        self._whole = {
            phrase.strip(EDGES) or phrase: word
            for word, phrases in said.items()
            for phrase in phrases
            if word not in PARTS and FIELD not in phrase
        }
        self._agreed = _at_the_beginning(said[Word.YES])
        self._polite = _around(said[Word.PLEASE])
        self._joint = _between(said[Word.TO])
        named = [(p, word) for word in WITH_FIELD for p in said[word] if FIELD in p]
        named.sort(key=lambda phrase: len(phrase[0]), reverse=True)
        self._with_field = [(word, self._pattern(phrase)) for phrase, word in named]
        self._asking = _asking(said[Word.ASKS])

    def read(self, text: str) -> Said | None:
        """Return what a text says besides answering, or None."""
        shown = " ".join(_SKIN.sub("", text).translate(_APOSTROPHES).split())
        if len(shown) > _LONGEST_SAID:
            return None
        shown = unicodedata.normalize("NFC", shown).strip(EDGES) or shown
        plain = self._polite.sub("", in_place(shown)).strip(EDGES)
        for folded in (in_place(shown), plain, plain.rstrip(_ASKING).strip()):
            if folded in self._whole:
                return Said(self._whole[folded])
        return self._agreement(plain) or self._about_field(shown)

    def _agreement(self, plain: str) -> Said | None:
        """Understand who agrees in several words ("yes, all correct"), or agrees to send."""
        agreed = self._agreed.match(plain)
        rest = plain[agreed.end() :] if agreed else plain
        if agreed and not rest:
            return Said(Word.YES)
        return Said(Word.SEND) if agreed and self._whole.get(rest) is Word.SEND else None

    def _about_field(self, shown: str) -> Said | None:
        polite = self._polite.search(in_place(shown))
        shown = self._without(shown, polite) if polite else shown
        for word, pattern in self._with_field:
            found = pattern.fullmatch(in_place(shown))
            if found:
                return Said(word, tuple(self._changes(shown, found)))
        return None

    def _without(self, shown: str, part: re.Match[str]) -> str:
        return (shown[: part.start()] + shown[part.end() :]).strip(EDGES)

    def _changes(self, shown: str, found: re.Match[str]) -> Iterator[Change]:
        """Give every way to read "the month to April": a field's name may hold such a word."""
        start, end = found.span("field")
        yield Change(shown[start:end], shown[slice(*found.span("value"))])
        for joint in self._joint.finditer(in_place(shown), start, end):
            yield Change(shown[start : joint.start()], shown[joint.end() : end])

    def _pattern(self, phrase: str) -> re.Pattern[str]:
        """Match a phrase; what stands after its end may be the new value."""
        before, _, after = (re.escape(part) for part in phrase.partition(FIELD))
        value = rf"(?:(?:{self._joint.pattern})(?P<value>.+))?" if after else "(?P<value>)"
        return re.compile(f"{before}(?P<field>.{{1,200}}?){after}{value}")

    def asks(self, text: str) -> bool:
        """Tell whether a text is worded as a question."""
        folded = _even(text[:_LONGEST_SAID]).strip(EDGES)
        ends = _even(text[-1:]) == _ASKING
        return ends or folded.endswith(_ASKING) or self._asking.search(folded) is not None


def _even(text: str) -> str:
    """Return a text as phrases are compared."""
    return " ".join(fold(_SKIN.sub("", text).translate(_APOSTROPHES)).split())


def _around(words: Iterable[str]) -> re.Pattern[str]:
    """Match polite words at either end; in Chinese there is no space between."""
    every = _any_of(words)
    return re.compile(rf"^(?:{every})(?![a-z])[ ,，]*|[ ,，]*(?<![a-z])(?:{every})[.!?]*$")


def _at_the_beginning(words: Iterable[str]) -> re.Pattern[str]:
    """Match as many of `words` as a text begins with."""
    return re.compile(rf"(?:(?:{_any_of(words)})(?:[ ,.!]+|$))+")


def _between(words: Iterable[str]) -> re.Pattern[str]:
    every = list(words)
    han, spaced = [w for w in every if is_han(w)], [w for w in every if not is_han(w)]
    return re.compile(rf" (?:{_any_of(spaced)}) |{_any_of(han)}| ?[:=] ?")


def _asking(words: Iterable[str]) -> re.Pattern[str]:
    every = list(words)
    han, spaced = [w for w in every if is_han(w)], [w for w in every if not is_han(w)]
    return re.compile(rf"^(?:{_any_of(spaced)})(?![a-z])|{_any_of(han)}")


def _any_of(words: Iterable[str]) -> str:
    """Match any of `words`, the longest first; of no words, nothing."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
