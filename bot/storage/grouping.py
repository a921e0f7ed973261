"""What is to be written at the same time is written in one transaction: SQLite has one writer.

To have the disk keep a transaction takes longer than most of what is written in it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from sqlalchemy import Connection

W = TypeVar("W")

_IMPATIENT_SECONDS = 0.05

Work: TypeAlias = Callable[[Connection], Any]
"""Something to be written; where it has to be done once more, that does no harm."""


class Outcome(NamedTuple):
    """What came of some work."""

    result: Any = None
    error: Exception | None = None


def outcome_of(call: Callable[..., Any], *args: object) -> Outcome:
    """Call, and return what came of it: whatever that is, the thread goes on."""
    try:
        return Outcome(call(*args))
    except BaseException as error:  # noqa: BLE001 - it is for who waits for it
        return Outcome(error=_awaitable(error))


def _awaitable(error: BaseException) -> Exception:
    """Return an error as a future takes it: neither the end of a loop nor that of a process."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    problem = RuntimeError(type(error).__name__)
    problem.__cause__ = error
    return problem


class _Asked(NamedTuple, Generic[W]):
    work: W
    done: asyncio.Future[Any]


class Line(Generic[W]):
    """Works that threads take in the order in which they came, each thread some at once.

    A thread goes on while there is more: to wake one takes longer than most works.

    Two threads that both have something to do in Python hinder each other more than they help: with
    each statement one gives the interpreter away, and has to get it back. So whoever starts a
    thread waits a moment for it and does nothing meanwhile; but not where that was in vain of late:
    the disk may be slow, or have stalled, and others are not to wait for that.
    Source: https://docs.python.org/3.11/c-api/init.html#thread-state-and-the-global-interpreter-lock
    """

    def __init__(
        self,
        threads: int,
        name: str,
        do: Callable[[Sequence[W]], Sequence[Outcome]],
        *,
        at_once: int = 1,
        patience: float = 0.0,
    ) -> None:
        """Have `do` called in so many threads with up to `at_once` works; it raises nothing.

        A thread that was started is waited for so many seconds of `patience`.
        """
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = threads
        self._do = do
        self._at_once = at_once
        self._patience = patience
        self._impatient_until = 0.0
        self._lock = Lock()
        self._waiting: deque[_Asked[W]] = deque()
        self._busy = 0

    async def add(self, work: W) -> Any:  # noqa: ANN401 - whatever the work returns
        """Have something done, with all that is asked for by then; return or raise what it does."""
        loop = asyncio.get_running_loop()
        asked = _Asked(work, loop.create_future())
        with self._lock:
            self._waiting.append(asked)
        loop.call_soon(self._start)
        return await asked.done

    def close(self) -> None:
        """Wait for what is being done."""
        self._threads.shutdown()

    def _start(self) -> None:
        with self._lock:
            starts = bool(self._waiting) and self._busy < self._most
            self._busy += starts
        if not starts:
            return
        ended = Lock()
        ended.acquire()
        try:
            self._threads.submit(self._work_off, ended)
        except RuntimeError as closed:
            self._refuse(closed)
        else:
            self._wait_for(ended)

    def _refuse(self, closed: RuntimeError) -> None:
        while batch := self._next():
            for each in batch:
                _tell(each.done, Outcome(error=closed))

    def _wait_for(self, ended: Lock) -> None:
        if monotonic() < self._impatient_until:
            return
        if self._patience and not ended.acquire(timeout=self._patience):
            self._impatient_until = monotonic() + _IMPATIENT_SECONDS

    def _work_off(self, ended: Lock) -> None:
        while batch := self._next():
            outcomes = self._do([each.work for each in batch])
            for each, outcome in zip(batch, outcomes, strict=True):
                with suppress(RuntimeError):  # The loop that waited is closed.
                    each.done.get_loop().call_soon_threadsafe(_tell, each.done, outcome)
        ended.release()

    def _next(self) -> Sequence[_Asked[W]]:
        with self._lock:
            number = min(len(self._waiting), self._at_once)
            self._busy -= not number
            return [self._waiting.popleft() for _ in range(number)]


def _tell(done: asyncio.Future[Any], outcome: Outcome) -> None:
    if done.done():
        return
    if outcome.error:
        done.set_exception(outcome.error)
    else:
        done.set_result(outcome.result)
