"""A number is read as people write it, found beside its cue, and shown as its reader writes it."""

import re
from decimal import Decimal as Exact

import pytest
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.readings import Given, Option, Reading
from tests.forms.asking import LOCALES, asked
from tests.forms.figures import ANY_TEXT, DECIMAL, KPI, MONEY, TYPED, meant_by, problem_of, read

NUMBERS = st.decimals(
    min_value=-(10**15) + 1, max_value=10**15 - 1, places=6, allow_nan=False
) | st.decimals(min_value=-(10**6), max_value=10**6, places=3)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1.234,567", "1234.567"),
        ("1 234", "1234"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1\u2007234\u2009567\u3000890", "1234567890"),
        ("1'234", "1234"),
        ("1’234’567.5", "1234567.5"),
        ("１，２３４．５", "1234.5"),
        ("１２３４", "1234"),
        ("١٢٣", "123"),
        ("0.123", "0.123"),
        ("1.23", "1.23"),
        ("1.2345", "1.2345"),
        ("1234,567", "1234.567"),
        (".5", "0.5"),
        ("007", "7"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("–5", "-5"),
        ("+5", "5"),
        ("-0,00", "0.00"),
        ("12,50", "12.50"),
        ("\u200e1234\ufeff", "1234"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert read(typed) == Reading(number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("kr 1 234", "1234"),
        ("1 234 kr", "1234"),
        ("€ 5.678,90", "5678.90"),
        ("-€5", "-5"),
        ("€ -5", "-5"),
        ("$.50", "0.50"),
    ],
)
def test_a_currency_beside_a_plain_number_is_passed_over(typed: str, number: str) -> None:
    assert read(typed) == Reading(number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("€ 5,-", "5.00"),
        ("1.234,- €", "1234.00"),
        ("1 234:- kr", "1234.00"),
        ("CHF 1'234.–", "1234.00"),
    ],
)
def test_a_dash_for_no_cents_is_understood(typed: str, number: str) -> None:
    assert read(typed) == Reading(number)


@pytest.mark.parametrize("typed", ["1.234", "1,234", "-1.234", "999,999", "１，２３４"])
def test_one_separator_before_three_digits_has_two_meanings(typed: str) -> None:
    bare = re.sub(r"[.,，]", "", typed.translate(str.maketrans("１２３４", "1234")))
    assert meant_by(read(typed)) == {bare, f"{bare[:-3]}.{bare[-3:]}"}


def test_the_meaning_that_the_readers_language_writes_so_comes_first() -> None:
    assert read("1,234", "en").meanings == (Option("1234", "1,234.00"), Option("1.234", "1.234"))
    assert read("1,234", "nl").meanings == (Option("1.234", "1,234"), Option("1234", "1.234,00"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_labels_of_two_meanings_never_look_like_one_number(locale: str) -> None:
    labels = [option.label for option in read("1.234", locale).meanings]
    assert len({re.sub(r"\D", "", label) for label in labels}) == 2


@pytest.mark.parametrize("meant", ["1234", "1.234"])
def test_a_meaning_that_was_chosen_is_the_value(meant: str) -> None:
    assert read("1.234", meant=meant) == Reading(meant)


def test_a_chosen_meaning_of_another_text_does_not_count() -> None:
    assert len(read("1.234", meant="5678").meanings) == 2
    assert read("12", meant="5678") == Reading("12")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "missing"),
        ("twelve", "missing"),
        ("一百", "missing"),
        ("12%", "percent"),
        ("€12.5k", "abbreviated"),
        ("1.2m", "abbreviated"),
        ("12万", "abbreviated"),
        ("12 tkr", "abbreviated"),
        ("1.2 million", "abbreviated"),
        ("1,2 miljoen", "abbreviated"),
        ("12 tusen", "abbreviated"),
        ("1e5", "scientific"),
        ("2 × 10^5", "scientific"),
        ("1/2", "fraction"),
        ("½", "fraction"),
        ("(5)", "negative"),
        ("5-", "negative"),
        ("--5", "negative"),
        ("~100", "approximate"),
        ("> 100", "approximate"),
        ("100-200", "range"),
        ("100 – 200", "range"),
        ("100〜200", "unreadable"),
        ("2026-03-04", "range"),
        ("ca. 100", "words"),
        ("100 to 200", "words"),
        ("1,23,456", "separators"),
        ("12 34", "separators"),
        ("1.234.56", "separators"),
        ("1,234,56", "separators"),
        ("#12", "unreadable"),
        ("100\n200", "unreadable"),
        ("9" * 16, "too-large"),
        ("1.2345678", "too-precise"),
        ("1" * 101, "unreadable"),
    ],
)
def test_what_is_no_plain_number_is_refused_with_its_reason(typed: str, reason: str) -> None:
    assert problem_of(read(typed)) == f"number-{reason}"


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en", "-1,234.50"),
        ("fr", "-1\u202f234,50"),
        ("zh", "-1,234.50"),
        ("nl", "-1.234,50"),
        ("sv", "−1\u00a0234,50"),
    ],
)
def test_a_number_is_shown_as_the_reader_writes_it(locale: str, shown: str) -> None:
    given_back = DECIMAL.show(asked("decimal", locale), "-1234.50")
    assert given_back.replace("−", "-") == shown.replace("−", "-")


@pytest.mark.parametrize("locale", LOCALES)
@settings(deadline=None)
@given(number=NUMBERS)
def test_a_number_written_in_any_language_is_read_in_any_other(locale: str, number: Exact) -> None:
    typed = format_decimal(number, locale=locale, decimal_quantization=False)
    for reader in LOCALES:
        assert number in {Exact(each) for each in meant_by(read(typed, reader))}


@pytest.mark.parametrize("locale", LOCALES)
@settings(deadline=None)
@given(number=NUMBERS)
def test_a_number_that_is_shown_can_be_typed_again(locale: str, number: Exact) -> None:
    value = f"{number:f}"
    shown = DECIMAL.show(asked("decimal", locale), value)
    assert Exact(value) in {Exact(each) for each in meant_by(read(shown, locale))}


@settings(deadline=None)
@given(typed=TYPED | ANY_TEXT, locale=st.sampled_from(LOCALES))
def test_any_text_is_a_number_or_meanings_or_a_problem(typed: str, locale: str) -> None:
    for kind in (DECIMAL, MONEY):
        reading = kind.read(asked("money", locale), Given(typed))
        said = (reading.value is not None, reading.problem is not None, bool(reading.meanings))
        assert sum(said) == 1


@settings(deadline=None)
@given(typed=TYPED)
def test_what_is_understood_is_plain(typed: str) -> None:
    reading = read(typed)
    values = meant_by(reading) if reading.problem is None else ()
    assert all(re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value) for value in values)


@given(number=NUMBERS)
def test_equal_numbers_are_compared_as_equal(number: Exact) -> None:
    value = f"{number:f}"
    assert DECIMAL.compared(f"{value}0") == DECIMAL.compared(value)
    assert Exact(DECIMAL.compared(value)) == number


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Our KPI value 512 is wrong", "512"),
        ("KPI value: 1.234,5 in March 2026", "1.234,5"),
        ("the kpi value is 1234", "1234"),
        ("la valeur KPI est de 1 234,5 en mars", "1 234,5"),
        ("la valeur KPI est de 1 234,5 €", None),
        ("La VALEUR  KPI", None),
        ("KPI值是1234", "1234"),
        ("1234 KPI value", "1234"),
        ("March 2026 KPI value", None),
        ("KPI value for March 2026 is 12", None),
        ("KPI value of 3 invoices", None),
        ("KPI value 12.5k", None),
        ("KPI value 12 million", None),
        ("KPI值12万", None),
        ("KPI value 12/2026", None),
        ("we sold 512 exams", None),
    ],
)
def test_a_number_is_found_only_beside_its_cue(sentence: str, found: str | None) -> None:
    assert DECIMAL.find(asked("decimal", cues=KPI), sentence) == found
