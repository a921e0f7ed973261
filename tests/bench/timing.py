"""How long single calls take."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

T = TypeVar("T")


@dataclass(frozen=True)
class Timing:
    """Seconds: the mean, and those that 50, 95 and 99 of 100 calls stay within."""

    mean: float
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        """Sum up measured times."""
        p50, p95, p99 = np.percentile(seconds, (50, 95, 99)).tolist()
        return cls(float(np.mean(seconds)), p50, p95, p99)

    def cells(self) -> list[str]:
        """Give the four figures in milliseconds."""
        return [f"{figure * 1000:.2f}" for figure in (self.mean, self.p50, self.p95, self.p99)]


def timed(call: Callable[[T], object], arguments: Iterable[T]) -> list[float]:
    """Call with each of the arguments; return the seconds that each call took."""
    return list(within(call, arguments, float("inf")))


def within(call: Callable[[T], object], arguments: Iterable[T], seconds: float) -> Iterable[float]:
    """Give the seconds that each call takes, until they are `seconds` together."""
    total = 0.0
    for argument in arguments:
        start = time.perf_counter()
        call(argument)
        took = time.perf_counter() - start
        yield took
        total += took
        if total > seconds:
            return
