"""Checks of several fields together, each on the days on which it changes its mind."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import calendar
from bot.content.months import Month
from bot.forms.readings import Problem
from bot.forms.rules import (
    KEEP,
    NEEDS_REASON,
    REMIND,
    RULES,
    SEND,
    Doubt,
    Facts,
    Finding,
    Hint,
    Refused,
)
from tests.forms.forms import forms

DAYS = st.dates(date(2010, 1, 1), date(2090, 12, 31))
MONTHS = st.builds(Month, st.integers(2005, 2095), st.integers(1, 12))
AGREEING = {"kpi": "512", "revenue": "1250 EUR"}


def check(
    rule: str, parts: Mapping[str, str], today: date = date(2026, 11, 20), *names: str
) -> Finding:
    return RULES[rule].check(parts, Facts(today, calendar, names))


def dated(rule: str, month: Month, today: date) -> Finding:
    return check(rule, {"month": str(month.number), "year": str(month.year)}, today)


def of_month(rule: str, month: str, today: str) -> Finding:
    year, number = map(int, month.split("-"))
    return dated(rule, Month(year, number), date.fromisoformat(today))


@pytest.mark.parametrize(
    ("month", "today"),
    [("2026-12", "2026-11-30"), ("2027-01", "2026-12-31"), ("2030-01", "2026-01-01")],
)
def test_a_month_that_is_yet_to_come_is_refused(month: str, today: str) -> None:
    assert of_month("not-in-future", month, today) == Refused("month", Problem("month-future"))


@pytest.mark.parametrize(
    ("month", "today"),
    [("2026-11", "2026-11-01"), ("2026-12", "2027-01-01"), ("2019-05", "2026-01-01")],
)
def test_a_month_that_has_begun_is_taken(month: str, today: str) -> None:
    assert of_month("not-in-future", month, today) is None


@pytest.mark.parametrize(
    ("month", "today", "due"),
    [
        ("2026-10", "2026-11-14", date(2026, 11, 15)),
        ("2026-11", "2026-11-01", date(2026, 12, 15)),
        ("2026-12", "2027-01-14", date(2027, 1, 15)),
    ],
)
def test_a_report_before_its_kpis_show_is_asked_about_with_their_day(
    month: str, today: str, due: date
) -> None:
    doubt = of_month("report-due", month, today)
    assert isinstance(doubt, Doubt)
    assert doubt.options == (REMIND, SEND)
    assert doubt.values["date"] == due
    assert doubt.about == due.isoformat()


@pytest.mark.parametrize(
    ("month", "today"),
    [("2026-10", "2026-11-15"), ("2026-12", "2027-01-15"), ("2025-01", "2026-01-01")],
)
def test_a_report_from_the_very_day_on_which_its_kpis_show_is_taken(month: str, today: str) -> None:
    assert of_month("report-due", month, today) is None


def test_a_report_that_is_sent_too_early_needs_a_reason() -> None:
    assert {("report-due", SEND)} == NEEDS_REASON


@pytest.mark.parametrize(
    ("month", "today"),
    [("2025-10", "2026-11-15"), ("2025-09", "2026-11-14"), ("2020-01", "2026-01-01")],
)
def test_a_month_before_the_twelve_that_count_is_asked_about(month: str, today: str) -> None:
    doubt = of_month("within-window", month, today)
    assert isinstance(doubt, Doubt)
    assert doubt.options == (KEEP,)


@pytest.mark.parametrize(("month", "today"), [("2025-11", "2026-11-15"), ("2025-10", "2026-11-14")])
def test_the_first_of_the_twelve_months_is_taken(month: str, today: str) -> None:
    assert of_month("within-window", month, today) is None


@given(MONTHS, DAYS)
def test_a_month_is_refused_or_asked_about_for_one_reason_at_most(month: Month, day: date) -> None:
    found = [dated(rule, month, day) for rule in ("not-in-future", "report-due", "within-window")]
    assert sum(finding is not None for finding in found) <= 1


@given(MONTHS, DAYS)
def test_what_is_asked_about_one_month_tells_it_from_others(month: Month, day: date) -> None:
    for rule in ("report-due", "within-window"):
        abouts = {
            finding.about
            for each in (month, month.plus(1), month.plus(-1))
            if isinstance(finding := dated(rule, each, day), Doubt)
        }
        doubts = [dated(rule, each, day) for each in (month, month.plus(1), month.plus(-1))]
        assert len(abouts) == sum(isinstance(doubt, Doubt) for doubt in doubts)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"other-kpi": "512"},
        {"other-kpi": "512.00"},
        {"other-revenue": "1250.00 EUR"},
        {"other-kpi": "512.0", "other-revenue": "1250 EUR"},
    ],
)
def test_a_report_in_which_nothing_differs_is_refused(parts: dict[str, str]) -> None:
    refused = check("numbers-differ", AGREEING | parts)
    assert refused == Refused("other-kpi", Problem("numbers-agree"))


@pytest.mark.parametrize(
    "parts",
    [
        {"other-kpi": "0"},
        {"other-kpi": "-512"},
        {"other-revenue": "980 EUR"},
        {"other-revenue": "1250 USD"},
        {"other-kpi": "512", "other-revenue": "0 EUR"},
    ],
)
def test_a_report_in_which_one_number_differs_is_taken(parts: dict[str, str]) -> None:
    assert check("numbers-differ", AGREEING | parts) is None


@given(st.decimals(-(10**9), 10**9, places=3), st.decimals(-(10**9), 10**9, places=3))
def test_two_numbers_differ_when_their_values_do(one: Decimal, other: Decimal) -> None:
    parts = {"kpi": f"{one:f}", "other-kpi": f"{other:f}", "revenue": "1 EUR"}
    assert (check("numbers-differ", parts) is None) == (one != other)


@pytest.mark.parametrize(
    ("name", "names"), [("Contoso Learning", ()), ("Fabrikam", ("contoso.com",)), ("康托索", ())]
)
def test_a_host_that_has_a_word_of_the_company_gets_no_hint(
    name: str, names: tuple[str, ...]
) -> None:
    parts = {"address": "https://contoso.com/learn", "name": name}
    assert check("host-fits", parts, date(2026, 1, 1), *names) is None


def test_a_host_that_has_nothing_of_the_company_gets_a_hint() -> None:
    parts = {"address": "https://contoso.com/learn", "name": "Fabrikam"}
    assert check("host-fits", parts, date(2026, 1, 1), "fabrikam.se") == Hint("host-unrelated")


def test_an_address_of_another_country_gets_a_hint() -> None:
    swedish = {"address": "https://contoso.se/learn"}
    assert check("country-fits", swedish | {"country": "NO"}) == Hint("country-differs")
    assert check("country-fits", swedish | {"country": "SE"}) is None
    assert check("country-fits", {"address": "https://contoso.com", "country": "NO"}) is None


def test_each_part_of_a_rule_is_of_a_kind_that_there_is() -> None:
    for rule in RULES.values():
        assert {*rule.parts.values(), *rule.optional.values()} <= set(forms().kinds)
