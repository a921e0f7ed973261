import re
from decimal import Decimal as Exact
from typing import Literal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.currencies import Currencies
from bot.forms.kinds.decimal import Decimal
from bot.forms.kinds.money import Money
from bot.forms.readings import Given, Option, Reading
from tests.forms.asking import LOCALES, asked

CURRENCIES = Currencies(LOCALES)
DECIMAL, MONEY = Decimal(CURRENCIES), Money(CURRENCIES)

ANY_TEXT = st.text(st.characters(exclude_categories=()))
NUMBERS = st.decimals(
    min_value=-(10**15) + 1, max_value=10**15 - 1, places=6, allow_nan=False
) | st.decimals(min_value=-(10**6), max_value=10**6, places=3)
CODES = st.sampled_from(sorted(CURRENCIES.codes))
TYPED = st.text("0123456789.,' \u00a0\u202f-−+()kr€$%e/", max_size=20)
KPI = ("KPI value", "valeur KPI", "KPI值")


def read(typed: str, locale: str = "en", meant: str | None = None) -> Reading:
    return DECIMAL.read(asked("decimal", locale), Given(typed, meant))


def paid(typed: str, locale: str = "en", meant: str | None = None) -> Reading:
    return MONEY.read(asked("money", locale), Given(typed, meant))


def problem_of(reading: Reading) -> str:
    assert reading.problem is not None
    return reading.problem.code


def meant_by(reading: Reading) -> set[str]:
    assert reading.problem is None
    alone = {reading.value} if isinstance(reading.value, str) else set()
    return alone or {option.value for option in reading.meanings}


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


def test_the_dot_of_an_abbreviated_currency_begins_no_decimals() -> None:
    assert paid("kr.500", "sv") == Reading("500 SEK")


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
    ("typed", "amount"),
    [
        ("€ 5.678,90", "5678.90 EUR"),
        ("500 euros", "500 EUR"),
        ("500 euro's", "500 EUR"),
        ("500 USD", "500 USD"),
        ("usd 500", "500 USD"),
        ("$500", "500 USD"),
        ("US$ 1,234.50", "1234.50 USD"),
        ("1 234,50 $US", "1234.50 USD"),
        ("CA$500", "500 CAD"),
        ("A$500", "500 AUD"),
        ("500 dollars", "500 USD"),
        ("£500", "500 GBP"),
        ("500 pounds", "500 GBP"),
        ("500 livres sterling", "500 GBP"),
        ("500元", "500 CNY"),
        ("人民币 500", "500 CNY"),
        ("RMB 1,234.5", "1234.5 CNY"),
        ("￥500 CNY", "500 CNY"),
        ("500 美元", "500 USD"),
        ("500 couronnes suédoises", "500 SEK"),
        ("500 Zweedse kronen", "500 SEK"),
        ("500 norska kronor", "500 NOK"),
        ("CHF 1'234.50", "1234.50 CHF"),
        ("10 yen", "10 JPY"),
        ("-SEK500", "-500 SEK"),
        ("5 pounds sterling", "5 GBP"),
        ("500港币", "500 HKD"),
        ("500澳元", "500 AUD"),
        ("500元人民币", "500 CNY"),
    ],
)
def test_an_amount_is_read_with_its_currency_before_or_after(typed: str, amount: str) -> None:
    assert paid(typed) == Reading(amount)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("$500 CAD", "500 CAD"),
        ("CAD $500", "500 CAD"),
        ("CAD$500", "500 CAD"),
        ("500 $ CA", "500 CAD"),
        ("kr 500 ISK", "500 ISK"),
        ("€5 EUR", "5 EUR"),
    ],
)
def test_a_code_tells_which_dollar_or_krona_is_meant(typed: str, amount: str) -> None:
    assert paid(typed) == Reading(amount)


def test_a_krona_is_swedish_to_swedish_readers_and_asked_about_else() -> None:
    assert paid("500 kr", "sv") == Reading("500 SEK")
    assert [option.value for option in paid("500 kr").meanings] == ["500 SEK", "500 NOK", "500 DKK"]


def test_a_yen_sign_means_yuan_to_chinese_readers_and_is_asked_about_else() -> None:
    assert paid("¥500", "zh") == Reading("500 CNY")
    assert meant_by(paid("¥500", "fr")) == {"500 CNY", "500 JPY"}


def test_a_franc_of_africa_is_asked_about_as_two_unions_have_one() -> None:
    for typed in ("500 FCFA", "500 F CFA", "500 CFA"):
        assert {"500 XOF", "500 XAF"} <= meant_by(paid(typed, "fr"))


def test_an_unclear_number_with_an_unclear_currency_gives_each_with_each() -> None:
    both = {f"{number} {code}" for number in ("1234", "1.234") for code in ("SEK", "NOK", "DKK")}
    assert meant_by(paid("1.234 kr")) == both
    assert paid("1.234 kr", meant="1.234 NOK") == Reading("1.234 NOK")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_meanings_of_an_amount_have_different_labels(locale: str) -> None:
    labels = [option.label for option in paid("1.234 kr", locale).meanings]
    assert len(set(labels)) == len(labels)
    assert max(map(len, labels)) <= 75


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1234", "currency-missing"),
        ("500 foo", "currency-unknown"),
        ("500 DEM", "currency-unknown"),
        ("US$ 500 EUR", "currency-several"),
        ("EUR", "number-missing"),
        ("€12.5k", "number-abbreviated"),
        ("12k€", "number-abbreviated"),
        ("12万元", "number-abbreviated"),
        ("100-200 EUR", "number-range"),
        ("ca. 500 EUR", "amount-words"),
        ("1250 EUR excl. VAT", "amount-words"),
        ("5 USD EUR", "amount-words"),
        ("500 Kč", "currency-unknown"),
        ("€ 1,23,456", "number-separators"),
        ("12 34", "number-separators"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(typed: str, problem: str) -> None:
    assert problem_of(paid(typed)) == problem


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("en", "€1,234.50"),
        ("fr", "1\u202f234,50\u00a0€"),
        ("zh", "€1,234.50"),
        ("nl", "€\u00a01.234,50"),
        ("sv", "1\u00a0234,50\u00a0€"),
    ],
)
def test_an_amount_is_shown_as_the_reader_writes_it(locale: str, shown: str) -> None:
    assert MONEY.show(asked("money", locale), "1234.5 EUR") == shown


def test_no_decimal_of_an_amount_is_cut() -> None:
    assert MONEY.show(asked("money"), "1234.567 EUR") == "€1,234.567"


def test_a_currency_that_is_shown_by_its_letters_stands_apart_from_the_number() -> None:
    assert MONEY.show(asked("money"), "-1234.5 SEK") == "-SEK\u00a01,234.50"
    assert MONEY.show(asked("money", "zh"), "1234.5 CHF") == "CHF\u00a01,234.50"
    assert MONEY.show(asked("money", "sv"), "1234.5 SEK") == "1\u00a0234,50\u00a0kr"


@pytest.mark.parametrize("style", ["standard", "name"])
@pytest.mark.parametrize("locale", LOCALES)
@settings(deadline=None)
@given(number=st.decimals(-(10**9), 10**9, places=2), code=CODES)
def test_an_amount_written_by_cldr_is_read(
    locale: str, style: Literal["standard", "name"], number: Exact, code: str
) -> None:
    typed = format_currency(
        number, code, locale=locale, format_type=style, decimal_quantization=False
    )
    wanted = MONEY.compared(f"{number:f} {code}")
    assert wanted in {MONEY.compared(each) for each in meant_by(paid(typed, locale))}


def test_equal_amounts_are_compared_as_equal() -> None:
    assert MONEY.compared("1234.50 EUR") == MONEY.compared("1234.5 EUR")
    assert MONEY.compared("500 EUR") != MONEY.compared("500 USD")


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


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Our revenue was €1,234.50 in March", "€1,234.50"),
        ("in 2026 € 500 was paid", "€ 500"),
        ("we sold 500 exams for 200 USD", "200 USD"),
        ("le total est de 12 345,67 € pour mars", "12 345,67 €"),
        ("intäkten var 500 svenska kronor", "500 svenska kronor"),
        ("收入为1,234.5元", "1,234.5元"),
        ("12.03.2026 EUR 500", "EUR 500"),
        ("our top 100 partners", None),
        ("det tog 500 sek.", None),
        ("det kostade 500 kr.", "500 kr."),
        ("100 Swedish labs", None),
        ("€12.5k or €1.2 million", None),
        ("€12万", None),
        ("see https://contoso.com/500EUR", None),
        ("512 exams", None),
    ],
)
def test_the_first_amount_with_a_currency_is_found(sentence: str, found: str | None) -> None:
    assert MONEY.find(asked("money"), sentence) == found


@pytest.mark.parametrize(
    ("cues", "optional", "found"),
    [
        (("revenue",), False, "500 EUR"),
        (("partner center",), True, "300 EUR"),
        (("turnover",), False, "€ 20"),
        (("turnover",), True, None),
    ],
)
def test_of_several_amounts_each_field_takes_the_one_that_its_cue_announces(
    cues: tuple[str, ...], found: str | None, *, optional: bool
) -> None:
    field = asked("money", cues=cues, optional=optional)
    sentence = "For € 20 each, our revenue is 500 EUR but Partner Center shows only 300 EUR"
    assert MONEY.find(field, sentence) == found


@settings(deadline=None)
@given(text=TYPED | ANY_TEXT)
def test_what_is_found_in_any_text_stands_in_it_and_can_be_read(text: str) -> None:
    amount = MONEY.find(asked("money"), f"€ 12,50. {text}")
    number = DECIMAL.find(asked("decimal", cues=KPI), f"KPI value {text}")
    assert amount is not None
    assert paid(amount).problem is None
    assert number is None or any(character.isdigit() for character in number)
