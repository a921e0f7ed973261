import multiprocessing
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Inspector, MetaData, Table, func, inspect, select, text

from bot.storage import questions
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.schema import REVISION, metadata
from tests.storage.everything import NOW, OURS, THEIRS, fill, reading
from tests.storage.test_first_version import fill_first
from tests.storage.test_second_version import fill_second
from tests.storage.test_third_version import fill_third

FIRST = ("inbox", "outbox", "pauses", "people", "questions")
"""The tables that each version has had."""

MIGRATIONS = Path("bot/storage/migrations")
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    " AND tablename != 'alembic_version'",
}
"""What tells each index in the words of its engine."""


@pytest.fixture
def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def counted(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }


def test_the_revision_of_the_schema_is_the_newest_migration(scripts: ScriptDirectory) -> None:
    assert scripts.get_heads() == [REVISION]


def test_migrations_are_one_line_without_branches(scripts: ScriptDirectory) -> None:
    revisions = list(scripts.walk_revisions())
    assert [each.down_revision for each in revisions] == [
        *(each.revision for each in revisions[1:]),
        None,
    ]


def test_the_migrations_make_exactly_the_tables_of_the_schema(connection: Connection) -> None:
    options = {"compare_type": True, "compare_server_default": False}
    context = MigrationContext.configure(connection, opts=options)
    assert compare_metadata(context, metadata) == []


@pytest.fixture
def by_hand(empty_url: str) -> Iterator[Connection]:
    """Give a database that was made from the schema, without migrations."""
    database = Database(empty_url)
    with database.engine.begin() as opened:
        metadata.create_all(opened)
        yield opened
    database.close()


@pytest.mark.parametrize("table", metadata.tables)
def test_the_migrations_make_exactly_the_columns_and_constraints_of_the_schema(
    connection: Connection, by_hand: Connection, table: str
) -> None:
    assert made_of(inspect(connection), table) == made_of(inspect(by_hand), table)


def made_of(made: Inspector, table: str) -> dict[str, object]:
    """Give what a table is made of; the order of columns has no meaning."""
    columns = [
        (each["name"], str(each["type"]), each["nullable"], str(each["default"]).strip("()"))
        for each in made.get_columns(table)
    ]
    return {
        "columns": sorted(columns),
        "key": made.get_pk_constraint(table),
        "unique": sorted(map(str, made.get_unique_constraints(table))),
        "foreign": sorted(map(str, made.get_foreign_keys(table))),
    }


def test_the_migrations_make_exactly_the_indexes_of_the_schema(
    connection: Connection, by_hand: Connection, engine: str
) -> None:
    assert indexes(connection, engine) == indexes(by_hand, engine)


def indexes(connection: Connection, engine: str) -> dict[str, str]:
    found = connection.execute(text(INDEXES[engine])).all()
    made = {name: " ".join(words.split()) for name, words in found}
    assert {index.name for table in metadata.tables.values() for index in table.indexes} <= {*made}
    return made


@pytest.mark.parametrize(
    "table", [table for table in metadata.sorted_tables if "id" in table.c], ids=str
)
def test_an_id_is_never_given_twice_not_even_after_its_row_is_gone(
    connection: Connection, table: Table
) -> None:
    fill(connection, OURS)
    first = connection.scalar(select(func.max(table.c.id)))
    connection.execute(table.delete())
    fill(connection, THEIRS)
    assert (connection.scalar(select(func.min(table.c.id))) or 0) > (first or 0) > 0


def test_migrating_twice_is_harmless(database: Database, database_url: str) -> None:
    migrate(database_url)
    assert database.is_current()


def test_migrating_keeps_the_rows_that_are_there(database: Database, database_url: str) -> None:
    database.run_now(fill, OURS)
    before = database.run_now(counted)
    migrate(database_url)
    assert database.run_now(counted) == before
    assert all(before.values())


def test_a_new_database_is_not_current_until_it_is_migrated(empty_url: str) -> None:
    database = Database(empty_url)
    assert not database.is_current()
    migrate(empty_url)
    assert database.is_current()
    database.close()


def test_migrations_can_be_taken_back_and_made_again(
    connection: Connection, scripts: ScriptDirectory
) -> None:
    context = MigrationContext.configure(connection, opts={"render_as_batch": True})
    for revision in scripts.walk_revisions():
        with Operations.context(context):
            revision.module.downgrade()
    assert not set(inspect(connection).get_table_names()) & set(metadata.tables)
    for revision in reversed(list(scripts.walk_revisions())):
        with Operations.context(context):
            revision.module.upgrade()
    fill(connection, OURS)
    assert reading(OURS)["questions.find"][0](connection) == questions.find(connection, OURS, 1)


EARLIER: dict[str, Callable[[Connection], None]] = {
    "0001": fill_first,
    "0002": fill_second,
    "0003": fill_third,
}
"""What puts rows into a database of each earlier version."""


def test_every_earlier_version_is_tried_with_rows(scripts: ScriptDirectory) -> None:
    assert {*EARLIER} == {each.revision for each in scripts.walk_revisions()} - {REVISION}


@pytest.mark.parametrize("earlier", EARLIER)
def test_migrating_step_by_step_or_at_once_makes_the_same_rows_of_those_that_were_there(
    empty_url: str,
    database_url: str,
    earlier: str,
    scripts: ScriptDirectory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "time", lambda: NOW)
    steps = sorted(each.revision for each in scripts.walk_revisions())
    migrate(empty_url, earlier)
    database = Database(empty_url)
    database.run_now(EARLIER[earlier])
    for revision in steps[steps.index(earlier) + 1 :]:
        migrate(empty_url, revision)
    step_by_step = database.run_now(rows_of)
    database.close()
    at_once = Database(database_url)
    at_once.run_now(taken_back, scripts, earlier)
    at_once.run_now(EARLIER[earlier])
    at_once.run_now(made_again, scripts, earlier)
    assert at_once.run_now(rows_of) == step_by_step
    assert any(step_by_step.values())
    at_once.close()


def rows_of(connection: Connection) -> dict[str, list[str]]:
    """Give the rows of all tables as words, whatever their order."""
    return {
        table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
        for table in metadata.sorted_tables
    }


def taken_back(connection: Connection, scripts: ScriptDirectory, revision: str) -> None:
    """Bring a database of this version back to an earlier one."""
    context = MigrationContext.configure(connection, opts={"render_as_batch": True})
    for each in scripts.walk_revisions():
        if each.revision > revision:
            with Operations.context(context):
                each.module.downgrade()


def made_again(connection: Connection, scripts: ScriptDirectory, revision: str) -> None:
    """Bring a database of an earlier version to this one, in one transaction."""
    context = MigrationContext.configure(connection, opts={"render_as_batch": True})
    for each in reversed(list(scripts.walk_revisions())):
        if each.revision > revision:
            with Operations.context(context):
                each.module.upgrade()


@pytest.mark.parametrize("earlier", EARLIER)
def test_what_an_earlier_version_knows_too_survives_being_taken_back_and_brought_up_again(
    connection: Connection, scripts: ScriptDirectory, earlier: str
) -> None:
    fill(connection, OURS)
    all_rows = {table.name: dicts(connection, table) for table in metadata.sorted_tables}
    taken_back(connection, scripts, earlier)
    known = MetaData()
    known.reflect(connection)
    made_again(connection, scripts, earlier)
    common = [table for table in metadata.sorted_tables if table.name in known.tables]
    assert {*FIRST} <= {table.name for table in common}
    for table in common:
        columns = {column.name for column in known.tables[table.name].c} & {*table.c.keys()}
        after = [{name: row[name] for name in columns} for row in dicts(connection, table)]
        for row in all_rows[table.name]:
            assert {name: row[name] for name in columns} in after


def dicts(connection: Connection, table: Table) -> list[dict[str, object]]:
    found = connection.execute(select(table).order_by(*table.primary_key))
    return [dict(row) for row in found.mappings()]


def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    forking = multiprocessing.get_context("fork")
    started = [forking.Process(target=migrate, args=(empty_url,)) for _ in range(4)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0, 0, 0, 0]
