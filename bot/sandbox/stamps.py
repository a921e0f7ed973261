"""Times and ids that never repeat within a workspace, nor across restarts."""

import time
from collections.abc import Callable
from typing import Final

MICROSECONDS: Final = 1_000_000
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Stamps:
    """Makes ids from the clock, each later than the one before."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Take the clock, in seconds since 1970."""
        self.clock = clock
        self._last = 0

    def ts(self) -> str:
        """Give a message timestamp, unique and increasing."""
        seconds, rest = divmod(self._next(), MICROSECONDS)
        return f"{seconds}.{rest:06d}"

    def id(self, prefix: str) -> str:
        """Give an id with a prefix as Slack uses them: ``Ev``, ``V``, ``F``."""
        return prefix + _base36(self._next())

    def _next(self) -> int:
        self._last = max(self._last + 1, round(self.clock() * MICROSECONDS))
        return self._last


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(DIGITS))
        digits = DIGITS[digit] + digits
    return digits
