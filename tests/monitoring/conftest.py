"""A database for what reads one."""

from collections.abc import Iterator

import pytest

from bot.storage.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()
