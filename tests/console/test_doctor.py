"""`doctor` names what is wrong, what to do, and never a token."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.app import Content
from bot.console import doctoring
from bot.console.checkups import spoken, stored
from bot.console.checkups.finding import Check, Finding, Grade
from bot.console.words import say
from bot.sandbox import Fault, SandboxServer, Workspace
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.settings import MANIFEST, TEMPLATES
from bot.slack.installation.distribution import bot_scopes
from bot.slack.installation.vault import Vault, new_key
from bot.storage import installations, jobs, outbox, workspaces
from bot.storage.database import Database
from tests.console.commands import Result, Run

SCOPES = ",".join(bot_scopes(json.loads(MANIFEST.read_text(encoding="utf-8"))))
SECRETS = re.compile(r"xox[a-z]-|xapp-|sandbox-signing-secret")
OLD_KEY, NEW_KEY = new_key(), new_key()


@dataclass
class Clinic:
    """An app that lacks nothing, in a workspace of its own."""

    slack: Workspace
    content: Content
    database: Database
    run: Run

    async def examined(self, clock: Callable[[], float] = time.time) -> list[Finding]:
        return await asyncio.to_thread(doctoring.examine, self.content, clock)

    async def found(self, check: Check, clock: Callable[[], float] = time.time) -> list[str]:
        """Give the codes of what is found at a check."""
        return [each.code for each in await self.examined(clock) if each.check is check]

    async def command(self, *options: str) -> Result:
        return await asyncio.to_thread(self.run, "doctor", *options)


@pytest_asyncio.fixture
async def clinic(
    content: Content,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
) -> AsyncIterator[Clinic]:
    slack = Workspace.demo(scopes=SCOPES)
    async with SandboxServer(slack) as server:
        monkeypatch.setenv("SLACK_API_URL", server.url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.app.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.app.app_token)
        monkeypatch.setenv("SLACK_SIGNING_SECRET", slack.app.signing_secret)
        monkeypatch.setenv("DATABASE_URL", database_url)
        monkeypatch.setenv("DESK_CHANNEL", SUPPORT_CHANNEL)
        with closing(Database(database_url)) as database:
            yield Clinic(slack, content, database, run)


async def test_an_app_that_lacks_nothing_is_well(clinic: Clinic) -> None:
    found = await clinic.examined()
    assert {each.grade for each in found} == {Grade.FINE}, found
    assert {each.check for each in found} == set(Check) - {Check.KEYS}
    done = await clinic.command()
    assert (done.code, done.err) == (0, "")
    assert "✗" not in done.out


async def test_what_is_wrong_ends_with_1_and_says_what_to_do(clinic: Clinic) -> None:
    clinic.slack.channel(SUPPORT_CHANNEL).is_archived = True
    done = await clinic.command("--json")
    rows = json.loads(done.out)
    assert done.code == 1
    (row,) = [each for each in rows if each["grade"] == Grade.WRONG]
    assert row["code"] == "desk-archived"
    assert SUPPORT_CHANNEL in row["result"]
    assert row["cure"]
    assert row["workspace"] == clinic.slack.team_id
    assert "Choose another one" in " ".join((await clinic.command()).out.split())


async def test_promise_38_no_token_is_ever_printed(clinic: Clinic) -> None:
    for fault in (None, Fault.refused("token_revoked", times=99)):
        if fault:
            clinic.slack.faults.add("auth.test", fault)
        for options in ((), ("--json",)):
            done = await clinic.command(*options)
            assert not SECRETS.search(done.out + done.err)


def test_each_setting_that_is_wrong_is_named(run: Run) -> None:
    done = run("doctor", "--json", SLACK_BOT_TOKEN="nonsense", DATABASE_URL="nowhere")
    rows = json.loads(done.out)
    assert done.code == 1
    assert {row["code"] for row in rows} == {"token-wrong", "setting-wrong"}
    assert "nonsense" not in done.out


def test_without_settings_nobody_is_served_and_nothing_heard(run: Run) -> None:
    rows = json.loads(run("doctor", "--json").out)
    codes = [row["code"] for row in rows]
    assert codes[:3] == ["settings-nobody", "settings-deaf", "database-absent"]
    assert not Path("partner-desk.db").exists()


async def test_a_database_that_is_not_there_is_not_made(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert await clinic.found(Check.DATABASE) == ["database-absent"]
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("version", "code"), [("0003", "database-older"), ("9999", "database-newer")]
)
async def test_a_database_of_another_version_is_told(
    clinic: Clinic, version: str, code: str
) -> None:
    clinic.database.run_now(
        lambda c: c.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    )
    assert await clinic.found(Check.DATABASE) == [code]


def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert stored.database(f"sqlite:///{tmp_path}/empty.db").code == "database-empty"


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database" * 1_000)
    assert stored.database(f"sqlite:///{tmp_path}/text.db").code == "database-away"


def test_a_server_that_is_away_is_told() -> None:
    assert stored.database("postgresql://127.0.0.1:1/x").code == "database-away"


async def test_a_database_that_can_not_be_written_to_is_told(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "is_writable", lambda _: False)
    assert await clinic.found(Check.DATABASE) == ["database-read-only"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.refused("invalid_auth"), "token-refused"),
        (Fault.server_error(), "slack-away"),
        (Fault.reset(), "slack-away"),
        (Fault.garbage(), "slack-away"),
    ],
)
async def test_a_token_that_can_not_be_used_is_told(
    clinic: Clinic, fault: Fault, code: str
) -> None:
    clinic.slack.faults.add("auth.test", fault)
    assert await clinic.found(Check.TOKEN) == [code]


async def test_scopes_are_compared_with_the_manifest(clinic: Clinic) -> None:
    others = SCOPES.replace("chat:write,", "") + ",channels:manage"
    clinic.slack.app = replace(clinic.slack.app, scopes=others)
    found = [each for each in await clinic.examined() if each.check is Check.SCOPES]
    assert [(each.code, dict(each.values)) for each in found] == [
        ("scopes-missing", {"names": "chat:write"}),
        ("scopes-needless", {"names": "channels:manage"}),
    ]
    assert [each.grade for each in found] == [Grade.WRONG, Grade.NOTE]


@pytest.mark.parametrize(
    ("off", "code"), [(0, "clock-right"), (90, "clock-off"), (-90, "clock-off")]
)
async def test_a_clock_is_compared_with_slack_s(clinic: Clinic, off: int, code: str) -> None:
    assert await clinic.found(Check.CLOCK, lambda: time.time() + off) == [code]


def test_an_answer_without_a_date_tells_nothing_of_the_clock() -> None:
    for headers in ({}, {"Date": "yesterday"}):
        assert spoken.clock(headers, 0.0).code == "clock-unknown"
    assert spoken.scopes({}, ["chat:write"], "T1")[0].code == "scopes-unknown"


def _archive(slack: Workspace) -> None:
    slack.channel(SUPPORT_CHANNEL).is_archived = True


def _leave(slack: Workspace) -> None:
    slack.channel(SUPPORT_CHANNEL).members.discard(slack.app.bot_user_id)


def _leave_public(slack: Workspace) -> None:
    _leave(slack)
    slack.channel(SUPPORT_CHANNEL).kind = "channel"


def _empty(slack: Workspace) -> None:
    slack.add_user("U0GUEST001", "gus", "Gus Guest", is_restricted=True)
    slack.channel(SUPPORT_CHANNEL).members = {slack.app.bot_user_id, "U0GUEST001"}


def _share(slack: Workspace) -> None:
    slack.channel(SUPPORT_CHANNEL).is_shared = True


def _be_away(slack: Workspace) -> None:
    slack.faults.add("conversations.info", Fault.server_error())


@pytest.mark.parametrize(
    ("happen", "code"),
    [
        (_archive, "desk-archived"),
        (_leave, "desk-not-in"),
        (_leave_public, "desk-not-in"),
        (_empty, "desk-empty"),
        (_share, "desk-shared"),
        (_be_away, "desk-unknown"),
    ],
)
async def test_what_is_wrong_with_the_channel_of_support_is_told(
    clinic: Clinic, happen: Callable[[Workspace], None], code: str
) -> None:
    happen(clinic.slack)
    assert await clinic.found(Check.DESK) == [code]


async def test_the_channel_that_a_workspace_chose_is_looked_at(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_CHANNEL", "")
    assert await clinic.found(Check.DESK) == ["desk-none"]
    team = clinic.slack.team_id
    clinic.database.run_now(workspaces.know, team, None, 0.0)
    clinic.database.run_now(workspaces.choose, team, {"desk_channel": SUPPORT_CHANNEL})
    assert await clinic.found(Check.DESK) == ["desk-right"]


async def test_what_was_set_aside_is_told_by_its_reason(clinic: Clinic) -> None:
    now = time.time()
    for age, reason in ((60.0, "is_archived"), (90.0, "is_archived"), (3 * 86400.0, "ValueError")):
        _set_aside(clinic.database, now - age, reason)
    found = [each for each in await clinic.examined() if each.check is Check.PARKED]
    told = {each.values["reason"]: (each.grade, each.values["number"]) for each in found}
    assert told == {"is_archived": (Grade.WRONG, "2"), "ValueError": (Grade.NOTE, "1")}


def _set_aside(database: Database, at: float, reason: str) -> None:
    database.run_now(outbox.post, "T1", f"C{at}", "reply", {}, at)
    (row,) = database.run_now(outbox.lease, at, 1.0, 1)
    assert database.run_now(outbox.park, "T1", row.id, row.attempts, reason)


async def test_what_waits_for_too_long_is_told(clinic: Clinic) -> None:
    now = time.time()
    clinic.database.run_now(outbox.post, "T1", "C1", "reply", {}, now - 3600)
    clinic.database.run_now(jobs.plan, "", "housekeeping", now - 3 * 86400)
    found = [each for each in await clinic.examined() if each.check is Check.QUEUES]
    told = {(each.code, each.values["name"]) for each in found}
    assert told == {("queue-stuck", "outbox"), ("queue-missed", "housekeeping")}


async def test_promise_39_tokens_that_no_key_or_an_older_key_opens_are_told(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    for team, key in {"T0OLD": OLD_KEY, "T0NEW": NEW_KEY, "T0LOST": new_key()}.items():
        token = Vault([key]).seal(clinic.slack.app.bot_token)
        clinic.database.run_now(installations.keep, team, _installation(token))
    monkeypatch.setenv("ENCRYPTION_KEYS", f"{NEW_KEY},{OLD_KEY}")
    found = [each for each in await clinic.examined() if each.check is Check.KEYS]
    assert {each.place: each.code for each in found} == {
        "T0OLD": "key-older",
        "T0NEW": "key-right",
        "T0LOST": "key-missing",
    }
    tokens = {each.place for each in await clinic.examined() if each.check is Check.TOKEN}
    assert {"T0OLD", "T0NEW"} <= tokens
    assert "T0LOST" not in tokens


def _installation(token: str) -> dict[str, Any]:
    ids = {"app_id": "A1", "bot_id": "B1", "bot_user": "U1", "scopes": "", "token": token}
    return {**ids, "is_enterprise": False, "installed_at": 0.0}


async def test_a_token_for_socket_mode_that_slack_refuses_is_told(clinic: Clinic) -> None:
    clinic.slack.faults.add("apps.connections.open", Fault.refused("not_allowed_token_type"))
    assert await clinic.found(Check.SOCKET) == ["socket-refused"]


async def test_an_app_that_is_installed_nowhere_yet_is_no_fault(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.1")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "secret")
    monkeypatch.setenv("ENCRYPTION_KEYS", NEW_KEY)
    found = await clinic.examined()
    assert Grade.WRONG not in {each.grade for each in found}
    assert "token-none" in {each.code for each in found}


_WORDS = (TEMPLATES / "console" / "doctor.txt.j2").read_text(encoding="utf-8")
CODES = sorted(set(re.findall(r'"([a-z]+-[a-z-]+)": _\(', _WORDS)))


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_can_be_said(code: str) -> None:
    names = "engine version wanted name box number reason latest oldest team problem seconds names"
    values = dict.fromkeys([*names.split(), "channel"], "X")
    assert say("doctor", part="result", code=code, values=values)
