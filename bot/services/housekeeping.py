"""Nothing is kept longer than it is needed."""

from sqlalchemy import Connection

from bot.storage import drafts, inbox, outbox, reminders

_DAY_SECONDS = 24 * 3600

KEPT_SECONDS = 7 * _DAY_SECONDS
"""Slack repeats no event after that, so its id need not be known any more."""

PARKED_SECONDS = 30 * _DAY_SECONDS
"""How long somebody may look at what was set aside; what people wrote there goes earlier."""


def tidy(connection: Connection, now: float) -> None:
    """Delete what was processed long ago, what was set aside even longer ago, and old drafts."""
    for box in (inbox, outbox):
        box.forget(connection, now - KEPT_SECONDS)
        box.blank_parked(connection, now - KEPT_SECONDS)
        box.forget_parked(connection, now - PARKED_SECONDS)
    drafts.forget(connection, now)
    reminders.forget(connection, now - KEPT_SECONDS)
