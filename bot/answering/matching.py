"""How well a question fits each topic and each language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering.examples import INTENT, OFF_TOPIC
from bot.answering.intents import Intent
from bot.answering.model import Model

OFFERED = 3
"""How many topics are offered to somebody whose question is not clear."""

SUPPORT_TOPIC = "contact-support"
"""What somebody who asks for a person is answered about."""

INTENT_SURE = 0.6
_PERSON_LIKELY = 0.2


@dataclass(frozen=True)
class Fit:
    """What a text may mean: topics from likeliest on, and the likeliest intent.

    `confidence` is the best topic's probability, `chance` that of the best OFFERED together,
    `intent_chance` the likeliest intent's; `known` is whether any part of the text is known.
    """

    ranked: Sequence[str]
    confidence: float
    chance: float
    intent: str
    intent_chance: float
    known: bool


def assess(model: Model, text: str, excluding: Collection[str] = ()) -> Fit:
    """Tell how well `text` fits each topic of the model, and each intent but those excluded."""
    columns, values = model.vocabulary.vector(text)
    likely = model.topics.probabilities(columns, values, model.temperature)
    if excluding:
        kept = [label.removeprefix(INTENT) not in excluding for label in model.topics.labels]
        likely = np.where(kept, likely, 0)
        likely = likely / (likely.sum() or 1)
    order = [model.topics.labels[i] for i in np.argsort(-likely, kind="stable")]
    chances = dict(zip(model.topics.labels, likely.tolist(), strict=True))
    topics = [label for label in order if label != OFF_TOPIC and not label.startswith(INTENT)]
    intent = next(label for label in order if label.startswith(INTENT))
    return Fit(
        ranked=topics,
        confidence=chances[topics[0]],
        chance=sum(chances[topic] for topic in topics[:OFFERED]),
        intent=intent.removeprefix(INTENT),
        intent_chance=chances[intent],
        known=bool(len(columns)),
    )


def wants_person(fit: Fit) -> bool:
    """Tell a wish for a person from a question about support, which reads much the same."""
    about_support = fit.ranked[0] == SUPPORT_TOPIC
    enough = _PERSON_LIKELY if about_support else INTENT_SURE
    return fit.intent == Intent.PERSON and fit.intent_chance >= enough
