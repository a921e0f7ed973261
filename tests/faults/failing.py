"""A database that fails at a chosen statement, and what is stored in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event
from typing import Any

from sqlalchemy import Connection, Row, event, select
from sqlalchemy.exc import OperationalError

from bot.storage.database import Database
from bot.storage.schema import metadata
from tests.faults.house import House


@contextmanager
def failing(database: Database, at: int | str) -> Iterator[list[str]]:
    """Have the statement with that number fail, or the "commit"; give what was tried."""
    tried: list[str] = []

    def execute(_c: object, _d: object, statement: str, *_: object) -> None:
        tried.append(statement)
        fail(len(tried))

    def commit(_: Connection) -> None:
        fail("commit")

    def fail(now: int | str) -> None:
        if now == at:
            raise OperationalError(str(at), None, OSError("disk I/O error"))

    event.listen(database.engine, "before_cursor_execute", execute)
    event.listen(database.engine, "commit", commit)
    try:
        yield tried
    finally:
        event.remove(database.engine, "before_cursor_execute", execute)
        event.remove(database.engine, "commit", commit)


async def stored(house: House) -> Mapping[str, list[Row[Any]]]:
    """Give all rows of all tables."""
    return await house.read(
        lambda c: {table.name: list(c.execute(select(table))) for table in metadata.sorted_tables}
    )


@contextmanager
def stalled(database: Database) -> Iterator[None]:
    """Have every statement wait until the context ends, as a disk that hangs would.

    The listener stays: it can't be taken away from under those who wait in it.
    """
    gate = Event()

    def wait(*_: object) -> None:
        gate.wait()

    event.listen(database.engine, "before_cursor_execute", wait)
    try:
        yield
    finally:
        gate.set()
