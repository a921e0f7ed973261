"""Fits the model: an editor's command, never part of a start (it needs scikit-learn)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.answering.dates import DateReader
from bot.answering.examples import (
    OFF_TOPIC,
    Example,
    examples,
    fingerprint,
    language_examples,
)
from bot.answering.grams import Vocabulary, learn
from bot.answering.language import HAN_LOCALE
from bot.answering.matching import OFFERED, SUPPORT_TOPIC, assess, wants_person
from bot.answering.model import UNMEASURED, Gates, Model
from bot.answering.scorer import Scorer
from bot.content.models import Knowledge, Question
from bot.content.text import is_han

_TOPIC_FREEDOM = 20.0
_LANGUAGE_FREEDOM = 100.0
_FOREIGN_WEIGHT = 8.0
"""What a sentence of a language that is not spoken here counts: there are few of them."""
_ROUNDS = 2_000
_TOLERANCE = 5e-5
_TEMPERATURES = tuple(round(0.3 + step / 20, 2) for step in range(25))
_ANSWER_AT_LEAST = 0.6
"""Below this a person is better served by three suggestions than by one guess."""

_WRONG_AT_MOST = 0.01
_FALSE_AT_MOST = 0.01
_MISSED_AT_MOST = 0.005


class Measured(NamedTuple):
    """One calibration question: is the best topic right, is one of the best three, how sure."""

    in_scope: bool
    right: bool
    offered: bool
    confidence: float
    chance: float


def fit(knowledge: Knowledge) -> Model:
    """Learn topics and languages from the examples, and the gates from calibration questions."""
    mask = DateReader(knowledge.dates).mask
    spoken = [each._replace(text=mask(each.text)) for each in examples(knowledge)]
    every = [each._replace(text=mask(each.text)) for each in language_examples(knowledge)]
    latin = [each for each in every if not is_han(each.text) and each.locale != HAN_LOCALE]
    vocabulary = learn([e.text for e in every], [e.label + e.locale for e in every])
    model = Model(
        fingerprint(knowledge),
        vocabulary,
        _fit(vocabulary, spoken, [e.label for e in spoken], _TOPIC_FREEDOM),
        _fit(
            vocabulary,
            latin,
            [e.locale for e in latin],
            _LANGUAGE_FREEDOM,
            dict.fromkeys(knowledge.foreign, _FOREIGN_WEIGHT),
        ),
        {},
        1.0,
    )
    return _with_gates(model, _asked(knowledge))


def _asked(knowledge: Knowledge) -> Mapping[str, Sequence[Question]]:
    """Return the calibration questions as the matching reads them."""
    mask = DateReader(knowledge.dates).mask
    return {
        locale: [each._replace(text=mask(each.text)) for each in questions]
        for locale, questions in knowledge.calibration.items()
    }


def _fit(
    vocabulary: Vocabulary,
    learned: Sequence[Example],
    labels: Sequence[str],
    freedom: float,
    weights: Mapping[str, float] | None = None,
) -> Scorer:
    """Fit a multinomial logistic regression.

    `freedom` is how far it follows single examples, `weights` what an example of a label counts.
    """
    counts = dict.fromkeys(labels, 1.0) | dict(weights or {})
    regression = LogisticRegression(
        C=freedom, max_iter=_ROUNDS, tol=_TOLERANCE, class_weight=counts
    )
    regression.fit(_matrix(vocabulary, [e.text for e in learned]), np.array(labels))
    return Scorer.of(
        regression.classes_.tolist(),
        regression.coef_.T.astype(np.float32),
        regression.intercept_.astype(np.float32),
    )


def _matrix(vocabulary: Vocabulary, texts: Sequence[str]) -> csr_matrix:
    vectors = [vocabulary.vector(text) for text in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _ in vectors)])
    columns = np.concatenate([columns for columns, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, columns, ends), shape=(len(texts), len(vocabulary.columns)))


def _with_gates(model: Model, calibration: Mapping[str, Sequence[Question]]) -> Model:
    """Set each language's gates halfway between its own questions and those of all languages.

    A few hundred questions tell a language's rare mistakes only roughly: all together steady them.
    """
    model = replace(model, temperature=_temperature(model, calibration))
    measured = {
        locale: [_measure(model, question) for question in questions]
        for locale, questions in calibration.items()
    }
    every = _gates([one for each in measured.values() for one in each])
    gates = {locale: _between(_gates(each), every) for locale, each in measured.items()}
    return replace(model, gates=gates)


def _temperature(model: Model, calibration: Mapping[str, Sequence[Question]]) -> float:
    """Return the temperature at which the probabilities fit the calibration questions best."""
    labels = {label: index for index, label in enumerate(model.topics.labels)}
    every = [question for questions in calibration.values() for question in questions]
    asked = [question for question in every if not wants_person(assess(model, question.text))]
    vectors = [model.vocabulary.vector(question.text) for question in asked]
    meant = [labels.get(question.topic or OFF_TOPIC, 0) for question in asked]

    def surprise(temperature: float) -> float:
        likely = [model.topics.probabilities(*vector, temperature) for vector in vectors]
        return -sum(math.log(max(p[i], 1e-9)) for p, i in zip(likely, meant, strict=True))

    return min(_TEMPERATURES, key=surprise) if asked else 1.0


def _between(own: Gates, every: Gates) -> Gates:
    answer = max((own.answer + every.answer) / 2, _ANSWER_AT_LEAST)
    return Gates(round(answer, 3), round(min(own.suggest, every.suggest, answer), 3))


def _measure(model: Model, question: Question) -> Measured:
    fit = assess(model, question.text)
    if wants_person(fit):
        return Measured(question.topic is not None, question.topic == SUPPORT_TOPIC, True, 1.0, 1.0)
    return Measured(
        in_scope=question.topic is not None,
        right=fit.ranked[0] == question.topic,
        offered=question.topic in fit.ranked[:OFFERED],
        confidence=fit.confidence,
        chance=fit.chance,
    )


def _gates(measured: Sequence[Measured]) -> Gates:
    """Return the lowest gates that keep wrong answers, false answers and misses rare."""
    scope = [one for one in measured if one.in_scope]
    outside = [one for one in measured if not one.in_scope]
    if not scope or not outside:
        return UNMEASURED
    wrong = _quantile([0 if one.right else one.confidence for one in scope], 1 - _WRONG_AT_MOST)
    false = _quantile([one.confidence for one in outside], 1 - _FALSE_AT_MOST)
    missed = _quantile([one.chance for one in scope], _MISSED_AT_MOST)
    return Gates(max(wrong, false), missed)


def _quantile(values: Sequence[float], share: float) -> float:
    return float(np.quantile(np.array(values), share))


def shares_right(model: Model, knowledge: Knowledge) -> Mapping[str, float]:
    """Return by language the share of calibration questions whose likeliest topic is right."""
    return {locale: _share_right(model, asked) for locale, asked in _asked(knowledge).items()}


def _share_right(model: Model, questions: Sequence[Question]) -> float:
    scope = [_measure(model, question) for question in questions if question.topic]
    return sum(one.right for one in scope) / len(scope) if scope else 0.0
