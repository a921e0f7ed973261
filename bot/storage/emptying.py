"""Deleting all that is kept of a workspace, bit by bit; the row that says it left goes last."""

import math

from sqlalchemy import Connection, Table, delete, exists, or_, select, tuple_, update

from bot.storage.notices import notify_workspace
from bot.storage.schema import inbox, installations, metadata, outbox, workspaces

_FIRST = (outbox, inbox)
"""What waits to be done and said goes first: nothing is done any more meanwhile."""

TABLES: tuple[Table, ...] = (
    *_FIRST,
    *(
        table
        for table in metadata.sorted_tables
        if "workspace" in table.c and table not in {*_FIRST, workspaces}
    ),
)
"""The tables with rows of workspaces, besides the one of the workspaces themselves."""


def leave(connection: Connection, workspace: str, now: float, told_at: float = math.inf) -> None:
    """Keep that the app was uninstalled, and drop its tokens; of an organization, everywhere.

    A workspace of an organization stays where the app is installed in it alone, too. What came
    after `told_at` (the whole second in which it was uninstalled) stays as well.
    """
    older = told_at + 1
    installed = installations.c
    ended = (installed.workspace == workspace) & (installed.installed_at < older)
    connection.execute(delete(installations).where(ended))
    its_own = exists().where(installed.workspace == workspaces.c.workspace)
    of_it = (workspaces.c.enterprise == workspace) & ~its_own
    here = or_(workspaces.c.workspace == workspace, of_it) & workspaces.c.left_at.is_(None)
    known = workspaces.c.known_since < older
    connection.execute(update(workspaces).where(here, known).values(left_at=now))
    notify_workspace(connection, workspace)


def take_away(connection: Connection, workspace: str, most: int) -> bool:
    """Delete up to `most` rows of a workspace; return whether there may be more."""
    room = most
    for table in TABLES:
        room -= _delete(connection, table, workspace, room)
        if room <= 0:
            return True
    connection.execute(delete(workspaces).where(workspaces.c.workspace == workspace))
    return False


def _delete(connection: Connection, table: Table, workspace: str, most: int) -> int:
    keys = list(table.primary_key.columns)
    some = select(*keys).where(table.c.workspace == workspace).limit(most)
    return connection.execute(delete(table).where(tuple_(*keys).in_(some))).rowcount


def is_empty(connection: Connection, workspace: str) -> bool:
    """Tell whether nothing at all is kept of a workspace."""
    every = (*TABLES, workspaces)
    found = (select(exists().where(table.c.workspace == workspace)) for table in every)
    return not any(connection.scalar(each) for each in found)
