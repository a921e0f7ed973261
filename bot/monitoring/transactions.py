"""Transactions: how long each takes is measured, and one that takes long is told."""

from collections.abc import Callable

from bot.monitoring.logs import logger
from bot.monitoring.metrics import Metrics
from bot.storage.database import Observer

SLOW_SECONDS = 1.0

_log = logger(__name__)


def observer(metrics: Metrics) -> Observer:
    """Return what hears of a database's transactions."""

    def observe(access: str, what: Callable[..., object], seconds: float) -> None:
        metrics.transacted(access, seconds)
        if seconds > SLOW_SECONDS:
            told = f"{what.__module__}.{getattr(what, '__qualname__', '')}"
            _log.warning("transaction_slow", access=access, what=told, seconds=round(seconds, 2))

    return observe
