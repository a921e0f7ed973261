"""Business hours: nights, weekends and holidays do not count."""

from datetime import date
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.calendars import Closed
from bot.content.desk import Duration, Opening
from bot.desk.hours import Hours
from tests.desk.offices import DAY, FIVE_DAYS, HOUR, SEVEN_DAYS, ZONE, at, event, hours

DUTCH = hours(holidays={"country": "NL"})
LUNCH = hours(
    hours=dict.fromkeys(
        FIVE_DAYS,
        (
            "09:00-12:30",
            "13:30-17:30",
        ),
    )
)
NIGHTLY = hours(
    hours=dict.fromkeys(
        SEVEN_DAYS,
        (
            "00:00-06:00",
            "22:00-24:00",
        ),
    )
)
ALWAYS = hours(hours=dict.fromkeys(SEVEN_DAYS, ("00:00-24:00",)))
PATCHY = hours(
    event("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=MONTHLY"),
    hours={"tuesday": ["01:30-02:30", "02:30-04:00"], "sunday": ["01:30-02:30", "02:45-03:15"]},
    time_zone="America/New_York",
)
NEVER = Hours(ZONE, {})

EVERY = st.sampled_from([DUTCH, LUNCH, NIGHTLY, ALWAYS, PATCHY])
MOMENTS = st.integers(min_value=1_700_000_000, max_value=1_900_000_000)
SECONDS = st.integers(min_value=1, max_value=500 * 3600)
DAYS = st.integers(min_value=1, max_value=60)


def test_an_hour_in_the_morning_is_an_hour() -> None:
    assert DUTCH.later(at("2026-11-20T10:00"), HOUR) == at("2026-11-20T11:00")


def test_what_comes_on_friday_evening_counts_from_monday() -> None:
    assert DUTCH.later(at("2026-11-20T18:00"), HOUR) == at("2026-11-23T10:00")


def test_what_fills_the_day_is_due_when_the_desk_closes_not_when_it_opens_again() -> None:
    assert DUTCH.later(at("2026-11-20T09:00"), 8 * HOUR) == at("2026-11-20T17:00")


def test_the_pause_at_noon_does_not_count() -> None:
    assert LUNCH.later(at("2026-11-20T12:00"), HOUR) == at("2026-11-20T14:00")


def test_a_public_holiday_is_no_business_day() -> None:
    assert DUTCH.later(at("2026-12-24T16:00"), 2 * HOUR) == at("2026-12-28T10:00")
    assert DUTCH.days_later(at("2026-12-24T16:00"), 1) == at("2026-12-28T16:00")


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    epiphany = at("2026-01-06T10:00")
    assert hours(holidays={"country": "DE"}).is_open(epiphany)
    assert not hours(holidays={"country": "DE", "subdivision": "BY"}).is_open(epiphany)


def test_the_turn_of_the_year_is_crossed() -> None:
    assert DUTCH.later(at("2026-12-31T16:00"), 2 * HOUR) == at("2027-01-04T10:00")
    assert DUTCH.between(at("2026-12-31T16:00"), at("2027-01-04T10:00")) == 2 * HOUR
    assert DUTCH.days_later(at("2026-12-31T16:00"), 1) == at("2027-01-04T16:00")


def test_years_are_crossed() -> None:
    assert ALWAYS.between(at("2024-03-01T00:00"), at("2029-03-01T00:00")) == (5 * 365 + 1) * DAY
    assert ALWAYS.later(at("2024-03-01T00:00"), (5 * 365 + 1) * DAY) == at("2029-03-01T00:00")


@pytest.mark.parametrize("friday", ["2026-03-27", "2026-10-23"])
def test_an_hour_stays_an_hour_when_the_clocks_change_at_the_weekend(friday: str) -> None:
    monday = f"{friday[:8]}{int(friday[8:]) + 3}"
    assert DUTCH.later(at(f"{friday}T16:30"), HOUR) == at(f"{monday}T09:30")
    assert DUTCH.days_later(at(f"{friday}T16:30"), 1) == at(f"{monday}T16:30")


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is() -> None:
    assert ALWAYS.between(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == 23 * HOUR
    assert ALWAYS.between(at("2026-10-25T00:00"), at("2026-10-26T00:00")) == 25 * HOUR


def test_hours_that_the_clocks_skip_are_none() -> None:
    assert PATCHY.between(at("2026-03-08T00:00"), at("2026-03-09T00:00")) < 2 * HOUR
    assert PATCHY.later(at("2026-03-08T00:00"), HOUR) > at("2026-03-08T00:00")


def test_midnight_parts_no_night_shift() -> None:
    assert NIGHTLY.later(at("2026-11-20T23:00"), 2 * HOUR) == at("2026-11-21T01:00")
    assert NIGHTLY.later(at("2026-12-31T23:00"), 2 * HOUR) == at("2027-01-01T01:00")
    assert NIGHTLY.is_open(at("2027-01-01T00:00"))


def test_the_desk_is_open_from_its_first_to_before_its_last_moment() -> None:
    assert DUTCH.is_open(at("2026-11-20T09:00"))
    assert not DUTCH.is_open(at("2026-11-20T17:00"))
    assert not DUTCH.is_open(at("2026-11-21T12:00"))
    assert DUTCH.opening(at("2026-11-20T17:00")) == at("2026-11-23T09:00")


def test_nothing_later_is_now_even_at_night() -> None:
    assert DUTCH.later(at("2026-11-21T03:00"), 0) == at("2026-11-21T03:00")


def test_time_that_runs_backwards_has_no_length() -> None:
    assert DUTCH.between(at("2026-11-20T12:00"), at("2026-11-20T10:00")) == 0


def test_a_business_day_later_is_the_same_time() -> None:
    assert DUTCH.days_later(at("2026-11-20T10:00"), 1) == at("2026-11-23T10:00")
    assert DUTCH.days_later(at("2026-11-20T10:00"), 5) == at("2026-11-27T10:00")


def test_days_count_from_when_the_desk_opens() -> None:
    for closed in ("2026-11-20T18:00", "2026-11-21T12:00", "2026-11-23T08:00"):
        assert DUTCH.days_later(at(closed), 1) == at("2026-11-24T09:00")


@pytest.mark.parametrize(
    ("thursday", "friday"),
    [("09:30", "10:00"), ("11:00", "11:00"), ("12:30", "14:00"), ("16:30", "16:00")],
)
def test_a_day_later_is_within_the_hours_of_that_day(thursday: str, friday: str) -> None:
    short = hours(hours={"thursday": ["09:00-17:00"], "friday": ["10:00-12:00", "14:00-16:00"]})
    assert short.days_later(at(f"2026-11-19T{thursday}"), 1) == at(f"2026-11-20T{friday}")


def test_a_length_is_told_in_minutes_hours_and_days() -> None:
    start = at("2026-11-20T16:00")
    assert DUTCH.after(start, Duration(30, "m")) == at("2026-11-20T16:30")
    assert DUTCH.after(start, Duration(2, "h")) == at("2026-11-23T10:00")
    assert DUTCH.after(start, Duration(2, "d")) == at("2026-11-24T16:00")


def test_an_event_of_a_whole_day_closes_it() -> None:
    party = hours(event("DTSTART;VALUE=DATE:20261120"))
    assert party.later(at("2026-11-19T16:30"), HOUR) == at("2026-11-23T09:30")


def test_an_event_of_several_days_closes_all_but_the_day_on_which_it_ends() -> None:
    break_ = hours(event("DTSTART;VALUE=DATE:20261223", "DTEND;VALUE=DATE:20270105"))
    assert break_.days_later(at("2026-12-22T10:00"), 1) == at("2027-01-05T10:00")


def test_an_event_of_some_hours_closes_the_desk_for_these() -> None:
    meeting = hours(event("DTSTART:20261120T100000", "DTEND:20261120T113000"))
    assert meeting.later(at("2026-11-20T09:30"), HOUR) == at("2026-11-20T12:00")
    assert not meeting.is_open(at("2026-11-20T11:00"))


def test_an_event_has_its_own_zone() -> None:
    call = hours(event("DTSTART:20261120T100000Z", "DURATION:PT1H"))
    assert not call.is_open(at("2026-11-20T11:30"))
    assert call.is_open(at("2026-11-20T10:30"))


def test_a_yearly_event_comes_every_year_but_where_it_is_excepted() -> None:
    yearly = hours(
        event("DTSTART;VALUE=DATE:20201224", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20271224")
    )
    opened = {year: yearly.is_open(at(f"{year}-12-24T12:00")) for year in (2025, 2026, 2027, 2029)}
    assert opened == {2025: False, 2026: False, 2027: True, 2029: False}


def test_a_cancelled_event_closes_nothing_and_a_free_one_does() -> None:
    day = "DTSTART;VALUE=DATE:20261120"
    assert hours(event(day, "STATUS:CANCELLED")).is_open(at("2026-11-20T12:00"))
    assert not hours(event(day, "TRANSP:TRANSPARENT")).is_open(at("2026-11-20T12:00"))


def test_country_and_calendar_add_up() -> None:
    both = hours(event("DTSTART;VALUE=DATE:20261224"), holidays={"country": "NL"})
    assert both.days_later(at("2026-12-23T10:00"), 1) == at("2026-12-28T10:00")


def test_a_desk_that_is_never_there_is_due_by_the_clock() -> None:
    assert NEVER.later(0.0, HOUR) == HOUR
    assert NEVER.days_later(0.0, 2) == 2 * DAY
    assert NEVER.between(0.0, HOUR) == 0
    assert NEVER.opening(0.0) is None
    assert not NEVER.is_open(0.0)


def test_a_year_is_worked_out_once() -> None:
    asked = []

    def closed(year: int) -> Closed:
        asked.append(year)
        return Closed(frozenset({date(year, 11, 20)}), ())

    its = Hours(ZONE, dict.fromkeys(range(5), (Opening(540, 1020),)), closed)
    for _ in range(3):
        assert its.later(at("2026-11-19T16:30"), HOUR) == at("2026-11-23T09:30")
    assert asked == [2026]


def test_ten_business_days_are_told_in_a_fifth_of_a_millisecond() -> None:
    start = at("2026-12-21T10:00")
    DUTCH.later(start, 80 * HOUR)
    assert timeit(lambda: DUTCH.later(start, 80 * HOUR), number=500) / 500 < 0.0002


@given(EVERY, MOMENTS, SECONDS)
def test_between_is_what_later_added(desk: Hours, moment: int, seconds: int) -> None:
    assert desk.between(moment, desk.later(moment, seconds)) == seconds


@given(EVERY, MOMENTS, MOMENTS)
def test_later_comes_back_to_where_between_ended(desk: Hours, start: int, end: int) -> None:
    first, last = sorted((start, end))
    worked = desk.between(first, last)
    back = desk.later(first, worked)
    assert first <= back <= last
    assert desk.between(back, last) == 0


@given(EVERY, MOMENTS, SECONDS, SECONDS)
def test_one_length_after_the_other_is_both(desk: Hours, at: int, one: int, other: int) -> None:
    assert desk.later(desk.later(at, one), other) == desk.later(at, one + other)


@given(EVERY, MOMENTS, MOMENTS, MOMENTS)
def test_what_lies_between_adds_up(desk: Hours, one: int, two: int, three: int) -> None:
    first, middle, last = sorted((one, two, three))
    parts = desk.between(first, middle) + desk.between(middle, last)
    assert desk.between(first, last) == parts


@given(EVERY, MOMENTS, MOMENTS, SECONDS, SECONDS)
def test_what_is_more_or_begins_later_never_ends_earlier(
    desk: Hours, one: int, other: int, less: int, more: int
) -> None:
    (first, second), (short, long) = sorted((one, other)), sorted((less, more))
    assert desk.later(first, short) <= desk.later(first, long) <= desk.later(second, long)


@given(EVERY, MOMENTS, MOMENTS, DAYS, DAYS)
def test_more_days_never_end_earlier(
    desk: Hours, one: int, other: int, less: int, more: int
) -> None:
    (first, second), (few, many) = sorted((one, other)), sorted((less, more))
    ends = [desk.days_later(first, few), desk.days_later(first, many)]
    assert first < ends[0] <= ends[1] <= desk.days_later(second, many)


@given(EVERY, MOMENTS)
def test_business_time_ends_while_the_desk_is_there_or_as_it_closes(
    desk: Hours, moment: int
) -> None:
    end = desk.later(moment, 1)
    assert desk.between(end - 1, end) == 1


@given(EVERY, MOMENTS, MOMENTS)
def test_business_time_is_never_longer_than_time(desk: Hours, one: int, other: int) -> None:
    first, last = sorted((one, other))
    assert 0 <= desk.between(first, last) <= last - first
