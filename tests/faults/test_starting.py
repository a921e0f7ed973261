"""What keeps the app from starting is said in one sentence, and nothing of its inside."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import typer
from sqlalchemy import NullPool, create_engine

from bot.app import Content, running
from bot.console.serving import told_plainly
from bot.sandbox import Fault, SandboxServer, Workspace
from bot.settings import Settings
from tests.faults import processes
from tests.faults.house import settings_for
from tests.faults.processes import Ended, command, environment, free_port

INSIDE = ("Traceback", "Error", ".py", "SELECT", "sqlalchemy", "xoxb-", "xapp-", "\n\n")


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ended]:
    """Start the real processes with tokens that Slack refuses; give how each of them ended."""
    return asyncio.run(_ended(tmp_path_factory.mktemp("starting")))


async def _ended(folder: Path) -> Mapping[str, Ended]:
    slack = Workspace.demo()
    wrong = {"serve": {"SLACK_BOT_TOKEN": "xoxb-no"}, "socket": {"SLACK_APP_TOKEN": "xapp-no"}}
    async with SandboxServer(slack):
        ends = [_run(slack, folder, name, more) for name, more in wrong.items()]
        return dict(zip(wrong, await asyncio.gather(*ends), strict=True))


async def _run(slack: Workspace, folder: Path, name: str, more: Mapping[str, str]) -> Ended:
    settings = environment(slack, f"sqlite:///{folder / name}.db", free_port())
    return await processes.ended(command(name, {**settings, **more}, folder))


@pytest.mark.parametrize(
    ("name", "setting"), [("serve", "SLACK_BOT_TOKEN"), ("socket", "SLACK_APP_TOKEN")]
)
def test_a_process_whose_token_is_refused_ends_with_one_sentence_that_names_it(
    ended: Mapping[str, Ended], name: str, setting: str
) -> None:
    code, said, complained = ended[name]
    assert (code, said) == (1, "")
    assert f"{setting} (invalid_auth)" in complained
    assert complained.count("\n") == 1, complained


def is_refused(slack: Workspace, settings: Settings) -> Settings:
    slack.revoked = True
    return settings


def is_broken(slack: Workspace, settings: Settings) -> Settings:
    slack.faults.add("auth.test", Fault.server_error())
    return settings


def is_cut_off(slack: Workspace, settings: Settings) -> Settings:
    slack.faults.add("auth.test", Fault.reset())
    return settings


def is_elsewhere(slack: Workspace, settings: Settings) -> Settings:
    return settings.model_copy(update={"slack_api_url": f"{slack.api_url}/elsewhere/"})


def is_nowhere(_: Workspace, settings: Settings) -> Settings:
    url = f"http://127.0.0.1:{free_port()}/api/"
    return settings.model_copy(update={"slack_api_url": url})


SLACK = [
    (is_refused, "SLACK_BOT_TOKEN (token_revoked)"),
    (is_broken, "SLACK_API_URL"),
    (is_cut_off, "SLACK_API_URL"),
    (is_elsewhere, "SLACK_API_URL"),
    (is_nowhere, "SLACK_API_URL"),
]


async def started(content: Content, settings: Settings) -> None:
    """Start the app, as every process does."""
    with pytest.raises(typer.Exit) as end, told_plainly():
        async with running(settings, content):
            pass
    assert end.value.exit_code == 1


@pytest.mark.parametrize(("slack_is", "setting"), SLACK)
async def test_promise_44_a_slack_that_can_t_be_used_is_told_without_the_inside(
    content: Content,
    slack: Workspace,
    database_url: str,
    capsys: pytest.CaptureFixture[str],
    slack_is: Callable[[Workspace, Settings], Settings],
    setting: str,
) -> None:
    await started(content, slack_is(slack, settings_for(slack, database_url)))
    assert_plain(capsys.readouterr().err, setting)


@pytest.mark.parametrize("kind", ["no folder", "a folder", "no database"])
async def test_promise_44_a_database_that_can_t_be_used_is_told_without_the_inside(
    content: Content,
    slack: Workspace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str,
) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "no database").write_text("a letter, and a long one at that. " * 50)
    path = tmp_path / kind / ("desk.db" if kind == "no folder" else "")
    await started(content, settings_for(slack, f"sqlite:///{path}"))
    assert_plain(capsys.readouterr().err, "DATABASE_URL")


def assert_plain(complained: str, setting: str) -> None:
    assert setting in complained
    assert complained.count("\n") == 1, complained
    assert not [inside for inside in INSIDE if inside in complained]


def is_alone(database_url: str) -> bool:
    """Tell whether nobody else has the database open."""
    engine = create_engine(database_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            others = "pid FROM pg_stat_activity WHERE datname = current_database()"
            return len(connection.exec_driver_sql(f"SELECT {others}").all()) == 1
        for statement in ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "ROLLBACK"):
            connection.exec_driver_sql(statement)  # which fails when it is open elsewhere
        return True


async def test_after_a_start_that_failed_nothing_is_left_open(
    content: Content, slack: Workspace, database_url: str
) -> None:
    slack.revoked = True
    await started(content, settings_for(slack, database_url))
    slack.revoked = False
    assert is_alone(database_url)
    async with running(settings_for(slack, database_url), content):
        pass
