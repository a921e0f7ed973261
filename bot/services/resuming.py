"""What could not be done or said for want of a token or a channel is, once there is one again."""

from sqlalchemy import Connection

from bot.services.replying import BATCH_CARD, TICKET_CARD
from bot.storage import inbox, outbox, workspaces
from bot.storage.outbox import Message

NOT_INSTALLED = "not_installed"
"""The reason why something is set aside for which there is no token."""

_REASONS = (
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    NOT_INSTALLED,
)
"""Slack's names for a token that is good no more, and ours.
Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

_OF_CHANNELS = ("channel_not_found", "not_in_channel")
"""Slack's names for what is wrong with the support team's channel, which an operator sets right."""

_CARDS = (TICKET_CARD, BATCH_CARD)
"""What is posted where that channel is now; whoever wrote anything else was told of its refusal."""

_KEPT_SECONDS = 3 * 24 * 3600.0
"""What came or was written so long before the token came back is late: it stays set aside."""


def put_by(connection: Connection, message: Message) -> None:
    """Set a message aside that there is no token for; nothing is to be said where the app left."""
    its = (message.workspace, message.id, message.attempts)
    known = workspaces.find(connection, message.workspace)
    if known and known.left_at is None:
        outbox.park(connection, *its, NOT_INSTALLED)
    else:
        outbox.finish(connection, *its)


def put_request_by(connection: Connection, workspace: str, row: int, attempt: int) -> None:
    """Set a request aside that there is no token for; nothing is to be done where the app left."""
    known = workspaces.find(connection, workspace)
    if known and known.left_at is None:
        inbox.park(connection, workspace, row, attempt, NOT_INSTALLED)
    else:
        inbox.drop(connection, workspace, row, attempt)


def resume(connection: Connection, workspace: str, now: float) -> None:
    """Have done and said what was set aside, in a workspace or in all of an organization.

    What is refused again is set aside again.
    """
    places = [workspace, *(each.workspace for each in workspaces.organized(connection, workspace))]
    since = now - _KEPT_SECONDS
    for place in places:
        inbox.revive(connection, place, NOT_INSTALLED, since, now)
        for reason in _REASONS:
            outbox.revive(connection, place, reason, since, now)
        for reason in _OF_CHANNELS:
            outbox.revive(connection, place, reason, since, now, _CARDS)
