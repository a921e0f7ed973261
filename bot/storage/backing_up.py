"""Copies a SQLite file while it is written to, as it is at one moment."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

_UNFINISHED = ".part"
_WHOLE = ("ok",)
_SERVER, _MISSING, _EXISTS, _UNWRITABLE = "server", "missing", "exists", "unwritable"
_BROKEN, _BUSY = "broken", "busy"
_RULES = {"SQLITE_CORRUPT": _BROKEN, "SQLITE_NOTADB": _BROKEN, "SQLITE_BUSY": _BUSY}
"""What SQLite's problems mean; all others mean that there is no writing."""


class RefusedError(Exception):
    """Nothing was backed up: `rule` is the sentence of `templates/console/backup.txt.j2`."""

    def __init__(self, rule: str) -> None:
        """Keep the name of the sentence."""
        self.rule = rule
        super().__init__(rule)


def back_up(url: str, target: Path) -> int:
    """Write the database at the address `url` to a new file, and return its size in bytes.

    What was committed before is in it, and whoever writes meanwhile is not kept waiting. The file
    has its name only once it is whole. Raises RefusedError.
    """
    source = _source(url)
    if target.exists():
        raise RefusedError(_EXISTS)
    unfinished = target.with_name(f"{target.name}{_UNFINISHED}")
    try:
        unfinished.unlink(missing_ok=True)
        _write(source, unfinished)
        return unfinished.rename(target).stat().st_size
    except sqlite3.Error as error:
        raise RefusedError(_RULES.get(error.sqlite_errorname, _UNWRITABLE)) from None
    except OSError:
        raise RefusedError(_UNWRITABLE) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _source(url: str) -> Path:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        raise RefusedError(_SERVER)
    source = Path(str(address.database))
    if not source.is_file():
        raise RefusedError(_MISSING)
    return source


def _write(source: Path, target: Path) -> None:
    """Copy in one step: in several, each transaction of others would make it begin again."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        if new.execute("PRAGMA quick_check").fetchone() != _WHOLE:
            raise RefusedError(_BROKEN)
