"""Nothing is kept longer than it is needed."""

from sqlalchemy import Connection

from bot.storage import inbox, outbox

_DAY_SECONDS = 24 * 3600

KEPT_SECONDS = 7 * _DAY_SECONDS
"""Slack repeats no event after that, so its id need not be known any more."""

PARKED_SECONDS = 30 * _DAY_SECONDS
"""How long somebody may look at what was set aside; what people wrote there goes earlier."""


def tidy(connection: Connection, now: float) -> None:
    """Delete what was processed and sent long ago, and what was set aside even longer ago."""
    for box in (inbox, outbox):
        box.forget(connection, now - KEPT_SECONDS)
        box.blank_parked(connection, now - KEPT_SECONDS)
        box.forget_parked(connection, now - PARKED_SECONDS)
