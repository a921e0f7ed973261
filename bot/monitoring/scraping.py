"""What the database tells at a scrape, beside what the process has counted.

Many may scrape, and each often: the database is asked at most every FRESH_SECONDS, for tickets
every SLOW_SECONDS, and never on the event loop.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection

from bot.monitoring.health import Queues, Watch, age, late
from bot.monitoring.metrics import SPACE, Metrics
from bot.storage import gauges
from bot.storage.gauges import Overdue

T = TypeVar("T")

FRESH_SECONDS = 5.0
SLOW_SECONDS = 30.0


class Desk(NamedTuple):
    """The tickets of all workspaces, by kind and state, and how many workspaces there are."""

    tickets: dict[tuple[str, str], int]
    overdue: Overdue
    workspaces: int


def _desk(connection: Connection, now: float) -> Desk:
    by_state = dict(gauges.by_state(connection))
    return Desk(by_state, gauges.overdue(connection, now), gauges.served(connection))


class Kept(Generic[T]):
    """What was read lately; only one reads it anew."""

    def __init__(self, read: Callable[[], Awaitable[T | None]]) -> None:
        """Have nothing read yet."""
        self._read = read
        self._reading = asyncio.Lock()
        self._at = float("-inf")
        self.value: T | None = None

    async def refresh(self, seconds: float) -> None:
        """Read it anew unless it was read in the last `seconds`."""
        async with self._reading:
            if time.monotonic() - self._at >= seconds:
                self.value = await self._read()
                self._at = time.monotonic()


class Scrapes(Collector):
    """Answers scrapes of a process."""

    def __init__(self, metrics: Metrics, watch: Watch) -> None:
        """Tell what is in `metrics`, and what `watch` can read."""
        self._registry = metrics.registry
        self._watch = watch
        self._queues: Kept[Queues] = Kept(watch.queues)
        self._desk: Kept[Desk] = Kept(self._read_desk)
        self._registry.register(self)

    async def text(self) -> bytes:
        """Return all metrics in Prometheus's text format."""
        await self._queues.refresh(FRESH_SECONDS)
        await self._desk.refresh(SLOW_SECONDS)
        return await asyncio.to_thread(generate_latest, self._registry)

    async def _read_desk(self) -> Desk | None:
        if self._queues.value is None:
            return None
        return await self._watch.database.read(_desk, self._watch.clock())

    def collect(self) -> Iterator[Metric]:
        """Give what the database told last."""
        now = self._watch.clock()
        queues, desk = self._queues.value, self._desk.value
        yield _gauge("database_up", "Whether the database answers.", [((), queues is not None)])
        yield from _of_queues(queues, now) if queues else ()
        yield from _of_desk(desk, now) if desk else ()

    def describe(self) -> Iterable[Metric]:
        """Name nothing before a scrape: there is nothing to collect yet."""
        return ()


def _of_queues(queues: Queues, now: float) -> Iterator[Metric]:
    boxes = queues.boxes.items()
    rows = [((name, "waiting"), box.waiting) for name, box in boxes]
    rows += [((name, "parked"), box.parked) for name, box in boxes]
    yield _gauge("queue_rows", "Rows in inbox and outbox.", rows, "box", "state")
    ages = [((name, "waiting"), age(box.waiting_since, now)) for name, box in boxes]
    ages += [((name, "parked"), age(box.parked_since, now)) for name, box in boxes]
    yield _gauge("queue_oldest_seconds", "Age of the oldest row.", ages, "box", "state")
    waits = [((name,), late(box, now)) for name, box in boxes]
    yield _gauge("queue_late_seconds", "Since when a row could have been done.", waits, "box")
    missed = [((job,), age(at, now)) for job, at in queues.planned.items()]
    yield _gauge("schedule_late_seconds", "Since when scheduled work is due.", missed, "job")


def _of_desk(desk: Desk, now: float) -> Iterator[Metric]:
    counts = list(desk.tickets.items())
    yield _gauge("tickets", "Tickets.", counts, "kind", "state")
    yield _gauge("tickets_overdue", "Tickets that are late.", [((), desk.overdue.tickets)])
    oldest = age(desk.overdue.since, now)
    yield _gauge("tickets_oldest_overdue_seconds", "By how much at most.", [((), oldest)])
    yield _gauge("workspaces", "Workspaces that are served.", [((), desk.workspaces)])


def _gauge(
    name: str, told: str, values: Iterable[tuple[tuple[str, ...], float]], *labels: str
) -> Metric:
    found = GaugeMetricFamily(f"{SPACE}_{name}", told, labels=labels)
    for each, value in values:
        found.add_metric(each, value)
    return found
