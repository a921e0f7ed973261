import multiprocessing
import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, func, inspect, select, text
from sqlalchemy.engine.interfaces import ReflectedUniqueConstraint
from sqlalchemy.schema import CreateIndex

from bot.storage import questions
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.schema import REVISION, metadata
from tests.storage.everything import OURS, fill, reading

MIGRATIONS = Path("bot/storage/migrations")


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
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    assert compare_metadata(context, metadata) == []


def test_the_migrations_make_exactly_the_constraints_of_the_schema(
    connection: Connection,
) -> None:
    by_hand = create_engine("sqlite://")
    metadata.create_all(by_hand)
    made, wanted = inspect(connection), inspect(by_hand)
    for table in metadata.tables:
        assert made.get_pk_constraint(table) == wanted.get_pk_constraint(table)
        assert names(made.get_unique_constraints(table)) == names(
            wanted.get_unique_constraints(table)
        )
        assert [c["nullable"] for c in made.get_columns(table)] == [
            c["nullable"] for c in wanted.get_columns(table)
        ]
    by_hand.dispose()


def names(constraints: list[ReflectedUniqueConstraint]) -> list[list[str]]:
    return sorted(constraint["column_names"] for constraint in constraints)


def test_the_migrations_make_exactly_the_indexes_of_the_schema(connection: Connection) -> None:
    found = select(text("sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    made = {" ".join(sql.split()) for sql in connection.scalars(found)}
    wanted = {
        " ".join(str(CreateIndex(index).compile(connection.engine)).split())
        for table in metadata.tables.values()
        for index in table.indexes
    }
    assert made == wanted


def test_an_id_is_never_given_twice_not_even_after_its_row_is_gone(
    connection: Connection,
) -> None:
    numbered = [table for table in metadata.tables.values() if "id" in table.c]
    found = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    for table in numbered:
        sql = connection.scalar(found, {"name": table.name})
        assert re.search(r"AUTOINCREMENT", str(sql)), table.name


def test_migrating_twice_is_harmless(database: Database, database_url: str) -> None:
    migrate(database_url)
    assert database.is_current()


def test_migrating_keeps_the_rows_that_are_there(database: Database, database_url: str) -> None:
    database.run_now(fill, OURS)
    before = database.run_now(counted)
    migrate(database_url)
    assert database.run_now(counted) == before
    assert set(before.values()) == {1}


def test_a_new_database_is_not_current_until_it_is_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    database = Database(url)
    assert not database.is_current()
    migrate(url)
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


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    forking = multiprocessing.get_context("fork")
    started = [forking.Process(target=migrate, args=(url,)) for _ in range(4)]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0, 0, 0, 0]
