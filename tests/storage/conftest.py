"""Databases of each engine for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database
from tests.conftest import POSTGRESQL
from tests.postgresql import drop, empty


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database without tables."""
    if engine == POSTGRESQL:
        url = empty(request.getfixturevalue("postgresql"))
        yield url
        drop(url)
        return
    yield f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Give a connection in one transaction."""
    with database.engine.begin() as opened:
        yield opened
