"""Topics by the mean of their phrasings: an index that needs no fitting, whatever its size.

Less sure than the fitted model (see `fitting.py`), but built in seconds where that takes minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.grams import Cut, Floats, Vocabulary, by_label, cut, learn_cut
from bot.answering.ragged import Ids, Starts

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Centroids:
    """Of each column the topics that have it, with how much they do.

    Those of column `i` are `topics[starts[i]:starts[i + 1]]`, with their `weights` beside them.
    """

    labels: Sequence[str]
    vocabulary: Vocabulary
    starts: Starts
    topics: Ids
    weights: Floats

    def ranked(self, text: str, most: int) -> list[tuple[str, float]]:
        """Return the `most` topics that `text` fits best with their scores (0 to 1), best first."""
        scores = self.scores(*self.vocabulary.vector(text))
        best = np.argsort(-scores, kind="stable")[:most].tolist()
        return [(self.labels[topic], float(scores[topic])) for topic in best]

    def scores(self, columns: Ids, values: Floats) -> Scores:
        """Return the score of each topic for one vector (see Vocabulary.vector)."""
        if not len(columns):
            return np.zeros(len(self.labels))
        starts, ends = self.starts[columns], self.starts[columns + 1]
        spans = [slice(*span) for span in zip(starts.tolist(), ends.tolist(), strict=True)]
        weights = np.concatenate([self.weights[span] for span in spans])
        weights *= np.repeat(values, ends - starts)
        topics = np.concatenate([self.topics[span] for span in spans])
        found: Scores = np.bincount(topics, weights, len(self.labels)).astype(np.float64)
        return found


def learn_centroids(texts: Iterable[str], labels: Iterable[str]) -> Centroids:
    """Return the index of `texts`, each a way to ask for the topic at its place in `labels`."""
    taken, labelled = cut(texts), by_label(labels)
    vocabulary = learn_cut(taken, labelled)
    means = [_mean(vocabulary, taken, positions) for positions in labelled.values()]
    return _by_column(list(labelled), vocabulary, means)


def _mean(vocabulary: Vocabulary, taken: Cut, positions: Ids) -> tuple[Ids, Floats]:
    """Return columns and weights of the mean vector of some texts, of length 1."""
    words = taken.words.take(positions)
    texts = np.repeat(np.arange(len(positions)), taken.words.lengths(positions))
    width = len(vocabulary.columns)
    texts = np.repeat(texts, taken.columns.lengths(words))
    keys, counts = np.unique(texts * width + taken.columns.take(words), return_counts=True)
    columns = (keys % width).astype(np.int32)
    weights = vocabulary.weigh(columns, counts, keys // width)
    total = np.bincount(columns, weights, width)
    found = np.flatnonzero(total)
    length = np.linalg.norm(total[found]) or 1.0
    return found.astype(np.int32), (total[found] / length).astype(np.float32)


def _by_column(
    labels: Sequence[str], vocabulary: Vocabulary, means: Sequence[tuple[Ids, Floats]]
) -> Centroids:
    """Turn topics with their columns into columns with their topics."""
    starts = np.zeros(len(vocabulary.columns) + 1, np.int64)
    for columns, _ in means:
        starts[columns + 1] += 1
    starts = np.cumsum(starts)
    topics = np.empty(starts[-1], np.int32)
    weights = np.empty(starts[-1], np.float32)
    free = starts[:-1].copy()
    for topic, (columns, of_topic) in enumerate(means):
        topics[free[columns]] = topic
        weights[free[columns]] = of_topic
        free[columns] += 1
    return Centroids(labels, vocabulary, starts, topics, weights)
