"""What support proposes for the knowledge base, and what keeps it from being proposed."""

from collections.abc import Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.content.checks.answers import LONGEST_HAN_TITLE, LONGEST_TEXT
from bot.content.checks.phrasings import topic_of
from bot.content.models import LONGEST_QUESTION, LONGEST_TITLE, Knowledge, Topic
from bot.content.shapes import Id, Locale
from bot.content.text import fold, is_han
from bot.desk.privacy import personal_details
from bot.forms.readings import Problem

PHRASING, TOPIC, TITLE, ANSWER = "phrasing", "topic", "title", "answer"
"""What a proposal is made of, and where something may be wrong."""

_CLOSE = 80
"""So much of a query, of 100, a title must have."""


class Wish(NamedTuple):
    """What somebody proposes: a way to ask for a topic that is there, or (`is_new`) for a new one.

    A new topic has a title, and an answer in the language of the phrasing.
    """

    phrasing: str
    locale: Locale
    is_new: bool = False
    topic: Id | None = None
    title: str = ""
    answer: str = ""

    def details(self) -> tuple[str, ...]:
        """Return what may tell of one person or company in anything that would be kept."""
        kept = (self.phrasing, self.title, self.answer) if self.is_new else (self.phrasing,)
        return personal_details("\n".join(kept))


def mistakes(knowledge: Knowledge, wish: Wish) -> Mapping[str, Problem]:
    """Return what is wrong, by the part of the proposal; empty where it can be kept."""
    found = {PHRASING: _phrasing(knowledge, wish)}
    if wish.is_new:
        most = LONGEST_HAN_TITLE if is_han(wish.title) else LONGEST_TITLE
        found[TITLE] = _text(wish.title, most)
        found[ANSWER] = _text(wish.answer, LONGEST_TEXT)
    elif wish.topic not in knowledge.topics:
        found[TOPIC] = Problem("choice-missing")
    return {part: problem for part, problem in found.items() if problem}


def _phrasing(knowledge: Knowledge, wish: Wish) -> Problem | None:
    known = topic_of(knowledge, wish.locale, wish.phrasing)
    if known:
        return Problem("phrasing-known", {"topic": known.answer(wish.locale).title})
    return _text(wish.phrasing, LONGEST_QUESTION)


def _text(text: str, most: int) -> Problem | None:
    if not text:
        return Problem("missing")
    return Problem("too-long", {"most": str(most)}) if len(text) > most else None


def topics_like(knowledge: Knowledge, locale: Locale, query: str) -> list[Topic]:
    """Return the topics whose title in `locale` has something of a query, likeliest first.

    Without a query, all of them, in the order of their titles.
    """
    titles = {topic.id: fold(topic.answer(locale).title) for topic in knowledge.topics.values()}
    in_order = dict(sorted(titles.items(), key=lambda named: named[1]))
    if not query.strip():
        return [knowledge.topics[topic] for topic in in_order]
    found = process.extract(
        fold(query.strip()), in_order, scorer=fuzz.partial_ratio, score_cutoff=_CLOSE, limit=None
    )
    return [knowledge.topics[topic] for _, _, topic in found]
