"""The workspaces that are served, and what each of them chose."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.notices import notify_workspace
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
    """Remember a workspace from `now` on; of one that is known, that it came to an organization."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row: dict[str, object] = {"workspace": workspace, "enterprise": enterprise}
    row |= {"settings": {}, "known_since": now}
    known = insert(workspaces).values(row)
    if enterprise is None:
        connection.execute(known.on_conflict_do_nothing())
    else:
        belongs = {"enterprise": enterprise}
        connection.execute(known.on_conflict_do_update(index_elements=["workspace"], set_=belongs))


def find(connection: Connection, workspace: str) -> Workspace | None:
    """Return a workspace; None where nothing is known of it."""
    found = connection.execute(select(*_COLUMNS).where(workspaces.c.workspace == workspace))
    row = found.one_or_none()
    return Workspace(*row) if row else None


def known(connection: Connection) -> Sequence[Workspace]:
    """Return all workspaces that the app was not uninstalled from."""
    rows = connection.execute(select(*_COLUMNS).where(workspaces.c.left_at.is_(None)))
    return [Workspace(*row) for row in rows]


def left(connection: Connection, before: float) -> str | None:
    """Return the workspace that left first, before that time, for this transaction alone."""
    gone = select(workspaces.c.workspace).where(workspaces.c.left_at <= before)
    first = gone.order_by(workspaces.c.left_at, workspaces.c.workspace).limit(1)
    workspace: str | None = connection.scalar(first.with_for_update(skip_locked=True))
    return workspace


def organized(connection: Connection, enterprise: str) -> Sequence[Workspace]:
    """Return the workspaces of an organization, those that it left among them."""
    rows = connection.execute(select(*_COLUMNS).where(workspaces.c.enterprise == enterprise))
    return [Workspace(*row) for row in rows]


def choose(connection: Connection, workspace: str, settings: Mapping[str, object]) -> None:
    """Keep what a workspace chose, in place of what it chose before."""
    its = workspaces.c.workspace == workspace
    connection.execute(update(workspaces).where(its).values(settings=dict(settings)))
    notify_workspace(connection, workspace)
