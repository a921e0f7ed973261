"""What keeps the app from starting is said in one sentence, and nothing of its inside."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.sandbox import SandboxServer, Workspace
from tests.faults import processes
from tests.faults.processes import command, environment, free_port

CASES = {
    "a wrong token": "invalid_auth",
    "a wrong app token": "invalid_auth",
    "another server": "SLACK_API_URL",
    "no database": "DATABASE_URL",
}

Ended = tuple[int, str, str]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ended]:
    """Start the app in every one of these cases at once; give how each of them ended."""
    return asyncio.run(_ended(tmp_path_factory.mktemp("starting")))


async def _ended(folder: Path) -> Mapping[str, Ended]:
    slack = Workspace.demo()
    async with SandboxServer(slack) as server:
        wrong: Mapping[str, dict[str, str]] = {
            "a wrong token": {"SLACK_BOT_TOKEN": "xoxb-wrong"},
            "a wrong app token": {"SLACK_APP_TOKEN": "xapp-wrong"},
            "another server": {"SLACK_API_URL": f"{server.address}/elsewhere/"},
            "no database": {"DATABASE_URL": "sqlite:////nowhere/desk.db"},
        }
        ends = [_run(slack, folder, name, each) for name, each in wrong.items()]
        return dict(zip(wrong, await asyncio.gather(*ends), strict=True))


async def _run(slack: Workspace, folder: Path, name: str, wrong: Mapping[str, str]) -> Ended:
    database = f"sqlite:///{folder / name}.db"
    settings = environment(slack, database, free_port()) | wrong
    how = "socket" if "SLACK_APP_TOKEN" in wrong else "serve"
    return await processes.ended(command(how, settings, folder))


@pytest.mark.parametrize(("case", "told"), CASES.items())
def test_what_keeps_the_app_from_starting_is_said_in_one_sentence(
    ended: Mapping[str, Ended], case: str, told: str
) -> None:
    code, said, complained = ended[case]
    assert code == 1
    assert said == ""
    assert told in complained
    assert complained.count("\n") == 1, complained


@pytest.mark.parametrize("case", CASES)
def test_promise_44_what_keeps_the_app_from_starting_is_said_without_its_inside(
    ended: Mapping[str, Ended], case: str
) -> None:
    _, _, complained = ended[case]
    for inside in ("Traceback", "Error", ".py", "SELECT", "sqlalchemy", "xoxb-", "xapp-"):
        assert inside not in complained.replace("xoxb-,", "")
