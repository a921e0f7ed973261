"""Many small things done as one: while one batch is under way, the next fills up."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class _Waiting(NamedTuple, Generic[T, R]):
    one: T
    done: asyncio.Future[R]


class Together(Generic[T, R]):
    """Does what comes at the same time in one call; nothing waits for more to come."""

    def __init__(
        self, do: Callable[[list[T]], Awaitable[Sequence[R | Exception]]], most: int
    ) -> None:
        """Have `do` done with up to `most` at once: it returns a result for each, in their order.

        What it raises is raised to all, an exception that it returns to the one whose result it is.
        """
        self._do = do
        self._most = most
        self._waiting: list[_Waiting[T, R]] = []
        self._doing: asyncio.Task[None] | None = None

    async def add(self, one: T) -> R:
        """Have one done; return its result."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(one, done))
        if self._doing is None or self._doing.done():
            self._doing = asyncio.create_task(self._do_all())
        return await done

    async def _do_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                results = await self._do([each.one for each in batch])
            except Exception as error:  # noqa: BLE001 - it is for those who wait
                for each in batch:
                    _tell(each.done, error)
            else:
                for each, result in zip(batch, results, strict=True):
                    _tell(each.done, result)


def _tell(done: asyncio.Future[R], result: R | Exception) -> None:
    """Tell somebody what came of it, unless they wait no more."""
    if done.done():
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)
