"""Who of the support team, besides its owner, is told when a ticket's partner writes."""

from sqlalchemy import Connection, delete, select

from bot.storage.schema import ticket_followers
from bot.storage.upserts import upsert


def add(connection: Connection, workspace: str, ticket: int, person: str) -> None:
    """Have somebody told of a ticket from now on."""
    key = {"workspace": workspace, "ticket": ticket, "person": person}
    upsert(connection, ticket_followers, key, key)


def drop(connection: Connection, workspace: str, ticket: int, person: str) -> None:
    """Have somebody told of a ticket no more."""
    connection.execute(
        delete(ticket_followers).where(
            ticket_followers.c.workspace == workspace,
            ticket_followers.c.ticket == ticket,
            ticket_followers.c.person == person,
        )
    )


def of_ticket(connection: Connection, workspace: str, ticket: int) -> list[str]:
    """Return who follows a ticket, in the order of their ids."""
    its = (ticket_followers.c.workspace == workspace) & (ticket_followers.c.ticket == ticket)
    # Each database has an order of texts of its own.
    return sorted(connection.scalars(select(ticket_followers.c.person).where(its)))
