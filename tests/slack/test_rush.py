import asyncio

from bot.slack.intake.rush import A_RUSH, Rush


async def held(rush: Rush, seconds: float) -> bool:
    """Tell whether work is held back for so long."""
    work = asyncio.create_task(rush.over())
    await asyncio.wait({work}, timeout=seconds)
    waits = not work.done()
    work.cancel()
    return waits


async def test_work_goes_on_at_once_when_requests_come_singly() -> None:
    rush = Rush()
    rush.stored(A_RUSH - 1)
    assert not await held(rush, 0.01)


async def test_a_rush_of_requests_holds_work_back() -> None:
    rush = Rush()
    rush.stored(A_RUSH)
    assert await held(rush, 0.01)


async def test_after_a_rush_work_goes_on() -> None:
    rush = Rush()
    rush.stored(A_RUSH)
    await rush.over()
    assert not await held(rush, 0.01)


async def test_a_rush_that_does_not_end_never_holds_work_back_for_good() -> None:
    rush = Rush()

    async def go_on() -> None:
        while True:
            rush.stored(A_RUSH)
            await asyncio.sleep(0.01)

    endless = asyncio.create_task(go_on())
    async with asyncio.timeout(30):
        await rush.over()
    endless.cancel()
