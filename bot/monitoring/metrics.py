"""What a process counts and measures, for Prometheus. Every label has few values, none a person's.

Source: https://prometheus.io/docs/practices/naming (names, base units, cardinality of labels)
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Final, TypeVar, cast

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

M = TypeVar("M", Counter, Histogram)

SPACE: Final = "partner_desk"
OTHER: Final = "other"

_CODE = re.compile(r"[a-z][a-z0-9_]{0,49}")
_KNOWN_AT_MOST = 100
_ACKS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1.0, 2.5, 3.0)
_CALLS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 40.0)
_TURNS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
_SURENESS = tuple(tenth / 10 for tenth in range(1, 11))


class Names:
    """Names that come from outside, as values of a label: so many, then OTHER."""

    def __init__(self, most: int = _KNOWN_AT_MOST) -> None:
        """Know none yet."""
        self._most = most
        self._known: set[str] = set()

    def of(self, name: str) -> str:
        """Return a name, or OTHER for what is none, or one too many."""
        if name not in self._known:
            if len(self._known) >= self._most or not _CODE.fullmatch(name):
                return OTHER
            self._known.add(name)
        return name


class Metrics:
    """The metrics of one process, in a registry of their own."""

    def __init__(self) -> None:
        """Count from nothing."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._refusals = Names()
        self._labelled: dict[tuple[object, ...], Any] = {}
        self._make_receiving()
        self._make_working()
        self._make_sending()
        self._make_running()

    def _make_receiving(self) -> None:
        self.requests = self._counter(
            "requests", "Requests by kind and the HTTP status of the answer.", "kind", "answer"
        )
        self.acks = self._histogram("ack_seconds", "From a request to its answer.", _ACKS)

    def _make_working(self) -> None:
        self.processed = self._counter(
            "processed", "Attempts at stored requests by kind and result.", "kind", "result"
        )
        self.decisions = self._counter(
            "decisions", "Decisions on questions by language and kind.", "locale", "kind"
        )
        self.confidence = self._histogram(
            "decision_confidence", "How sure decisions were.", _SURENESS, "locale"
        )

    def _make_sending(self) -> None:
        self.calls = self._counter(
            "slack_calls", "Calls of Slack by method and result.", "method", "result"
        )
        self.call_seconds = self._histogram(
            "slack_call_seconds", "How long Slack took to answer.", _CALLS, "method"
        )
        self.messages = self._counter(
            "messages", "Attempts at messages by their kind and result.", "message", "result"
        )

    def _make_running(self) -> None:
        self.turns = self._histogram(
            "database_seconds", "Transactions, with the wait for their turn.", _TURNS, "access"
        )
        self.sockets = self._counter("socket_connections", "Connections made by Socket Mode.")
        self.build = Info("build", "What runs.", namespace=SPACE, registry=self.registry)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, namespace=SPACE, registry=self.registry)

    def _histogram(
        self, name: str, told: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(
            name, told, labels, namespace=SPACE, registry=self.registry, buckets=buckets
        )

    def watch(self, name: str, told: str, value: Callable[[], float]) -> None:
        """Show what a function tells at each scrape."""
        Gauge(name, told, namespace=SPACE, registry=self.registry).set_function(value)

    def _of(self, metric: M, *labels: str) -> M:
        """Return a metric's part with these labels: to look it up takes longer than to count."""
        found = self._labelled.get((metric, *labels))
        if found is None:
            found = self._labelled[metric, *labels] = metric.labels(*labels)
        return cast("M", found)

    def answered(self, kind: str, status: int, seconds: float) -> None:
        """Count a request of Slack's, and how long it waited for its answer: thousands a second."""
        self._of(self.requests, kind, str(status)).inc()
        self.acks.observe(seconds)

    def transacted(self, access: str, seconds: float) -> None:
        """Measure a transaction that reads or writes (`access`)."""
        self._of(self.turns, access).observe(seconds)

    def done(self, kind: str, result: str) -> None:
        """Count an attempt at a stored request."""
        self._of(self.processed, kind, result).inc()

    def said(self, message: str, result: str) -> None:
        """Count an attempt at a message."""
        self._of(self.messages, message, result).inc()

    def decided(self, locale: str, kind: str, confidence: float) -> None:
        """Count a decision on a question."""
        self._of(self.decisions, locale, kind).inc()
        self._of(self.confidence, locale).observe(confidence)

    def called(self, method: str, result: str) -> None:
        """Count a call of Slack's; `result` is ours, or Slack's name for a refusal."""
        self._of(self.calls, method, self._refusals.of(result)).inc()

    @contextmanager
    def timing(self, method: str) -> Iterator[None]:
        """Measure how long a call of Slack's takes, however it ends."""
        begun = perf_counter()
        try:
            yield
        finally:
            self._of(self.call_seconds, method).observe(perf_counter() - begun)
