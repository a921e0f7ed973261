"""Every statement, as PostgreSQL would get it: its server is not needed to word them."""

import importlib
import io
import pkgutil
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import ClauseElement, Connection, Table, make_url
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.storage import schema
from bot.storage.migrations import versions
from tests.storage.everything import ACROSS, OURS, Calls, reading, writing

READING: Calls = {name: call for name, (call, _) in reading(OURS).items()}
EVERY: Calls = {**READING, **writing(OURS), **ACROSS}
DIALECT = make_url("postgresql+psycopg://").get_dialect()()


class Empty:
    """What a statement gives that finds nothing."""

    rowcount = 0

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def first(self) -> None:
        return None

    def all(self) -> list[object]:
        return []

    def scalar_one(self) -> int:
        return 1


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


@pytest.mark.parametrize("name", ["drafts.hold", "tickets.hold"])
def test_who_writes_what_they_read_is_alone_with_it_until_the_end(name: str) -> None:
    (said,) = said_by(name)
    assert "pg_advisory_xact_lock" in said


@pytest.mark.parametrize("name", ["inbox.lease", "outbox.lease", "reminders.take_due"])
def test_two_workers_on_postgresql_never_wait_for_each_other_s_leases(name: str) -> None:
    assert "FOR UPDATE SKIP LOCKED" in said_by(name)[0]


def test_reminders_are_chosen_beside_the_update_which_postgresql_may_choose_again() -> None:
    (said,) = said_by("reminders.take_due")
    assert re.search(r"^WITH due AS.*FOR UPDATE SKIP LOCKED\).*UPDATE reminders", said, re.DOTALL)


def test_the_number_of_a_ticket_is_taken_in_one_statement() -> None:
    taken = said_by("tickets.add")[0]
    assert re.search(r"^INSERT.*ON CONFLICT.*DO UPDATE.*RETURNING", taken, re.DOTALL)


@pytest.mark.parametrize(
    "name",
    ["inbox.store", "questions.add", "handovers.add", "pauses.pause", "ticket_files.add"],
)
def test_what_is_there_already_is_no_error_on_postgresql(name: str) -> None:
    assert "ON CONFLICT" in said_by(name)[0]


@pytest.mark.parametrize("table", schema.metadata.sorted_tables, ids=str)
def test_the_migrations_make_for_postgresql_what_the_schema_says(table: Table) -> None:
    wanted: list[ClauseElement] = [CreateTable(table), *map(CreateIndex, table.indexes)]
    said = [each.strip() for each in migrated() if f" {table.name} " in each]
    made = [made_of(each) for each in said if each.startswith("CREATE")]
    assert sorted(changed(parts, said) for parts in made) == sorted(
        made_of(str(each.compile(dialect=DIALECT))) for each in wanted
    )


def migrated() -> list[str]:
    """Give what the migrations say to a PostgreSQL, without a server."""
    said = io.StringIO()
    options = {"as_sql": True, "output_buffer": said}
    context = MigrationContext.configure(dialect_name="postgresql", opts=options)
    with Operations.context(context):
        for module in sorted(each.name for each in pkgutil.iter_modules(versions.__path__)):
            importlib.import_module(f"{versions.__name__}.{module}").upgrade()
    return said.getvalue().split(";")


def changed(parts: list[str], said: list[str]) -> list[str]:
    """Give the parts of a definition after the columns that were added and dropped later."""
    if not any(part.startswith("CREATE TABLE") for part in parts):
        return parts
    added = [each.partition(" ADD COLUMN ")[2] for each in said if " ADD COLUMN " in each]
    dropped = {each.partition(" DROP COLUMN ")[2] for each in said if " DROP COLUMN " in each}
    return sorted(part for part in (*parts, *added) if part.split()[0] not in dropped)


def made_of(statement: str) -> list[str]:
    """Give the parts of a definition, whose order does not matter."""
    plain = " ".join(statement.replace("(false)", "false").replace("\n)", "").split())
    return sorted(part.strip() for part in re.split(r", (?![^(]*\))|\((?=\s)", plain))
