"""`key` and `rotate-keys`, and the settings of an app that others install."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.slack.installation.vault import Vault, is_key, new_key
from bot.storage import installations
from bot.storage.database import Database
from bot.storage.schema import installations as table
from tests.console.commands import Run
from tests.storage.everything import INSTALLATION

OLD, NEW, LOST = new_key(), new_key(), new_key()
DISTRIBUTED = {
    "SLACK_CLIENT_ID": "1.1",
    "SLACK_CLIENT_SECRET": "secret",
    "SLACK_SIGNING_SECRET": "secret",
    "ENCRYPTION_KEYS": OLD,
}


def test_a_key_is_made(run: Run) -> None:
    made = {run("key").out.strip() for _ in range(2)}
    assert len(made) == 2
    assert all(map(is_key, made))


def url(shell: Path) -> str:
    return f"sqlite:///{shell}/desk.db"


def tokens(shell: Path) -> dict[str, str]:
    database = Database(url(shell))
    found = database.run_now(lambda c: c.execute(select(table.c.workspace, table.c.token)).all())
    database.close()
    return {row.workspace: row.token for row in found}


@pytest.fixture
def installed(run: Run, shell: Path) -> Path:
    """Have two installations, of which one has a token that no key opens any more."""
    run("migrate", DATABASE_URL=url(shell))
    database = Database(url(shell))
    for workspace, key in (("T1", OLD), ("T2", LOST)):
        values = INSTALLATION | {"token": Vault([key]).seal(f"xoxb-{workspace}")}
        database.run_now(installations.keep, workspace, values)
    database.close()
    return shell


def test_promise_39_all_tokens_are_encrypted_with_the_newest_key_by_a_command(
    run: Run, installed: Path
) -> None:
    done = run("rotate-keys", DATABASE_URL=url(installed), ENCRYPTION_KEYS=f"{NEW},{OLD}")
    assert done.code == 1
    assert "2 installations, of which 1" in done.out
    assert [line for line in done.lines if "T2" in line]
    assert Vault([NEW]).open(tokens(installed)["T1"], "T1") == "xoxb-T1"
    assert "xoxb" not in done.out + "".join(done.lines)


def test_keys_that_are_lacking_or_wrong_are_named_with_the_cure(run: Run) -> None:
    for given, sentence in (("", "is not set"), ("key", "no key"), (f"{OLD},x", "no key")):
        done = run("serve", **(DISTRIBUTED | {"ENCRYPTION_KEYS": given}))
        assert done.code == 1
        (line,) = done.lines
        assert line.startswith("ENCRYPTION_KEYS")
        assert sentence in line
        assert "partner-desk key" in line
        assert OLD not in line


@pytest.mark.parametrize("name", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"])
def test_a_client_s_id_and_secret_go_together(run: Run, name: str) -> None:
    one_workspace = {"SLACK_BOT_TOKEN": "xoxb-1", "DESK_CHANNEL": "C0DESK"}
    done = run("serve", **(DISTRIBUTED | one_workspace | {name: ""}))
    assert (done.code, [line.split()[0] for line in done.lines]) == (1, [name])


def test_an_app_that_others_install_needs_no_token_and_no_channel(run: Run, shell: Path) -> None:
    (shell / "taken.db").mkdir()
    done = run("serve", **DISTRIBUTED, DATABASE_URL=f"sqlite:///{shell}/taken.db", PORT="0")
    assert "SLACK_BOT_TOKEN" not in "".join(done.lines)
    assert "DESK_CHANNEL" not in "".join(done.lines)
