"""A transaction on a database of the test's own, of each engine."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database
from tests.conftest import POSTGRESQL, SQLITE


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    database = Database(database_url)
    with database.engine.begin() as opened:
        yield opened
    database.close()
