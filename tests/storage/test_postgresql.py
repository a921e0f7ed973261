"""What several processes do at the same time, which only PostgreSQL lets them."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Connection, Text, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.storage import drafts, inbox, locks, outbox, questions, reminders, tickets
from bot.storage.database import _POSTGRESQL_SETTINGS, Database
from bot.storage.schema import metadata
from tests.conftest import USUAL_OPTIONS
from tests.storage.everything import (
    ACROSS,
    LANE,
    NOW,
    OURS,
    PERSON,
    QUESTION,
    THEIRS,
    fill,
    reading,
    request,
    writing,
)

pytestmark = pytest.mark.parametrize("engine", ["postgresql"])

_SOON = "SET LOCAL lock_timeout = '50ms'"
_SOON_SECONDS = 1.0
_ALIKE = {"workspace", "person"}
"""Slack's ids, of which every database keeps the order: capitals and digits."""

_ORDERED = re.compile(r"ORDER BY (.+?)(?:\n|\)| LIMIT| FOR|$)")


@pytest.fixture
def other(database: Database) -> Iterator[Connection]:
    """Give the connection of another process, which waits 50 ms for a lock, then fails."""
    with database.engine.begin() as opened:
        opened.exec_driver_sql(_SOON)
        yield opened


def test_no_statement_and_no_lock_hangs(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_POSTGRESQL_SETTINGS, "options", USUAL_OPTIONS)
    limits = ("statement_timeout", "lock_timeout")
    with closing(Database(database_url)) as usual, usual.engine.connect() as connection:
        assert [connection.scalar(text(f"SHOW {name}")) for name in limits] == ["10s", "2s"]


@pytest.mark.parametrize(
    "hold",
    [
        lambda connection: locks.hold(connection, OURS, "name"),
        lambda connection: drafts.hold(connection, OURS, PERSON),
        lambda connection: tickets.hold(connection, OURS),
    ],
    ids=["locks", "drafts", "tickets"],
)
def test_who_writes_what_they_read_is_alone_with_it_until_the_end(
    connection: Connection, other: Connection, hold: Callable[[Connection], None]
) -> None:
    hold(connection)
    with pytest.raises(OperationalError, match="lock timeout"), other.begin_nested():
        hold(other)
    connection.commit()
    hold(other)


def test_other_names_and_other_workspaces_wait_for_nobody(
    connection: Connection, other: Connection
) -> None:
    locks.hold(connection, OURS, "name")
    locks.hold(other, THEIRS, "name")
    locks.hold(other, OURS, "other name")


def post(connection: Connection) -> None:
    inbox.store(connection, [request(OURS, f"Ev{number}") for number in range(3)], NOW)
    for number in range(3):
        outbox.post(connection, OURS, f"{LANE}-{number}", "reply", {}, NOW)
        reminders.add(connection, OURS, PERSON, number, NOW)


def leased(rows: Callable[[], object]) -> list[int]:
    taken = rows()
    assert isinstance(taken, list)
    return [row.id for row in taken]


@pytest.mark.parametrize(
    "take",
    [
        lambda connection: inbox.lease(connection, NOW, 60, 2),
        lambda connection: outbox.lease(connection, NOW, 60, 2),
        lambda connection: reminders.take_due(connection, NOW, 2),
    ],
    ids=["inbox", "outbox", "reminders"],
)
def test_two_workers_never_wait_for_each_other_s_leases(
    database: Database, other: Connection, take: Callable[[Connection], list[object]]
) -> None:
    database.run_now(post)
    with database.engine.begin() as connection:
        first = leased(lambda: take(connection))
        assert (first, leased(lambda: take(other))) == ([1, 2], [3])


def test_of_two_that_keep_the_same_at_once_the_second_waits_and_is_told(
    connection: Connection, other: Connection
) -> None:
    assert questions.add(connection, OURS, QUESTION)
    with pytest.raises(OperationalError, match="lock timeout"), other.begin_nested():
        questions.add(other, OURS, QUESTION)
    connection.commit()
    assert questions.add(other, OURS, QUESTION) is None


def test_a_transaction_that_was_refused_something_leaves_nothing(database: Database) -> None:
    def write(connection: Connection) -> None:
        post(connection)
        connection.exec_driver_sql("SELECT * FROM nowhere")

    with pytest.raises(DBAPIError):
        database.run_now(write)
    assert database.run_now(inbox.oldest_waiting) is None


def test_nothing_is_ordered_by_text_whose_order_is_each_database_s_own(
    connection: Connection,
) -> None:
    fill(connection, OURS)
    said: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *call: said.append(call[2]))
    told = [call for call, _ in reading(OURS).values()]
    for call in (*told, *writing(OURS).values(), *ACROSS.values()):
        with connection.begin_nested():
            call(connection)
    ordered = [
        column
        for each in said
        for found in _ORDERED.findall(each)
        for column in re.findall(r"(\w+)\.(\w+)", found)
    ]
    assert ordered
    assert {name for table, name in ordered if is_text(table, name)} <= _ALIKE


def is_text(table: str, column: str) -> bool:
    """Tell whether a column is text; those of a statement's own tables are not known."""
    known = metadata.tables.get(table)
    return known is not None and isinstance(known.c[column].type, Text)


def test_two_who_wait_for_each_other_come_through_one_after_the_other(database: Database) -> None:
    there, done = Barrier(2), list[str]()

    def hold(connection: Connection, first: str, second: str) -> None:
        locks.hold(connection, OURS, first)
        with suppress(BrokenBarrierError):
            there.wait(_SOON_SECONDS)
        locks.hold(connection, OURS, second)
        done.append(first)

    def run(names: str) -> None:
        database.run_now(hold, *names)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(run, ("ab", "ba")))
    assert sorted(done) == ["a", "b"]
