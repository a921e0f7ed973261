"""A workspace uninstalls the app: it is gone at once, and then so is all that was kept of it."""

import math

from sqlalchemy import Connection

from bot.storage import emptying

MOST = 500
"""How many rows are deleted in one transaction: others write between."""


def leave(connection: Connection, workspace: str, now: float, told_at: float = math.inf) -> None:
    """Serve a workspace, or all of an organization, no more; its tokens are gone with that.

    What Slack tells late or twice changes nothing: what is newer than `told_at` stays.
    """
    emptying.leave(connection, workspace, now, told_at)


def empty(connection: Connection, workspace: str, most: int = MOST) -> bool:
    """Delete up to `most` rows of a workspace; return whether to go on.

    Whoever installs the app again goes on to the end first: the workspace starts empty.
    """
    return emptying.take_away(connection, workspace, most)


def is_empty(connection: Connection, workspace: str) -> bool:
    """Tell whether nothing is kept of a workspace."""
    return emptying.is_empty(connection, workspace)
