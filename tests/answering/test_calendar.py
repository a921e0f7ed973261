from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.calendar import (
    CALCULATIONS,
    CASES,
    WINDOW_MONTHS,
    compute,
    latest_month,
    newest_shown_month,
    next_day,
    renewal_window,
    submission_week,
    visible_by,
    visible_from,
)
from bot.content.months import Mention, Month
from tests.answering.asking import DAYS, MENTIONS, MONTHS

DISTANCES = st.integers(-600, 600)


@given(MONTHS, DISTANCES)
def test_months_forth_and_back_end_where_they_began(month: Month, months: int) -> None:
    assert month.plus(months).plus(-months) == month


@given(MONTHS, DISTANCES)
def test_a_month_so_many_months_later_is_that_far_away(month: Month, months: int) -> None:
    later = month.plus(months)
    assert (later.year - month.year) * 12 + later.number - month.number == months
    assert 1 <= later.number <= 12


def test_a_year_ends_with_december() -> None:
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2027, 1).plus(-1) == Month(2026, 12)
    assert Month(2026, 12).plus(12) == Month(2027, 12)


def test_an_invoice_of_january_2020_shows_from_the_fifteenth_of_february_2020() -> None:
    assert visible_from(Month(2020, 1)) == date(2020, 2, 15)


def test_an_invoice_of_december_shows_in_january_of_the_next_year() -> None:
    assert visible_from(Month(2026, 12)) == date(2027, 1, 15)


@given(MONTHS)
def test_an_invoice_shows_from_the_fifteenth_of_the_month_after_its_own(invoice: Month) -> None:
    shown = visible_from(invoice)
    assert shown.day == 15
    assert Month.of(shown) == invoice.plus(1)


@given(DAYS)
def test_the_newest_month_is_shown_and_the_one_after_it_is_not(today: date) -> None:
    newest = newest_shown_month(today)
    assert visible_from(newest) <= today < visible_from(newest.plus(1))


@given(DAYS)
def test_twelve_months_count_for_renewal_up_to_the_newest_that_is_shown(day: date) -> None:
    first, last = renewal_window(day)
    assert first.plus(WINDOW_MONTHS - 1) == last == newest_shown_month(day)


def test_january_to_december_2019_are_shown_from_the_fifteenth_of_january_2020() -> None:
    assert renewal_window(date(2020, 1, 14)) == (Month(2018, 12), Month(2019, 11))
    assert renewal_window(date(2020, 1, 15)) == (Month(2019, 1), Month(2019, 12))


@given(DAYS)
def test_the_submission_week_is_the_third_of_a_month_and_has_not_ended(today: date) -> None:
    first, last = submission_week(today)
    assert (first.day, last.day) == (15, 21)
    assert last - first == timedelta(days=6)
    assert last >= today
    assert last - today < timedelta(days=31)


@given(DAYS)
def test_a_submitted_request_shows_by_the_seventh_of_the_month_after(submitted: date) -> None:
    shown = visible_by(submitted)
    assert shown.day == 7
    assert Month.of(shown) == Month.of(submitted).plus(1)


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (date(2026, 12, 14), date(2026, 12, 15)),
        (date(2026, 12, 15), date(2026, 12, 15)),
        (date(2026, 12, 21), date(2026, 12, 15)),
        (date(2026, 12, 22), date(2027, 1, 15)),
        (date(2028, 2, 29), date(2028, 3, 15)),
    ],
)
def test_after_the_submission_week_comes_the_next_months_also_at_a_years_end(
    today: date, start: date
) -> None:
    assert submission_week(today)[0] == start


@given(st.integers(1, 12), DAYS)
def test_a_month_without_a_year_is_the_latest_that_is_not_in_the_future(
    number: int, today: date
) -> None:
    month = latest_month(Mention(number), today)
    assert month.number == number
    assert Month.of(today).plus(-11) <= month <= Month.of(today)


@given(MONTHS, DAYS)
def test_a_month_with_a_year_is_that_month(month: Month, today: date) -> None:
    assert latest_month(Mention(month.number, month.year), today) == month


@given(st.integers(1, 12), st.integers(1, 31), DAYS)
def test_an_anniversary_without_a_year_is_the_next_one(month: int, day: int, today: date) -> None:
    anniversary = next_day(Mention(month, None, day), today)
    assert anniversary.month == month
    assert today <= anniversary <= today + timedelta(days=366)


@pytest.mark.parametrize(
    ("today", "anniversary"),
    [
        (date(2026, 3, 1), date(2027, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2029, 2, 28)),
    ],
)
def test_the_29th_of_february_is_the_28th_in_a_year_that_has_none(
    today: date, anniversary: date
) -> None:
    assert next_day(Mention(2, None, 29), today) == anniversary


def test_a_date_before_today_stays_where_its_year_puts_it() -> None:
    assert next_day(Mention(3, 2019, 31), date(2026, 11, 20)) == date(2019, 3, 31)


def test_a_month_without_a_day_is_its_first_day() -> None:
    assert next_day(Mention(6), date(2026, 11, 20)) == date(2027, 6, 1)


@given(st.sampled_from(sorted(CALCULATIONS)), st.none() | MENTIONS, DAYS)
def test_every_calculation_comes_to_a_declared_case_with_its_values(
    calculation: str, mention: Mention | None, today: date
) -> None:
    computed = compute(calculation, mention, today)
    assert computed.values.keys() == CASES[calculation][computed.case]


@given(MENTIONS, DAYS)
def test_an_invoice_month_is_upcoming_until_its_day_and_then_visible(
    mention: Mention, today: date
) -> None:
    computed = compute("report-schedule", mention, today)
    assert (computed.case == "visible") == (computed.values["date"] <= today)  # type: ignore[operator]


@given(DAYS)
def test_the_running_submission_week_names_the_one_after_it_too(today: date) -> None:
    computed = compute("directory-schedule", None, today)
    assert (computed.case == "this-week") == (15 <= today.day <= 21)
    if computed.case == "this-week":
        after = submission_week(today.replace(day=22))
        assert (computed.values["next_start"], computed.values["next_end"]) == after


@given(DAYS)
def test_without_a_month_the_example_is_this_months_invoice(today: date) -> None:
    computed = compute("report-schedule", None, today)
    assert computed.case == "example"
    assert computed.values["month"] == Month.of(today)
