"""How long Slack asked us to leave a method of a workspace alone."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select, tuple_

from bot.storage.prepared import prepared
from bot.storage.schema import pauses
from bot.storage.upserts import upsert


def pause(connection: Connection, workspace: str, method: str, until: float) -> None:
    """Keep a `Retry-After`, so that a restart obeys it too."""
    key = {"workspace": workspace, "method": method}
    upsert(connection, pauses, key, {"until": until})


def paused_until(connection: Connection, workspace: str, method: str) -> float:
    """Return until when the method must be left alone; 0 if it need not."""
    found: float | None = connection.scalar(*_until(workspace, method))
    return found or 0.0


@prepared
def _until(workspace: str, method: str) -> Select[Any]:
    its = (pauses.c.workspace == workspace) & (pauses.c.method == method)
    return select(pauses.c.until).where(its)


def paused(
    connection: Connection, methods: Collection[tuple[str, str]], now: float
) -> Mapping[tuple[str, str], float]:
    """Return which of some methods, each of a workspace, must be left alone, and until when."""
    found = connection.execute(*_paused(methods, now))
    return {(row.workspace, row.method): row.until for row in found}


@prepared
def _paused(methods: Collection[tuple[str, str]], now: float) -> Select[Any]:
    key = (pauses.c.workspace, pauses.c.method)
    return select(*key, pauses.c.until).where(tuple_(*key).in_(methods), pauses.c.until > now)
