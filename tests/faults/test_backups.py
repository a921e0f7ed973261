"""A backup is made while people ask, and is put back in a fresh place."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from bot.app import Content
from bot.sandbox import Person, Workspace
from bot.storage import backing_up, moving_over
from bot.storage.schema import questions
from tests.conftest import POSTGRESQL
from tests.faults.house import Clock, House, opened, waiting
from tests.postgresql import drop, dump, empty, restore

QUESTION = "How do I enroll?"
ASKERS = 40
A_LEASE_SECONDS = 200.0
"""After so long, whatever was being worked on in the backup is taken up again."""


@pytest.fixture
def crowd(slack: Workspace) -> list[str]:
    names = [f"asker{number}" for number in range(ASKERS)]
    for name in names:
        slack.add_user(f"U0{name.upper()}", name, name, locale="en-US")
    return names


@pytest.fixture
def fresh_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a place where there is nothing yet."""
    if engine == POSTGRESQL:
        url = empty(request.getfixturevalue("postgresql"))
        yield url
        drop(url)
        return
    yield f"sqlite:///{tmp_path / 'restored' / 'partner-desk.db'}"


Begin = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def begin(content: Content, slack: Workspace, clock: Clock) -> Begin:
    """Give what starts the app on a database, with a worker or without."""
    return partial(_opened, content, slack, clock)


def _opened(
    content: Content, slack: Workspace, clock: Clock, url: str, *, worker: bool = True
) -> AbstractAsyncContextManager[House]:
    return opened(content, slack, url, clock, worker=worker)


def back_up(url: str, kept: Path) -> None:
    """Back up in the way that an operator is told to, for either engine."""
    if make_url(url).get_backend_name() == "sqlite":
        assert backing_up.back_up(url, kept) > 0
    else:
        dump(url, kept)


def put_back(kept: Path, url: str) -> None:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        place = Path(str(address.database))
        place.parent.mkdir()
        kept.rename(place)
    else:
        restore(url, kept)


async def taken_in(house: House, number: int) -> list[str]:
    """Wait until so many questions are acknowledged; give the timestamps of all that are."""
    sent = house.sender.deliveries
    await house.slack.wait_for(lambda: sum(each.ok for each in sent) >= number, timeout=20)
    return [each.envelope["event"]["ts"] for each in sent if each.ok]


@pytest.mark.parametrize("worker", [True, False])
async def test_promise_04_what_was_acknowledged_before_a_backup_is_in_it_and_is_worked_off_from_it(
    begin: Begin,
    crowd: list[str],
    database_url: str,
    fresh_url: str,
    tmp_path: Path,
    *,
    worker: bool,
) -> None:
    kept = tmp_path / "kept"
    async with begin(database_url, worker=worker) as house:
        people = [house.person(name) for name in crowd]
        asking = asyncio.gather(*(slowly(person, turn) for turn, person in enumerate(people)))
        acknowledged = await taken_in(house, ASKERS // 3)
        await asyncio.to_thread(back_up, database_url, kept)
        await asking
        await house.sender.drain()
    put_back(kept, fresh_url)
    async with begin(fresh_url) as house:
        house.pass_by(A_LEASE_SECONDS)
        await house.until(lambda connection: not waiting(connection))
        found = await house.read(lambda c: set(c.scalars(select(questions.c.message_ts))))
        assert {*acknowledged} <= found
        answered = [name for name in crowd if house.replies(house.person(name))]
    assert len(acknowledged) >= ASKERS // 3
    assert len(answered) >= len(acknowledged)


async def slowly(person: Person, turn: int) -> None:
    """Ask one after another, so that there is always somebody about to."""
    await asyncio.sleep(turn * 0.01)
    await person.say(None, QUESTION)


async def test_promise_04_what_waits_when_a_database_is_moved_over_is_worked_off_in_its_new_place(
    begin: Begin,
    crowd: list[str],
    database_url: str,
    fresh_url: str,
) -> None:
    async with begin(database_url, worker=False) as house:
        await asyncio.gather(*(house.person(name).say(None, QUESTION) for name in crowd))
        await taken_in(house, ASKERS)
        assert not any(house.replies(house.person(name)) for name in crowd)
    make_folder(fresh_url)
    moving_over.move(database_url, fresh_url, lambda *_: None)
    async with begin(fresh_url) as house:
        await house.until(lambda connection: not waiting(connection))
        assert [len(house.replies(house.person(name))) for name in crowd] == [1] * ASKERS


def make_folder(url: str) -> None:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        Path(str(address.database)).parent.mkdir()
