"""A database is moved over as a whole, or nothing changes."""

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from shutil import copy as copy_file

import pytest
from sqlalchemy import Connection, func, inspect, select, text

from bot.storage import people
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.moving_over import DifferentError, RefusedError, move
from bot.storage.schema import metadata
from tests.conftest import POSTGRESQL, SQLITE
from tests.postgresql import drop, empty
from tests.storage.everything import OURS, PERSON, THEIRS, fill
from tests.storage.test_copying import quiet, rows
from tests.storage.test_migrations import indexes

IGNORING = {
    SQLITE: ("CREATE TRIGGER lossy BEFORE INSERT ON people BEGIN SELECT RAISE(IGNORE); END",),
    POSTGRESQL: (
        "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER lossy BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION lose()",
    ),
}


@pytest.fixture
def old(migrated: Path, tmp_path: Path) -> Path:
    """Give a SQLite file of two workspaces, which nobody has open."""
    path = Path(copy_file(migrated, tmp_path / "grown.db"))
    for workspace in (OURS, THEIRS):
        change(f"sqlite:///{path}", partial(fill, workspace=workspace))
    return path


@pytest.fixture
def old_url(old: Path) -> str:
    return f"sqlite:///{old}"


@pytest.fixture
def other_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a PostgreSQL without tables, whichever engine the test is about."""
    url = empty(request.getfixturevalue("postgresql"))
    yield url
    drop(url)


def change(url: str, how: Callable[[Connection], object]) -> None:
    database = Database(url)
    database.run_now(how)
    database.close()


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    database = Database(url)
    with closing(database), database.engine.connect() as connection:
        return {table.name: rows(connection, table) for table in metadata.sorted_tables}


def tables(url: str) -> list[str]:
    database = Database(url)
    with closing(database), database.engine.connect() as connection:
        return inspect(connection).get_table_names()


def refusal(source: str, target: str) -> str:
    with pytest.raises(RefusedError) as error:
        move(source, target, quiet)
    return error.value.rule


def test_a_grown_file_is_moved_over_with_all_that_is_in_it(old_url: str, empty_url: str) -> None:
    before = everything(old_url)
    copied = move(old_url, empty_url, quiet)
    assert everything(empty_url) == before == everything(old_url)
    assert {each.table: each.found for each in copied} == {
        name: len(found) for name, found in before.items()
    }
    database = Database(empty_url)
    assert database.is_current()
    database.close()


def test_a_postgresql_is_moved_over_too(old_url: str, other_url: str, empty_url: str) -> None:
    move(old_url, other_url, quiet)
    move(other_url, empty_url, quiet)
    assert everything(empty_url) == everything(old_url)


def test_the_database_that_comes_out_has_the_indexes_of_one_that_was_migrated(
    old_url: str, empty_url: str, connection: Connection, engine: str
) -> None:
    move(old_url, empty_url, quiet)
    database = Database(empty_url)
    with closing(database), database.engine.connect() as moved:
        assert indexes(moved, engine) == indexes(connection, engine)


@pytest.mark.parametrize("revision", ["0001", "0003"])
def test_a_target_of_an_earlier_version_without_rows_is_brought_to_this_one(
    old_url: str, empty_url: str, revision: str
) -> None:
    migrate(empty_url, revision)
    move(old_url, empty_url, quiet)
    assert everything(empty_url) == everything(old_url)


def interrupt(table: str, done: int, _: int) -> None:
    """Break off as somebody does who presses the interrupt key, once something was copied."""
    if table == "tickets" and done:
        raise KeyboardInterrupt


def kill(table: str, done: int, _: int) -> None:
    if table == "tickets" and done:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_move_that_is_broken_off_leaves_the_target_without_tables_and_can_be_repeated(
    old_url: str, empty_url: str
) -> None:
    with pytest.raises(KeyboardInterrupt):
        move(old_url, empty_url, interrupt)
    assert tables(empty_url) == []
    move(old_url, empty_url, quiet)
    assert everything(empty_url) == everything(old_url)


def test_a_move_whose_process_is_killed_leaves_the_target_without_rows_and_can_be_repeated(
    old_url: str, database_url: str
) -> None:
    moving = multiprocessing.get_context("fork").Process(
        target=move, args=(old_url, database_url, kill)
    )
    moving.start()
    moving.join()
    assert moving.exitcode == -signal.SIGKILL
    assert not any(everything(database_url).values())
    move(old_url, database_url, quiet)
    assert everything(database_url) == everything(old_url)


def test_a_target_that_counts_fewer_rows_gets_none(
    old_url: str, database_url: str, engine: str
) -> None:
    change(database_url, lambda c: [c.exec_driver_sql(each) for each in IGNORING[engine]])
    with pytest.raises(DifferentError) as error:
        move(old_url, database_url, quiet)
    differing = [tuple(each) for each in error.value.copied if each.expected != each.found]
    assert differing == [("people", 2, 0)]
    assert not any(everything(database_url).values())


def test_a_target_with_a_single_row_is_refused_and_keeps_it(
    old_url: str, database_url: str
) -> None:
    change(database_url, lambda c: people.choose_locale(c, OURS, PERSON, "sv"))
    before = everything(database_url)
    assert refusal(old_url, database_url) == "target-filled"
    assert everything(database_url) == before


def test_a_file_that_is_not_there_is_refused_and_not_made(tmp_path: Path, empty_url: str) -> None:
    missing = tmp_path / "missing.db"
    assert refusal(f"sqlite:///{missing}", empty_url) == "source-missing"
    assert not missing.exists()


@pytest.mark.parametrize("content", [b"", b"Dear Noor, " * 1_000])
def test_a_file_that_is_no_database_of_ours_is_refused(
    tmp_path: Path, empty_url: str, content: bytes
) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(content)
    assert refusal(f"sqlite:///{file}", empty_url) == "source-foreign"
    assert file.read_bytes() == content


def test_the_database_of_another_program_is_refused(tmp_path: Path, empty_url: str) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE alembic_version (version_num TEXT)")
        other.execute("INSERT INTO alembic_version VALUES ('ae1027a6acf')")
        other.commit()
    assert refusal(f"sqlite:///{file}", empty_url) == "source-foreign"


@pytest.mark.parametrize(("revision", "rule"), [("0003", "source-older"), ("9999", "source-newer")])
def test_a_file_of_another_version_is_refused(
    old_url: str, empty_url: str, revision: str, rule: str
) -> None:
    change(old_url, stamped(revision))
    assert refusal(old_url, empty_url) == rule
    assert tables(empty_url) == []


def stamped(revision: str) -> Callable[[Connection], object]:
    return lambda c: c.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))  # noqa: S608


def test_a_target_of_a_newer_version_is_refused(old_url: str, database_url: str) -> None:
    change(database_url, stamped("9999"))
    assert refusal(old_url, database_url) == "target-newer"


def test_a_target_with_tables_of_another_program_is_refused(old_url: str, empty_url: str) -> None:
    change(empty_url, lambda c: c.exec_driver_sql("CREATE TABLE people (name TEXT)"))
    assert refusal(old_url, empty_url) == "target-foreign"
    assert tables(empty_url) == ["people"]


def test_tables_of_others_beside_ours_stay(old_url: str, empty_url: str) -> None:
    change(empty_url, lambda c: c.exec_driver_sql("CREATE TABLE invoices (name TEXT)"))
    move(old_url, empty_url, quiet)
    assert "invoices" in tables(empty_url)


def test_a_database_is_not_moved_onto_itself(
    old: Path, old_url: str, database_url: str, engine: str
) -> None:
    assert refusal(old_url, f"sqlite:///{old.parent / '.' / old.name}") == "same"
    again = f"{database_url}&application_name=x" if engine == POSTGRESQL else database_url
    assert refusal(database_url, again) == "same"


@pytest.mark.parametrize(
    "address", ["", "here.db", "sqlite://", "mysql://u@h/d", "sqlite:///:memory:"]
)
def test_what_is_no_address_is_refused_by_the_name_of_its_option(
    old_url: str, empty_url: str, address: str
) -> None:
    for addresses, name in (((address, empty_url), "--from"), ((old_url, address), "--to")):
        with pytest.raises(RefusedError) as error:
            move(*addresses, quiet)
        assert (error.value.rule, error.value.values) == ("address-wrong", {"name": name})


def test_a_target_that_cant_be_opened_is_refused(old_url: str, tmp_path: Path) -> None:
    assert refusal(old_url, "postgresql://nobody@/none?host=/nowhere") == "target-unusable"
    assert refusal(old_url, f"sqlite:///{tmp_path / 'no' / 'folder.db'}") == "target-unusable"


def test_a_database_on_which_the_app_still_runs_is_refused(
    database_url: str, other_url: str
) -> None:
    app = Database(database_url)
    with closing(app):
        app.run_now(fill, OURS)
        assert refusal(database_url, other_url) == "source-in-use"
    move(database_url, other_url, quiet)


def test_the_app_cant_begin_to_run_on_a_file_while_it_is_moved(
    old_url: str, empty_url: str
) -> None:
    tried: list[bool] = []

    def start_the_app(*_: object) -> None:
        if not tried:
            app = Database(old_url)
            tried.append(app.is_current())
            app.close()

    move(old_url, empty_url, start_the_app)
    assert tried == [False]


@pytest.mark.parametrize("engine", [POSTGRESQL])
def test_a_target_on_which_the_app_runs_is_refused(old_url: str, database_url: str) -> None:
    app = Database(database_url)
    with closing(app):
        assert app.is_current()
        assert refusal(old_url, database_url) == "target-in-use"


@pytest.mark.parametrize("engine", [POSTGRESQL])
def test_what_postgresql_cant_hold_is_told_by_its_place_and_nothing_is_moved(
    old_url: str, empty_url: str
) -> None:
    change(old_url, lambda c: people.choose_locale(c, OURS, "U\0", "sv"))
    with pytest.raises(RefusedError) as error:
        move(old_url, empty_url, quiet)
    assert error.value.rule == "nul"
    assert error.value.values == {"table": "people", "column": "person", "row": OURS}
    assert tables(empty_url) == []


def test_no_refusal_tells_a_password(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as error:
        move(f"sqlite:///{tmp_path}/x.db", "postgresql://u:hunter2@h/d?host=/nowhere", quiet)
    assert "hunter2" not in repr(error.value) + repr(error.value.values)


def test_a_moved_database_counts_on_where_the_old_one_stood(old_url: str, empty_url: str) -> None:
    change(old_url, lambda c: [c.execute(table.delete()) for table in metadata.sorted_tables])
    move(old_url, empty_url, quiet)
    change(empty_url, lambda c: fill(c, OURS))
    database = Database(empty_url)
    with closing(database), database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if "id" in table.c:
                assert (connection.scalar(select(func.min(table.c.id))) or 0) > 1
