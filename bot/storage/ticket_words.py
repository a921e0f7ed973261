"""The words by which tickets are found."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from bot.storage.schema import ticket_words


def keep(connection: Connection, workspace: str, ticket: int, words: Collection[str]) -> None:
    """Let a ticket be found by `words`, and by no others."""
    its = (ticket_words.c.workspace == workspace) & (ticket_words.c.ticket == ticket)
    known = set(of_ticket(connection, workspace, ticket))
    gone, new = known.difference(words), set(words) - known
    if gone:
        connection.execute(delete(ticket_words).where(its, ticket_words.c.word.in_(gone)))
    if new:
        rows = [{"workspace": workspace, "ticket": ticket, "word": word} for word in sorted(new)]
        connection.execute(insert(ticket_words), rows)


def of_ticket(connection: Connection, workspace: str, ticket: int) -> list[str]:
    """Return the words by which a ticket is found, sorted."""
    its = (ticket_words.c.workspace == workspace) & (ticket_words.c.ticket == ticket)
    # Each database has an order of texts of its own.
    return sorted(connection.scalars(select(ticket_words.c.word).where(its)))
