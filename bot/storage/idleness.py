"""A connection that was idle may be dead: it is tried before it is used again.

One that was used a moment ago is not: to try it each time would take as long as most of what is
asked for.
"""

from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

_IDLE_SECONDS = 1.0
_USED_AT = "used_at"


def check(engine: Engine) -> None:
    """Have an engine make new connections where those that were idle turn out to be dead."""

    def take(connection: Any, entry: ConnectionPoolEntry, _: object) -> None:  # noqa: ANN401 - the driver's own
        used_at = entry.info.get(_USED_AT)
        if used_at is None or monotonic() - used_at < _IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    def give_back(_: object, entry: ConnectionPoolEntry) -> None:
        entry.info[_USED_AT] = monotonic()

    event.listen(engine, "checkout", take)
    event.listen(engine, "checkin", give_back)
