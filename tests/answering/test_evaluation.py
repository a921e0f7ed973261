from datetime import date

import pytest

from bot.answering.decision import Decider, Decision, Kind
from bot.answering.evaluation import Case, Result, by_locale, evaluate, parse_cases, rates

IN_SCOPE = ("answered_right", "suggested_right", "wrong", "missed")
OUT_OF_SCOPE = ("refused", "suggested", "false_answer")


def answered(topic: str) -> Decision:
    return Decision(Kind.ANSWER, "en", topic=topic, suggestions=("a", "b", "c"))


def suggested(*topics: str) -> Decision:
    return Decision(Kind.SUGGEST, "en", suggestions=topics)


HANDED_OVER = Decision(Kind.HANDOVER, "en", suggestions=("a", "b", "c"))
TALKED = Decision(Kind.TALK, "en")
PERSON = Decision(Kind.HANDOVER, "en", topic="contact-support")


@pytest.mark.parametrize(
    ("expected", "decision", "counted"),
    [
        ("a", answered("a"), "answered_right"),
        ("contact-support", PERSON, "answered_right"),
        ("a", answered("b"), "wrong"),
        ("a", PERSON, "wrong"),
        ("a", suggested("b", "c", "a"), "suggested_right"),
        ("a", suggested("b", "c", "d"), "missed"),
        ("a", HANDED_OVER, "missed"),
        ("a", TALKED, "missed"),
        ("-", answered("a"), "false_answer"),
        ("-", suggested("a", "b", "c"), "suggested"),
        ("-", HANDED_OVER, "refused"),
        ("-", PERSON, "refused"),
        ("-", TALKED, "refused"),
    ],
)
def test_each_decision_counts_as_one_outcome(
    expected: str, decision: Decision, counted: str
) -> None:
    found = rates([Result(Case("en", expected, "?"), decision)])
    assert {name for name in (*IN_SCOPE, *OUT_OF_SCOPE) if found[name]} == {counted}
    assert found[counted] == 1.0


def test_rates_are_shares_of_the_questions_in_and_out_of_scope() -> None:
    cases = [("a", answered("a"))] * 2 + [("a", answered("b"))] + [("-", TALKED)]
    found = rates([Result(Case("en", topic, "?"), decision) for topic, decision in cases])
    assert (found["in_scope"], found["out_of_scope"]) == (3, 1)
    assert (found["answered_right"], found["wrong"], found["refused"]) == (0.6667, 0.3333, 1.0)


def test_rates_of_nothing_are_nought() -> None:
    assert set(rates([]).values()) == {0}


def test_each_locale_of_the_file_has_rates_of_its_own() -> None:
    results = [Result(Case("sv", "a", "?"), answered("a")), Result(Case("fr", "a", "?"), TALKED)]
    found = by_locale(results)
    assert list(found) == ["sv", "fr"]
    assert (found["sv"]["answered_right"], found["fr"]["answered_right"]) == (1.0, 0.0)


def test_lines_are_read_without_comments_blank_lines_and_line_ends() -> None:
    lines = [
        "# comment",
        "",
        "en\tbusiness-plan\tdo we need one?\r\n",
        "fr\t-\tquel temps\tfait-il",
    ]
    assert parse_cases(lines) == [
        Case("en", "business-plan", "do we need one?"),
        Case("fr", "-", "quel temps\tfait-il"),
    ]


@pytest.mark.parametrize("line", ["en", "en\tbusiness-plan", "en business-plan do we need one"])
def test_a_line_with_fewer_parts_is_named_by_its_number(line: str) -> None:
    with pytest.raises(ValueError, match=r"^3$"):
        parse_cases(["# comment", "", line])


def test_the_locale_is_the_askers_only_when_it_is_known(decider: Decider) -> None:
    cases = [Case("sv", "kpi-report-schedule", "When do the KPIs of our invoice show up?")]
    today = date(2026, 11, 20)
    unknown = evaluate(decider, cases, today, locale_known=False)[0].decision
    known = evaluate(decider, cases, today, locale_known=True)[0].decision
    assert (unknown.locale, known.locale) == ("en", "sv")
    assert unknown.detected == known.detected == "en"
