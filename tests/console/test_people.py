"""Operators export and erase a person from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.console import people as commands
from bot.services import erasing, exporting
from bot.storage import audit_log
from bot.storage.database import Database
from tests.services.people_known import EMMA, is_in, know, rows, words
from tests.services.scene import OURS


@pytest.fixture
def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Give a database in which much is kept of people."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    opened = Database(database_url)
    opened.run_now(know)
    yield opened
    opened.close()


def log(database: Database) -> list[str]:
    return [each.action for each in database.run_now(audit_log.of_workspace, OURS, 9)]


def test_promise_41_an_operator_gets_a_file_with_all_of_it(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "emma.json"
    commands.export(OURS, EMMA, file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["person"] == EMMA
    assert words(EMMA) in told["tables"]["questions"][0]["text"]
    assert exporting.EXPORTED_BY_OPERATOR in log(database)


def test_promise_41_without_a_file_it_is_printed(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert log(database)
    commands.export(OURS, EMMA, None)
    assert json.loads(capsys.readouterr().out)["person"] == EMMA


def test_a_file_that_can_t_be_written_is_told_in_one_sentence(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert log(database)
    with pytest.raises(typer.Exit):
        commands.export(OURS, EMMA, tmp_path / "nowhere" / "emma.json")
    assert "can’t be written" in capsys.readouterr().err


def test_promise_41_an_operator_erases_somebody(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        commands.erase(OURS, EMMA, is_sure=True)
    assert "Erased." in capsys.readouterr().out
    assert log(database)[0] == erasing.ERASED_BY_OPERATOR
    stored = database.run_now(rows)
    assert not any(is_in(EMMA, stored[name]) for name in ("people", "drafts", "ticket_words"))


def test_promise_41_nobody_is_erased_by_mistake(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typer, "confirm", _refuse)
    with pytest.raises(typer.Abort):
        commands.erase(OURS, EMMA, is_sure=False)
    assert is_in(EMMA, database.run_now(rows)["people"])


def _refuse(_sentence: str, *, abort: bool) -> None:
    assert abort
    raise typer.Abort


@pytest.mark.parametrize("command", ["export", "erase"])
def test_the_command_says_whom_it_needs(command: str) -> None:
    result = CliRunner().invoke(cli, ["person", command, "--help"])
    assert result.exit_code == 0
    assert {"workspace", "person"} <= set(result.output.lower().split())
