"""What monitoring reads: how many, how old, and what is late."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.storage import gauges, inbox, jobs, outbox, reminders, tickets
from bot.storage import schema as tables
from bot.storage.schema import REVISION
from tests.storage.everything import FORM, NOW, OURS, THEIRS, TICKET, request
from tests.storage.plans import is_found_in_order

POSTPONED = "put-off"
LANES = ("C1", "C2")


def say(connection: Connection, lane: str, at: float = NOW, workspace: str = OURS) -> None:
    outbox.post(connection, workspace, lane, "reply", {}, at)


def box(connection: Connection, now: float = NOW) -> gauges.Box:
    return gauges.messages(connection, POSTPONED, now)


def lease(connection: Connection, now: float = NOW) -> outbox.Message:
    (taken,) = outbox.lease(connection, now, 120, 1)
    return taken


def its(message: outbox.Message) -> tuple[str, int, int]:
    return message.workspace, message.id, message.attempts


def test_the_version_of_the_tables_is_told(connection: Connection) -> None:
    assert gauges.version(connection) == REVISION


def test_empty_boxes_have_nothing_that_waits(connection: Connection) -> None:
    empty = gauges.Box(0, 0, None, None, None)
    assert (gauges.requests(connection), box(connection)) == (empty, empty)


def test_requests_of_all_workspaces_wait_since_the_oldest_came(connection: Connection) -> None:
    inbox.store(connection, [request(OURS)], NOW)
    inbox.store(connection, [request(THEIRS)], NOW + 5)
    assert gauges.requests(connection) == gauges.Box(2, 0, NOW, None, NOW)


def test_what_was_set_aside_is_counted_apart(connection: Connection) -> None:
    inbox.store(connection, [request(OURS)], NOW)
    (taken,) = inbox.lease(connection, NOW, 60, 1)
    inbox.park(connection, OURS, taken.id, 1, "ValueError")
    assert gauges.requests(connection) == gauges.Box(0, 1, None, NOW, None)
    say(connection, "C1", NOW + 3)
    outbox.park(connection, *its(lease(connection, NOW + 3)), "channel_not_found")
    assert box(connection) == gauges.Box(0, 1, None, NOW + 3, None)


def test_a_message_that_nobody_sends_is_late_since_it_was_written(connection: Connection) -> None:
    say(connection, "C1")
    assert box(connection, NOW + 400).late_since == NOW


def test_what_waits_for_its_turn_is_not_late(connection: Connection) -> None:
    for seconds in range(5):
        say(connection, "C1", NOW - seconds)
    lease(connection)
    assert box(connection) == gauges.Box(5, 0, NOW - 4, None, None)


def test_a_message_whose_first_sender_died_is_late(connection: Connection) -> None:
    say(connection, "C1")
    lease(connection)
    assert box(connection, NOW + 119).late_since is None
    assert box(connection, NOW + 121).late_since == NOW


def test_a_message_that_fails_is_late_since_it_was_written(connection: Connection) -> None:
    say(connection, "C1")
    outbox.retry(connection, *its(lease(connection)), NOW + 300, "TimeoutError")
    assert box(connection, NOW + 200).late_since == NOW


def test_a_message_that_slack_put_off_is_late_from_then_on(connection: Connection) -> None:
    say(connection, "C1")
    outbox.postpone(connection, *its(lease(connection)), NOW + 1_000, POSTPONED, 1)
    assert box(connection, NOW + 1_200).late_since == NOW + 1_000


def test_slack_can_put_a_message_off_for_an_hour_and_no_more(connection: Connection) -> None:
    say(connection, "C1")
    outbox.postpone(connection, *its(lease(connection)), NOW + 80_000, POSTPONED, 1)
    assert box(connection, NOW + 3_700).late_since == NOW + gauges.LONGEST_PATIENCE_SECONDS


def test_a_message_whose_turn_was_booked_is_late_from_then_on(connection: Connection) -> None:
    say(connection, "C1")
    booked = tables.outbox.update().values(turn_at=NOW + 90, due_at=NOW + 90, attempts=2)
    connection.execute(booked)
    assert box(connection, NOW + 80).late_since == NOW + 90
    connection.execute(tables.outbox.update().values(failures=1))
    assert box(connection, NOW + 80).late_since == NOW


def test_a_lane_that_is_late_is_seen_among_lanes_that_are_not(connection: Connection) -> None:
    for lane in LANES:
        say(connection, lane)
    lease(connection)
    assert box(connection).late_since == NOW


def test_scheduled_work_is_due_where_it_is_due_first(connection: Connection) -> None:
    for at, workspace in enumerate((OURS, THEIRS)):
        jobs.plan(connection, workspace, "summary", NOW + at)
    for at, person in enumerate(("U1", "U2")):
        jobs.plan(connection, OURS, f"export:{person}", NOW + 3 + at)
    reminders.add(connection, OURS, "U1", 1, NOW + 7)
    tickets.add(connection, OURS, TICKET | {"look_at": NOW + 9})
    tickets.add(connection, OURS, TICKET | {"look_at": None})
    assert gauges.planned(connection) == {
        "summary": NOW,
        "export": NOW + 3,
        "remind": NOW + 7,
        "watch": NOW + 9,
    }


def leave(connection: Connection, workspace: str) -> None:
    row = {"workspace": workspace, "settings": {}, "known_since": NOW, "left_at": NOW}
    connection.execute(tables.workspaces.insert().values(row))


def test_promise_43_where_the_app_was_uninstalled_only_emptying_is_due(
    connection: Connection,
) -> None:
    jobs.plan(connection, THEIRS, "summary", NOW)
    tickets.add(connection, THEIRS, TICKET)
    leave(connection, THEIRS)
    assert gauges.planned(connection) == {"leave": NOW}


def test_workspaces_are_counted_until_they_leave(connection: Connection) -> None:
    row = {"workspace": OURS, "settings": {}, "known_since": NOW}
    connection.execute(tables.workspaces.insert().values(row))
    leave(connection, THEIRS)
    assert gauges.served(connection) == 1


def test_tickets_are_counted_by_kind_and_state(connection: Connection) -> None:
    for workspace, state in ((OURS, "new"), (THEIRS, "new"), (OURS, "resolved")):
        ticket = tickets.add(connection, workspace, TICKET)
        tickets.change(connection, workspace, ticket, state=state)
    assert gauges.by_state(connection) == {(FORM, "new"): 2, (FORM, "resolved"): 1}


LATE: Mapping[str, tuple[dict[str, Any], float | None]] = {
    "unanswered": ({"answer_due": NOW - 60}, 60),
    "unresolved": ({"answer_due": NOW - 60, "answered_at": NOW, "resolution_due": NOW - 9}, 9),
    "both": ({"answer_due": NOW - 60, "resolution_due": NOW - 70}, 70),
    "answered": ({"answer_due": NOW - 60, "answered_at": NOW - 70}, None),
    "waiting for the partner": ({"answer_due": NOW - 60, "state": "waiting"}, None),
    "resolved": ({"answer_due": NOW - 60, "state": "resolved"}, None),
    "in time": ({"answer_due": NOW + 1, "resolution_due": NOW + 9}, None),
}


@pytest.mark.parametrize("case", LATE)
def test_open_tickets_are_late_since_the_first_was_due(connection: Connection, case: str) -> None:
    values, seconds = LATE[case]
    ticket = tickets.add(connection, OURS, TICKET)
    tickets.change(connection, OURS, ticket, **values)
    late = (1, NOW - seconds) if seconds else (0, None)
    assert gauges.overdue(connection, NOW) == late


def test_tickets_are_counted_from_an_index_alone(connection: Connection) -> None:
    assert is_found_in_order(connection, gauges.by_state, "tickets_by_state")
