"""Text as features: whole words, and the pieces that typing errors and inflections leave alone.

Latin words give themselves and their character 2- to 4-grams within word boundaries; runs of Han
give single characters and pairs (segmenting Chinese measured no better).
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.answering.text import is_han, plain, tokens

Floats = NDArray[np.float32]
Ids = NDArray[np.int32]

_LENGTHS = range(2, 5)
_WORD_WEIGHT = 1.0
_WORD = "="
"""Begins a feature that is a whole word: no piece of a word can."""


@lru_cache(maxsize=65_536)
def pieces(token: str) -> tuple[str, ...]:
    """Return the features of one token of `text.tokens`, repeated as often as they occur."""
    if is_han(token):
        return (*token, *(token[i : i + 2] for i in range(len(token) - 1)))
    padded = f" {token} "
    parts = (padded[i : i + n] for n in _LENGTHS for i in range(len(padded) - n + 1))
    return (_WORD + token, *parts)


def count(text: str) -> Mapping[str, int]:
    """Return how often each feature occurs in typed text."""
    return Counter(_all_pieces(tokens(plain(text))))


def _all_pieces(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from pieces(word)


@dataclass(frozen=True)
class Vocabulary:
    """The known features by their column, with how telling each one is (IDF over topics)."""

    columns: Mapping[str, int]
    idf: Floats
    is_word: NDArray[np.bool_]

    @classmethod
    def of(cls, features: Sequence[str], idf: Floats) -> "Vocabulary":
        """Return the vocabulary of these features, numbered in their order."""
        columns = {feature: column for column, feature in enumerate(features)}
        return cls(columns, idf, np.array([f.startswith(_WORD) for f in features], bool))

    def vector(self, text: str) -> tuple[Ids, Floats]:
        """Return the columns that `text` has and their weights, of length 1 together.

        Words weigh _WORD_WEIGHT against all pieces' 1. Text without a known feature gives nothing.
        """
        known = [(self.columns[f], n) for f, n in count(text).items() if f in self.columns]
        columns = np.array([column for column, _ in known], np.int32)
        weights = np.array([1 + math.log(n) for _, n in known], np.float32) * self.idf[columns]
        words = self.is_word[columns]
        weights[words] *= _WORD_WEIGHT / _length(weights[words])
        weights[~words] /= _length(weights[~words])
        return columns, weights / _length(weights)


def _length(weights: Floats) -> float:
    return float(np.linalg.norm(weights)) or 1.0


def learn(texts: Sequence[str], labels: Sequence[str]) -> Vocabulary:
    """Return the vocabulary of `texts`: a feature that few of the labels use tells more."""
    used: dict[str, set[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        for feature in count(text):
            used.setdefault(feature, set()).add(label)
    total = len(set(labels)) + 1
    idf = [math.log(total / len(labelled)) for labelled in used.values()]
    return Vocabulary.of(list(used), np.array(idf, np.float32))
