"""Runs migrations for `bot.storage.migrating`."""

from alembic import context

from bot.storage.database import Database
from bot.storage.schema import metadata

database = Database(context.config.attributes["url"])
with database.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
database.close()
