"""Greetings and thanks around a question say nothing about what is asked."""

import re
from collections.abc import Iterable

from bot.answering.intents import COURTESIES, Intent
from bot.answering.text import is_han, tokens
from bot.content.models import Intents


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
        ordered = sorted(self._said, key=lambda phrase: (-len(phrase), phrase))
        some = "|".join(re.escape(p) + ("" if is_han(p) else r"\b") for p in ordered if p)
        last = "|".join(("" if is_han(p) else r"\b") + re.escape(p) for p in ordered if p)
        self._first = re.compile(rf"^(?:{some}) ?")
        self._last = re.compile(rf" ?(?:{last})$")

    def strip(self, text: str) -> tuple[str, Intent | None]:
        """Return what is left of the folded text, and the first courtesy that was taken off."""
        left = " ".join(tokens(text))
        found: Intent | None = None
        while left:
            match = self._first.search(left) or self._last.search(left)
            if not match:
                break
            found = found or self._said[match[0].strip()]
            left = (left[: match.start()] + left[match.end() :]).strip()
        return left, found
