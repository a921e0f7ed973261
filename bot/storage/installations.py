"""The app as it was installed, by its workspace or its organization; the tokens are encrypted.

slack_sdk has a store for SQLAlchemy, but that one keeps tokens as they are, a history of every
installation and a row for each person who installed, in transactions of its own. Here is one row
each, written together with what else changes, and taken away with all else of a workspace.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from bot.storage.notices import notify_workspace
from bot.storage.schema import installations
from bot.storage.upserts import upsert


class Installation(NamedTuple):
    """A row; the columns are told in the schema."""

    workspace: str
    is_enterprise: bool
    app_id: str
    bot_id: str
    bot_user: str
    scopes: str
    token: str
    refresh_token: str | None
    expires_at: float | None
    installed_by: str | None
    installed_at: float


_COLUMNS = [installations.c[name] for name in Installation._fields]


def keep(connection: Connection, workspace: str, values: Mapping[str, object]) -> None:
    """Keep how the app is installed, in place of how it was before."""
    upsert(connection, installations, {"workspace": workspace}, values)
    notify_workspace(connection, workspace)


def find(connection: Connection, workspace: str) -> Installation | None:
    """Return how the app is installed; None where it is not."""
    its = installations.c.workspace == workspace
    row = connection.execute(select(*_COLUMNS).where(its)).one_or_none()
    return Installation(*row) if row else None


def every(connection: Connection) -> Sequence[Installation]:
    """Return how the app is installed everywhere."""
    rows = connection.execute(select(*_COLUMNS).order_by(installations.c.workspace))
    return [Installation(*row) for row in rows]


def expiring(connection: Connection, before: float) -> Sequence[Installation]:
    """Return the installations whose tokens are good no longer than that."""
    soon = select(*_COLUMNS).where(installations.c.expires_at < before)
    return [Installation(*row) for row in connection.execute(soon.order_by("expires_at"))]


def change(connection: Connection, workspace: str, known: str, **values: object) -> bool:
    """Set columns of an installation whose encrypted token is still `known`; False if it is not.

    Meanwhile the app may have been installed anew.
    """
    its = (installations.c.workspace == workspace) & (installations.c.token == known)
    notify_workspace(connection, workspace)
    return connection.execute(update(installations).where(its).values(**values)).rowcount == 1


def drop(connection: Connection, workspace: str) -> None:
    """Forget an installation with its tokens."""
    connection.execute(delete(installations).where(installations.c.workspace == workspace))
    notify_workspace(connection, workspace)
