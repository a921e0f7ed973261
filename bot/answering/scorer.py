"""A linear scorer: how well a text fits each label (a topic, or a language)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.grams import Floats
from bot.answering.ragged import Ids

_BYTE = 127


@dataclass(frozen=True)
class Scorer:
    """Weights of each feature for each label, a byte each, with the scale of each label's."""

    labels: Sequence[str]
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats

    @classmethod
    def of(cls, labels: Sequence[str], weights: Floats, bias: Floats) -> "Scorer":
        """Keep `weights` (features × labels) rounded to a byte: that measures the same."""
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / _BYTE
        rounded = np.round(weights / scale).astype(np.int8)
        return cls(labels, rounded, scale.astype(np.float32), bias.astype(np.float32))

    def scores(self, columns: Ids, values: Floats) -> Floats:
        """Return the score of each label for one vector (see Vocabulary.vector)."""
        found: Floats = (values @ self.weights[columns].astype(np.float32)) * self.scale + self.bias
        return found

    def probabilities(self, columns: Ids, values: Floats, temperature: float = 1.0) -> Floats:
        """Return how likely each label is; a higher `temperature` is less sure."""
        scores = self.scores(columns, values) / temperature
        likely = np.exp(scores - scores.max())
        chances: Floats = likely / likely.sum()
        return chances
