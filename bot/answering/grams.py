"""Text as features: whole words, and the pieces that typing errors and inflections leave alone.

Latin words give themselves and their character 2- to 4-grams within word boundaries; runs of Han
give single characters and pairs (segmenting Chinese measured no better).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.answering.ragged import Ids, Ragged
from bot.content.text import is_han, plain, tokens

Floats = NDArray[np.float32]

_LENGTHS = range(2, 5)
_KEPT_WORDS = 8_192
_NOTHING: Ids = np.array([], np.int32)
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


@dataclass(frozen=True)
class Vocabulary:
    """The known features by their column, with how telling each one is (IDF over topics)."""

    columns: Mapping[str, int]
    idf: Floats
    is_word: NDArray[np.bool_]
    columns_of: Callable[[str], Ids] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the columns of the words that are read again and again."""
        object.__setattr__(self, "columns_of", lru_cache(maxsize=_KEPT_WORDS)(self._columns_of))

    def _columns_of(self, token: str) -> Ids:
        """Return the known columns of a token, repeated as often as they occur."""
        known = [self.columns[each] for each in pieces(token) if each in self.columns]
        return np.array(known, np.int32)

    @classmethod
    def of(cls, features: Sequence[str], idf: Floats) -> "Vocabulary":
        """Return the vocabulary of these features, numbered in their order."""
        columns = {feature: column for column, feature in enumerate(features)}
        return cls(columns, idf, np.array([f.startswith(_WORD) for f in features], bool))

    def vector(self, text: str) -> tuple[Ids, Floats]:
        """Return the columns that `text` has and their weights, of length 1 together.

        Text without a known feature gives nothing.
        """
        found = [self.columns_of(token) for token in tokens(plain(text))]
        columns, counts = np.unique(np.concatenate([_NOTHING, *found]), return_counts=True)
        return columns, self.weigh(columns, counts, np.zeros(len(columns), np.int64))

    def weigh(self, columns: Ids, counts: NDArray[np.int64], texts: NDArray[np.int64]) -> Floats:
        """Return the weights of columns that occur `counts` times in the texts numbered `texts`.

        Each text's are of length 1 together; words weigh _WORD_WEIGHT against all pieces' 1.
        """
        weights = (1 + np.log(counts)) * self.idf[columns].astype(np.float64)
        words = self.is_word[columns]
        weights /= _lengths(weights, 2 * texts + words)
        weights[words] *= _WORD_WEIGHT
        weights /= _lengths(weights, texts)
        return weights.astype(np.float32)


def _lengths(weights: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each weight the length of all weights of its group."""
    lengths = np.sqrt(np.bincount(groups, weights * weights))
    lengths[lengths == 0] = 1
    found: NDArray[np.float64] = lengths[groups]
    return found


@dataclass(frozen=True)
class Cut:
    """Many texts taken apart, each different word once.

    `words` are the words of each text, `columns` those of each word's features (repeated as often
    as they occur), and `features` names the columns in the order of their first use.
    """

    features: Sequence[str]
    columns: Ragged
    words: Ragged

    def columns_of(self, texts: Ids) -> Ids:
        """Return all columns that these texts have, each once."""
        return np.unique(self.columns.take(np.unique(self.words.take(texts))))


def cut(texts: Iterable[str]) -> Cut:
    """Take texts apart."""
    words: dict[str, int] = {}
    spelled = Ragged.of(_numbered(tokens(plain(text)), words) for text in texts)
    features: dict[str, int] = {}
    columns = Ragged.of(_numbered(pieces(word), features) for word in words)
    return Cut(list(features), columns, spelled)


def _numbered(names: Iterable[str], numbers: dict[str, int]) -> list[int]:
    """Return the number of each name; a new name gets the next one."""
    return [numbers.setdefault(name, len(numbers)) for name in names]


def by_label(labels: Iterable[str]) -> Mapping[str, Ids]:
    """Return the positions of each label."""
    positions: dict[str, list[int]] = {}
    for position, label in enumerate(labels):
        positions.setdefault(label, []).append(position)
    return {label: np.array(found, np.int32) for label, found in positions.items()}


def learn(texts: Iterable[str], labels: Iterable[str]) -> Vocabulary:
    """Return the vocabulary of `texts`: a feature that few of the labels use tells more."""
    return learn_cut(cut(texts), by_label(labels))


def learn_cut(texts: Cut, labelled: Mapping[str, Ids]) -> Vocabulary:
    """Return the vocabulary of texts that are taken apart already."""
    used = np.zeros(len(texts.features))
    for positions in labelled.values():
        used[texts.columns_of(positions)] += 1
    idf = np.log((len(labelled) + 1) / used)
    return Vocabulary.of(texts.features, idf.astype(np.float32))
