"""Checks of phrasings: enough of them, and none that could mean two topics."""

from collections.abc import Iterator

from bot.content.checks.places import line_of_phrasing
from bot.content.findings import Finding
from bot.content.models import Knowledge, Topic
from bot.content.shapes import Locale

FEWEST = 15


def check_number(knowledge: Knowledge) -> Iterator[Finding]:
    """Find answers with too few phrasings to be found by."""
    for topic in knowledge.topics.values():
        for answer in topic.answers.values():
            if len(answer.phrasings) < FEWEST:
                values = {"number": str(len(answer.phrasings)), "fewest": str(FEWEST)}
                yield Finding(answer.path, answer.phrasings_line, "phrasings-few", values)


def check_uniqueness(knowledge: Knowledge) -> Iterator[Finding]:
    """Find phrasings that stand twice in a language, in one topic or in two."""
    for locale in knowledge.locales:
        yield from _check_language(knowledge, locale)


def _check_language(knowledge: Knowledge, locale: str) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for topic in knowledge.topics.values():
        answer = topic.answers.get(locale)
        for index, phrasing in enumerate(answer.phrasings if answer else ()):
            said = compared(phrasing)
            if said in owners and answer:
                where = line_of_phrasing(answer, index)
                values = {"text": phrasing, "topic": owners[said]}
                yield Finding(answer.path, where, "phrasing-twice", values)
            owners.setdefault(said, topic.id)


def compared(phrasing: str) -> str:
    """Return a phrasing as it is compared with others: case and end make no difference."""
    return " ".join(phrasing.casefold().split()).rstrip("?!.？！。 ")


def topic_of(knowledge: Knowledge, locale: Locale, phrasing: str) -> Topic | None:
    """Return the topic that has a phrasing already in a language."""
    said = compared(phrasing)
    for topic in knowledge.topics.values():
        answer = topic.answers.get(locale)
        if answer and said in map(compared, answer.phrasings):
            return topic
    return None
