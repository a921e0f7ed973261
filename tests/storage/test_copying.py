"""What is copied into another database is what was there, to the last bit."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copy as copy_file
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, Text, cast, select

from bot.storage import copying
from bot.storage.copying import UnstorableError
from bot.storage.database import Database
from bot.storage.schema import audit_log, metadata, people, questions, tickets
from tests.storage.everything import NOW, OURS, PERSON, QUESTION, THEIRS, fill

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ODD_TEXTS = st.one_of(
    STORABLE,
    st.sampled_from(
        ["", "\\N", "\\.", "\t", "\r\n", "\\", "'", '"', "NULL", "学习\U0001f600", "é́"]
    ),
)
FLOATS = st.floats(allow_nan=False)
NUMBERS = st.one_of(st.integers(), FLOATS.filter(lambda each: abs(each) != float("inf")))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, ODD_TEXTS),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(ODD_TEXTS, inner)),
    max_leaves=8,
)
ROW = st.tuples(ODD_TEXTS, FLOATS, st.booleans(), JSON)


@pytest.fixture
def source(migrated: Path, tmp_path: Path) -> Iterator[Connection]:
    """Give a SQLite database without rows, from which is copied."""
    database = Database(f"sqlite:///{copy_file(migrated, tmp_path / 'source.db')}")
    with database.engine.begin() as opened:
        yield opened
    database.close()


def quiet(*_: object) -> None:
    """Say nothing of how far it is."""


def rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.execute(select(table))), key=repr)


def test_every_row_of_every_table_is_the_same_afterwards(
    source: Connection, connection: Connection
) -> None:
    for workspace in (OURS, THEIRS):
        fill(source, workspace)
    copied = copying.copy(source, connection, quiet)
    for table in metadata.sorted_tables:
        found = rows(connection, table)
        assert found == rows(source, table)
        assert found
    assert {each.table: each.expected for each in copied} == {
        table.name: len(rows(source, table)) for table in metadata.sorted_tables
    }
    assert all(each.expected == each.found for each in copied)


@given(st.lists(ROW, min_size=1, max_size=12))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_was_written_is_the_same_afterwards(
    source: Connection, database: Database, given_rows: list[tuple[str, float, bool, Any]]
) -> None:
    source.execute(questions.delete())
    for text, number, deleted, value in given_rows:
        said = {"text": text, "asked_at": number, "deleted": deleted, "mention": value}
        row = QUESTION | said | {"workspace": OURS, "message_ts": None}
        source.execute(questions.insert().values(row))
    with database.engine.connect() as target:
        copying.copy(source, target, quiet)
        assert written(target) == written(source)
        target.rollback()


def written(connection: Connection) -> list[tuple[Any, ...]]:
    """Give what stands in the database, with a float's sign and JSON's very characters."""
    columns = (questions.c.id, questions.c.text, questions.c.asked_at, questions.c.deleted)
    found = select(*columns, cast(questions.c.mention, Text)).order_by(questions.c.id)
    return [(*row[:2], repr(row[2]), *row[3:]) for row in connection.execute(found)]


def test_a_float_that_no_shorter_words_tell_stays_the_same(
    source: Connection, connection: Connection
) -> None:
    edges = [5e-324, 1.7976931348623157e308, 0.1 + 0.2, 1_790_000_000.000_001, -1e-7]
    for number, at in enumerate(edges):
        person = {"workspace": OURS, "person": f"U{number}", "greeted_at": at}
        source.execute(people.insert().values(person))
    copying.copy(source, connection, quiet)
    found = select(people.c.greeted_at).order_by(people.c.person)
    assert list(connection.scalars(found)) == edges


@pytest.mark.parametrize(
    "table", [table for table in metadata.sorted_tables if "id" in table.c], ids=str
)
def test_an_id_of_a_deleted_row_is_not_given_again_after_the_move(
    source: Connection, connection: Connection, table: Table
) -> None:
    for workspace in (OURS, THEIRS):
        fill(source, workspace)
    last = max(source.scalars(select(table.c.id)))
    source.execute(table.delete())
    copying.copy(source, connection, quiet)
    assert rows(connection, table) == []
    fill(connection, "T-NEW")
    assert min(connection.scalars(select(table.c.id))) > last


def test_an_id_follows_the_last_one_that_is_there(
    source: Connection, connection: Connection
) -> None:
    fill(source, OURS)
    copying.copy(source, connection, quiet)
    before = len(rows(connection, tickets))
    fill(connection, THEIRS)
    ids = sorted(connection.scalars(select(tickets.c.id)))
    assert ids == list(range(1, 2 * before + 1))


def test_rows_are_read_bit_by_bit_and_the_progress_is_told(
    source: Connection, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_AT_ONCE", 2)
    people_known = [{"workspace": OURS, "person": f"U{number}"} for number in range(5)]
    source.execute(people.insert(), people_known)
    told: list[tuple[str, int, int]] = []
    copying.copy(source, connection, lambda *how_far: told.append(how_far))
    of_people = [how_far[1:] for how_far in told if how_far[0] == "people"]
    assert of_people == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert {name for name, *_ in told} == set(metadata.tables)


@pytest.mark.parametrize("engine", ["postgresql"])
def test_a_nul_that_postgresql_cant_hold_is_told_by_its_place_and_never_by_its_text(
    source: Connection, connection: Connection
) -> None:
    person = {"workspace": OURS, "person": PERSON, "team": "se\0cret"}
    source.execute(people.insert().values(person))
    with pytest.raises(UnstorableError) as error:
        copying.copy(source, connection, quiet)
    place = (error.value.table, error.value.column, error.value.row)
    assert place == ("people", "team", f"{OURS} {PERSON}")
    assert "cret" not in repr(error.value)


@pytest.mark.parametrize("engine", ["postgresql"])
def test_json_that_postgresql_does_not_take_is_told_by_its_table(
    source: Connection, connection: Connection
) -> None:
    entry = {"workspace": OURS, "at": NOW, "action": "export", "about": {"x": float("nan")}}
    source.execute(audit_log.insert().values(entry))
    with pytest.raises(UnstorableError) as error:
        copying.copy(source, connection, quiet)
    assert (error.value.table, error.value.column) == ("audit_log", "")


def test_json_escapes_of_what_text_cant_hold_stay_as_they_are_written(
    source: Connection, connection: Connection
) -> None:
    about = {"text": "\0\ud800"}
    entry = {"workspace": OURS, "at": NOW, "action": "export", "about": about}
    source.execute(audit_log.insert().values(entry))
    copying.copy(source, connection, quiet)
    assert connection.scalar(select(audit_log.c.about)) == about
    assert json.loads(connection.scalar(select(cast(audit_log.c.about, Text))) or "") == about
