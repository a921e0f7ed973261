"""An amount is read with its currency, found in a sentence, and shown as its reader writes it."""

from decimal import Decimal as Exact
from typing import Literal

import pytest
from babel.numbers import format_currency
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.readings import Reading
from tests.forms.asking import LOCALES, asked
from tests.forms.figures import (
    ANY_TEXT,
    CURRENCIES,
    DECIMAL,
    KPI,
    MONEY,
    TYPED,
    meant_by,
    paid,
    problem_of,
)

CODES = st.sampled_from(sorted(CURRENCIES.codes))


def test_the_dot_of_an_abbreviated_currency_begins_no_decimals() -> None:
    assert paid("kr.500", "sv") == Reading("500 SEK")


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
