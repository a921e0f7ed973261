"""What other processes tell through PostgreSQL is heard on a connection of its own."""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

import psycopg
from psycopg import AsyncConnection, sql

from bot.storage.notices import CHANNEL, LISTENING

_KEPT_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, and tries: a server that is gone says nothing to who only listens."""


async def heard(settings: Mapping[str, Any]) -> AsyncGenerator[str, None]:
    """Give what is told, LISTENING first, until the connection is lost; `settings` are libpq's.

    Raises ConnectionError then.
    """
    try:
        opening = AsyncConnection.connect(autocommit=True, **{**settings, **_KEPT_ALIVE})
        async with await opening as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            yield LISTENING
            async for notice in connection.notifies():
                yield notice.payload
    except psycopg.Error as error:
        raise ConnectionError from error
