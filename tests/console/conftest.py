"""The commands in this process, and a house to run them in."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.settings import Settings
from tests.console.commands import Result, Run
from tests.console.house import House, build

SETTINGS = tuple(name.upper() for name in Settings.model_fields)


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand in an empty folder, in an English terminal, without settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(shell: Path) -> Iterator[Run]:
    """Run a command in this process; a traceback is never right."""
    level = logging.getLogger("bot").level

    def running(*arguments: str, **settings: str) -> Result:
        done = CliRunner().invoke(cli, [*arguments], prog_name="bot", env=settings)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return Result(done.exit_code, done.stdout, done.stderr)

    assert shell.is_dir()
    yield running
    logging.getLogger("bot").setLevel(level)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build a house that no test changes."""
    return build(tmp_path_factory.mktemp("house"))
