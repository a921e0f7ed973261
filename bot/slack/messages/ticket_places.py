"""Where the messages that show a ticket are: kept when they are posted, forgotten when they go."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.services.places import is_direct
from bot.slack.web_api import Answer
from bot.storage import ticket_threads, tickets
from bot.storage.tickets import Ticket

RECEIPT, CARD = "receipt", "card"
"""The messages that show a ticket: to its person, and to the support team."""


def thread_of(ticket: Ticket) -> tuple[str, str | None]:
    """Return the channel and the thread in which a partner is written to about their ticket.

    That is where they asked, or else below what tells them that it was sent; None for the thread
    where neither is: what is posted then begins one.
    """
    if ticket.thread_ts:
        return ticket.channel, ticket.thread_ts
    if ticket.receipt_channel and ticket.receipt_ts:
        return ticket.receipt_channel, ticket.receipt_ts
    return ticket.channel, None


def keep_place(ticket: Ticket, what: str) -> Callable[[Connection, Answer], None]:
    """Return what keeps where a message is; below the receipt, its person writes of the ticket."""

    def keep(connection: Connection, answer: Answer) -> None:
        channel, ts = answer["channel"], answer["ts"]
        values = {f"{what}_channel": channel, f"{what}_ts": ts}
        tickets.change(connection, ticket.workspace, ticket.id, **values)
        if what == RECEIPT:
            ticket_threads.listen(connection, ticket.workspace, channel, ts, ticket.id)

    return keep


def anew(
    ticket: Ticket, what: str, again: Callable[[Connection, Ticket, float], None]
) -> Callable[[Connection, float], None]:
    """Return what has a message that is gone posted as if for the first time."""

    def instead(connection: Connection, now: float) -> None:
        nowhere = {f"{what}_channel": None, f"{what}_ts": None}
        tickets.change(connection, ticket.workspace, ticket.id, **nowhere)
        again(connection, ticket, now)

    return instead


def below(channel: str, thread_ts: str | None) -> dict[str, Any]:
    """Return how a message is posted in a ticket's thread, if it has one.

    Where a partner is alone with the app, it shows beside the thread too: on a phone, nobody looks
    for news in a thread.
    """
    if not thread_ts:
        return {}
    seen = {"reply_broadcast": True} if is_direct(channel) else {}
    return {"thread_ts": thread_ts, **seen}
