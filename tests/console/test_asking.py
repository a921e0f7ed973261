import json
from typing import Any

import pytest

from bot.app import Content
from bot.console import asking
from tests.console.commands import NOW, Run

KINDS = {"answer", "suggest", "handover", "talk"}
TYPES: dict[str, tuple[type, ...]] = {
    "locale": (str,),
    "decision": (str,),
    "topic": (str, type(None)),
    "suggestions": (list,),
    "confidence": (float,),
    "text": (str, type(None)),
    "form": (str, type(None)),
}
QUESTION = "When do the KPIs of our invoice from April 2026 show up?"


def decided(content: Content, text: str, locale: str | None = None) -> dict[str, Any]:
    return asking.decided(content, text, locale, NOW)


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "I need to file a discrepancy report",
        "hello",
        "I would like to talk to a human being",
        "How much does an Azure virtual machine cost?",
        "Wo kann ich unser Schulungszentrum anmelden?",
        "我的发票对应的 KPI 什么时候显示？",
        "",
        "\x00",
        "🎉",
        "x" * 40_000,
        "half \ud83d a pair",
    ],
)
def test_every_reply_has_the_keys_and_types_of_the_contract(content: Content, text: str) -> None:
    reply = decided(content, text)
    assert list(reply) == list(TYPES)
    assert [name for name, types in TYPES.items() if type(reply[name]) not in types] == []
    assert reply["decision"] in KINDS
    assert reply["locale"] in content.decider.knowledge.locales
    assert 0 <= reply["confidence"] <= 1
    assert reply["text"]
    assert set(reply["suggestions"]) <= set(content.decider.knowledge.topics)


def test_an_answer_names_its_topic_and_its_text_is_markdown(content: Content) -> None:
    reply = decided(content, QUESTION)
    assert (reply["decision"], reply["topic"]) == ("answer", "kpi-report-schedule")
    assert (reply["suggestions"], reply["form"]) == ([], None)
    assert reply["text"].startswith("Invoice month: **April 2026**.")
    assert "May 15, 2026" in reply["text"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("I need to file a discrepancy report", "discrepancy"),
        ("Please add us to the Learning Partner directory", "directory"),
    ],
)
def test_an_answer_names_the_form_that_it_offers(content: Content, text: str, form: str) -> None:
    reply = decided(content, text)
    assert (reply["decision"], reply["form"]) == ("answer", form)


def test_suggestions_are_topics_whose_questions_the_text_asks(content: Content) -> None:
    asked = (question.text for question in content.decider.knowledge.calibration["en"])
    unclear = next(r for text in asked if (r := decided(content, text))["decision"] == "suggest")
    assert (unclear["topic"], unclear["form"]) == (None, None)
    topics = content.decider.knowledge.topics
    assert len(unclear["suggestions"]) == 3
    for topic in unclear["suggestions"]:
        assert topics[topic].answers[unclear["locale"]].question in unclear["text"]


@pytest.mark.parametrize(
    ("text", "decision", "topic"),
    [
        ("hello", "talk", None),
        ("How much does an Azure virtual machine cost?", "handover", None),
        ("I would like to talk to a human being", "handover", "contact-support"),
    ],
)
def test_other_replies_suggest_nothing(
    content: Content, text: str, decision: str, topic: str | None
) -> None:
    reply = decided(content, text)
    assert (reply["decision"], reply["topic"], reply["suggestions"]) == (decision, topic, [])


def test_the_locale_that_is_given_is_the_one_of_the_reply(content: Content) -> None:
    reply = decided(content, QUESTION, "sv")
    assert reply["locale"] == "sv"
    assert "april 2026" in reply["text"]


def test_the_command_prints_one_line_of_json(run: Run) -> None:
    done = run("ask", "--json", "--locale", "nl", QUESTION)
    assert (done.code, done.err) == (0, "")
    assert list(json.loads(done.out)) == list(TYPES)
    assert done.out.count("\n") == 1
    assert json.loads(done.out)["locale"] == "nl"


def test_the_command_prints_the_decision_above_its_text(run: Run) -> None:
    done = run("ask", QUESTION)
    head, _, text = done.out.partition("\n\n")
    assert head.startswith("[answer · kpi-report-schedule · en · ")
    assert text.startswith("Invoice month: **April 2026**.")


def test_a_locale_that_is_not_spoken_is_refused_in_a_sentence(run: Run) -> None:
    done = run("ask", "--locale", "xx", QUESTION)
    assert (done.code, done.out) == (2, "")
    assert done.lines == [
        "--locale is none of the languages of knowledge/locales.yaml: use one of them."
    ]


def test_without_a_question_the_usage_is_shown(run: Run) -> None:
    done = run("ask")
    assert done.code == 2
    assert "question" in done.err
