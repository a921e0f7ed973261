"""Who waits in vain hears of it, with a number; nobody hears twice."""

from sqlalchemy import Connection, select

from bot.services import failing
from bot.storage import inbox
from bot.storage import schema as tables
from tests.storage.everything import NOW, OURS, PERSON, request

Lease = tuple[str, int, int]


def leased(connection: Connection) -> Lease:
    row = inbox.claim(connection, request(OURS), NOW, 60)
    assert row
    return OURS, row, inbox.CLAIMED


def said(connection: Connection) -> list[tuple[str, object]]:
    columns = (tables.outbox.c.message, tables.outbox.c.about)
    return [(row.message, row.about) for row in connection.execute(select(*columns))]


def test_promise_44_a_request_that_is_given_up_is_told_with_its_number(
    connection: Connection,
) -> None:
    lease = leased(connection)
    failing.give_up(connection, lease, "ValueError", PERSON, NOW)
    assert inbox.parked(connection) == 1
    assert said(connection) == [("failed", {"person": PERSON, "reference": lease[1]})]


def test_a_request_that_nobody_waits_for_is_given_up_in_silence(connection: Connection) -> None:
    failing.give_up(connection, leased(connection), "ValueError", None, NOW)
    assert (inbox.parked(connection), said(connection)) == (1, [])


def test_a_request_that_somebody_else_took_over_is_theirs_to_tell(connection: Connection) -> None:
    workspace, row, attempt = leased(connection)
    failing.give_up(connection, (workspace, row, attempt + 1), "ValueError", PERSON, NOW)
    assert (inbox.parked(connection), said(connection)) == (0, [])
