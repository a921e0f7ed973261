"""Which batch is open on a day, from when on, and when it is asked whether its requests show."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.months import Month
from bot.desk import batches
from bot.desk.batches import SCHEDULES, Window, asked_at, month_of, name_of, week_of, window
from tests.desk.offices import ZONE, at, event, hours

SCHEDULE = SCHEDULES["directory-schedule"]
HOURS = hours()
NEVER_THERE = event("DTSTART;VALUE=DATE:20260301", "DTEND;VALUE=DATE:20260401")
MONTHS = st.builds(Month, st.integers(2020, 2040), st.integers(1, 12))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))  # noqa: DTZ001 - the desk's own


def seen(text: str, events: str = "") -> Window:
    return window(SCHEDULE, hours(events), at(text))


def test_a_batch_opens_when_the_desk_does_in_the_third_week() -> None:
    # The 15th of October 2026 is a Thursday.
    assert seen("2026-10-01T12:00").opens_at == at("2026-10-15T09:00")


def test_a_week_that_begins_on_a_sunday_waits_for_the_desk() -> None:
    assert seen("2026-11-01T12:00").opens_at == at("2026-11-16T09:00")


def test_a_holiday_puts_the_opening_off() -> None:
    closed = event("DTSTART;VALUE=DATE:20261015", "DTEND;VALUE=DATE:20261016")
    assert seen("2026-10-01T12:00", closed).opens_at == at("2026-10-16T09:00")


def test_a_desk_that_is_never_there_in_that_week_is_shown_its_batch_from_the_beginning() -> None:
    assert seen("2026-03-02T12:00", NEVER_THERE).opens_at == at("2026-03-15T00:00")


@pytest.mark.parametrize(
    "moment", ["2026-10-15T09:00", "2026-10-18T03:00", "2026-10-21T17:30", "2026-10-21T23:59"]
)
def test_what_was_missed_is_caught_up_on_while_the_week_lasts(moment: str) -> None:
    assert seen(moment).has(at(moment))


@pytest.mark.parametrize("moment", ["2026-10-14T12:00", "2026-10-15T08:59", "2026-10-22T00:00"])
def test_no_batch_is_opened_before_or_after_its_week(moment: str) -> None:
    assert not seen(moment).has(at(moment))


def test_after_the_week_the_next_month_comes() -> None:
    assert seen("2026-12-22T00:00").month == Month(2027, 1)


def test_the_day_is_that_of_the_desk() -> None:
    last = at("2026-10-21T23:59")
    assert batches.day_of(HOURS, last) == date(2026, 10, 21)
    assert batches.day_of(HOURS, last + 60) == date(2026, 10, 22)


def test_it_is_asked_when_the_desk_opens_on_the_day_by_which_requests_show() -> None:
    assert asked_at(HOURS, date(2026, 12, 7)) == at("2026-12-07T09:00")
    # The 7th of November 2026 is a Saturday.
    assert asked_at(HOURS, date(2026, 11, 7)) == at("2026-11-09T09:00")


def test_what_is_submitted_in_the_third_week_shows_in_the_first_of_the_next_month() -> None:
    assert SCHEDULE.visible_by(date(2026, 12, 18)) == date(2027, 1, 7)


@given(MONTHS)
def test_the_name_of_a_month_tells_it(month: Month) -> None:
    assert month_of(name_of(month)) == month


@given(MONTHS)
def test_each_month_has_a_batch_in_its_own_week(month: Month) -> None:
    first, last = week_of(SCHEDULE, month)
    assert (Month.of(first), Month.of(last)) == (month, month)
    found = window(SCHEDULE, HOURS, at(f"{last}T12:00"))
    assert found.month == month
    assert found.opens_at < found.closes_at


@given(MOMENTS)
def test_a_window_is_running_or_ahead(moment: datetime) -> None:
    now = moment.replace(tzinfo=ZONE).timestamp()
    found = window(SCHEDULE, HOURS, now)
    assert now < found.closes_at
    assert found.month in {Month.of(moment.date()), Month.of(moment.date()).plus(1)}
