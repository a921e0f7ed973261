"""What the tests of one process share, so that not each of them pays for it anew.

Each test has a database of its own, and with it an engine that would compile every statement again;
and many change one file of a knowledge base that is otherwise read as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Connection, Dialect, Engine, create_engine, event

from bot.content import files

_COMPILED: dict[Any, Any] = {}
_DIALECTS: dict[str, Dialect] = {}


@contextmanager
def shared() -> Iterator[None]:
    """Compile each statement once for each kind of database, and parse each text of YAML once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.storage.database.create_engine", _engine)
        for name in ("load", "compose"):
            patch.setattr(files._yaml, name, cache(getattr(files._yaml, name)))  # noqa: SLF001
        yield


def _engine(*where: Any, **options: Any) -> Engine:  # noqa: ANN401 - as SQLAlchemy's own
    """Make an engine that knows the statements of all others; these are kept by dialect."""
    engine = create_engine(*where, **options)
    engine.update_execution_options(compiled_cache=_COMPILED)
    if engine.dialect.name in _DIALECTS:
        engine.dialect = _DIALECTS[engine.dialect.name]
    else:
        event.listen(engine, "engine_connect", _keep)
    return engine


def _keep(connection: Connection) -> None:
    """Keep a dialect once it was connected: only then does it know its server."""
    _DIALECTS.setdefault(connection.dialect.name, connection.dialect)
