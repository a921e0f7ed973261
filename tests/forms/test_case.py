"""A form on its way: where it goes on, what is wrong with a step, what is shown back."""

from datetime import date

import pytest
from hypothesis import given as given_any
from hypothesis import strategies as st

from bot.content.forms import Position
from bot.forms import settling
from bot.forms.case import MISSING, MOST_LINES, Case
from bot.forms.filled import REVIEW, from_json
from bot.forms.readings import Given, Problem
from tests.forms.asking import LOCALES
from tests.forms.forms import COMPANY, COMPLETE, NUMBERS, PURCHASE, empty, listing, put, report

FIRST, SECOND, PROOF = Position("purchase"), Position("numbers"), Position("proof")


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
