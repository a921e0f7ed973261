"""What is to be written at the same time is written in one transaction: SQLite has one writer.

To have the disk keep a transaction takes longer than most of what is written in it.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection

_AT_ONCE = 16

Work: TypeAlias = Callable[[Connection], Any]
"""Something to be written; where it has to be done once more, that does no harm."""


class Outcome(NamedTuple):
    """What came of some work."""

    result: Any = None
    error: Exception | None = None


def outcome_of(call: Callable[..., Any], *args: object) -> Outcome:
    """Call, and return what came of it."""
    try:
        return Outcome(call(*args))
    except Exception as error:  # noqa: BLE001 - it is for who waits for it
        return Outcome(error=error)


def apart(connection: Connection, work: Work) -> Outcome:
    """Do one of several works in a transaction of SQLite's; one that fails leaves nothing there.

    Raises what the driver raises where the failure has ended the whole transaction.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("SAVEPOINT apart")
    outcome = outcome_of(work, connection)
    if outcome.error:
        driver.execute("ROLLBACK TO apart")
    driver.execute("RELEASE apart")
    return outcome


class _Asked(NamedTuple):
    work: Work
    done: asyncio.Future[Any]


class Line:
    """Works that a thread does in the order in which they came, those that wait together."""

    def __init__(
        self, threads: ThreadPoolExecutor, do: Callable[[Sequence[Work]], Sequence[Outcome]]
    ) -> None:
        """Have `do` called in one of the threads, by nobody else meanwhile; it raises nothing."""
        self._threads = threads
        self._do = do
        self._lock = Lock()
        self._waiting: list[_Asked] = []
        self._is_busy = False

    async def add(self, work: Work) -> Any:  # noqa: ANN401 - whatever the work returns
        """Have something done; return what it returns, or raise what it raises."""
        asked = _Asked(work, asyncio.get_running_loop().create_future())
        with self._lock:
            self._waiting.append(asked)
            was_busy, self._is_busy = self._is_busy, True
        if not was_busy:
            self._threads.submit(self._work_off)
        return await asked.done

    def _work_off(self) -> None:
        while batch := self._next():
            outcomes = self._do([each.work for each in batch])
            for each, outcome in zip(batch, outcomes, strict=True):
                with suppress(RuntimeError):  # The loop that waited is closed.
                    each.done.get_loop().call_soon_threadsafe(_tell, each.done, outcome)

    def _next(self) -> Sequence[_Asked]:
        with self._lock:
            batch, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
            self._is_busy = bool(batch)
            return batch


def _tell(done: asyncio.Future[Any], outcome: Outcome) -> None:
    if done.done():
        return
    if outcome.error:
        done.set_exception(outcome.error)
    else:
        done.set_result(outcome.result)
