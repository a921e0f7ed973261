"""Opening forms where no worker need be running, or where the database does not answer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pytest

from bot.sandbox import Person, View
from bot.storage.database import Database
from tests.faults.house import House

_READ: ContextVar[list[None]] = ContextVar("read")


@contextmanager
def holding(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Event]:
    """Have what begins here read once, and nothing more read or written until the event is set.

    Half a second is what a turn at the database may take, and a second all there is before a modal
    must be open: that is time for one turn. Whatever runs already is not held.
    """
    write, read, go_on = Database.run, Database.read, asyncio.Event()

    async def written(self: Database, *args: object) -> object:
        if _READ.get(None) is not None:
            await go_on.wait()
        return await write(self, *args)  # type: ignore[arg-type]

    async def once(self: Database, *args: object) -> object:
        reads = _READ.get(None)
        if reads is not None:
            reads.append(None)
            if len(reads) > 1:
                await go_on.wait()
        return await read(self, *args)  # type: ignore[arg-type]

    token = _READ.set([])
    with monkeypatch.context() as patched:
        patched.setattr(Database, "run", written)
        patched.setattr(Database, "read", once)
        yield go_on
    _READ.reset(token)


async def opening(house: House, person: Person, form: str) -> View:
    """Open a form, and wait until it is drawn in the person's language."""
    before = person.view
    assert (await person.command(form)).ok
    await house.slack.wait_for(lambda: person.view is not before)
    for slots in (house.office.errands, house.office.lookups):
        await slots.drain()
    assert person.view
    return person.view


@contextmanager
def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> Iterator[None]:
    """Have every turn at the database take so much longer."""
    at_once = Database._on  # noqa: SLF001 - every turn goes through it

    async def late(self: Database, *args: object) -> object:
        await asyncio.sleep(seconds)
        return await at_once(self, *args)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Database, "_on", late)
        yield
