"""One workspace with a long queue delays no other, and costs them little: on both engines."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event, insert, select

from bot.storage import inbox, outbox
from bot.storage.database import Database
from bot.storage.inbox import Received
from bot.storage.schema import inbox as inbox_table
from bot.storage.schema import outbox as outbox_table
from bot.storage.shares import IDLE, Busy
from tests.storage.everything import NOW, OURS, THEIRS

NOISY = "T-NOISY"
QUIET = tuple(f"T{number}" for number in range(9))
SLOTS = 4


class Box(NamedTuple):
    """How a queue is filled, leased and worked off."""

    put: Callable[[Connection, str, int], None]
    lease: Callable[..., Sequence[Any]]
    finish: Callable[..., bool]


def put_requests(connection: Connection, workspace: str, number: int) -> None:
    rows = [Received(workspace, str(uuid4()), "", "{}") for _ in range(number)]
    inbox.store(connection, rows, NOW)


def put_messages(connection: Connection, workspace: str, number: int) -> None:
    for each in range(number):
        outbox.post(connection, workspace, f"C{each}", "reply", {}, NOW)


BOXES = {
    "inbox": Box(put_requests, inbox.lease, inbox.finish),
    "outbox": Box(put_messages, outbox.lease, outbox.finish),
}


@pytest.fixture(params=BOXES)
def box(request: pytest.FixtureRequest) -> Box:
    return BOXES[request.param]


def turns_of(connection: Connection, box: Box, of: Collection[str]) -> dict[str, int]:
    """Work off a queue by SLOTS, each row in one turn; give the last turn of some workspaces."""
    busy, ends, turn = IDLE, dict[str, int](), 0
    while rows := box.lease(connection, NOW, 60, SLOTS, busy):
        turn += 1
        for row in rows:
            ends[row.workspace] = turn
            box.finish(connection, row.workspace, row.id, row.attempts)
        busy = Busy({}, rows[-1].workspace)
    return {each: ends[each] for each in of}


def test_promise_11_nine_workspaces_are_done_in_twice_the_quiet_time_beside_a_noisy_one(
    connection: Connection, box: Box
) -> None:
    for workspace in QUIET:
        box.put(connection, workspace, 4)
    quiet = turns_of(connection, box, QUIET)
    box.put(connection, NOISY, 200)
    for workspace in QUIET:
        box.put(connection, workspace, 4)
    beside = turns_of(connection, box, QUIET)
    assert all(beside[each] <= 2 * quiet[each] for each in QUIET)


def test_promise_11_a_slot_that_becomes_free_goes_to_who_holds_none(
    connection: Connection, box: Box
) -> None:
    box.put(connection, NOISY, 50)
    held = {row.id: row.workspace for row in box.lease(connection, NOW, 60, 16)}
    assert set(held.values()) == {NOISY}
    box.put(connection, QUIET[0], 2)
    held.popitem()
    (row,) = box.lease(connection, NOW, 60, 1, Busy(held, NOISY))
    assert row.workspace == QUIET[0]


def test_who_waits_alone_may_use_everything(connection: Connection, box: Box) -> None:
    box.put(connection, NOISY, 50)
    box.put(connection, QUIET[0], 1)
    leased = box.lease(connection, NOW, 60, 32)
    assert Counter(row.workspace for row in leased) == {NOISY: 31, QUIET[0]: 1}


def test_what_somebody_else_leased_leaves_its_share_to_others(
    connection: Connection, box: Box
) -> None:
    box.put(connection, OURS, 3)
    box.put(connection, THEIRS, 3)
    assert len(box.lease(connection, NOW, 60, 4)) == 4
    assert len(box.lease(connection, NOW, 60, 4)) == 2


@pytest.mark.parametrize("engine", ["postgresql"])
def test_promise_11_several_workers_share_what_waits_and_none_waits_for_another(
    database: Database, database_url: str, box: Box
) -> None:
    database.run_now(box.put, NOISY, 40)
    database.run_now(box.put, QUIET[0], 4)
    other = Database(database_url)
    with database.engine.begin() as first, other.engine.begin() as second:
        leased = [box.lease(each, NOW, 60, 6) for each in (first, second)]
    ids = [row.id for rows in leased for row in rows]
    assert len(ids) == len(set(ids)) == 12
    other.close()


MANY, WINDOW = 3_000, 256


@pytest.fixture
def long_lane(connection: Connection) -> Connection:
    """Give an outbox in which a long lane stands before a few short ones."""
    rows = [{"lane": "C0", "due_at": NOW}] * MANY + [
        {"lane": f"C{number}", "due_at": NOW + 1} for number in (1, 2, 3)
    ]
    values = {"workspace": NOISY, "message": "reply", "about": {}, "created_at": NOW}
    connection.execute(insert(outbox_table), [values | row for row in rows])
    return connection


def lanes(connection: Connection, now: float = NOW + 2) -> list[str]:
    return [row.lane for row in outbox.lease(connection, now, 120, 32)]


def statements(connection: Connection, do: Callable[[], object]) -> int:
    said: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *call: said.append(call[2]))
    do()
    return len(said)


def test_promise_11_what_stands_behind_a_long_lane_is_found_and_the_lane_not_searched_again(
    long_lane: Connection,
) -> None:
    found: list[str] = []
    for _ in range(2 + MANY // WINDOW):
        found += lanes(long_lane)
    assert sorted(found) == ["C0", "C1", "C2", "C3"]
    due = outbox_table.c.due_at <= NOW + 2
    searched = select(outbox_table.c.id).where(due, outbox_table.c.state == "waiting")
    assert len(long_lane.execute(searched).all()) < WINDOW


def test_a_long_lane_is_sent_message_by_message_without_waiting(long_lane: Connection) -> None:
    for _ in range(2 + MANY // WINDOW):
        lanes(long_lane)
    for row in range(1, 40):
        assert outbox.finish(long_lane, NOISY, row, 1)
        assert [each.id for each in outbox.lease(long_lane, NOW + 2, 120, 32)] == [row + 1]


def test_a_message_that_was_set_aside_lets_the_next_of_a_long_lane_go(
    long_lane: Connection,
) -> None:
    for _ in range(2 + MANY // WINDOW):
        lanes(long_lane)
    assert outbox.park(long_lane, NOISY, 1, 1, "channel_not_found")
    assert lanes(long_lane) == ["C0"]


def test_promise_11_a_lease_says_no_more_to_the_database_however_much_waits(
    connection: Connection, box: Box
) -> None:
    box.put(connection, QUIET[0], 40)
    few = statements(connection, lambda: box.lease(connection, NOW, 60, 16))
    box.put(connection, NOISY, 400)
    many = statements(connection, lambda: box.lease(connection, NOW, 60, 16))
    assert many <= 2 * few


@pytest.mark.parametrize("table", [inbox_table, outbox_table])
def test_what_is_done_is_not_in_the_index_of_what_waits(table: Any) -> None:  # noqa: ANN401
    (due,) = [each for each in table.indexes if each.name == f"{table.name}_due"]
    assert [column.name for column in due.columns] == ["workspace", "due_at", "id"]
    assert str(due.dialect_options["postgresql"]["where"]) == "state = 'waiting'"
