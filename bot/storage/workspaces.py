"""The workspaces that are served, and what each of them chose."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.schema import workspaces


class Workspace(NamedTuple):
    """A row; the columns are told in the schema."""

    workspace: str
    enterprise: str | None
    settings: Mapping[str, Any]
    known_since: float
    left_at: float | None


_COLUMNS = [workspaces.c[name] for name in Workspace._fields]


def know(connection: Connection, workspace: str, enterprise: str | None, now: float) -> None:
    """Remember a workspace from `now` on; one that is known already stays as it is."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row: dict[str, object] = {"workspace": workspace, "enterprise": enterprise}
    row |= {"settings": {}, "known_since": now}
    connection.execute(insert(workspaces).values(row).on_conflict_do_nothing())


def find(connection: Connection, workspace: str) -> Workspace | None:
    """Return a workspace; None where nothing is known of it."""
    found = connection.execute(select(*_COLUMNS).where(workspaces.c.workspace == workspace))
    row = found.one_or_none()
    return Workspace(*row) if row else None


def known(connection: Connection) -> Sequence[Workspace]:
    """Return all workspaces that the app was not uninstalled from."""
    rows = connection.execute(select(*_COLUMNS).where(workspaces.c.left_at.is_(None)))
    return [Workspace(*row) for row in rows]


def choose(connection: Connection, workspace: str, settings: Mapping[str, object]) -> None:
    """Keep what a workspace chose, in place of what it chose before."""
    its = workspaces.c.workspace == workspace
    connection.execute(update(workspaces).where(its).values(settings=dict(settings)))
