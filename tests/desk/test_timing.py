"""What time alone brings about, and when to look again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import timing
from bot.desk.life import State
from bot.desk.targets import Priority
from bot.desk.timing import Clock, Timing, decide, may_ask_rating, may_reopen, next_summary
from tests.desk.offices import DAY, at, declared, hours

DESK, HOURS = declared(), hours()
FRIDAY = at("2026-11-20T09:00")
MONDAY = at("2026-11-23T09:00")
IDLE = [State.RESOLVED, State.WITHDRAWN, State.MERGED]
HALF_HOURS = st.integers(min_value=0, max_value=2_000)


def clock(**values: object) -> Clock:
    """Return the times of a question that came on Friday at 9, with what is due by them."""
    blank = Clock("question", "normal", "new", FRIDAY, None, None, None, None)
    return timing.started(DESK, HOURS, blank)._replace(**values)  # type: ignore[arg-type]


def waiting(since: float = FRIDAY, **values: object) -> Clock:
    """Return the times of a ticket whose partner is waited for since then."""
    return clock(state="waiting", answered_at=since, waiting_since=since, **values)


def prioritized(its: Clock, priority: Priority) -> Clock:
    """Return the times of a ticket under another priority."""
    return timing.started(DESK, HOURS, its._replace(priority=priority))


def reopened(its: Clock, now: float) -> Clock:
    """Return the times of a ticket that is opened again: nothing of before counts."""
    anew = {"reopened_at": now, "waiting_since": None, "waited": 0.0, "noticed": ()}
    return timing.started(DESK, HOURS, its._replace(state="reopened", **anew))  # type: ignore[arg-type]


def resumed(its: Clock, now: float) -> Clock:
    """Return the times of a ticket whose partner is waited for no more."""
    waited = 0.0 if its.waiting_since is None else HOURS.between(its.waiting_since, now)
    over = its._replace(waiting_since=None, waited=its.waited + waited)
    return timing.started(DESK, HOURS, over)


def decided(its: Clock, now: float) -> Timing:
    return decide(DESK, HOURS, its, now)


def test_a_new_ticket_is_first_looked_at_when_its_answer_is_nearly_due() -> None:
    assert decided(clock(), FRIDAY) == Timing((), at("2026-11-20T12:00"))


def test_a_warning_comes_once() -> None:
    noon = at("2026-11-20T12:00")
    assert decided(clock(), noon) == Timing(("answer-warned",), at("2026-11-20T13:00"))
    warned = clock(noticed=["answer-warned"])
    assert decided(warned, noon) == Timing((), at("2026-11-20T13:00"))


def test_what_is_overdue_is_told_once() -> None:
    one = at("2026-11-20T13:00")
    resolution_warned = at("2026-11-23T13:00")
    warned = clock(noticed=["answer-warned"])
    assert decided(warned, one) == Timing(("answer-overdue",), resolution_warned)
    told = clock(noticed=["answer-warned", "answer-overdue"])
    assert decided(told, one) == Timing((), resolution_warned)


def test_what_is_overdue_needs_no_warning_any_more() -> None:
    late = at("2026-12-20T12:00")
    assert decided(clock(), late) == Timing(("answer-overdue", "resolution-overdue"), None)
    told = clock(noticed=["answer-overdue", "resolution-overdue"])
    assert decided(told, late) == Timing((), None)


def test_an_answered_ticket_is_only_due_for_its_resolution() -> None:
    answered = clock(state="in-progress", answered_at=at("2026-11-20T10:00"))
    assert decided(answered, FRIDAY).look_at == at("2026-11-23T13:00")
    assert decided(answered, at("2026-11-23T17:00")).due == ("resolution-warned",)
    assert decided(answered, at("2026-11-24T09:00")).due == ("resolution-overdue",)


@pytest.mark.parametrize("state", IDLE)
def test_nothing_is_due_for_a_ticket_that_is_done(state: State) -> None:
    for waiting_since in (None, FRIDAY):
        done = clock(state=state, waiting_since=waiting_since)
        assert decided(done, FRIDAY + 100 * DAY) == Timing((), None)


def test_a_ticket_without_due_times_is_never_looked_at() -> None:
    assert decided(clock(answer_due=None, resolution_due=None), FRIDAY) == Timing((), None)


def test_a_partner_who_is_waited_for_is_reminded_then_the_ticket_is_closed() -> None:
    times = [at(f"2026-11-{day}T09:00") for day in (24, 26)] + [at("2026-12-01T09:00")]
    notices = ["partner-reminded-1", "partner-reminded-2", "closed"]
    assert decided(waiting(), FRIDAY) == Timing((), times[0])
    for number, notice in enumerate(notices):
        its = waiting(noticed=notices[:number])
        following = [*times, None][number + 1]
        assert decided(its, times[number]) == Timing((notice,), following)
        assert decided(waiting(noticed=notices[: number + 1]), times[number]).due == ()


def test_a_missed_reminder_is_not_made_up_for_beside_the_next() -> None:
    assert decided(waiting(), at("2026-11-26T09:00")).due == ("partner-reminded-2",)


def test_a_desk_without_reminders_only_closes() -> None:
    quiet = declared(waiting={"reminders": [], "closing": "1d"})
    assert decide(quiet, HOURS, waiting(), MONDAY) == Timing(("closed",), None)


def test_support_is_not_hurried_while_the_partner_is_waited_for() -> None:
    assert decided(waiting(), at("2026-11-23T17:00")) == Timing((), at("2026-11-24T09:00"))


def test_the_time_that_was_waited_is_counted_out() -> None:
    asked, answered = at("2026-11-20T12:00"), at("2026-11-24T12:00")
    its = resumed(waiting(asked), answered)._replace(state="in-progress")
    assert (its.waiting_since, its.waited) == (None, 16 * 3600)
    assert its.resolution_due == at("2026-11-25T17:00")
    assert decided(its, answered) == Timing((), at("2026-11-25T13:00"))


def test_what_was_not_waited_for_is_not_moved() -> None:
    assert resumed(clock(), MONDAY) == clock()


def test_reminders_begin_anew_with_the_next_wait() -> None:
    reminded = waiting(noticed=["partner-reminded-1"])
    its = resumed(reminded, MONDAY)._replace(state="in-progress")
    assert timing.still_noticed(DESK, HOURS, its, MONDAY) == frozenset()


def test_a_wait_takes_no_warning_back() -> None:
    warned = waiting(MONDAY, noticed=["resolution-warned", "partner-reminded-1"])
    assert timing.still_noticed(DESK, HOURS, warned, MONDAY) == {"resolution-warned"}


def test_a_higher_priority_is_due_as_if_it_had_always_been_so() -> None:
    its = prioritized(clock(), Priority.URGENT)
    assert its.answer_due == at("2026-11-20T09:15")
    assert its.resolution_due == at("2026-11-20T11:00")
    assert decided(its, at("2026-11-20T10:00")).due == ("answer-overdue",)


def test_another_priority_leaves_out_what_was_waited() -> None:
    its = prioritized(clock(waited=3600.0), Priority.HIGH)
    assert its.resolution_due == at("2026-11-23T10:00")


def test_another_priority_changes_nothing_of_an_answer_that_was_given() -> None:
    answered = clock(answered_at=at("2026-11-20T10:00"))
    its = prioritized(answered, Priority.LOW)
    assert its.answer_due == answered.answer_due
    assert its.resolution_due == at("2026-12-04T09:00")


def test_a_lower_priority_may_warn_again_and_a_higher_one_tells_nothing_twice() -> None:
    now = at("2026-11-20T14:00")
    told = clock(noticed=["answer-overdue"])
    lower = prioritized(told, Priority.LOW)
    higher = prioritized(told, Priority.URGENT)
    assert timing.still_noticed(DESK, HOURS, lower, now) == frozenset()
    assert timing.still_noticed(DESK, HOURS, higher, now) == {"answer-overdue"}


def test_a_reopened_ticket_is_due_anew() -> None:
    old = clock(state="resolved", answered_at=FRIDAY + 60, waited=9.0, noticed=["answer-warned"])
    its = reopened(old, MONDAY)
    assert (its.state, its.waited, its.noticed) == ("reopened", 0.0, ())
    assert its.answer_due == at("2026-11-23T13:00")
    assert its.resolution_due == at("2026-11-25T09:00")
    assert decided(its, at("2026-11-23T13:00")).due == ("answer-overdue",)
    assert decided(its._replace(answered_at=MONDAY), at("2026-11-23T13:00")).due == ()


def test_a_message_reopens_until_the_declared_days_are_over() -> None:
    assert may_reopen(DESK, FRIDAY, FRIDAY + 14 * DAY - 1)
    assert not may_reopen(DESK, FRIDAY, FRIDAY + 14 * DAY)


def test_nobody_is_asked_to_rate_again_within_the_pause() -> None:
    assert may_ask_rating(DESK, None, FRIDAY)
    assert not may_ask_rating(DESK, FRIDAY, FRIDAY + 30 * DAY - 1)
    assert may_ask_rating(DESK, FRIDAY, FRIDAY + 30 * DAY)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-11-20T09:00", "2026-11-23T09:00"),
        ("2026-11-23T08:59", "2026-11-23T09:00"),
        ("2026-11-23T09:00", "2026-11-30T09:00"),
        ("2026-10-19T09:00", "2026-10-26T09:00"),
        ("2026-12-28T09:00", "2027-01-04T09:00"),
    ],
)
def test_the_summary_comes_every_week_at_the_same_local_time(after: str, expected: str) -> None:
    assert next_summary(DESK.summary, HOURS, at(after)) == at(expected)


@given(st.sampled_from(State), HALF_HOURS, HALF_HOURS)
def test_nothing_comes_due_before_the_time_to_look(state: State, first: int, more: int) -> None:
    its = clock(state=state, waiting_since=FRIDAY if state is State.WAITING else None)
    now = FRIDAY + 1800 * first
    result = decided(its, now)
    given_now = its._replace(noticed=list(result.due))
    look_at = result.look_at
    if look_at is None:
        assert decided(given_now, now + 1800 * more).due == ()
    else:
        assert look_at > now
        assert decided(given_now, look_at - 1).due == ()
        assert decided(given_now, look_at).due != ()


@given(HALF_HOURS, HALF_HOURS, HALF_HOURS)
def test_a_wait_brings_a_warning_neither_nearer_nor_further(
    worked: int, waited: int, more: int
) -> None:
    """What support had left when the wait began, it has when the wait is over."""
    asked = FRIDAY + 1800 * worked
    back = asked + 1800 * waited
    before = clock(answered_at=FRIDAY)
    after = resumed(before._replace(waiting_since=asked), back)
    left = 1800 * more + 900
    then = HOURS.later(asked, left), HOURS.later(back, left)
    assert decided(before, then[0]).due == decided(after, then[1]).due
