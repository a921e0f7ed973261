"""Brings a database to this version's tables."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.storage.schema import REVISION

_FOLDER = Path(__file__).parent / "migrations"


class NewerDatabaseError(Exception):
    """The database was brought to a version that this one does not know."""


def migrate(url: str, revision: str = REVISION) -> None:
    """Run the migrations up to `revision`; a database that is there already stays as it is.

    Raises NewerDatabaseError where the database is ahead.
    """
    _upgrade(revision, url=url)


def migrate_within(connection: Connection) -> None:
    """Run the migrations up to this version, in the transaction of somebody who is alone with it.

    Raises NewerDatabaseError where the database is ahead.
    """
    _upgrade(REVISION, connection=connection)


def _upgrade(revision: str, **attributes: Any) -> None:  # noqa: ANN401 - what env.py asks for
    from alembic import command  # noqa: PLC0415 - a start without migrations must not pay for it
    from alembic.config import Config  # noqa: PLC0415 - the same
    from alembic.util.exc import CommandError  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes.update(attributes)
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise NewerDatabaseError from error
