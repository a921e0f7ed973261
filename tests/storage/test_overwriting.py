"""What is erased is not even in the free pages of SQLite's file."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.storage.database import Database
from tests.conftest import SQLITE
from tests.services.people_known import EMMA, OTTO, erase, know, wish, words


@pytest.fixture
def engine() -> str:
    """Give the engine that has a file of its own."""
    return SQLITE


def everything_in(database_url: str) -> bytes:
    """Give the bytes of the file, and of its log."""
    name = str(make_url(database_url).database)
    files = [Path(name), *(Path(name + end) for end in ("-wal", "-shm"))]
    return b"".join(file.read_bytes() for file in files if file.exists())


def test_promise_41_no_byte_of_the_file_tells_who_was_erased(database_url: str) -> None:
    database = Database(database_url)
    for workspace in range(40):
        database.run_now(know, f"T{workspace}")
    for workspace in range(40):
        database.run_now(erase, wish(EMMA, workspace=f"T{workspace}"))
    database.overwrite_now()
    stored = everything_in(database_url)
    assert words(EMMA).encode() + b"?" not in stored
    assert stored.count(words(EMMA).encode()) == stored.count(words(OTTO).encode())
    assert words(OTTO).encode() + b"?" in stored
    database.close()
