"""The app as all journeys use it."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Content, read_content
from bot.storage.migrating import migrate
from tests.journeys.desk import Desk, assert_nothing_went_wrong, opened
from tests.postgresql import drop, fresh, server

SQLITE, POSTGRESQL = "sqlite", "postgresql"


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


@pytest.fixture
def engine() -> str:
    """Say on which engine a test runs; PARTNER_DESK_TEST_ENGINE=postgresql chooses the other."""
    chosen = os.environ.get("PARTNER_DESK_TEST_ENGINE", SQLITE)
    assert chosen in {SQLITE, POSTGRESQL}, chosen
    return chosen


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what drives a browser last: Playwright's event loop stays until the session ends."""
    items.sort(key=lambda item: "sandbox_page" in item.path.parts)
