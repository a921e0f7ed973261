"""Nothing is kept longer than it is needed."""

from sqlalchemy import Connection

from bot.storage import inbox, outbox

KEPT_SECONDS = 7 * 24 * 3600
"""Slack repeats no event after that, so its id need not be known any more."""


def tidy(connection: Connection, now: float) -> None:
    """Delete what was processed and sent long ago."""
    inbox.forget(connection, now - KEPT_SECONDS)
    outbox.forget(connection, now - KEPT_SECONDS)
