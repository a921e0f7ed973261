from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.schema import metadata
from bot.storage.schema import outbox as table
from bot.storage.shares import Busy
from tests.storage.everything import NOW, OURS, THEIRS, attempt


def post(connection: Connection, *lanes: str, workspace: str = OURS) -> None:
    for lane in lanes:
        outbox.post(connection, workspace, lane, "reply", {"question": 7}, NOW)


def show(connection: Connection, *lanes: str, number: int = 7, now: float = NOW) -> None:
    for lane in lanes:
        outbox.post_once(connection, OURS, lane, "card", {"ticket": number}, now)


def leased(connection: Connection, now: float = NOW, *, most: int = 32) -> list[int]:
    return [row.id for row in outbox.lease(connection, now, 120, most)]


def test_a_message_is_leased_with_what_it_is_about(connection: Connection) -> None:
    post(connection, "C1")
    (row,) = outbox.lease(connection, NOW, 120, 1)
    assert tuple(row) == (1, OURS, "C1", "reply", {"question": 7}, NOW, 1, 0, 0, None)


def test_a_lane_gives_one_message_at_a_time_in_order(connection: Connection) -> None:
    post(connection, "C1", "C1", "C1")
    for number in (1, 2, 3):
        assert leased(connection) == [number]
        assert leased(connection) == []
        outbox.finish(connection, OURS, number, attempt(connection, table, number))
    assert leased(connection) == []


def test_other_lanes_are_not_held_up(connection: Connection) -> None:
    post(connection, "C1", "C1", "C2", "C3")
    assert leased(connection) == [1, 3, 4]
    outbox.finish(connection, OURS, 3, attempt(connection, table, 3))
    assert leased(connection) == []


def test_the_same_lane_of_another_workspace_is_another_lane(connection: Connection) -> None:
    post(connection, "C1")
    post(connection, "C1", workspace=THEIRS)
    assert leased(connection) == [1, 2]


def test_a_retry_holds_up_its_own_lane_only(connection: Connection) -> None:
    post(connection, "C1", "C1", "C2", "C2")
    leased(connection)
    outbox.retry(connection, OURS, 1, attempt(connection, table, 1), NOW + 30, "ratelimited")
    outbox.finish(connection, OURS, 3, attempt(connection, table, 3))
    assert leased(connection, NOW + 29) == [4]
    assert leased(connection, NOW + 30) == [1]


def test_a_lease_expires_and_is_given_to_the_next(connection: Connection) -> None:
    post(connection, "C1", "C1")
    leased(connection)
    assert leased(connection, NOW + 119) == []
    assert leased(connection, NOW + 120) == [1]


def test_what_somebody_holds_is_not_leased_to_them_again_however_far_the_clock_jumps(
    connection: Connection,
) -> None:
    post(connection, "C1", "C1", "C2")
    held = leased(connection)
    busy = Busy(dict.fromkeys(held, OURS))
    found = outbox.lease(connection, NOW + 1_000_000, 120, 32, busy)
    assert (held, found) == ([1, 3], [])
    assert leased(connection, NOW + 1_000_000) == [1, 3]


def test_a_parked_message_lets_its_lane_go_on(connection: Connection) -> None:
    post(connection, "C1", "C1")
    leased(connection)
    outbox.park(connection, OURS, 1, attempt(connection, table, 1), "channel_not_found")
    assert leased(connection) == [2]
    row = connection.execute(select(table).where(table.c.id == 1)).one()
    assert (row.state, row.problem, row.about) == ("parked", "channel_not_found", {"question": 7})


def test_promise_42_a_sent_message_is_about_nothing_any_more(connection: Connection) -> None:
    post(connection, "C1")
    outbox.finish(connection, OURS, 1, attempt(connection, table, 1))
    row = connection.execute(select(table)).one()
    assert (row.state, row.about) == ("done", {})


def test_promise_42_only_what_was_sent_is_forgotten_when_it_is_old(
    connection: Connection,
) -> None:
    post(connection, "sent", "waiting", "parked")
    outbox.finish(connection, OURS, 1, attempt(connection, table, 1))
    outbox.park(connection, OURS, 3, attempt(connection, table, 3), "problem")
    outbox.forget(connection, NOW)
    assert len(connection.execute(select(table)).all()) == 3
    outbox.forget(connection, NOW + 1)
    assert connection.scalars(select(table.c.lane)).all() == ["waiting", "parked"]


def test_the_oldest_unsent_message_is_known(connection: Connection) -> None:
    assert outbox.oldest_waiting(connection) is None
    post(connection, "C1")
    outbox.post(connection, OURS, "C2", "reply", {}, NOW + 9)
    assert outbox.oldest_waiting(connection) == NOW
    outbox.park(connection, OURS, 1, attempt(connection, table, 1), "problem")
    assert outbox.oldest_waiting(connection) == NOW + 9


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.sampled_from(["C1", "C2", "C3"])),
        st.tuples(st.just("lease"), st.integers(1, 4)),
        st.tuples(st.sampled_from(["finish", "retry", "park"]), st.integers(0, 9)),
        st.tuples(st.just("wait"), st.integers(1, 200)),
    ),
    min_size=3,
    max_size=25,
)


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_whatever_happens_a_lane_is_sent_in_order_and_by_one_worker_at_a_time(
    steps: list[tuple[str, Any]],
) -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        Sending(connection).follow(steps)
    engine.dispose()


class Sending:
    """A worker that does as told, and holds the outbox to its promise at each lease."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.now = NOW
        self.held: dict[int, tuple[str, float]] = {}
        self.sent: dict[str, int] = {}
        self.attempts: dict[int, int] = {}

    def follow(self, steps: list[tuple[str, Any]]) -> None:
        for step, what in steps:
            getattr(self, step)(what)

    def post(self, lane: str) -> None:
        outbox.post(self.connection, OURS, lane, "reply", {}, self.now)

    def wait(self, seconds: int) -> None:
        self.now += seconds

    def lease(self, most: int) -> None:
        for row in outbox.lease(self.connection, self.now, 120, most):
            holding = {lane for lane, until in self.held.values() if until > self.now}
            assert row.lane not in holding
            assert row.id >= self.sent.get(row.lane, 0)
            self.held[row.id] = (row.lane, self.now + 120)
            self.attempts[row.id] = row.attempts

    def finish(self, which: int) -> None:
        self.end(which, lambda row: outbox.finish(self.connection, OURS, row, self.attempts[row]))

    def park(self, which: int) -> None:
        self.end(
            which,
            lambda row: outbox.park(self.connection, OURS, row, self.attempts[row], "problem"),
        )

    def retry(self, which: int) -> None:
        row = self.chosen(which)
        if row is not None:
            due = self.now + which
            outbox.retry(self.connection, OURS, row, self.attempts[row], due, "problem")
            self.held[row] = (self.held[row][0], due)

    def end(self, which: int, how: Any) -> None:  # noqa: ANN401
        row = self.chosen(which)
        if row is not None:
            how(row)
            lane, _ = self.held.pop(row)
            self.sent[lane] = max(row, self.sent.get(lane, 0))

    def chosen(self, which: int) -> int | None:
        return sorted(self.held)[which % len(self.held)] if self.held else None


@pytest.mark.parametrize("most", [1, 2, 5])
def test_no_more_is_leased_than_was_asked_for(connection: Connection, most: int) -> None:
    post(connection, *(f"C{n}" for n in range(8)))
    assert leased(connection, most=most) == list(range(1, most + 1))


def test_who_was_overtaken_can_not_end_a_message_any_more(connection: Connection) -> None:
    post(connection, "C1")
    (first,) = outbox.lease(connection, NOW, 120, 1)
    (second,) = outbox.lease(connection, NOW + 120, 120, 1)
    assert not outbox.finish(connection, OURS, 1, first.attempts)
    assert not outbox.retry(connection, OURS, 1, first.attempts, NOW, "problem")
    assert outbox.finish(connection, OURS, 1, second.attempts)
    assert not outbox.finish(connection, OURS, 1, second.attempts)


def test_only_a_message_whose_last_attempt_has_no_known_end_may_have_been_sent(
    connection: Connection,
) -> None:
    post(connection, "C1")
    (row,) = outbox.lease(connection, NOW, 120, 1)
    assert not row.may_be_sent
    outbox.postpone(connection, OURS, 1, 1, NOW, "ratelimited", 1)
    (row,) = outbox.lease(connection, NOW, 120, 1)
    assert not row.may_be_sent
    (row,) = outbox.lease(connection, NOW + 120, 120, 1)
    assert row.may_be_sent


def test_what_slack_postponed_is_no_failure(connection: Connection) -> None:
    post(connection, "C1")
    for number in (1, 2):
        outbox.lease(connection, NOW, 120, 1)
        outbox.postpone(connection, OURS, 1, number, NOW, "ratelimited", number)
    outbox.lease(connection, NOW, 120, 1)
    outbox.retry(connection, OURS, 1, 3, NOW, "TimeoutError")
    (row,) = outbox.lease(connection, NOW, 120, 1)
    assert (row.attempts, row.failures) == (4, 1)


def test_what_was_set_aside_is_counted_then_blanked_then_forgotten(connection: Connection) -> None:
    post(connection, "C1", "C2")
    outbox.park(connection, OURS, 1, 0, "problem")
    assert outbox.parked(connection) == 1
    outbox.blank_parked(connection, NOW + 1)
    assert connection.scalars(select(table.c.about).order_by(table.c.id)).all() == [
        {},
        {"question": 7},
    ]
    outbox.forget_parked(connection, NOW + 1)
    assert (outbox.parked(connection), connection.scalars(select(table.c.id)).all()) == (0, [2])


def set_aside(connection: Connection, workspace: str, row: int, lease: int) -> bool:
    return outbox.park(connection, workspace, row, lease, "problem")


def waiting(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
    found = select(table.c.lane, table.c.about).where(table.c.state == "waiting")
    return [(row.lane, row.about) for row in connection.execute(found.order_by(table.c.id))]


def test_what_shows_a_state_waits_once_to_be_drawn(connection: Connection) -> None:
    show(connection, "C1", "C1", now=NOW)
    show(connection, "C1", now=NOW + 5)
    assert waiting(connection) == [("C1", {"ticket": 7})]
    assert leased(connection) == [1]


def test_of_different_things_or_in_different_lanes_each_state_is_shown(
    connection: Connection,
) -> None:
    show(connection, "C1", "C2")
    show(connection, "C1", number=8)
    outbox.post_once(connection, OURS, "C1", "receipt", {"ticket": 7}, NOW)
    outbox.post_once(connection, THEIRS, "C1", "card", {"ticket": 7}, NOW)
    assert [about["ticket"] for _, about in waiting(connection)] == [7, 7, 8, 7, 7]


def test_what_is_being_drawn_is_drawn_again_for_it_may_be_late_to_show_the_change(
    connection: Connection,
) -> None:
    show(connection, "C1")
    leased(connection)
    show(connection, "C1", "C1")
    assert len(waiting(connection)) == 2
    outbox.finish(connection, OURS, 1, attempt(connection, table, 1))
    assert leased(connection) == [2]


def test_what_failed_and_waits_to_be_tried_again_counts_as_being_drawn(
    connection: Connection,
) -> None:
    show(connection, "C1")
    leased(connection)
    outbox.retry(connection, OURS, 1, attempt(connection, table, 1), NOW + 30, "TimeoutError")
    show(connection, "C1")
    assert len(waiting(connection)) == 2


@pytest.mark.parametrize("end", [outbox.finish, set_aside])
def test_what_was_shown_or_set_aside_is_shown_anew(
    connection: Connection, end: Callable[[Connection, str, int, int], object]
) -> None:
    show(connection, "C1")
    end(connection, OURS, 1, 0)
    show(connection, "C1")
    assert waiting(connection) == [("C1", {"ticket": 7})]
    assert leased(connection) == [2]


def test_what_is_said_each_time_is_never_left_out(connection: Connection) -> None:
    post(connection, "C1", "C1")
    assert len(waiting(connection)) == 2


@pytest.mark.parametrize("engine", ["postgresql"])
def test_what_was_found_waiting_is_not_drawn_before_the_change_that_it_is_to_show(
    database: Database, database_url: str
) -> None:
    database.run_now(show, "C1")
    other = Database(database_url)
    with database.engine.begin() as connection:
        show(connection, "C1")
        assert other.run_now(leased) == []
    assert other.run_now(leased) == [1]
    other.close()
