"""Rows of different lengths kept in one array, so that numpy works on many of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Starts = NDArray[np.int64]


@dataclass(frozen=True)
class Ragged:
    """Row `i` is `values[starts[i]:starts[i + 1]]`."""

    values: Ids
    starts: Starts

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "Ragged":
        """Return these rows."""
        values: list[int] = []
        starts = [0]
        for row in rows:
            values.extend(row)
            starts.append(len(values))
        return cls(np.array(values, np.int32), np.array(starts, np.int64))

    def lengths(self, rows: Ids) -> Starts:
        """Return how long these rows are."""
        found: Starts = self.starts[rows + 1] - self.starts[rows]
        return found

    def take(self, rows: Ids) -> Ids:
        """Return the values of these rows, one row after the other."""
        lengths = self.lengths(rows)
        shift = self.starts[rows] - (np.cumsum(lengths) - lengths)
        found: Ids = self.values[np.arange(lengths.sum()) + np.repeat(shift, lengths)]
        return found
