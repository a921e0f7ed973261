"""A form on its way: what is read of it, where it goes on, what it asks, what it is known by."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from bot.content.forms import Position
from bot.forms import prefilling, settling
from bot.forms.case import MISSING, MOST_LINES, Case
from bot.forms.filled import REVIEW, from_json
from bot.forms.readings import Given, Problem
from bot.forms.rules import ADD, KEEP, REMIND, SEND, Hint
from bot.forms.settling import SAME, TWICE, Same
from tests.forms.asking import LOCALES
from tests.forms.forms import (
    COMPANY,
    COMPLETE,
    NUMBERS,
    PURCHASE,
    empty,
    given,
    listing,
    put,
    report,
)

FIRST, SECOND, PROOF = Position("purchase"), Position("numbers"), Position("proof")
FORMS = ("discrepancy", "directory")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


# Where a form goes on.


def test_there_is_always_one_line() -> None:
    assert empty("discrepancy").positions() == (FIRST, SECOND, PROOF)
    assert report().positions() == (FIRST, SECOND, PROOF)


def test_the_steps_of_each_line_come_before_those_that_are_asked_once() -> None:
    two = put(report(), "purchase", PURCHASE, line=1)
    lines = [Position(step, line) for line in (0, 1) for step in ("purchase", "numbers")]
    assert two.positions() == (*lines, PROOF)


def test_a_form_goes_on_to_the_next_step_that_is_open() -> None:
    case = empty("discrepancy")
    assert case.next_position(Position(REVIEW)) == FIRST
    assert case.next_position(FIRST) == SECOND
    case = put(case, "purchase", PURCHASE)
    assert case.next_position(FIRST) == SECOND
    assert put(case, "numbers", NUMBERS).next_position(SECOND) == PROOF


def test_a_step_that_is_filled_in_is_passed_over() -> None:
    assert report().next_position(FIRST) == Position(REVIEW)
    broken = put(report(), "numbers", {"kpi-dashboard": "many"})
    assert broken.next_position(FIRST) == SECOND


def test_a_form_goes_back_to_an_earlier_step_that_is_open() -> None:
    case = put(empty("discrepancy"), "numbers", NUMBERS)
    case = put(case, "proof", {"invoice": ("F1 a.pdf",), "remark": ""})
    assert case.next_position(PROOF) == FIRST


def test_a_line_that_was_added_is_asked_before_the_review() -> None:
    two = put(report(), "purchase", {}, line=1)
    assert two.next_position(PROOF) == Position("purchase", 1)
    two = put(two, "purchase", PURCHASE, line=1)
    assert two.next_position(Position("purchase", 1)) == Position("numbers", 1)


def test_an_optional_field_is_asked_once() -> None:
    case = put(empty("discrepancy"), "proof", {"invoice": ("F1 a.pdf",)})
    assert case.is_open(PROOF)
    assert not put(case, "proof", {"remark": ""}).is_open(PROOF)


def test_so_many_lines_are_added_as_are_read_on_one_screen() -> None:
    case = report()
    assert case.may_add_line()
    assert not put(case, "purchase", {}, line=MOST_LINES - 1).may_add_line()
    assert not listing().may_add_line()


@given_any(st.lists(st.sampled_from([0, 1, 2]), max_size=8))
def test_whoever_fills_in_what_is_asked_next_comes_to_the_review(order: list[int]) -> None:
    case, at = empty("discrepancy"), FIRST
    for line in order:
        case = put(case, "purchase", {}, line)
    for _ in range(3 * len(case.positions())):
        if at.step == REVIEW:
            break
        case = put(case, at.step, COMPLETE[at.step], at.line)
        at = case.next_position(at)
    assert at == Position(REVIEW)
    assert not any(case.is_open(position) for position in case.positions())


# What is wrong with a step.


def test_a_step_that_is_right_can_be_left() -> None:
    assert all(report().check(position).is_right for position in report().positions())
    assert all(listing().check(position).is_right for position in listing().positions())


def test_every_mistake_of_a_step_is_told_at_once() -> None:
    wrong = put(report(), "purchase", {"month": "", "purchase-unit": "x" * 201, "year": "2031"})
    problems = wrong.check(FIRST).problems
    codes = {field: problem.code for field, problem in problems.items()}
    assert codes == {"month": "missing", "purchase-unit": "too-long", "year": "year-future"}


def test_a_field_that_is_needed_is_missing_and_an_optional_one_is_not() -> None:
    checked = empty("discrepancy").check(SECOND)
    assert checked.problems == {"kpi-dashboard": MISSING, "revenue-dashboard": MISSING}


@pytest.mark.parametrize("blank", ["   ", "\u00a0", "\u200b", "\n\t", "\u2028"])
def test_what_nobody_can_see_is_not_given(blank: str) -> None:
    nameless = listing({"name": blank})
    assert nameless.check(Position("company")).problems == {"name": MISSING}
    assert "name" not in [item.field for item in nameless.show(Position("company"))]
    assert report({"revenue-partner-center": blank}).check(SECOND).is_right


def test_a_number_that_can_be_read_twice_keeps_the_step_until_it_is_chosen() -> None:
    case = report({"kpi-dashboard": "1.234"})
    checked = case.check(SECOND)
    assert not checked.is_right
    assert [option.value for option in checked.meanings["kpi-dashboard"]] == ["1.234", "1234"]
    chosen = case.put(SECOND, {"kpi-dashboard": Given("1.234", "1234")})
    assert chosen.check(SECOND).is_right
    assert chosen.values(chosen.at(SECOND))["kpi-dashboard"] == "1234"


def test_a_rule_speaks_when_all_fields_of_its_step_are_right() -> None:
    future = report(today=date(2026, 2, 28))
    assert future.check(FIRST).problems == {"month": Problem("month-future")}
    without = put(future, "purchase", {"invoice-number": ""})
    assert without.check(FIRST).problems == {"invoice-number": MISSING}


def test_numbers_that_agree_are_refused_at_the_one_to_change() -> None:
    same = report({"kpi-partner-center": "512,0", "revenue-partner-center": "€ 1.250,00"})
    assert same.check(SECOND).problems == {"kpi-partner-center": Problem("numbers-agree")}


def test_each_line_is_checked_by_itself() -> None:
    two = put(put(report(), "purchase", PURCHASE, 1), "numbers", NUMBERS, 1)
    two = put(two, "purchase", {"month": "12"}, 1)
    assert two.check(Position("purchase", 0)).is_right
    assert two.check(Position("purchase", 1)).problems == {"month": Problem("month-future")}


def test_a_field_that_the_form_has_no_more_does_no_harm() -> None:
    stored = {"lines": [{"gone": {"typed": "x"}}], "common": {"gone": {"typed": ["F1 a"]}}}
    case = empty("discrepancy").having(from_json(stored))
    assert case.values(case.at(FIRST)) == {}
    assert case.show(FIRST) == []
    assert settling.keys(case) == []


# What is asked again, and what is only pointed out.


def test_a_report_that_is_due_asks_nothing() -> None:
    assert settling.asks(report()) == ()
    assert settling.hints(report()) == ()


def test_a_report_that_is_not_due_yet_is_asked_about_until_it_is_settled() -> None:
    case = report(today=date(2026, 4, 14))
    (ask,) = settling.asks(case)
    assert (ask.rule, ask.options, ask.line) == ("report-due", (REMIND, SEND), 0)
    assert ask.values["date"] == date(2026, 4, 15)
    assert settling.unsettled(case, [ask]) == (ask,)
    reminded = case.having(case.filled.settle(ask.id, REMIND))
    assert settling.unsettled(reminded, [ask]) == ()
    assert settling.asks(reminded) == (ask,)


def test_to_send_it_all_the_same_takes_a_reason() -> None:
    case = report(today=date(2026, 4, 14))
    (ask,) = settling.asks(case)
    assert settling.unsettled(case.having(case.filled.settle(ask.id, SEND)), [ask]) == (ask,)
    assert (
        settling.unsettled(case.having(case.filled.settle(ask.id, SEND, "It is urgent.")), [ask])
        == ()
    )


@pytest.mark.parametrize("option", ["", "add", "nonsense"])
def test_what_was_not_offered_settles_nothing(option: str) -> None:
    case = report(today=date(2026, 4, 14))
    (ask,) = settling.asks(case)
    assert settling.unsettled(case.having(case.filled.settle(ask.id, option, "why")), [ask]) == (
        ask,
    )


def test_another_month_is_asked_about_anew() -> None:
    case = report(today=date(2026, 4, 14))
    (ask,) = settling.asks(case)
    later = put(case.having(case.filled.settle(ask.id, REMIND)), "purchase", {"month": "4"})
    (anew,) = settling.asks(later)
    assert anew.id != ask.id
    assert settling.unsettled(later, [anew]) == (anew,)


def test_each_line_asks_for_itself() -> None:
    case = put(report(today=date(2026, 4, 14)), "purchase", PURCHASE | {"year": "2024"}, 1)
    assert [(ask.rule, ask.line, ask.options) for ask in settling.asks(case)] == [
        ("report-due", 0, (REMIND, SEND)),
        ("within-window", 1, (KEEP,)),
    ]


def test_an_open_request_about_the_same_is_asked_about() -> None:
    case, sent = report(), date(2026, 11, 1)
    (ask,) = settling.asks(case, Same(12, sent))
    assert (ask.rule, ask.options) == (SAME, (ADD, SEND))
    assert ask.values == {"number": "12", "date": sent}
    assert settling.asks(case, Same(13, sent))[0].id != ask.id


def twice(*, number: str = "INV 2026 0042", kind: str = "lab") -> Case:
    """Give a report with two lines: the first is of "INV-2026-0042", of a lab."""
    other = PURCHASE | {"invoice-number": number, "omlp-type": kind}
    return put(put(report(), "purchase", other, 1), "numbers", NUMBERS, 1)


def test_a_line_about_the_same_as_one_before_it_is_asked_about_until_it_is_kept() -> None:
    (ask,) = settling.asks(twice())
    assert (ask.rule, ask.options, ask.line) == (TWICE, (KEEP,), 1)
    assert ask.values == {"first": "1", "second": "2"}
    kept = twice().having(twice().filled.settle(ask.id, KEEP))
    assert settling.unsettled(kept, settling.asks(kept)) == ()


def test_lines_that_differ_are_not_asked_about() -> None:
    assert settling.asks(twice(number="INV-2026-0043")) == ()
    assert settling.asks(twice(kind="courseware")) == ()
    assert settling.asks(put(report(), "purchase", {"invoice-number": "INV-2026-0042"}, 1)) == ()


def test_lines_that_come_to_be_about_something_else_are_asked_about_anew() -> None:
    case = twice().having(twice().filled.settle(settling.asks(twice())[0].id, KEEP))
    for line in (0, 1):
        case = put(case, "purchase", {"invoice-number": "F-2"}, line)
    assert settling.unsettled(case, settling.asks(case)) == settling.asks(case) != ()


def test_what_was_kept_stays_kept_when_a_line_before_it_is_taken_away() -> None:
    case = put(twice(number="F-2"), "purchase", PURCHASE | {"invoice-number": "f2"}, 2)
    case = put(case, "numbers", NUMBERS, 2)
    case = case.having(case.filled.settle(settling.asks(case)[0].id, KEEP).without(0))
    assert [ask.values["second"] for ask in settling.asks(case)] == ["2"]
    assert settling.unsettled(case, settling.asks(case)) == ()


def test_lines_are_not_alike_by_what_is_asked_once_for_all() -> None:
    form = twice().form.model_copy(update={"same": ("remark",)})
    case = put(replace(twice(), form=form), "proof", {"remark": "all of them"})
    assert len(settling.keys(case)) == 1
    assert settling.asks(case) == ()


def test_what_looks_strange_is_a_hint_and_keeps_nobody() -> None:
    case = listing({"country": "NO", "name": "Fabrikam"})
    assert settling.hints(case) == (Hint("host-unrelated"), Hint("country-differs"))
    assert case.check(Position("company")).is_right
    assert settling.hints(listing({"name": "Fabrikam"}, names=("contoso.se",))) == ()


# What is shown back.


def test_what_was_understood_is_shown_in_the_readers_way_of_writing() -> None:
    shown = {
        locale: [item.shown for item in report(locale=locale).show(SECOND)] for locale in LOCALES
    }
    assert shown["en"] == ["512", "480", "€1,250.00"]
    assert shown["fr"] == ["512", "480", "1\u202f250,00\u00a0€"]
    assert shown["sv"] == ["512", "480", "1\u00a0250,00\u00a0€"]


def test_an_empty_field_is_not_shown() -> None:
    assert [item.field for item in report().show(PROOF)] == ["invoice"]
    assert {item.field for item in listing().show(Position("company"))} == set(COMPANY)


def test_what_was_typed_stands_beside_what_was_understood() -> None:
    case = put(report(), "numbers", {"kpi-dashboard": "５１２,５", "kpi-partner-center": "many"})
    typed = {item.field: (item.shown, item.typed) for item in case.show(SECOND)}
    assert typed["kpi-dashboard"] == ("512.5", "５１２,５")
    assert typed["kpi-partner-center"] == ("many", "many")
    chosen = {item.field: (item.shown, item.typed) for item in case.show(FIRST)}
    assert chosen["month"] == ("March", "March")
    assert chosen["omlp-type"] == ("Lab", "Lab")


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_given_means_the_same_in_every_language(locale: str) -> None:
    case = report({"kpi-dashboard": "1.234,5", "month": "mars", "omlp-type": "other:Kurs"})
    read = Case(case.forms, case.form, case.filled, case.reader._replace(locale=locale))
    for position in case.positions():
        assert read.values(read.at(position)) == case.values(case.at(position))


def test_what_turns_letters_around_or_breaks_a_line_is_not_shown() -> None:
    case = listing({"name": " Contoso\u202e gpj\nLearning\x1b "})
    shown = next(item for item in case.show(Position("company")) if item.field == "name")
    assert (shown.shown, shown.typed) == ("Contoso gpj Learning",) * 2
    remark = put(report(), "proof", {"remark": "one\ntwo\u2066"}).show(PROOF)[-1]
    assert (remark.shown, remark.typed) == ("one\ntwo",) * 2


def test_kronor_stay_swedish_where_somebody_else_reads_them() -> None:
    case = report({"revenue-dashboard": "1 250 kr"}, locale="sv")
    support = Case(case.forms, case.form, case.filled, case.reader._replace(locale="en"))
    assert support.values(support.at(SECOND))["revenue-dashboard"] == "1250 SEK"
    assert report({"revenue-dashboard": "1 250 kr"}).check(SECOND).meanings


# By what a request is known.


@pytest.mark.parametrize(
    "number",
    ["inv-2026-0042", "INV 2026 0042", "lNV-2O26-OO42", "ＩＮＶ２０２６－００４２"],
)
def test_an_invoice_number_that_looks_the_same_is_the_same_request(number: str) -> None:
    other = report({"invoice-number": number})
    assert settling.keys(other) == settling.keys(report())


@pytest.mark.parametrize(
    "typed",
    [
        {"invoice-number": "INV-2026-0043"},
        {"month": "4"},
        {"year": "2025"},
        {"omlp-type": "other:Lab kit"},
    ],
)
def test_another_invoice_month_or_type_is_another_request(typed: dict[str, str]) -> None:
    assert settling.keys(report(typed)) != settling.keys(report())


def test_the_numbers_of_a_report_do_not_tell_it_from_another() -> None:
    assert settling.keys(report({"kpi-dashboard": "1", "purchase-unit": "other"})) == settling.keys(
        report()
    )


def test_each_line_is_known_by_itself() -> None:
    two = put(report(), "purchase", PURCHASE | {"invoice-number": "F-2"}, 1)
    assert settling.keys(two)[:1] == settling.keys(report())
    assert len(set(settling.keys(two))) == 2


def test_a_line_that_is_not_complete_is_known_by_nothing() -> None:
    assert settling.keys(empty("discrepancy")) == []
    assert settling.keys(put(report(), "purchase", {"month": "2"}, 1)) == settling.keys(report())


@pytest.mark.parametrize(
    "address",
    ["contoso.se/microsoft", "https://www.contoso.se/microsoft/", "HTTPS://CONTOSO.SE/microsoft"],
)
def test_a_page_is_the_same_however_its_address_is_written(address: str) -> None:
    assert settling.keys(listing({"landing-page": address})) == settling.keys(listing())


# What a sentence says already.


@pytest.mark.parametrize("reader", LOCALES)
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "il me manque la facture INV-2026-0042 de mars 2026, 1 250,00 € au lieu de 980 €",
            {
                "month": "3",
                "year": "2026",
                "invoice-number": "INV-2026-0042",
                "revenue-dashboard": "1 250,00 €",
            },
        ),
        ("我们1月的发票 F2026-118 缺少 KPI", {"month": "1", "invoice-number": "F2026-118"}),
        (
            "2026年3月的发票INV-2026-0042没有显示，金额是1250元",
            {
                "month": "3",
                "year": "2026",
                "invoice-number": "INV-2026-0042",
                "revenue-dashboard": "1250元",
            },
        ),
        (
            "Het KPI-dashboard toont 512 maar Partner Center toont 480",
            {"kpi-dashboard": "512", "kpi-partner-center": "480"},
        ),
        (
            "fakturanummer 88123 från februari, intäkten är 12 500,00 SEK",
            {"month": "2", "invoice-number": "88123", "revenue-dashboard": "12 500,00 SEK"},
        ),
        (
            "Invoice dated 15.01.2026, INV 77812: the dashboard shows 512 and Partner Center 480",
            {
                "month": "1",
                "year": "2026",
                "invoice-number": "77812",
                "kpi-dashboard": "512",
                "kpi-partner-center": "480",
            },
        ),
        (
            "Revenue in Partner Center is 980 EUR for invoice F2026-118",
            {"invoice-number": "F2026-118", "revenue-partner-center": "980 EUR"},
        ),
        ("Purchase unit: EDU 200. Invoice 4500118", {"purchase-unit": "EDU 200",
                                                    "invoice-number": "4500118"}),
    ],
)  # fmt: skip
def test_a_report_begins_with_what_was_said_in_any_language(
    reader: str, said: str, found: dict[str, str]
) -> None:
    assert given(prefilling.prefill(empty("discrepancy", reader), said)) == found


@pytest.mark.parametrize("reader", LOCALES)
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "Our company Contoso Learning is missing, we are based in Belgium: https://a.be/m.",
            {"name": "Contoso Learning", "country": "BE", "landing-page": "https://a.be/m"},
        ),
        (
            "Company name: contoso gmbh, country: Sweden, page: https://contoso.se/microsoft",
            {
                "name": "contoso gmbh",
                "country": "SE",
                "landing-page": "https://contoso.se/microsoft",
            },
        ),
        (
            "Notre société « Contoso Formation » n’est pas dans l’annuaire, www.contoso.be/m",
            {"name": "Contoso Formation", "landing-page": "www.contoso.be/m"},
        ),
        (
            "公司名称：康托索学习，国家：瑞典，网址：https://contoso.se/microsoft。",
            {"name": "康托索学习", "country": "SE", "landing-page": "https://contoso.se/microsoft"},
        ),
        (
            'Ons bedrijf "Contoso & Zonen" staat er niet, we zitten in Nederland',
            {"name": "Contoso & Zonen", "country": "NL"},
        ),
        (
            "Vårt företag Contoso Utbildning AB saknas i katalogen, vi finns i Sverige",
            {"name": "Contoso Utbildning AB", "country": "SE"},
        ),
        ("Our company page https://contoso.com/x is missing",
         {"landing-page": "https://contoso.com/x"}),
        ("Why is our company not in the directory?", {}),
    ],
)  # fmt: skip
def test_a_directory_request_begins_with_what_was_said_in_any_language(
    reader: str, said: str, found: dict[str, str]
) -> None:
    assert given(prefilling.prefill(empty("directory", reader), said)) == found


@pytest.mark.parametrize(
    "said",
    [
        "How do I report a KPI discrepancy?",
        "comment faire pour signaler un écart de KPI",
        "KPI 有差异怎么办？",
        "hoe meld ik een afwijking in mijn KPI's?",
        "Hur rapporterar jag en avvikelse?",
        "our purchase unit EDU 200 is gone",
    ],
)
def test_a_question_without_values_fills_nothing_in(said: str) -> None:
    assert not prefilling.prefill(empty("discrepancy"), said).filled.begun()


def test_what_is_there_already_is_never_replaced() -> None:
    case = put(empty("discrepancy"), "purchase", {"month": "1", "invoice-number": ""})
    filled = given(prefilling.prefill(case, "Invoice INV-2026-0042 from March 2026"))
    assert filled == {"month": "1", "invoice-number": "", "year": "2026"}


@settings(deadline=None, max_examples=200)
@given_any(st.sampled_from(FORMS), ANY_TEXT, st.sampled_from(LOCALES))
def test_whatever_was_said_a_form_begins_with_values_that_can_be_taken(
    form: str, said: str, locale: str
) -> None:
    case = prefilling.prefill(empty(form, locale), said)
    for position in case.positions():
        line = case.at(position)
        assert not any(case.read(field, line[field]).problem for field in line)


@settings(deadline=None, max_examples=100)
@given_any(st.sampled_from(FORMS), ANY_TEXT, ANY_TEXT)
def test_to_say_something_else_later_changes_no_value(form: str, first: str, later: str) -> None:
    before = prefilling.prefill(empty(form), first)
    assert given(before).items() <= given(prefilling.prefill(before, later)).items()
