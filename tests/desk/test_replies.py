"""Text blocks hold what the ticket holds, in the partner's language, and say where they lack it."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import calendar
from bot.content.checks.known import Known
from bot.content.checks.replies import values_of_kind
from bot.content.desk import QUESTION
from bot.content.replies import FORM, NUMBER, Act, placeholders
from bot.desk.life import Deed
from bot.desk.replies import GAP, RULE_VALUES, Filling, fill, texts, values_of
from bot.forms.case import Case
from tests.forms.asking import LOCALES
from tests.forms.forms import NUMBERS, PURCHASE, empty, knowledge, listing, put, report

KINDS = (QUESTION, "discrepancy", "directory")
ACTS = get_args(Act)
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,9}", fullmatch=True)
FULL_NUMBERS = {"revenue-partner-center": "1200 EUR"}
KNOWN = Known(calendar.CASES, *({}, {}), *(frozenset(),) * 5, rule_values=RULE_VALUES)


def two_invoices(locale: str = "en", **other: str) -> Case:
    second = PURCHASE | {"invoice-number": "F-7", "month": "2"} | other
    case = put(report(locale=locale), "purchase", second, line=1)
    return put(case, "numbers", NUMBERS, line=1)


def full(kind: str, locale: str) -> Case:
    case = report(FULL_NUMBERS) if kind == "discrepancy" else listing()
    case = put(case, "proof", {"remark": "please"}) if kind == "discrepancy" else case
    return Case(case.forms, case.form, case.filled, case.reader._replace(locale=locale))


def text_of(reply: str, kind: str, act: str, case: Case) -> str:
    found = texts(knowledge(), kind, act, case.reader.locale, values_of(case, 41))
    return next(block.text for block in found if block.id == reply)


# What is offered.


def test_text_blocks_are_offered_for_what_support_writes_and_for_nothing_else() -> None:
    assert set(ACTS) <= set(Deed)
    assert texts(knowledge(), QUESTION, Deed.MERGE, "en", {}) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_on_every_kind_of_ticket_has_text_blocks_between_two_greetings(
    kind: str, act: str
) -> None:
    offered = [block.id for block in texts(knowledge(), kind, act, "en", {})]
    assert (offered[0], offered[-1]) == ("greeting", "closing-greeting")
    assert len(offered) > 2


def test_a_text_block_of_one_kind_is_offered_for_that_kind_alone() -> None:
    offered = {
        kind: {block.id for block in texts(knowledge(), kind, "ask", "en", {})} for kind in KINDS
    }
    assert {kind for kind in KINDS if "invoice-copy" in offered[kind]} == {"discrepancy"}
    assert {kind for kind in KINDS if "landing-page-rules" in offered[kind]} == {"directory"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_complete_request_leaves_no_gap_in_any_language(locale: str, kind: str) -> None:
    values = values_of(full(kind, locale), 41)
    blocks = [b for act in ACTS for b in texts(knowledge(), kind, act, locale, values)]
    assert [block for block in blocks if block.gaps or GAP in block.text] == []
    assert all(placeholders(block.text) == frozenset() for block in blocks)


@pytest.mark.parametrize("locale", LOCALES)
def test_titles_are_in_the_language_of_those_who_choose(locale: str) -> None:
    blocks = texts(knowledge(), QUESTION, "reply", locale, {}, titles_in="nl")
    assert blocks[0].title == "Begroeting"
    assert blocks[0].text == knowledge().replies.say("greeting", locale).text


def test_a_language_without_text_blocks_has_the_english_ones() -> None:
    assert texts(knowledge(), QUESTION, "reply", "de", {}) == texts(
        knowledge(), QUESTION, "reply", "en", {}
    )


def test_a_page_stands_with_its_address() -> None:
    blocks = {b.id: b for b in texts(knowledge(), QUESTION, "reject", "sv", {})}
    assert knowledge().link("partner-support", "sv") in blocks["frontline-support"].text


# What is filled in.


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        (
            "en",
            "We have corrected your numbers (invoice number: INV-2026-0042). From December 15, ",
        ),
        ("fr", "numéro de facture\u00a0: INV-2026-0042). À partir du 15 décembre 2026, "),
        ("nl", "(factuurnummer: INV-2026-0042). Vanaf 15 december 2026, "),
        ("sv", "(fakturanummer: INV-2026-0042). Från och med 15 december 2026, "),
        ("zh", "（发票编号：INV-2026-0042）。KPI 报告下次更新后，即自2026年12月15日起，"),
    ],
)
def test_what_is_resolved_names_the_invoice_and_the_day_in_the_partners_language(
    locale: str, text: str
) -> None:
    case = report(locale=locale)
    assert text in text_of("numbers-corrected", "discrepancy", "resolve", case)


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 11, 14), "November 15, 2026"),
        (date(2026, 11, 15), "December 15, 2026"),
        (date(2026, 12, 31), "January 15, 2027"),
    ],
)
def test_corrected_numbers_show_with_the_next_update(today: date, shown: str) -> None:
    assert values_of(report(today=today))["correction_date"] == shown


def test_corrected_numbers_never_show_before_the_invoice_does() -> None:
    values = values_of(report({"month": "11"}, today=date(2026, 11, 10)))
    assert values["correction_date"] == values["date"] == "December 15, 2026"


@pytest.mark.parametrize(
    ("locale", "numbers", "months"),
    [
        ("en", "INV-2026-0042 and F-7", "February 2026 and March 2026"),
        ("fr", "INV-2026-0042 et F-7", "février 2026 et mars 2026"),
        ("nl", "INV-2026-0042 en F-7", "februari 2026 en maart 2026"),
        ("sv", "INV-2026-0042 och F-7", "februari 2026 och mars 2026"),
        ("zh", "INV-2026-0042和F-7", "2026年2月和2026年3月"),
    ],
)
def test_several_invoices_are_joined_as_the_language_joins_a_list(
    locale: str, numbers: str, months: str
) -> None:
    values = values_of(two_invoices(locale))
    assert (values["invoice-number"], values["invoice_month"]) == (numbers, months)


def test_what_several_invoices_have_in_common_is_said_once() -> None:
    values = values_of(two_invoices(month="3"))
    assert (values["month"], values["date"]) == ("March", "April 15, 2026")


def test_a_directory_request_shows_by_the_day_that_the_form_computes() -> None:
    text = text_of("directory-submitted", "directory", "reply", listing())
    assert "By December 7, 2026, your company" in text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS[1:])
def test_what_content_may_name_of_a_request_is_what_a_complete_one_has(
    kind: str, locale: str
) -> None:
    declared = values_of_kind(kind, knowledge(), KNOWN)
    assert declared <= set(values_of(full(kind, locale), 41))


def test_a_question_has_its_number_and_no_text_block_needs_more_of_it() -> None:
    values = values_of(None, 41)
    assert set(values) == {NUMBER} == values_of_kind(QUESTION, knowledge(), KNOWN)
    blocks = [b for act in ACTS for b in texts(knowledge(), QUESTION, act, "en", values)]
    assert [block for block in blocks if block.gaps] == []


# Gaps.


def test_what_a_ticket_lacks_is_a_gap_in_the_text_and_is_named() -> None:
    values = values_of(empty("discrepancy"))
    assert set(values) == {FORM}
    blocks = {b.id: b for b in texts(knowledge(), "discrepancy", "resolve", "en", values)}
    corrected = blocks["numbers-corrected"]
    assert corrected.gaps == ("invoice-number", "correction_date")
    assert corrected.text.count(GAP) == 2


def test_a_field_that_one_invoice_lacks_has_the_values_of_the_others() -> None:
    case = put(two_invoices(), "numbers", {**NUMBERS, "kpi-partner-center": ""}, line=1)
    assert values_of(case)["kpi-partner-center"] == "480"


def test_gaps_are_named_once_and_in_their_order() -> None:
    assert fill("{b} {a} {b} {c}", {"c": "x", "a": " "}) == Filling("… … … x", ("b", "a"))


def test_what_a_value_holds_is_never_filled_in() -> None:
    filled = fill("{name}", {"name": "{number} {0.__class__} \\1", "number": "41"})
    assert filled == Filling("{number} {0.__class__} \\1", ())


@given(st.text(), st.dictionaries(NAMES, st.text()))
def test_any_text_is_filled_in_with_any_values(text: str, values: dict[str, str]) -> None:
    filled = fill(text, values)
    named = placeholders(text)
    assert named is None or set(filled.gaps) <= named
    assert "{" in text or filled == Filling(text, ())


@given(st.lists(st.sampled_from(["{a}", "{b-1}", "{c_d}", " ", "x", "é"])), st.text(min_size=1))
def test_with_every_value_there_is_no_gap(parts: list[str], value: str) -> None:
    values = dict.fromkeys(("a", "b-1", "c_d"), f"v{value}")
    assert fill("".join(parts), values).gaps == ()
