"""Promise 31: whatever is typed is decided; how fast is measured by the benchmarks."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.decision import Decision, Kind, Preferences
from bot.app import Content
from tests.journeys.desk import LOCALES

TODAY = date(2026, 3, 10)
HUGE = {
    "40,000 letters": "x" * 40_000,
    "40,000 Han characters": "学" * 40_000,
    "40,000 blanks": " " * 40_000,
    "40,000 emoji": "👍" * 40_000,
    "40,000 opening brackets": "<" * 40_000,
    "40,000 colons": ":" * 40_000,
    "40,000 digits": "9" * 40_000,
    "20,000 words": "ok " * 20_000,
    "20,000 greetings": "hello " * 20_000,
    "10,000 combining marks": "z" + "\u0301" * 10_000,
    "10,000 joined emoji": "👩\u200d" * 10_000,
    "10,000 dates": "1/1/2026 " * 10_000,
    "10,000 ligatures": "ﷺ" * 10_000,
    "addresses without end": "https://a" * 10_000,
    "a question behind 40,000 blanks": " " * 40_000 + "when are kpis updated",
    "a question before 40,000 letters": "when are kpis updated " + "x" * 40_000,
}


Decide = Callable[[str], Decision]


@pytest.fixture(scope="session")
def decided(content: Content) -> Decide:
    """Give a function, for hypothesis prints what it gets, and knowledge is long."""
    return lambda text: content.decider.decide(text, Preferences(), TODAY)


@pytest.mark.parametrize("kind", HUGE)
def test_promise_31_a_huge_text_is_decided(decided: Decide, kind: str) -> None:
    assert decided(HUGE[kind]).kind in Kind


def test_promise_31_a_question_is_told_by_its_beginning(content: Content, decided: Decide) -> None:
    question = content.decider.knowledge.topics["business-plan"].answer("en").question
    assert decided(f"{question}\n{'x' * 40_000}").kind in Kind
    assert decided(question + " " * 40_000).topic == "business-plan"


@given(text=st.text(max_size=300))
def test_promise_31_any_text_is_decided_in_a_language_that_is_spoken(
    decided: Decide, text: str
) -> None:
    decision = decided(text)
    assert decision.locale in LOCALES
    assert 0 <= decision.confidence <= 1
    assert (decision.kind is Kind.ANSWER) <= (decision.topic is not None)


@given(text=st.text(st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Co"]), max_size=200))
def test_promise_31_text_without_letters_is_taken_as_no_question(
    decided: Decide, text: str
) -> None:
    assert decided(text).kind is Kind.TALK
