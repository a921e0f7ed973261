"""Runs migrations for `bot.storage.migrating`."""

from alembic import context

from bot.storage.database import Database
from bot.storage.schema import metadata

database = Database(context.config.attributes["url"])
with database.engine.connect() as connection:
    if not database.is_sqlite:
        connection.exec_driver_sql("SET statement_timeout = 0")  # a change of a large table is slow
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
database.close()
