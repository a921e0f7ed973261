"""Modals while each turn at the database takes half a second: how long people wait: promise 18."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Final

import pytest

from bot.app import read_content
from bot.sandbox import Person, SandboxServer, Workspace
from bot.sandbox.demo import PARTNERS
from tests.faults.house import Clock, House, opened, waiting
from tests.faults.opening import slow
from tests.faults.ways_to_open import Deed, one_more, openings, prepared, ways

SLOWER_SECONDS: Final = 0.5


async def open_in_every_way(url: str) -> Sequence[float]:
    """Have partners of each language open modals in every way; give the seconds of each."""
    seconds: list[float] = []
    async with _house(url) as house:
        for name in PARTNERS.values():
            seconds += await _opened_by(house, house.person(name))
    return seconds


@asynccontextmanager
async def _house(url: str) -> AsyncIterator[House]:
    clock = Clock()
    slack = Workspace.demo(clock=clock)
    async with SandboxServer(slack), opened(read_content(), slack, url, clock) as house:
        yield house


async def _opened_by(house: House, person: Person) -> Sequence[float]:
    await prepared(house, person)
    found = []
    for deed in ways(house).values():
        with pytest.MonkeyPatch.context() as patch, slow(patch, SLOWER_SECONDS):
            found.append(await _seconds(house, person, deed))
        await house.until(lambda connection: not waiting(connection))
    return found


async def _seconds(house: House, person: Person, deed: Deed) -> float:
    before, begun = openings(house), perf_counter()
    pressing = asyncio.ensure_future(deed(person))
    await one_more(house, before)
    seconds = perf_counter() - begun
    await pressing
    return seconds
