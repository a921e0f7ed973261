"""The shapes of text blocks: what the support team puts into what it writes to partners."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Declared

from bot.content.forms import Label
from bot.content.shapes import SOURCE_LOCALE, Frozen, Id, Locale

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
"""A name in braces: it stands for a value of the ticket, or for the address of a page."""

NUMBER, FORM = "number", "form"
"""The placeholders for a ticket's number, and for its form's title."""

Act = Literal["reply", "ask", "resolve", "reject"]
"""What support writes a text for."""

ReplyId = Annotated[Id, Declared(pattern=r"^[a-z][a-z0-9-]{0,49}$")]


class Offer(Frozen):
    """When a text block is offered: for which acts, and for which kinds of ticket (none: all)."""

    acts: tuple[Act, ...] = Declared(min_length=1)
    kinds: tuple[Id, ...] = ()


Offers = Annotated[dict[ReplyId, Offer], Declared(max_length=100)]
"""The text blocks in their order. A select has at most 100 options (Slack's limit)."""


class ReplyWords(Frozen):
    """A text block in one language: its title is an option of a select, its text is plain."""

    title: Label
    text: str = Declared(min_length=1, max_length=1_000)


class Replies(Frozen):
    """`replies/`: the text blocks in their order, and their words by language."""

    path: Path
    offers: Mapping[ReplyId, Offer]
    words: Mapping[Locale, Mapping[Id, ReplyWords]]

    def offered(self, kind: Id, act: str) -> Iterator[Id]:
        """Give the text blocks for an act on a ticket of that kind, in their order."""
        for reply, offer in self.offers.items():
            if act in offer.acts and (not offer.kinds or kind in offer.kinds):
                yield reply

    def locale(self, reply: Id, locale: Locale) -> Locale:
        """Return the language that a text block is in for `locale`: its own, else the source."""
        return locale if reply in self.words.get(locale, {}) else SOURCE_LOCALE

    def say(self, reply: Id, locale: Locale) -> ReplyWords:
        """Return the words of a text block in `locale`, else in the source language."""
        return self.words[self.locale(reply, locale)][reply]


def placeholders(text: str) -> frozenset[str] | None:
    """Return the placeholders of a text block, or None if it has a brace of another kind."""
    rest = PLACEHOLDER.sub("", text)
    return None if "{" in rest or "}" in rest else frozenset(PLACEHOLDER.findall(text))
