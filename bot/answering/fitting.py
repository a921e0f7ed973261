"""Fits the model: an editor's command, never part of a start (it needs scikit-learn)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.answering.examples import (
    Example,
    examples,
    fingerprint,
    language_examples,
)
from bot.answering.grams import Vocabulary, learn
from bot.answering.matching import assess
from bot.answering.model import UNMEASURED, Gates, Model
from bot.answering.scorer import Scorer
from bot.content.models import Knowledge, Question

_TOPIC_FREEDOM = 20.0
_LANGUAGE_FREEDOM = 1_000.0
_ROUNDS = 400
_WRONG_AT_MOST = 0.015
_FALSE_AT_MOST = 0.01
_MISSED_AT_MOST = 0.015
_ANSWER_AT_LEAST = 0.3


class Measured(NamedTuple):
    """One calibration question: was the best topic right, how sure, how likely any topic."""

    in_scope: bool
    right: bool
    confidence: float
    chance: float


def fit(knowledge: Knowledge) -> Model:
    """Learn topics and languages from the examples, and the gates from calibration questions."""
    spoken, every = examples(knowledge), language_examples(knowledge)
    vocabulary = learn([e.text for e in every], [e.label + e.locale for e in every])
    model = Model(
        fingerprint(knowledge),
        vocabulary,
        _fit(vocabulary, spoken, [e.label for e in spoken], _TOPIC_FREEDOM),
        _fit(vocabulary, every, [e.locale for e in every], _LANGUAGE_FREEDOM),
        {},
        1.0,
    )
    return _with_gates(model, knowledge.calibration)


def _fit(
    vocabulary: Vocabulary,
    learned: Sequence[Example],
    labels: Sequence[str],
    freedom: float,
) -> Scorer:
    """Fit a multinomial logistic regression; `freedom` is how far it follows single examples."""
    regression = LogisticRegression(C=freedom, max_iter=_ROUNDS, tol=1e-3)
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
    gates = {}
    for locale, questions in calibration.items():
        gates[locale] = _gates([_measure(model, question) for question in questions])
    return replace(model, gates=gates)


def _measure(model: Model, question: Question) -> Measured:
    fit = assess(model, question.text)
    return Measured(
        question.topic is not None, fit.ranked[0] == question.topic, fit.confidence, fit.chance
    )


def _gates(measured: Sequence[Measured]) -> Gates:
    """Set the lowest gates that keep wrong answers, false answers and misses rare."""
    scope = [one for one in measured if one.in_scope]
    outside = [one for one in measured if not one.in_scope]
    if not scope or not outside:
        return UNMEASURED
    wrong = _quantile([0 if one.right else one.confidence for one in scope], 1 - _WRONG_AT_MOST)
    false = _quantile([one.confidence for one in outside], 1 - _FALSE_AT_MOST)
    missed = _quantile([one.chance for one in scope], _MISSED_AT_MOST)
    answer = max(wrong, false, _ANSWER_AT_LEAST)
    return Gates(round(answer, 3), round(min(missed, answer), 3))


def _quantile(values: Sequence[float], share: float) -> float:
    return float(np.quantile(np.array(values), share))
