"""The commands of operators: what they need, and what they say without it."""

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.console.commands import Run

RIGHT = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "secret",
    "SLACK_APP_TOKEN": "xapp-1",
    "DESK_CHANNEL": "C0DESK",
}
NOWHERE = {"SLACK_API_URL": "http://127.0.0.1:9/api/"}
NEEDED = {
    "serve": ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "DESK_CHANNEL"],
    "worker": ["SLACK_BOT_TOKEN", "DESK_CHANNEL"],
    "socket": ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DESK_CHANNEL"],
}


@pytest.mark.parametrize("command", NEEDED)
def test_each_process_names_every_setting_that_it_lacks(run: Run, command: str) -> None:
    done = run(command)
    assert (done.code, done.out) == (1, "")
    assert [line.split()[0] for line in done.lines] == NEEDED[command]
    assert all("is not set: set it in the environment or in .env" in line for line in done.lines)


WRONG = {
    "SLACK_BOT_TOKEN": ("xapp-1", "is not the right kind of token"),
    "DESK_LOCALE": ("de", "is none of the languages of knowledge/locales.yaml"),
    "DATABASE_URL": ("here", "can’t be used: correct it"),
}


def test_each_setting_that_is_wrong_has_a_sentence_of_its_own(run: Run) -> None:
    done = run("serve", **(RIGHT | {name: value for name, (value, _) in WRONG.items()}))
    assert (done.code, len(done.lines)) == (1, len(WRONG))
    for line in done.lines:
        name = line.split()[0]
        assert line.startswith(f"{name} {WRONG[name][1]}")


@pytest.mark.parametrize("command", ["serve", "socket"])
def test_each_process_says_that_slack_cant_be_reached(run: Run, command: str) -> None:
    done = run(command, **RIGHT, **NOWHERE, PORT=str(free_port()))
    assert (done.code, done.out) == (1, "")
    assert done.lines[-1].startswith("Slack can’t be reached at SLACK_API_URL")


def test_serve_says_that_its_port_is_taken(run: Run) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104 - as the app listens
        port = str(taken.getsockname()[1])
        done = run("serve", **RIGHT, PORT=port)
    assert done.code == 1
    assert done.lines[-1].startswith(f"Port {port} is taken by another program")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def test_migrate_makes_the_tables_and_is_harmless_the_second_time(run: Run, shell: Path) -> None:
    for _ in range(2):
        assert run("migrate", DATABASE_URL=f"sqlite:///{shell}/desk.db").code == 0
    with closing(sqlite3.connect(shell / "desk.db")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert {"inbox", "outbox", "questions", "people"} <= tables


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nowhere/at/all/desk.db",
        "postgresql://127.0.0.1:9/none",
        "what://is/this",
    ],
)
def test_migrate_says_in_a_sentence_that_the_database_cant_be_opened(run: Run, url: str) -> None:
    done = run("migrate", DATABASE_URL=url)
    assert (done.code, done.out) == (1, "")
    assert "DATABASE_URL" in done.lines[-1]


def test_an_unknown_command_is_refused(run: Run) -> None:
    done = run("sing")
    assert done.code == 2
    assert "sing" in done.err


def test_check_says_that_the_shipped_content_is_in_order(run: Run) -> None:
    done = run("check")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Everything is in order: 39 topics in 5 languages, ")
