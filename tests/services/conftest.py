"""A transaction on a database of the test's own."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    database = Database(database_url)
    with database.engine.begin() as opened:
        yield opened
    database.close()
