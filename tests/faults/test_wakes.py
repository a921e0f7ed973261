"""Whoever writes rows wakes who works on them, in whichever process that is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest
import pytest_asyncio

from bot.app import Content
from bot.sandbox import Workspace
from bot.storage import workspaces
from bot.storage.database import APPLICATION
from tests.conftest import POSTGRESQL
from tests.faults.house import Clock, House, opened

Start = Callable[[], AbstractAsyncContextManager[House]]

QUESTION = "How do I enroll?"
SELDOM = 3600.0


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nobody look by themselves."""
    for module in ("intake.worker", "sending.delivery"):
        monkeypatch.setattr(f"bot.slack.{module}._POLL_SECONDS", SELDOM)
    monkeypatch.setattr("bot.slack.rounds.KNOWN_SECONDS", SELDOM)


@pytest_asyncio.fixture
async def web(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> AsyncIterator[House]:
    """Give a process that only takes in requests."""
    async with opened(content, slack, database_url, clock, worker=False) as house:
        yield house


@pytest.mark.usefixtures("unasked")
async def test_what_is_written_is_worked_on_at_once_without_looking(house: House) -> None:
    emma = house.person("emma")
    await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.replies(emma))


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("engine", [POSTGRESQL])
async def test_a_worker_is_woken_by_what_another_process_takes_in(web: House, start: Start) -> None:
    emma = web.person("emma")
    async with start() as worker:
        await listening(worker, 2)
        await emma.say(None, QUESTION)
        await web.slack.wait_for(lambda: web.replies(emma))


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("engine", [POSTGRESQL])
async def test_who_lost_the_connection_listens_again_and_missed_nothing(
    web: House, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.intake.wakes._AGAIN_SECONDS", (0.05,))
    emma = web.person("emma")
    async with start() as worker:
        await listening(worker, 2)
        await worker.read(lambda c: c.exec_driver_sql(END_LISTENING).all())
        await emma.say(None, QUESTION)
        await web.slack.wait_for(lambda: web.replies(emma))
        await listening(worker, 2)


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("engine", [POSTGRESQL])
async def test_what_a_workspace_chose_is_known_to_all_processes_at_once(
    web: House, start: Start
) -> None:
    async with start() as worker:
        await listening(worker, 2)
        place = web.office.workspace
        await web.office.database.run(workspaces.choose, place, {"desk_locale": "sv"})
        async with asyncio.timeout(10):
            while {web.office.desk_locale, worker.office.desk_locale} != {"sv"}:  # noqa: ASYNC110
                await asyncio.sleep(0.005)


LISTENERS = (
    f"SELECT pid FROM pg_stat_activity WHERE application_name = '{APPLICATION}'"  # noqa: S608
    " AND datname = current_database() AND query LIKE 'LISTEN%%'"
)
END_LISTENING = f"SELECT pg_terminate_backend(pid) FROM ({LISTENERS}) AS listening"  # noqa: S608


async def listening(house: House, number: int) -> None:
    """Wait until so many processes listen."""
    await house.until(lambda c: len(c.exec_driver_sql(LISTENERS).all()) == number)
