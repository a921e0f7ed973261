"""Every statement, as PostgreSQL would get it: its server is not needed to word them."""

import importlib
import io
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import ClauseElement, Connection, Table, make_url
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.storage import schema
from tests.storage.everything import ACROSS, OURS, Calls, reading, writing

READING: Calls = {name: call for name, (call, _) in reading(OURS).items()}
EVERY: Calls = {**READING, **writing(OURS), **ACROSS}
DIALECT = make_url("postgresql+psycopg://").get_dialect()()
REVISION = "bot.storage.migrations.versions.0001_begin"


class Empty:
    """What a statement gives that finds nothing."""

    rowcount = 0

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def first(self) -> None:
        return None

    def all(self) -> list[object]:
        return []


class PostgreSQL:
    """A connection that words statements and finds nothing."""

    def __init__(self) -> None:
        self.dialect = DIALECT
        self.said: list[str] = []

    def execute(self, statement: ClauseElement, rows: list[dict[str, Any]] | None = None) -> Empty:
        keys = list(rows[0]) if rows else None
        self.said.append(str(statement.compile(dialect=self.dialect, column_keys=keys)))
        return Empty()

    def scalar(self, statement: ClauseElement) -> None:
        self.execute(statement)


def said_by(name: str) -> list[str]:
    connection = PostgreSQL()
    EVERY[name](cast("Connection", connection))
    return connection.said


@pytest.mark.parametrize("name", EVERY)
def test_every_statement_can_be_worded_for_postgresql(name: str) -> None:
    said = said_by(name)
    assert said
    assert all("?" not in statement for statement in said)


@pytest.mark.parametrize("name", ["inbox.lease", "outbox.lease"])
def test_two_workers_on_postgresql_never_wait_for_each_other_s_leases(name: str) -> None:
    assert "FOR UPDATE SKIP LOCKED" in said_by(name)[0]


@pytest.mark.parametrize("name", ["inbox.store", "questions.add", "handovers.add", "pauses.pause"])
def test_what_is_there_already_is_no_error_on_postgresql(name: str) -> None:
    assert "ON CONFLICT" in said_by(name)[0]


@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=str)
def test_the_migrations_make_for_postgresql_what_the_schema_says(table: Table) -> None:
    wanted: list[ClauseElement] = [CreateTable(table), *map(CreateIndex, table.indexes)]
    made = [statement for statement in migrated() if f" {table.name} " in statement]
    assert sorted(made_of(each) for each in made) == sorted(
        made_of(str(each.compile(dialect=DIALECT))) for each in wanted
    )


def migrated() -> list[str]:
    """Give what the migrations say to a PostgreSQL, without a server."""
    said = io.StringIO()
    options = {"as_sql": True, "output_buffer": said}
    context = MigrationContext.configure(dialect_name="postgresql", opts=options)
    with Operations.context(context):
        importlib.import_module(REVISION).upgrade()
    return said.getvalue().split(";")


def made_of(statement: str) -> list[str]:
    """Give the parts of a definition, whose order does not matter."""
    plain = " ".join(statement.replace("(false)", "false").replace("\n)", "").split())
    return sorted(part.strip() for part in re.split(r", (?![^(]*\))|\((?=\s)", plain))
