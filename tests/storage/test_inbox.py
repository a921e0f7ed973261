from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, Row, select

from bot.storage import inbox, outbox
from bot.storage.schema import inbox as table
from tests.storage.everything import NOW, OURS, THEIRS, attempt, request
from tests.storage.plans import is_found_in_order


def stored(connection: Connection) -> Sequence[Row[Any]]:
    return connection.execute(select(table).order_by(table.c.id)).all()


def leased(connection: Connection, now: float, *, most: int = 16) -> list[int]:
    return [row.id for row in inbox.lease(connection, now, 60, most)]


def store(connection: Connection, *keys: str) -> None:
    inbox.store(connection, [request(OURS, key) for key in keys], NOW)


def test_a_request_that_comes_twice_is_stored_once_as_it_first_came(
    connection: Connection,
) -> None:
    inbox.store(connection, [request(OURS, payload="first")], NOW)
    inbox.store(connection, [request(OURS, payload="second")], NOW + 60)
    assert [(row.payload, row.received_at) for row in stored(connection)] == [("first", NOW)]


def test_a_request_that_comes_twice_in_one_batch_is_stored_once(connection: Connection) -> None:
    store(connection, "Ev1", "Ev2", "Ev1")
    assert [row.key for row in stored(connection)] == ["Ev1", "Ev2"]


def test_two_workspaces_may_send_the_same_key(connection: Connection) -> None:
    inbox.store(connection, [request(OURS), request(THEIRS)], NOW)
    assert [row.workspace for row in stored(connection)] == [OURS, THEIRS]


def test_a_request_that_was_processed_is_not_stored_again(connection: Connection) -> None:
    store(connection, "Ev1")
    inbox.finish(connection, OURS, 1, attempt(connection, table, 1))
    store(connection, "Ev1")
    assert [row.state for row in stored(connection)] == ["done"]


def test_a_request_that_was_answered_at_once_is_remembered_and_never_leased(
    connection: Connection,
) -> None:
    noted = [inbox.note(connection, OURS, "V1", "interactive", NOW) for _ in range(2)]
    assert noted == [True, False]
    assert leased(connection, NOW + 1) == []
    assert inbox.oldest_waiting(connection) is None


def test_a_leased_request_is_not_leased_twice(connection: Connection) -> None:
    store(connection, "Ev1", "Ev2")
    assert leased(connection, NOW, most=1) == [1]
    assert leased(connection, NOW) == [2]
    assert leased(connection, NOW) == []


def test_a_lease_expires_and_is_given_to_the_next(connection: Connection) -> None:
    store(connection, "Ev1")
    leased(connection, NOW)
    assert leased(connection, NOW + 59.9) == []
    assert leased(connection, NOW + 60) == [1]


def test_each_lease_counts_as_an_attempt(connection: Connection) -> None:
    store(connection, "Ev1")
    attempts = [inbox.lease(connection, NOW + 60 * n, 60, 1)[0].attempts for n in range(3)]
    assert attempts == [1, 2, 3]


def test_a_lease_carries_what_was_sent(connection: Connection) -> None:
    inbox.store(connection, [request(OURS, payload='{"text":"\\ud83d"}')], NOW)
    (row,) = inbox.lease(connection, NOW, 60, 1)
    assert list(row) == [1, OURS, "events_api", '{"text":"\\ud83d"}', 1]


def test_requests_are_leased_in_the_order_in_which_they_came(connection: Connection) -> None:
    store(connection, *(f"Ev{n}" for n in range(40)))
    assert leased(connection, NOW) == list(range(1, 17))
    assert leased(connection, NOW) == list(range(17, 33))


def test_promise_42_a_processed_request_no_longer_says_anything(connection: Connection) -> None:
    inbox.store(connection, [request(OURS, payload="what I wrote")], NOW)
    inbox.finish(connection, OURS, 1, attempt(connection, table, 1))
    assert [(row.state, row.payload) for row in stored(connection)] == [("done", None)]
    assert leased(connection, NOW + 1_000_000) == []


def test_a_failed_request_is_tried_again_when_it_is_due(connection: Connection) -> None:
    store(connection, "Ev1")
    leased(connection, NOW)
    inbox.retry(connection, OURS, 1, attempt(connection, table, 1), NOW + 5, "OSError")
    assert leased(connection, NOW + 4.9) == []
    assert leased(connection, NOW + 5) == [1]
    assert stored(connection)[0].problem == "OSError"


def test_a_parked_request_is_kept_but_not_tried_again(connection: Connection) -> None:
    store(connection, "Ev1")
    inbox.park(connection, OURS, 1, attempt(connection, table, 1), "SlackApiError")
    assert leased(connection, NOW + 1_000_000) == []
    row = stored(connection)[0]
    assert (row.state, row.problem, row.payload) == ("parked", "SlackApiError", "{}")


def test_promise_42_event_ids_are_forgotten_once_they_are_old_but_only_the_processed(
    connection: Connection,
) -> None:
    store(connection, "done", "waiting", "parked")
    inbox.finish(connection, OURS, 1, attempt(connection, table, 1))
    inbox.park(connection, OURS, 3, attempt(connection, table, 3), "problem")
    inbox.forget(connection, NOW)
    assert [row.key for row in stored(connection)] == ["done", "waiting", "parked"]
    inbox.forget(connection, NOW + 1)
    assert [row.key for row in stored(connection)] == ["waiting", "parked"]


def test_the_oldest_waiting_request_is_known_even_while_it_is_leased(
    connection: Connection,
) -> None:
    assert inbox.oldest_waiting(connection) is None
    inbox.store(connection, [request(OURS, "Ev1")], NOW)
    inbox.store(connection, [request(OURS, "Ev2")], NOW + 7)
    leased(connection, NOW + 7)
    assert inbox.oldest_waiting(connection) == NOW
    inbox.finish(connection, OURS, 1, attempt(connection, table, 1))
    assert inbox.oldest_waiting(connection) == NOW + 7


def test_who_was_overtaken_can_not_end_a_request_any_more(connection: Connection) -> None:
    store(connection, "Ev1")
    leased(connection, NOW)
    leased(connection, NOW + 60)
    assert not inbox.finish(connection, OURS, 1, 1)
    assert not inbox.park(connection, OURS, 1, 1, "problem")
    assert inbox.finish(connection, OURS, 1, 2)


def test_a_request_that_is_done_where_it_came_in_is_left_alone_by_workers_for_a_while(
    connection: Connection,
) -> None:
    assert inbox.claim(connection, request(OURS, "Ev1"), NOW, 60) == 1
    assert inbox.claim(connection, request(OURS, "Ev1"), NOW, 60) is None
    assert leased(connection, NOW + 59) == []
    assert inbox.finish(connection, OURS, 1, inbox.CLAIMED)


def test_promise_42_a_request_that_was_set_aside_is_counted_then_blanked_then_forgotten(
    connection: Connection,
) -> None:
    inbox.store(connection, [request(OURS, payload="what I wrote")], NOW)
    inbox.park(connection, OURS, 1, 0, "SlackApiError")
    assert inbox.parked(connection) == 1
    inbox.blank_parked(connection, NOW + 1)
    assert [(row.state, row.payload) for row in stored(connection)] == [("parked", None)]
    inbox.forget_parked(connection, NOW + 1)
    assert stored(connection) == []


@pytest.mark.parametrize("box", ["inbox", "outbox"])
def test_a_lease_looks_only_at_what_waits_and_in_the_order_of_the_index(
    connection: Connection, box: str
) -> None:
    assert is_found_in_order(connection, LEASES[box], f"{box}_due")


LEASES: Mapping[str, Callable[[Connection], object]] = {
    "inbox": lambda connection: inbox.lease(connection, NOW, 60, 16),
    "outbox": lambda connection: outbox.lease(connection, NOW, 60, 16),
}
