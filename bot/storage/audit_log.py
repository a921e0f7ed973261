"""Who changed settings, and whose data was given out or erased: written once, for a year."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from bot.storage.schema import audit_log


class Entry(NamedTuple):
    """One row; the columns are told in the schema."""

    at: float
    person: str | None
    action: str
    about: dict[str, Any]


_COLUMNS = [audit_log.c[name] for name in Entry._fields]


def record(
    connection: Connection,
    workspace: str,
    person: str | None,
    action: str,
    about: Mapping[str, object],
    now: float,
) -> None:
    """Write down what was done at `now`; `person` is None for operators."""
    told = {"workspace": workspace, "person": person, "action": action, "about": dict(about)}
    connection.execute(insert(audit_log).values({**told, "at": now}))


def of_workspace(connection: Connection, workspace: str, most: int) -> list[Entry]:
    """Return what was done last in a workspace, newest first."""
    its = audit_log.c.workspace == workspace
    found = select(*_COLUMNS).where(its).order_by(audit_log.c.id.desc()).limit(most)
    return [Entry(*row) for row in connection.execute(found)]


def forget(connection: Connection, before: float, most: int) -> int:
    """Delete up to `most` entries from before a time; return how many."""
    old = select(audit_log.c.id).where(audit_log.c.at < before).order_by(audit_log.c.at)
    gone = delete(audit_log).where(audit_log.c.id.in_(old.limit(most)))
    return connection.execute(gone).rowcount
