"""Who is of the support team, as Slack told last."""

import asyncio
from dataclasses import dataclass, field

FRESH_SECONDS = 45.0
"""How long an answer of Slack's is believed: who was removed is refused within a minute."""


@dataclass
class Roster:
    """Remembers for a while who is of the support team; `asking` lets one ask for all."""

    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _people: frozenset[str] = frozenset()
    _told_at: float = float("-inf")

    def keep(self, people: frozenset[str], now: float) -> None:
        """Keep what Slack told at `now`."""
        self._people, self._told_at = people, now

    def forget(self) -> None:
        """Believe nothing any more: somebody came or went."""
        self._told_at = float("-inf")

    def age(self, now: float) -> float:
        """Return how many seconds ago Slack told; infinity where it did not."""
        return now - self._told_at

    def support(self, now: float) -> frozenset[str]:
        """Return the support team; nobody where Slack did not tell lately."""
        return self._people if self.age(now) < FRESH_SECONDS else frozenset()
