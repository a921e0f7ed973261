"""Targets go by kind and priority; the time in which the partner is waited for does not count."""

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.targets import Priority, due, warned_from
from tests.desk.offices import HOUR, at, declared, hours

DESK, HOURS = declared(), hours()
MOMENTS = st.integers(min_value=1_790_000_000, max_value=1_800_000_000)
WAITED = st.integers(min_value=0, max_value=100 * 3600)


def test_targets_go_by_kind_and_priority() -> None:
    since = at("2026-11-20T16:00")
    assert due(DESK, HOURS, "question", Priority.URGENT, since).answer == at("2026-11-20T16:15")
    assert due(DESK, HOURS, "directory", Priority.URGENT, since).answer == at("2026-11-20T16:30")
    assert due(DESK, HOURS, "question", Priority.NORMAL, since).answer == at("2026-11-23T12:00")


def test_a_target_in_days_ends_at_the_same_time_of_the_day() -> None:
    since = at("2026-11-20T16:00")
    ends = due(DESK, HOURS, "directory", Priority.LOW, since)
    assert ends == (at("2026-11-24T16:00"), at("2026-12-04T16:00"))


def test_waiting_for_the_partner_counts_out() -> None:
    due_at = at("2026-11-20T12:00")
    waited = HOURS.between(at("2026-11-20T10:00"), at("2026-11-20T13:00"))
    assert HOURS.later(due_at, waited) == at("2026-11-20T15:00")


def test_waiting_over_a_weekend_moves_nothing() -> None:
    due_at = at("2026-11-23T12:00")
    waited = HOURS.between(at("2026-11-20T17:00"), at("2026-11-23T09:00"))
    assert HOURS.later(due_at, waited) == due_at


def test_a_warning_comes_after_its_share_of_business_time() -> None:
    since, due_at = at("2026-11-20T15:00"), at("2026-11-23T11:00")
    assert warned_from(HOURS, since, due_at, 0.75) == at("2026-11-23T10:00")


@given(MOMENTS, WAITED, st.sampled_from(Priority))
def test_time_that_was_waited_moves_what_is_due_and_its_warning_alike(
    since: int, waited: int, priority: Priority
) -> None:
    ends = due(DESK, HOURS, "question", priority, since)
    later = due(DESK, HOURS, "question", priority, since, waited)
    warned = warned_from(HOURS, since, ends.resolution, 0.5)
    moved_too = warned_from(HOURS, since, later.resolution, 0.5, waited)
    assert HOURS.between(ends.resolution, later.resolution) == waited
    assert HOURS.between(warned, moved_too) == waited


@given(MOMENTS, st.sampled_from(Priority))
def test_an_answer_is_due_before_the_resolution(since: int, priority: Priority) -> None:
    ends = due(DESK, HOURS, "discrepancy", priority, since)
    assert since < ends.answer < ends.resolution


@given(MOMENTS, st.integers(min_value=1, max_value=99))
def test_a_warning_comes_before_what_it_warns_of(since: int, percent: int) -> None:
    due_at = HOURS.later(since, 8 * HOUR)
    assert since <= warned_from(HOURS, since, due_at, percent / 100) < due_at
