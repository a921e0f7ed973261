"""Runs migrations for `bot.storage.migrating`."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from alembic import context
from sqlalchemy import Connection

from bot.storage import locks
from bot.storage.database import Database
from bot.storage.schema import metadata


@contextmanager
def connected() -> Iterator[Connection]:
    """Give the connection that was handed over, or one that waits for others who migrate."""
    given = context.config.attributes.get("connection")
    if given is not None:
        yield given
        return
    url = context.config.attributes["url"]
    with closing(Database(url)) as database, database.engine.connect() as connection:
        if not database.is_sqlite:
            # A change of a large table is slow, and another process may be about it.
            for limit in ("statement_timeout", "lock_timeout"):
                connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
            locks.hold(connection, "", "migrations")
            connection.exec_driver_sql("RESET lock_timeout")
        yield connection
        connection.commit()


with connected() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,  # Alembic would else commit each step, and two processes mix theirs
    )
    with context.begin_transaction():
        context.run_migrations()
