from datetime import date

import pytest
from babel.dates import get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.dates import DateReader
from bot.app import Content
from bot.content.forms import Field
from bot.forms.kinds.kind import Widget
from bot.forms.kinds.month import Month
from bot.forms.kinds.year import Year
from bot.forms.readings import Given, Problem, Reading
from tests.forms.asking import LOCALES, TODAY, asked

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.fixture(scope="session")
def dates(content: Content) -> DateReader:
    return DateReader(content.decider.knowledge.dates)


@pytest.fixture(scope="session")
def months(dates: DateReader) -> Month:
    return Month(dates)


@pytest.fixture(scope="session")
def years(dates: DateReader) -> Year:
    return Year(dates)


def test_months_and_years_are_chosen_from_a_list(months: Month, years: Year) -> None:
    assert months.widget(Field(kind="month")) == years.widget(Field(kind="year")) == Widget.SELECT


@pytest.mark.parametrize("locale", LOCALES)
def test_every_month_is_offered_by_its_name_and_read_by_it(months: Month, locale: str) -> None:
    field = asked("month", locale)
    options = months.options(field)
    assert [option.value for option in options] == [str(number) for number in range(1, 13)]
    for value, label, _ in options:
        assert months.read(field, Given(label)) == months.read(field, Given(value))
        assert months.read(field, Given(label)) == Reading(value)
        assert months.show(field, value) == label


def test_months_have_the_names_of_the_readers_language_whichever_was_read_before(
    months: Month,
) -> None:
    shown = [months.show(asked("month", locale), "10") for locale in ("zh", "nl", "fr", "sv", "en")]
    assert shown == ["十月", "oktober", "octobre", "oktober", "October"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("reader", LOCALES)
def test_a_month_is_read_in_any_language_however_it_is_written(
    months: Month, locale: str, reader: str
) -> None:
    for width in ("wide", "abbreviated"):
        for number, name in get_month_names(width, "format", locale).items():
            for typed in (name, name.upper(), f"{name} 2025"):
                assert months.read(asked("month", reader), Given(typed)) == Reading(str(number))


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("3", "3"),
        ("03", "3"),
        ("１２", "12"),
        ("三月", "3"),
        ("3月", "3"),
        ("March", "3"),
        ("may", "5"),
        ("sept", "9"),
        ("March 2026", "3"),
        ("2026-03", "3"),
        ("03/2026", "3"),
        ("31/03/2026", "3"),
        ("03/31/2026", "3"),
        ("03/03/2026", "3"),
        ("last month", "10"),
        ("上个月", "10"),
        ("den 3 mars", "3"),
    ],
)
def test_a_month_is_read_as_people_type_it(months: Month, typed: str, month: str) -> None:
    assert months.read(asked("month"), Given(typed)) == Reading(month)


@pytest.mark.parametrize("typed", ["0", "13", "2026", "hello", "the third", "31/31/2026"])
def test_what_names_no_month_is_refused(months: Month, typed: str) -> None:
    assert months.read(asked("month"), Given(typed)).problem == Problem("month-unknown")


def test_a_date_that_two_countries_read_differently_is_asked_about(months: Month) -> None:
    typed = "12/03/2026"
    meanings = months.read(asked("month"), Given(typed)).meanings
    assert [option[:2] for option in meanings] == [("3", "March"), ("12", "December")]
    assert months.read(asked("month"), Given(typed, "12")) == Reading("12")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("March and April", {"3", "4"}),
        ("mars/avril", {"3", "4"}),
        ("十一月和十二月", {"11", "12"}),
        ("jan feb 2026", {"1", "2"}),
        ("March 2026, due in 04/2026", {"3", "4"}),
    ],
)
def test_several_months_are_asked_about(months: Month, typed: str, named: set[str]) -> None:
    meanings = months.read(asked("month"), Given(typed)).meanings
    assert {option.value for option in meanings} == named


def test_a_long_story_is_no_month_and_no_year(months: Month, years: Year) -> None:
    story = "March 2026 " * 20
    assert months.read(asked("month"), Given(story)).problem == Problem("month-unknown")
    assert years.read(asked("year"), Given(story)).problem == Problem("year-unknown")


def test_this_year_and_the_two_before_it_are_offered(years: Year) -> None:
    offered = years.options(asked("year", today=date(2027, 1, 1)))
    assert [option.value for option in offered] == ["2027", "2026", "2025"]
    assert years.show(asked("year", "zh"), "2026") == "2026年"


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2026", "2026"),
        ("26", "2026"),
        ("'26", "2026"),
        ("’26", "2026"),
        ("２０２６", "2026"),
        ("二〇二六", "2026"),
        ("二零二五年", "2025"),
        ("2026年", "2026"),
        ("March 2025", "2025"),
        ("2025-03", "2025"),
        ("last month", "2026"),
        ("year 2025", "2025"),
        ("FY2025", "2025"),
    ],
)
def test_a_year_is_read_as_people_type_it(years: Year, typed: str, year: str) -> None:
    assert years.read(asked("year"), Given(typed)) == Reading(year)


@pytest.mark.parametrize(
    "typed", ["", "o", "March", "20266", "2025 or 2026", "2025-2026", "2026/27", "next year"]
)
def test_what_names_no_year_is_refused(years: Year, typed: str) -> None:
    assert years.read(asked("year"), Given(typed)).problem == Problem("year-unknown")


@pytest.mark.parametrize("typed", ["1999", "2101", "March 1999", "0026"])
def test_a_year_of_another_century_is_refused(years: Year, typed: str) -> None:
    problem = Problem("year-range", {"first": "2000", "last": "2100"})
    assert years.read(asked("year"), Given(typed)).problem == problem


@pytest.mark.parametrize("typed", ["2027", "27", "January 2027"])
def test_a_year_that_is_yet_to_come_is_refused(years: Year, typed: str) -> None:
    problem = Problem("year-future", {"latest": "2026"})
    assert years.read(asked("year"), Given(typed)).problem == problem


@pytest.mark.parametrize(
    ("sentence", "month", "year"),
    [
        ("our invoice from March 2026", "3", "2026"),
        ("our March invoice", "3", None),
        ("last month's invoice", "10", "2026"),
        ("la facture de février 2025", "2", "2025"),
        ("I may have lost it", None, None),
        ("all of 2026", None, None),
    ],
)
def test_a_sentence_tells_the_month_and_the_year_if_it_names_one(
    months: Month, years: Year, sentence: str, month: str | None, year: str | None
) -> None:
    assert months.find(asked("month"), sentence) == month
    assert years.find(asked("year"), sentence) == year


@settings(deadline=None)
@given(typed=ANY_TEXT)
def test_any_text_is_a_month_or_a_problem(months: Month, years: Year, typed: str) -> None:
    for kind in (months, years):
        reading = kind.read(asked("month"), Given(typed))
        assert reading.value or reading.problem or reading.meanings


@pytest.mark.parametrize("locale", LOCALES)
@settings(deadline=None)
@given(year=st.integers(2000, TODAY.year))
def test_a_year_that_is_shown_can_be_typed_again(years: Year, locale: str, year: int) -> None:
    field = asked("year", locale)
    assert years.read(field, Given(years.show(field, str(year)))) == Reading(str(year))
