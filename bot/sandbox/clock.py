"""A clock that runs as usual and can be moved forward, and a time in plain words.

Given to a workspace and to the app alike, both see reminders fall due and passes expire.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970, as a callable; it starts at the real time.

    >>> clock = Clock(lambda: 100.0)
    >>> clock.forward(60)
    >>> clock()
    160.0
    """

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        """Take the clock that this one runs with."""
        self._real = real
        self._ahead = 0.0

    def __call__(self) -> float:
        """Give the time."""
        return self._real() + self._ahead

    @property
    def ahead(self) -> float:
        """How many seconds the clock was moved forward in all."""
        return self._ahead

    def forward(self, seconds: float) -> None:
        """Move on; raises ValueError for a step back: timestamps must keep increasing."""
        if seconds < 0:
            message = f"a clock moves forward only, not by {seconds} s"
            raise ValueError(message)
        self._ahead += seconds


def plainly(timestamp: float) -> str:
    """Write a time where an app gives neither words nor a format for it.

    >>> plainly(0)
    '1970-01-01 00:00 UTC'
    """
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M UTC")
