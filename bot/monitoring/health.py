"""Whether the app does what it promised: what is wrong has a name, and says nothing of its inside.

A process that lives may well be part of an app that is not ready: a platform restarts and routes by
/healthz; /readyz is for whoever is to be woken.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.storage import gauges
from bot.storage.database import Database
from bot.storage.gauges import Box
from bot.storage.schema import REVISION

STUCK_SECONDS: Final = 300.0
"""How long something may wait after it could have been done."""

MISSED_SECONDS: Final = {gauges.WATCH: 900.0, gauges.REMIND: 900.0, gauges.LEAVE: 12 * 3600.0}
"""How long after its time scheduled work may come: a deploy takes a while."""

_MISSED_SECONDS = 2 * 3600.0
"""The same of what is looked after every hour."""

DATABASE: Final = "database-does-not-answer"
VERSION: Final = "database-of-another-version"
STUCK: Final = "{}-stuck"
MISSED: Final = "{}-missed"

_LOOKED_WITHIN_SECONDS = 5.0


class Queues(NamedTuple):
    """What waits, by the name of its box, and when scheduled work is due next."""

    version: str | None
    boxes: Mapping[str, Box]
    planned: Mapping[str, float]


def look(connection: Connection, postponed: str, now: float) -> Queues:
    """Read what waits; `postponed` is the problem of messages that Slack asked to put off."""
    boxes = {
        "inbox": gauges.requests(connection),
        "outbox": gauges.messages(connection, postponed, now),
    }
    return Queues(gauges.version(connection), boxes, gauges.planned(connection))


def problems(queues: Queues, now: float) -> list[str]:
    """Name what is wrong."""
    stuck = [name for name, box in queues.boxes.items() if late(box, now) > STUCK_SECONDS]
    missed = [job for job, at in sorted(queues.planned.items()) if _is_missed(job, now - at)]
    version = [] if queues.version == REVISION else [VERSION]
    return [*version, *map(STUCK.format, stuck), *map(MISSED.format, missed)]


def _is_missed(job: str, seconds: float) -> bool:
    return seconds > MISSED_SECONDS.get(job, _MISSED_SECONDS)


def late(box: Box, now: float) -> float:
    """Return for how many seconds something could have been done that waits."""
    return age(box.late_since, now)


def age(since: float | None, now: float) -> float:
    """Return how many seconds ago something was; 0 for nothing."""
    return max(0.0, round(now - since, 1)) if since is not None else 0.0


@dataclass(frozen=True)
class Health:
    """What is wrong, by name, and what waits, where the database told."""

    problems: list[str]
    queues: Queues | None

    def told(self, now: float) -> Mapping[str, object]:
        """Return it as JSON has it; ages are in seconds."""
        boxes = self.queues.boxes if self.queues else {}
        return {
            "ready": not self.problems,
            "problems": self.problems,
            "oldest_seconds": {name: age(box.waiting_since, now) for name, box in boxes.items()},
            "late_seconds": {name: late(box, now) for name, box in boxes.items()},
            "parked": {name: box.parked for name, box in boxes.items()},
        }


@dataclass
class Watch:
    """Looks whether the app is ready; who asks at the same time gets the same answer.

    `signs` tell of this process by the name of what would be wrong: True while it is well.
    """

    database: Database
    clock: Callable[[], float]
    postponed: str
    signs: dict[str, Callable[[], bool]] = field(default_factory=dict)
    _looking: asyncio.Task[Queues] | None = None

    async def health(self) -> Health:
        """Look now."""
        own = [name for name, is_well in self.signs.items() if not is_well()]
        queues = await self.queues()
        found = problems(queues, self.clock()) if queues else [DATABASE]
        return Health([*found, *own], queues)

    async def queues(self) -> Queues | None:
        """Read what waits; None where the database does not tell in time."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        looking = self._looking
        try:
            return await asyncio.wait_for(asyncio.shield(looking), _LOOKED_WITHIN_SECONDS)
        except Exception:  # noqa: BLE001 - not ready, whatever the reason
            return None

    async def _look(self) -> Queues:
        return await self.database.read(look, self.postponed, self.clock())
