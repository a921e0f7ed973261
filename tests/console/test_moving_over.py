"""`migrate --from --to` and `backup`: what they say, and how they end."""

import ast
import io
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from shutil import copy as copy_file

import pytest
from rich.console import Console

from bot.console import moving_over
from bot.console.words import say
from bot.settings import ROOT
from bot.storage import tickets
from bot.storage.database import Database
from bot.storage.schema import metadata
from tests.console.commands import Run
from tests.storage.everything import OURS, fill

LOSSY = "CREATE TRIGGER lossy BEFORE INSERT ON people BEGIN SELECT RAISE(IGNORE); END"
VALUES = dict.fromkeys(("name", "table", "column", "row", "problem", "number"), "x")


@pytest.fixture
def grown(migrated: Path, tmp_path: Path) -> Path:
    """Give a database with a row in each table at least."""
    path = Path(copy_file(migrated, tmp_path / "grown.db"))
    with closing(Database(f"sqlite:///{path}")) as database:
        database.run_now(partial(fill, workspace=OURS))
    return path


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest) -> str:
    from tests.postgresql import empty  # noqa: PLC0415 - only who asks for it starts a server

    return empty(request.getfixturevalue("postgresql"))


def test_a_moved_database_is_told_table_by_table_and_what_comes_next(
    run: Run, grown: Path, postgresql_url: str
) -> None:
    done = run("migrate", "--from", f"sqlite:///{grown}", "--to", postgresql_url)
    assert (done.code, done.err) == (0, "")
    heading, *rows, last = done.out.splitlines()
    assert heading.split() == ["table", "rows"]
    told = {row.split()[0]: row.split()[1:] for row in rows}
    assert told["tickets"] == ["3", "ok"]
    assert {*told} == {*metadata.tables}
    assert last.startswith("Everything was moved. Set DATABASE_URL to the address of --to")
    with closing(Database(postgresql_url)) as database:
        assert len(database.run_now(tickets.of_person, OURS, "U1")) == 3


def test_a_count_that_differs_is_shown_and_ends_with_1(
    run: Run, grown: Path, migrated: Path, tmp_path: Path
) -> None:
    target = copy_file(migrated, tmp_path / "lossy.db")
    with closing(sqlite3.connect(target)) as changed:
        changed.execute(LOSSY)
    done = run("migrate", "--from", f"sqlite:///{grown}", "--to", f"sqlite:///{target}")
    assert done.code == 1
    assert [line.split() for line in done.out.splitlines() if "there were" in line] == [
        ["people", "0", "there", "were", "1"]
    ]
    assert done.err.startswith("The counts differ. Nothing was moved")


def test_what_cant_be_moved_is_said_in_one_sentence(run: Run, grown: Path, shell: Path) -> None:
    for _ in range(2):
        done = run("migrate", "--from", f"sqlite:///{grown}", "--to", "sqlite:///new.db")
    assert (done.code, done.out, len(done.lines)) == (1, "", 1)
    assert done.err.startswith("The database of --to has rows already (in audit_log)")
    assert (shell / "new.db").exists()


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_half_of_a_move_is_asked_for_the_other_half(run: Run, option: str) -> None:
    done = run("migrate", option, "sqlite:///x.db")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Give both addresses")


def test_migrate_alone_still_brings_the_database_of_the_settings_to_this_version(
    run: Run, shell: Path
) -> None:
    assert run("migrate").code == 0
    with closing(Database(f"sqlite:///{shell / 'partner-desk.db'}")) as database:
        assert database.is_current()


def test_where_somebody_looks_a_bar_tells_how_far_each_table_is(
    grown: Path, shell: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = io.StringIO()
    monkeypatch.setattr(moving_over, "errors", Console(file=seen, force_terminal=True, width=80))
    moving_over.move(f"sqlite:///{grown}", f"sqlite:///{shell / 'new.db'}")
    assert "ticket_history" in seen.getvalue()
    assert "3/3" in seen.getvalue()


RULES = {
    node.args[0].value
    for file in ("moving_over", "backing_up")
    for node in ast.walk(ast.parse((ROOT / f"bot/storage/{file}.py").read_text(encoding="utf-8")))
    if isinstance(node, ast.Call)
    and getattr(node.func, "id", "") == "_refuse"
    and isinstance(node.args[0], ast.Constant)
}


@pytest.mark.parametrize(
    "rule", sorted({*map(str, RULES), "source-older", "source-newer", "nul", "value"})
)
def test_each_refusal_has_a_sentence(rule: str) -> None:
    assert say("moving", sentence=rule, values=VALUES).endswith(".")


@pytest.mark.parametrize("which", ["source", "target"])
@pytest.mark.parametrize("problem", ["in-use", "foreign", "unusable"])
def test_each_refusal_of_one_of_the_two_has_a_sentence(which: str, problem: str) -> None:
    option = {"source": "--from", "target": "--to"}[which]
    assert option in say("moving", sentence=f"{which}-{problem}", values={})


def test_a_backup_says_how_it_is_put_back(run: Run, grown: Path, shell: Path) -> None:
    url = f"sqlite:///{grown}"
    done = run("backup", "kept.db", DATABASE_URL=url)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Written: kept.db (")
    assert "-wal and -shm" in done.out
    assert [path.name for path in shell.glob("kept.db*")] == ["kept.db"]
    with closing(Database(f"sqlite:///{shell / 'kept.db'}")) as database:
        assert database.is_current()
        assert len(database.run_now(tickets.of_person, OURS, "U1")) == 3


def test_a_backup_never_overwrites_an_earlier_one(run: Run, grown: Path, shell: Path) -> None:
    (shell / "kept.db").write_text("earlier", encoding="utf-8")
    done = run("backup", "kept.db", DATABASE_URL=f"sqlite:///{grown}")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("There is something at kept.db already")
    assert (shell / "kept.db").read_text(encoding="utf-8") == "earlier"


@pytest.mark.parametrize(
    ("url", "file", "said"),
    [
        ("sqlite:///missing.db", "kept.db", "The database of DATABASE_URL is not there yet"),
        ("sqlite:///letter.db", "kept.db", "The database of DATABASE_URL can’t be read"),
        ("sqlite:///grown.db", "no/folder/kept.db", "no/folder/kept.db can’t be written"),
        ("postgresql://u:hunter2@h/d", "kept", "DATABASE_URL is a PostgreSQL"),
    ],
)
def test_a_backup_that_cant_be_made_says_why_and_leaves_nothing(
    run: Run, grown: Path, shell: Path, url: str, file: str, said: str
) -> None:
    assert grown.parent == shell
    (shell / "letter.db").write_bytes(b"Dear Noor, " * 1_000)
    done = run("backup", file, DATABASE_URL=url)
    assert (done.code, done.out, len(done.lines)) == (1, "", 1)
    assert done.err.startswith(said)
    assert "hunter2" not in done.err
    assert list(shell.glob("kept*")) == []
    assert not (shell / "missing.db").exists()
