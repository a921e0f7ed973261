"""The threads in which partners write to the support team about a ticket."""

from sqlalchemy import Connection, select, update

from bot.storage.schema import ticket_threads
from bot.storage.upserts import upsert


def listen(
    connection: Connection, workspace: str, channel: str, thread_ts: str, ticket: int
) -> None:
    """Let what its person writes in a thread be about a ticket."""
    key = {"workspace": workspace, "channel": channel, "thread_ts": thread_ts}
    upsert(connection, ticket_threads, key, {"ticket": ticket})


def ticket_in(connection: Connection, workspace: str, channel: str, thread_ts: str) -> int | None:
    """Return the ticket that a thread is about."""
    found = select(ticket_threads.c.ticket).where(
        ticket_threads.c.workspace == workspace,
        ticket_threads.c.channel == channel,
        ticket_threads.c.thread_ts == thread_ts,
    )
    return connection.scalar(found)


def move(connection: Connection, workspace: str, ticket: int, to: int) -> None:
    """Let all threads of a ticket be about another one."""
    its = (ticket_threads.c.workspace == workspace) & (ticket_threads.c.ticket == ticket)
    connection.execute(update(ticket_threads).where(its).values(ticket=to))
