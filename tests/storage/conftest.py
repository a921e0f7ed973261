"""A migrated SQLite file for each test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database


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
