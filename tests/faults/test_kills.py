"""Real processes are killed, or told to end, again and again while people ask: promises 4, 24.

`make soak` does the same with twenty times as many questions.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.console.serving import SHUTDOWN_SECONDS
from tests.conftest import POSTGRESQL, SQLITE
from tests.soak.apps import BOTH, WEB, WORKER
from tests.soak.asking import questions
from tests.soak.killing import Plan, kill_again_and_again
from tests.soak.rolling import restart_again_and_again

ACKNOWLEDGED, MOST_DOUBLED = 1_000, 0.005
RESTARTS = 20

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """Say on which engine: these tests run on both, each with its own processes."""
    return str(request.param)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return questions(300)


ONE_PROCESS = pytest.param(SQLITE, [BOTH], id="sqlite, one process")
TWO_PROCESSES = pytest.param(POSTGRESQL, [BOTH, BOTH], id="postgresql, two processes")
APART = pytest.param(POSTGRESQL, [WEB, WEB, WORKER, WORKER], id="postgresql, web and worker apart")


@pytest.mark.parametrize(("engine", "commands"), [ONE_PROCESS, APART], indirect=["engine"])
async def test_promise_04_of_a_thousand_acknowledged_questions_none_is_lost_to_sigkill(
    commands: Sequence[Sequence[str]], texts: list[str], database_url: str, tmp_path: Path
) -> None:
    plan = Plan(ACKNOWLEDGED, 60, commands)
    found, killed = await kill_again_and_again(plan, texts, database_url, tmp_path)
    assert found.acknowledged >= ACKNOWLEDGED
    assert killed >= len(commands)
    assert (found.lost, found.unfinished) == (0, 0), found
    assert found.doubled_share <= MOST_DOUBLED, found


@pytest.mark.parametrize(("engine", "commands"), [ONE_PROCESS, TWO_PROCESSES], indirect=["engine"])
async def test_promise_24_twenty_deploys_under_load_lose_and_double_nothing(
    commands: Sequence[Sequence[str]], texts: list[str], database_url: str, tmp_path: Path
) -> None:
    place = (database_url, tmp_path)
    deploys = await restart_again_and_again(commands, RESTARTS, 30, texts, place)
    found = deploys.tally
    assert list(deploys.codes) == [0] * RESTARTS
    assert deploys.slowest_seconds <= SHUTDOWN_SECONDS
    assert found.acknowledged > RESTARTS
    assert (found.lost, found.doubled, found.unfinished) == (0, 0, 0), found
