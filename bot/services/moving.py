"""Slack gives a channel another id: all that is kept of it is found under the new one."""

from sqlalchemy import Connection

from bot.storage import channels, outbox, tickets

GONE = "channel_not_found"
"""Slack's name for the reason why nothing can be said under the old id."""

_LATELY_SECONDS = 600.0
"""What was set aside for that reason so long before the change was told is said after all."""


def move_channel(connection: Connection, workspace: str, channel: str, to: str, now: float) -> None:
    """Follow a channel to its new id; what could not be said there meanwhile is said now."""
    tickets.hold(connection, workspace)
    outbox.revive(connection, workspace, GONE, now - _LATELY_SECONDS, now)
    channels.move(connection, workspace, channel, to)


def follow(connection: Connection, workspace: str, channel: str, now: float) -> bool:
    """Follow a channel that was said to be gone, if it got another id; False where it did not.

    What was written down under its old id after the change was told is found under the new one.
    """
    tickets.hold(connection, workspace)
    current = channels.current(connection, workspace, channel)
    if current == channel:
        return False
    move_channel(connection, workspace, channel, current, now)
    return True
