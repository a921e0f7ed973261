"""What the matching learns from: every example of the knowledge base with its label."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from bot.content.models import Intents, Knowledge

OFF_TOPIC = "-"
INTENT = "intent:"
"""Begins the label of what people say that is no question."""

_FORM = "3"
"""Changes when the same examples would give another model."""


class Example(NamedTuple):
    """A text, what it asks (a topic, an intent or OFF_TOPIC) and its language."""

    label: str
    locale: str
    text: str


def topic_examples(knowledge: Knowledge) -> Iterator[Example]:
    """Give every way to ask for each topic, its title and model question included."""
    for topic in knowledge.topics.values():
        for locale, answer in topic.answers.items():
            for text in (answer.title, answer.question, *answer.phrasings):
                yield Example(topic.id, locale, text)


def other_examples(knowledge: Knowledge) -> Iterator[Example]:
    """Give what is no question for a topic: intents, and what we have no answer for."""
    for locale, intents in knowledge.intents.items():
        for intent in Intents.model_fields:
            for text in getattr(intents, intent):
                yield Example(INTENT + intent, locale, text)
    for locale, sentences in knowledge.off_topic.items():
        for text in sentences:
            yield Example(OFF_TOPIC, locale, text)


def examples(knowledge: Knowledge) -> list[Example]:
    """Return all that teaches what is asked."""
    return [*topic_examples(knowledge), *other_examples(knowledge)]


def language_examples(knowledge: Knowledge) -> list[Example]:
    """Return all that teaches languages, those that Partner Desk does not speak included."""
    foreign = (
        Example(OFF_TOPIC, locale, text)
        for locale, sentences in knowledge.foreign.items()
        for text in sentences
    )
    return [*examples(knowledge), *foreign]


def fingerprint(knowledge: Knowledge) -> str:
    """Return what changes whenever the model has to be fitted anew."""
    digest = hashlib.sha256(_FORM.encode())
    for example in language_examples(knowledge):
        digest.update("\t".join(example).encode("utf-8", "surrogatepass") + b"\n")
    for locale, questions in sorted(knowledge.calibration.items()):
        digest.update(f"{locale}{questions}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
