"""What is kept of a channel follows it to a new id, and the desk to another channel."""

from sqlalchemy import Connection

from bot.desk.batches import Stage
from bot.services import replying
from bot.storage import batches, channels, outbox, tickets
from bot.storage.batches import Batch

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


def move_desk(connection: Connection, workspace: str, left: str | None, now: float) -> None:
    """Have what is open shown where the support team is now; `left` is where they were.

    A card's thread stays in the channel that was left: the ticket's details tell what was said.
    """
    tickets.hold(connection, workspace)
    its = tickets.open_ids(connection, workspace)
    replying.moved_cards(connection, workspace, its, left, now)
    for stage in (Stage.OPEN, Stage.SUBMITTED):
        for batch in batches.at_stage(connection, workspace, stage):
            _move_batch(connection, batch, now)


def _move_batch(connection: Connection, batch: Batch, now: float) -> None:
    """Have a batch posted anew, and what asked about it; what showed it before says so."""
    places = {
        "card": (batch.card_channel, batch.card_ts),
        "question": (batch.question_channel, batch.question_ts),
    }
    for channel, ts in places.values():
        if channel and ts:
            replying.left(connection, batch.workspace, channel, ts, now)
    nowhere = {f"{what}_{part}": None for what in places for part in ("channel", "ts")}
    batches.change(connection, batch.workspace, batch.id, **nowhere)
    replying.batch(connection, batch, now)
