"""Greetings and thanks around a question say nothing about what is asked."""

import re
from collections.abc import Iterable

from bot.answering.intents import COURTESIES, Intent
from bot.content.models import Intents
from bot.content.text import is_han, tokens


class Courtesies:
    """Takes greetings, thanks and goodbyes off both ends of what somebody typed."""

    def __init__(self, intents: Iterable[Intents]) -> None:
        """Prepare for the phrases of every language."""
        self._said = {
            " ".join(tokens(phrase)): courtesy
            for language in intents
            for courtesy in COURTESIES
            for phrase in getattr(language, courtesy)
        }
        self._first = _beginning(self._said)
        # The end is read backwards: searching for it from the front takes seconds on a long text.
        self._last = _beginning(phrase[::-1] for phrase in self._said)

    def strip(self, text: str) -> tuple[str, Intent | None]:
        """Return what is left of the folded text, and the first courtesy that was taken off."""
        left, before = _without(self._first, " ".join(tokens(text)))
        left, after = _without(self._last, left[::-1])
        phrases = [*before, *(phrase[::-1] for phrase in after)]
        return left[::-1], self._said[phrases[0]] if phrases else None


def _without(beginning: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    """Return what is left of `text` after the phrases that it begins with, and these."""
    phrases = []
    while match := beginning.match(text):
        phrases.append(match[0])
        text = text[match.end() :].lstrip()
    return text, phrases


def _beginning(phrases: Iterable[str]) -> re.Pattern[str]:
    """Match the longest of `phrases` that a text begins with."""
    ordered = sorted(filter(None, phrases), key=lambda phrase: (-len(phrase), phrase))
    some = "|".join(re.escape(p) + ("" if is_han(p) else r"\b") for p in ordered)
    return re.compile(f"(?:{some})")
