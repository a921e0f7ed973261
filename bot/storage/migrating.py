"""Brings a database to this version's tables."""

from pathlib import Path

from bot.storage.schema import REVISION

_FOLDER = Path(__file__).parent / "migrations"


def migrate(url: str, revision: str = REVISION) -> None:
    """Run the migrations up to `revision`; a database that is there already stays as it is."""
    from alembic import command  # noqa: PLC0415 - a start without migrations must not pay for it
    from alembic.config import Config  # noqa: PLC0415 - the same

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["url"] = url
    command.upgrade(config, revision)
