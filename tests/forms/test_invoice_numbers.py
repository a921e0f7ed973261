import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms.currencies import Currencies
from bot.forms.kinds.invoice_number import LONGEST, InvoiceNumber
from bot.forms.readings import Given, Problem, Reading
from tests.forms.asking import LOCALES, asked

NUMBERS = InvoiceNumber(Currencies(LOCALES))
ANY_TEXT = st.text(st.characters(exclude_categories=()))
CUES = (
    "invoice",
    "invoice number",
    "facture n°",
    "facture",
    "发票号",
    "factuurnummer",
    "fakturanr",
)


def read(typed: str) -> Reading:
    return NUMBERS.read(asked("invoice-number"), Given(typed))


def find(sentence: str) -> str | None:
    return NUMBERS.find(asked("invoice-number", cues=CUES), sentence)


@pytest.mark.parametrize(
    "typed", ["INV-0042", "2026/118", "No. 4711", "Ｆ２０２６", "发票12345", "7"]
)
def test_an_invoice_number_is_kept_and_shown_as_it_was_typed(typed: str) -> None:
    assert read(f" {typed} ") == Reading(typed)
    assert NUMBERS.show(asked("invoice-number"), typed) == typed


def test_invisible_marks_of_copied_text_are_left_out() -> None:
    assert read("\u202eINV\u200b-0042\ufeff") == Reading("INV-0042")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("INV", Problem("invoice-number-digits")),
        ("order confirmation", Problem("invoice-number-digits")),
        ("IN\x00V 12", Problem("invoice-number-characters")),
        ("INV\n12", Problem("invoice-number-characters")),
        ("12\ud800", Problem("invoice-number-characters")),
        ("1" * (LONGEST + 1), Problem("too-long", {"most": "50"})),
    ],
)
def test_what_is_no_invoice_number_is_refused(typed: str, problem: Problem) -> None:
    assert read(typed).problem == problem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("INV-0042", "inv 42"),
        ("INV-0042", "INV/0042"),
        ("INV-0042", "ＩＮＶ＿００４２"),
        ("INV-0042", "ІNV-0042"),
        ("INV-0042", "lNV-OO42"),
        ("ABC-1", "АВС-1"),
        ("ABEK-1", "ΑΒΕΚ-1"),
        ("4711", "No. 4711"),
        ("4711", "№ 4711"),
        ("4711", "nr 4711"),
        ("4711", "n°4711"),
        ("4711", "Nº4711"),
        ("4711", "#4711"),
        ("4711", "0004711"),
        ("F2026.118", "F-2026118"),
        ("É12", "E12"),
    ],
)
def test_numbers_that_a_person_would_take_for_the_same_are_the_same(one: str, other: str) -> None:
    assert NUMBERS.compared(one) == NUMBERS.compared(other)


@pytest.mark.parametrize(
    ("one", "other"), [("INV-42", "INV-43"), ("INV-42", "42"), ("1020", "120"), ("NORD1", "RD1")]
)
def test_different_numbers_stay_different(one: str, other: str) -> None:
    assert NUMBERS.compared(one) != NUMBERS.compared(other)


@settings(deadline=None)
@given(text=ANY_TEXT)
def test_comparing_twice_changes_nothing(text: str) -> None:
    once = NUMBERS.compared(text)
    assert NUMBERS.compared(once) == once


@settings(deadline=None)
@given(typed=ANY_TEXT)
def test_any_text_is_taken_whole_or_refused(typed: str) -> None:
    reading = read(typed)
    if reading.problem is None:
        assert isinstance(reading.value, str)
        visible = "".join(c for c in typed if unicodedata.category(c) != "Cf")
        assert reading.value == visible.strip()
        assert NUMBERS.compared(reading.value)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("our invoice INV-0042 is missing", "INV-0042"),
        ("invoice 4711", "4711"),
        ("Invoice number: 4711, March", "4711"),
        ("invoice no. 4711", "4711"),
        ("invoice#4711", "4711"),
        ("facture n°4711", "4711"),
        ("la FACTURE N° 2026-118 manque", "2026-118"),
        ("factuurnummer is F2026-118.", "F2026-118"),
        ("fakturanr 20260118", "20260118"),
        ("发票号是12345，谢谢", "12345"),
        ("invoice from 15/03/2026 nr 88123", "88123"),
        ("invoice 4711 € 500", "4711"),
        ("INV-0042 is not counted", "INV-0042"),
        ("we miss F2026-118", "F2026-118"),
        ("number INV-2026-0118 of March 2026", "INV-2026-0118"),
    ],
)
def test_an_invoice_number_is_found_after_its_cue_or_by_its_build(
    sentence: str, found: str
) -> None:
    assert find(sentence) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "our invoice of March 2026",
        "invoice from 15/03/2026",
        "invoice 15-mar-2026",
        "invoice 2026-03",
        "the invoice Nov-20-2026",
        "the invoice for 500 EUR",
        "the invoice over 1200 euro",
        "invoice of $1234",
        "invoice EUR1234",
        "invoice 1.234,56",
        "invoice for 1,234 exams",
        "20 invoices in 2026",
        "Where is our invoice? We have 12345 points",
        "FY2026 and Q3-2026",
        "exam AZ-900 and course AZ-104T00-A",
        "Office365 licences",
        "see https://contoso.com/INV-0042",
        "see contoso.com/INV-0042/2",
        "write to inv-0042@contoso.com",
    ],
)
def test_a_date_an_amount_an_exam_or_an_address_is_no_invoice_number(sentence: str) -> None:
    assert find(sentence) is None


@settings(deadline=None)
@given(text=ANY_TEXT)
def test_what_is_found_in_any_text_can_be_read(text: str) -> None:
    found = find(f"invoice {text}")
    assert found is None or read(found).value == found
