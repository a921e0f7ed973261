"""The app as all journeys use it."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from bot.app import Content, read_content
from bot.storage.database import _POSTGRESQL_SETTINGS
from bot.storage.migrating import migrate
from tests.journeys.desk import Desk, assert_nothing_went_wrong, opened
from tests.postgresql import drop, fresh, server
from tests.sharing import shared

SQLITE, POSTGRESQL = "sqlite", "postgresql"

USUAL_OPTIONS = str(_POSTGRESQL_SETTINGS["options"])
PATIENT_OPTIONS = USUAL_OPTIONS.replace("lock_timeout=2s", "lock_timeout=30s")

settings.register_profile("patient", deadline=None)


def pytest_configure() -> None:
    """Leave the other cores to the other tests, and hold no test to how long something takes."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    threadpool_limits(1)
    settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _together() -> Iterator[None]:
    with shared(), pytest.MonkeyPatch.context() as patch:
        # What a busy machine makes late is no finding; tests of these limits set their own.
        patch.setattr("bot.sandbox.sender.PATIENCE", 60.0)
        patch.setattr("bot.slack.intake.receiving._STORED_WITHIN_SECONDS", 30.0)
        patch.setattr("bot.slack.intake.receiving._ANSWERED_WITHIN_SECONDS", 40.0)
        patch.setattr("bot.slack.intake.receiving._STALLED_SECONDS", 30.0)
        patch.setitem(_POSTGRESQL_SETTINGS, "options", PATIENT_OPTIONS)
        yield


@pytest.fixture(scope="session")
def content() -> Content:
    """Read the shipped content, once for all tests."""
    return read_content()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with all tables and no row, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL, once for all tests and only if one of them needs it."""
    with server() as url:
        yield url


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def engine(request: pytest.FixtureRequest) -> str:
    """Say on which engine a test runs: each that has a database runs on both."""
    return str(request.param)


@pytest.fixture
def database_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a migrated database of the test's own."""
    if engine == POSTGRESQL:
        url = fresh(request.getfixturevalue("postgresql"))
        yield url
        drop(url)
        return
    path = shutil.copy(request.getfixturevalue("migrated"), tmp_path / "partner-desk.db")
    yield f"sqlite:///{path}"


@pytest_asyncio.fixture
async def desk(content: Content, database_url: str) -> AsyncIterator[Desk]:
    """Run the whole app; afterwards nothing may wait, be parked or have been refused by Slack."""
    async with opened(content, database_url) as running:
        yield running
        await assert_nothing_went_wrong(running)
