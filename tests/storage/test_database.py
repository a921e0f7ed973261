import asyncio
from threading import Event

import pytest
from sqlalchemy import Connection, event, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.storage import inbox, outbox
from bot.storage.database import Database
from bot.storage.schema import inbox as table
from tests.conftest import POSTGRESQL
from tests.storage.everything import NOW, OURS, request


def keys(connection: Connection) -> list[str]:
    return list(connection.scalars(select(table.c.key)))


def put(connection: Connection, key: str) -> None:
    inbox.store(connection, [request(OURS, key)], NOW)


def put_and_fail(connection: Connection, key: str) -> None:
    put(connection, key)
    message = "afterwards"
    raise RuntimeError(message)


async def test_a_service_that_fails_leaves_nothing_behind(database: Database) -> None:
    await database.run(put, "Ev1")
    with pytest.raises(RuntimeError, match="afterwards"):
        await database.run(put_and_fail, "Ev2")
    assert await database.read(keys) == ["Ev1"]


async def test_a_reader_sees_what_is_written_but_nothing_half_done(database: Database) -> None:
    with database.engine.begin() as writing:
        put(writing, "Ev1")
        assert await database.read(keys) == []
    assert await database.read(keys) == ["Ev1"]


async def test_many_at_once_are_all_written(database: Database) -> None:
    await asyncio.gather(*(database.run(put, f"Ev{n}") for n in range(50)))
    assert len(await database.read(keys)) == 50


async def test_two_workers_never_lease_the_same_rows(database_url: str) -> None:
    workers = [Database(database_url) for _ in range(3)]
    for number in range(40):
        await workers[0].run(outbox.post, OURS, f"C{number}", "reply", {}, NOW)
    taken = await asyncio.gather(*(worker.run(outbox.lease, NOW, 60, 3) for worker in workers * 4))
    ids = [row.id for rows in taken for row in rows]
    assert len(ids) == len(set(ids)) == 36
    for worker in workers:
        worker.close()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_sqlite_writes_through_to_the_disk_and_keeps_its_rules(connection: Connection) -> None:
    settings = {
        name: connection.scalar(text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_row_without_its_workspace_is_refused(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        connection.execute(table.insert(), {"key": "k", "kind": "k", "received_at": 0, "due_at": 0})


async def test_promise_38_a_database_s_error_does_not_repeat_what_people_wrote(
    database: Database,
) -> None:
    await database.run(put, "Ev1")
    await database.run(lambda c: c.execute(text("DROP TABLE inbox")))
    with pytest.raises(DBAPIError) as caught:
        await database.run(inbox.store, [request(OURS, payload="my secret")], NOW)
    assert "my secret" not in str(caught.value)


def count(connection: Connection) -> int:
    return len(keys(connection))


async def test_what_is_written_together_fails_apart(database: Database) -> None:
    written = [database.run(put if n % 3 else put_and_fail, f"Ev{n}") for n in range(30)]
    done = await asyncio.gather(*written, return_exceptions=True)
    assert [type(each) for each in done[:3]] == [RuntimeError, type(None), type(None)]
    assert sum(isinstance(each, RuntimeError) for each in done) == 10
    assert await database.read(count) == 20


async def test_what_is_written_together_takes_few_transactions(database: Database) -> None:
    ended: list[object] = []
    event.listen(database.engine, "commit", ended.append)
    await asyncio.gather(*(database.run(put, f"Ev{n}") for n in range(64)))
    assert len(ended) <= (8 if database.is_sqlite else 64)


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_what_comes_later_sees_what_was_written_together_before(
    database: Database,
) -> None:
    seen = await asyncio.gather(*(database.run(put_and_count, f"Ev{n}") for n in range(20)))
    assert max(seen) == 20
    assert await database.read(count) == 20


def put_and_count(connection: Connection, key: str) -> int:
    put(connection, key)
    return count(connection)


def end_it_all(connection: Connection) -> None:
    """Fail as a full disk does, which ends the whole transaction."""
    driver = connection.connection.driver_connection
    assert driver
    driver.execute("ROLLBACK")
    raise FULL


FULL = OperationalError("INSERT", {}, Exception("database or disk is full"))


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_one_that_ends_the_transaction_of_others_takes_none_of_them_along(
    database: Database,
) -> None:
    writing = [database.run(put, f"Ev{n}") for n in range(9)]
    writing.insert(4, database.run(end_it_all))
    done = await asyncio.gather(*writing, return_exceptions=True)
    assert [type(each) for each in done].count(type(None)) == 9
    assert await database.read(count) == 9


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_where_no_transaction_begins_all_are_told_so_at_once(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database._BUSY_SECONDS", 0.05)
    busy, begun = Database(database_url), list[object]()
    event.listen(busy.engine, "begin", begun.append)
    with database.engine.begin() as connection:
        put(connection, "Ev0")
        writing = [busy.run(put, f"Ev{n}") for n in range(1, 12)]
        done = await asyncio.gather(*writing, return_exceptions=True)
    assert {type(each) for each in done} == {OperationalError}
    assert len(begun) <= 2
    busy.close()


async def test_while_the_disk_stalls_others_go_on(database: Database) -> None:
    stalled = Event()
    writing = [asyncio.ensure_future(database.run(lambda _: stalled.wait())) for _ in range(3)]
    await asyncio.sleep(0)
    stalled.set()
    assert await asyncio.gather(*writing) == [True] * 3


async def test_what_is_asked_of_a_closed_database_is_refused(database_url: str) -> None:
    closed = Database(database_url)
    closed.close()
    for ask in (closed.run, closed.read):
        with pytest.raises(RuntimeError):
            await ask(count)


@pytest.mark.parametrize("engine", [POSTGRESQL])
async def test_a_connection_that_died_while_it_was_idle_is_not_used(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.idleness._IDLE_SECONDS", 0)
    lost = await database.read(lambda c: c.scalar(text("SELECT pg_backend_pid()")))
    other = Database(database_url)
    await other.run(lambda c: c.execute(text("SELECT pg_terminate_backend(:its)"), {"its": lost}))
    other.close()
    assert await database.read(count) == 0


@pytest.mark.parametrize("raised", [StopIteration, KeyboardInterrupt, SystemExit])
async def test_whatever_a_service_raises_others_are_still_served(
    database: Database, raised: type[BaseException]
) -> None:
    def fail(_: Connection) -> None:
        raise raised

    together = [database.run(put, "Ev1"), database.run(fail), database.read(fail)]
    done = await asyncio.gather(*together, return_exceptions=True)
    assert [type(each) for each in done] == [type(None), RuntimeError, RuntimeError]
    assert await database.read(keys) == ["Ev1"]
