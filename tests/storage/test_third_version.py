"""What becomes of a database of the third version: all that it holds stays as it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, create_engine, func, insert, select

from bot.storage import inbox, outbox, tickets
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.schema import metadata
from bot.storage.schema import outbox as messages
from tests.storage.everything import NOW, OURS, THEIRS, TICKET, fill

THIRD = (
    *("batch_tickets", "batches", "drafts", "inbox", "jobs", "moved_channels", "outbox", "pauses"),
    *("people", "proposals", "questions", "reminders", "ticket_files", "ticket_followers"),
    *("ticket_history", "ticket_keys", "ticket_messages", "ticket_numbers", "ticket_threads"),
    *("ticket_words", "tickets"),
)
"""The tables of the third version."""

Rows = list[dict[str, Any]]


def fill_third(connection: Connection) -> None:
    """Put rows into every table of the third version, in what columns it had."""
    third = MetaData()
    third.reflect(connection)
    scratch = create_engine("sqlite://")
    with scratch.begin() as filled:
        metadata.create_all(filled)
        for workspace in (OURS, THEIRS):
            fill(filled, workspace)
        for name in THIRD:
            rows = kept(filled, metadata.tables[name], third.tables[name])
            connection.execute(insert(metadata.tables[name]), rows)
        for name in THIRD:
            _go_on_after(connection, metadata.tables[name])
    scratch.dispose()


def _go_on_after(connection: Connection, table: Table) -> None:
    """Let the next id be as far on as if each had been given by the engine."""
    if connection.dialect.name == "postgresql" and "id" in table.c:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        last = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(sequence, last)))


def kept(connection: Connection, table: Table, of: Table) -> Rows:
    """Give the rows of a table in those columns that `of` has too, in the order of their key."""
    columns = [table.c[column.name] for column in of.c]
    found = connection.execute(select(*columns).order_by(*table.primary_key))
    return [dict(row) for row in found.mappings()]


@pytest.fixture
def third(empty_url: str) -> MetaData:
    """Give the tables of a database of the third version, with rows in all of them."""
    migrate(empty_url, "0003")
    database = Database(empty_url)
    database.run_now(fill_third)
    tables = MetaData()
    with database.engine.connect() as connection:
        tables.reflect(connection)
    database.close()
    return tables


@pytest.fixture
def before(third: MetaData, empty_url: str) -> dict[str, Rows]:
    database = Database(empty_url)
    with database.engine.connect() as connection:
        found = {
            name: kept(connection, metadata.tables[name], third.tables[name]) for name in THIRD
        }
    database.close()
    return found


@pytest.fixture
def moved(before: dict[str, Rows], empty_url: str) -> Iterator[Connection]:
    """Give that database, brought to this version."""
    assert before
    migrate(empty_url)
    database = Database(empty_url)
    with database.engine.begin() as connection:
        yield connection
    database.close()


def test_the_third_version_is_tried_with_rows_in_every_table(
    third: MetaData, before: dict[str, Rows]
) -> None:
    assert {*third.tables} - {"alembic_version"} == {*THIRD}
    assert all(before.values())


def test_every_row_of_the_third_version_stays_as_it_is(
    third: MetaData, before: dict[str, Rows], moved: Connection
) -> None:
    for name in THIRD:
        assert kept(moved, metadata.tables[name], third.tables[name]) == before[name]


def test_what_the_third_version_did_not_know_is_empty(moved: Connection) -> None:
    for table in metadata.sorted_tables:
        if table.name not in THIRD:
            assert moved.scalar(select(func.count()).select_from(table)) == 0
    assert {*moved.scalars(select(messages.c.turn_at))} == {None}


def test_what_waited_in_the_third_version_is_worked_off_in_this_one(moved: Connection) -> None:
    taken = inbox.lease(moved, NOW, 60, 16)
    assert {row.workspace for row in taken} == {OURS, THEIRS}
    assert {row.workspace for row in outbox.lease(moved, NOW, 60, 16)} == {OURS, THEIRS}


def test_ids_and_numbers_go_on_after_those_of_the_third_version(
    before: dict[str, Rows], moved: Connection
) -> None:
    last = max(row["id"] for row in before["tickets"])
    ticket = tickets.find(moved, OURS, tickets.add(moved, OURS, TICKET))
    assert ticket
    assert (ticket.id, ticket.number) == (last + 1, 4)
