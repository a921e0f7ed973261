"""Runs migrations for `bot.storage.migrating`."""

from contextlib import closing

from alembic import context

from bot.storage import locks
from bot.storage.database import Database
from bot.storage.schema import metadata

url = context.config.attributes["url"]
with closing(Database(url)) as database, database.engine.connect() as connection:
    if not database.is_sqlite:
        # A change of a large table is slow, and another process may be about it.
        for limit in ("statement_timeout", "lock_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
        locks.hold(connection, "", "migrations")
        connection.exec_driver_sql("RESET lock_timeout")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,  # Alembic would else commit each step, and two processes mix theirs
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
