"""A loop's turns: they go on, they wait, and they stop."""

import asyncio

import pytest

from bot.slack.loops import until_stopped

FOREVER = 3_600.0


async def test_a_loop_goes_on_at_once_while_there_is_more() -> None:
    stopping, turns = asyncio.Event(), 0

    async def turn() -> bool:
        nonlocal turns
        turns += 1
        if turns == 5:
            stopping.set()
        return True

    await until_stopped(turn, asyncio.Event(), stopping, FOREVER)
    assert turns == 5


async def test_a_loop_that_was_woken_while_it_worked_does_not_sleep_over_it() -> None:
    wake, stopping, turns = asyncio.Event(), asyncio.Event(), 0

    async def turn() -> bool:
        nonlocal turns
        turns += 1
        (wake if turns == 1 else stopping).set()
        return False

    await until_stopped(turn, wake, stopping, FOREVER)
    assert turns == 2


async def test_a_loop_ends_at_once_when_it_is_told_to_while_it_waits() -> None:
    stopping, waits = asyncio.Event(), asyncio.Event()

    async def turn() -> bool:
        waits.set()
        return False

    loop = asyncio.create_task(until_stopped(turn, asyncio.Event(), stopping, FOREVER))
    await waits.wait()
    stopping.set()
    await loop


async def test_promise_38_a_loop_outlives_what_fails_in_it_and_does_not_repeat_what_that_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.slack.loops._AFTER_FAILURE_SECONDS", 0)
    stopping, turns = asyncio.Event(), 0

    async def turn() -> bool:
        nonlocal turns
        turns += 1
        if turns == 2:
            stopping.set()
        message = "my secret"
        raise RuntimeError(message)

    await until_stopped(turn, asyncio.Event(), stopping, FOREVER)
    assert turns == 2
    assert "RuntimeError" in caplog.text
    assert "my secret" not in caplog.text
