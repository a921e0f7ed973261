import asyncio
import logging
from typing import NamedTuple

import pytest

from bot.slack.loops import Pool, Slots
from bot.storage.shares import Busy


class Row(NamedTuple):
    id: int
    workspace: str


async def test_a_slow_row_holds_up_no_other() -> None:
    waiting, slow = [Row(number, "T1") for number in (1, 2, 3, 4, 5)], asyncio.Event()
    done: list[int] = []

    async def lease(most: int, _: Busy) -> list[Row]:
        return [waiting.pop(0) for _ in range(min(most, len(waiting)))]

    async def work(row: Row) -> None:
        if row.id == 1:
            await slow.wait()
        done.append(row.id)

    stopping, wake = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(Pool(2, lease, work, wake).run(stopping, 5))
    async with asyncio.timeout(30):
        while done != [2, 3, 4, 5]:  # noqa: ASYNC110 - the list is the event
            await asyncio.sleep(0)
        stopping.set()
        slow.set()
        await running
    assert done[-1] == 1


async def test_what_a_task_raises_is_logged_by_its_name_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail() -> None:
        message = "what somebody wrote"
        raise ValueError(message)

    slots = Slots(1)
    with caplog.at_level(logging.ERROR):
        slots.start(fail())
        await slots.drain()
    assert "ValueError" in caplog.text
    assert "wrote" not in caplog.text
    assert slots.free == 1


async def test_promise_11_nobody_takes_all_slots_that_can_not_be_waited_for() -> None:
    slots, end = Slots(9), asyncio.Event()

    async def work() -> None:
        await end.wait()

    while slots.has_room("T1"):
        slots.start(work(), "T1")
    assert slots.free == 3
    assert slots.has_room("T2")
    end.set()
    await slots.drain()
