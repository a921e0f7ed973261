"""What a form asks again, what it only points out, and by what a request is known."""

from dataclasses import replace
from datetime import date

import pytest

from bot.content.forms import Position
from bot.forms import settling
from bot.forms.case import Case
from bot.forms.rules import ADD, KEEP, REMIND, SEND, Hint
from bot.forms.settling import SAME, TWICE, Same
from tests.forms.forms import NUMBERS, PURCHASE, empty, listing, put, report

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
