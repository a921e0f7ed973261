"""A transaction on a database of the test's own, of each engine, and the rules of batches."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from bot.app import Content
from bot.services.batch_contents import Rules
from bot.storage.database import Database


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    database = Database(database_url)
    with database.engine.begin() as opened:
        yield opened
    database.close()


@pytest.fixture
def rules(content: Content) -> Rules:
    return Rules(content.decider.knowledge, content.forms, content.hours)
