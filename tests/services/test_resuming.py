"""What was asked of a workspace is kept while there is no token, and goes where the app left."""

import pytest
from sqlalchemy import Connection, select, update

from bot.services import resuming
from bot.storage import inbox, outbox, workspaces
from bot.storage.inbox import Received
from bot.storage.schema import PARKED, WAITING
from bot.storage.schema import inbox as requests
from bot.storage.schema import outbox as messages
from bot.storage.schema import workspaces as served

OURS, NOW = "T-OURS", 1_000.0


@pytest.fixture(autouse=True)
def known(connection: Connection) -> None:
    workspaces.know(connection, OURS, None, NOW)


def leave(connection: Connection) -> None:
    connection.execute(update(served).values(left_at=NOW))


def put_request_by(connection: Connection) -> list[tuple[str, str | None]]:
    """Have a leased request put by; give (state, problem) of what is left."""
    inbox.store(connection, [Received(OURS, "E1", "events_api", "{}")], NOW)
    (row,) = inbox.lease(connection, NOW, 60, 1)
    resuming.put_request_by(connection, OURS, row.id, row.attempts)
    found = connection.execute(select(requests.c.state, requests.c.problem))
    return [(state, problem) for state, problem in found]


def put_message_by(connection: Connection) -> str:
    """Have a leased message put by; give its state."""
    outbox.post(connection, OURS, "C1", "reply", {"question": 1}, NOW)
    (message,) = outbox.lease(connection, NOW, 60, 1)
    resuming.put_by(connection, message)
    return str(connection.scalar(select(messages.c.state)))


def test_a_request_without_a_token_is_set_aside_for_somebody_to_look_at(
    connection: Connection,
) -> None:
    assert put_request_by(connection) == [(PARKED, resuming.NOT_INSTALLED)]


def test_promise_43_of_a_request_that_was_under_way_when_the_app_left_nothing_stays(
    connection: Connection,
) -> None:
    leave(connection)
    assert put_request_by(connection) == []


def test_promise_04_a_request_without_a_token_is_done_once_there_is_one_again(
    connection: Connection,
) -> None:
    put_request_by(connection)
    resuming.resume(connection, OURS, NOW + 60)
    (again,) = inbox.lease(connection, NOW + 60, 60, 1)
    assert again.payload == "{}"


def test_a_message_without_a_token_is_said_once_there_is_one_again(connection: Connection) -> None:
    assert put_message_by(connection) == PARKED
    resuming.resume(connection, OURS, NOW + 60)
    assert connection.scalar(select(messages.c.state)) == WAITING


@pytest.mark.parametrize(
    ("reason", "message", "state"),
    [
        ("token_revoked", "reply", WAITING),
        ("channel_not_found", "ticket-card", WAITING),
        ("not_in_channel", "batch-card", WAITING),
        ("channel_not_found", "reply", PARKED),
    ],
)
def test_what_an_operator_can_cure_is_said_at_the_next_start(
    connection: Connection, reason: str, message: str, state: str
) -> None:
    outbox.post(connection, OURS, "C1", message, {"question": 1}, NOW)
    (taken,) = outbox.lease(connection, NOW, 60, 1)
    outbox.park(connection, OURS, taken.id, taken.attempts, reason)
    resuming.resume(connection, OURS, NOW + 60)
    assert connection.scalar(select(messages.c.state)) == state


def test_promise_43_nothing_is_said_where_the_app_left(connection: Connection) -> None:
    leave(connection)
    assert put_message_by(connection) not in {PARKED, WAITING}
