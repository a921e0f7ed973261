from sqlalchemy import Connection

from bot.storage import ticket_followers
from tests.storage.everything import OURS, THEIRS


def followers(connection: Connection, ticket: int = 1) -> list[str]:
    return ticket_followers.of_ticket(connection, OURS, ticket)


def test_nobody_follows_a_new_ticket(connection: Connection) -> None:
    assert followers(connection) == []


def test_who_follows_a_ticket_is_told_once_each_in_the_order_of_their_ids(
    connection: Connection,
) -> None:
    for person in ("U2", "U1", "U2"):
        ticket_followers.add(connection, OURS, 1, person)
    assert followers(connection) == ["U1", "U2"]


def test_who_follows_no_more_is_gone_and_the_others_and_other_tickets_stay(
    connection: Connection,
) -> None:
    for ticket, person in ((1, "U1"), (1, "U2"), (2, "U1")):
        ticket_followers.add(connection, OURS, ticket, person)
    ticket_followers.add(connection, THEIRS, 1, "U1")
    for _ in range(2):
        ticket_followers.drop(connection, OURS, 1, "U1")
    assert (followers(connection), followers(connection, 2)) == (["U2"], ["U1"])
    assert ticket_followers.of_ticket(connection, THEIRS, 1) == ["U1"]
