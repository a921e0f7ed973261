"""What runs."""

import platform
from importlib.metadata import PackageNotFoundError, version

from bot.storage.database import Database
from bot.storage.schema import REVISION


def build_of(database: Database) -> dict[str, str]:
    """Return what runs: the app's version, that of its tables, and on what."""
    try:
        own = version("partner-desk")
    except PackageNotFoundError:  # a folder that was copied, and not installed
        own = ""
    on = {"engine": database.engine.dialect.name, "python": platform.python_version()}
    return {"version": own, "tables": REVISION, **on}
