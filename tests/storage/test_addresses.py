import pytest

from bot.storage.database import Database, is_supported
from bot.storage.migrating import NewerDatabaseError, migrate


@pytest.mark.parametrize(
    ("url", "supported"),
    [
        ("sqlite:///partner-desk.db", True),
        ("sqlite:////var/lib/desk.db", True),
        ("sqlite://", False),
        ("sqlite:///:memory:", False),
        ("sqlite+aiosqlite:///desk.db", False),
        ("postgres://desk@host/desk", True),
        ("postgresql://desk@host/desk", True),
        ("postgresql+psycopg://desk@host/desk", True),
        ("postgresql+asyncpg://desk@host/desk", False),
        ("mysql://desk@host/desk", False),
        ("nonsense", False),
        ("://", False),
    ],
)
def test_only_files_of_sqlite_and_postgresql_are_taken(url: str, supported: bool) -> None:  # noqa: FBT001
    assert is_supported(url) is supported


def test_a_database_of_a_newer_version_is_told_apart(database: Database, database_url: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError):
        migrate(database_url)
