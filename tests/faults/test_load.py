"""Several web and worker processes on one PostgreSQL do all of it once; `make load` measures it."""

from pathlib import Path

import pytest

from tests.conftest import POSTGRESQL
from tests.soak.asking import questions
from tests.soak.loading import SCHEDULED, ask_all

ASKED, A_SECOND = 300, 40

pytestmark = pytest.mark.xdist_group("processes")


@pytest.mark.parametrize("engine", [POSTGRESQL])
async def test_promise_04_six_processes_on_one_database_lose_and_double_nothing(
    database_url: str, tmp_path: Path
) -> None:
    loaded = await ask_all(ASKED, A_SECOND, questions(ASKED), (database_url, tmp_path))
    found = loaded.tally
    assert found.acknowledged == ASKED
    assert (found.lost, found.doubled, found.unfinished) == (0, 0, 0), found
    assert loaded.scheduled == SCHEDULED
    assert min(loaded.shares) > 0, loaded.shares
