from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.decision import Decider, Decision, Kind, Preferences
from bot.answering.intents import Intent
from bot.answering.wording import word
from bot.content.models import Knowledge
from tests.answering.asking import ANY_CHARACTER, DAYS, LOCALES, ask

TRACE = """Traceback (most recent call last):
  File "/srv/app/main.py", line 12, in <module>
    run()
  File "/srv/app/main.py", line 7, in run
    raise ValueError("no such key: 0x7f")
ValueError: no such key: 0x7f
"""
QUESTION = "When will our invoice show up in the KPI report?"
SCRAPS = ("kpi", "april 9999", "发票", "hi", "thanks", "\ud83d", "\x00", "<@U1>", "\u202e", "99")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\u00a0 ",
        "🎉👍🏽",
        ":tada: :+1:",
        "https://example.com/a?b=c",
        "<https://example.com|example.com>",
        "<@U0PARTNER1>",
        "\x00\x07\x1b",
        "\ud83d\udc00\ud83d",
        "\u202e\u200f\u200d",
        "?!… ###",
    ],
)
def test_a_message_without_words_gets_a_hint_in_the_persons_language(
    decider: Decider, text: str, locale: str
) -> None:
    decision = ask(decider, text, chosen=locale)
    assert decision == Decision(Kind.TALK, locale, intent=Intent.WORDLESS)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_stack_trace_is_never_answered_from_the_knowledge_base(
    decider: Decider, locale: str
) -> None:
    decision = ask(decider, TRACE, chosen=locale)
    assert (decision.kind, decision.locale) == (Kind.HANDOVER, locale)


@pytest.mark.parametrize("filling", ["x", "kpi ", "发票", "🎉", "é", "\ud800", "3/2026 ", "hi x "])
def test_forty_thousand_characters_are_decided_on(decider: Decider, filling: str) -> None:
    text = (filling * 40_000)[:40_000]
    assert ask(decider, text, chosen="sv").locale in {"sv", "en"}


def test_a_long_text_is_told_by_its_beginning(decider: Decider) -> None:
    assert ask(decider, QUESTION + " \n" * 40_000).topic == "kpi-report-schedule"


@pytest.mark.parametrize(
    "text",
    [
        "When \ud800will our \udfffinvoice show up in the KPI report?",
        "When \x00will our invoice\x07 show up in the KPI report?",
        "\u202eWhen will our invoice show up in the KPI report?\u202c",
        "🎉 When will our invoice show up in the KPI report? 🎉",
        "When will our invoice show up in the KPI report? https://example.com/x",
        "＜＠＞ Ｗｈｅｎ will our invoice show up in the KPI report",
    ],
)
def test_a_question_among_noise_gets_its_answer(decider: Decider, text: str) -> None:
    assert ask(decider, text).topic == "kpi-report-schedule"


def test_a_question_from_right_to_left_is_told_as_foreign(decider: Decider) -> None:
    decision = ask(decider, "متى تظهر مؤشرات الأداء الخاصة بنا؟", slack="fr")
    assert (decision.kind, decision.intent) == (Kind.TALK, Intent.FOREIGN)


ANYTHING = st.text(ANY_CHARACTER) | st.lists(
    st.sampled_from(SCRAPS) | st.text(ANY_CHARACTER, max_size=5)
).map(" ".join)


@given(
    text=ANYTHING,
    chosen=st.none() | st.sampled_from(LOCALES),
    slack=st.none() | st.sampled_from(LOCALES),
    today=DAYS,
)
def test_whatever_is_typed_there_is_one_of_the_four_decisions_in_a_spoken_language(
    decider: Decider, text: str, chosen: str | None, slack: str | None, today: date
) -> None:
    decision = decider.decide(text, Preferences(chosen=chosen, slack=slack), today)
    assert decision.kind in set(Kind)
    assert decision.locale in LOCALES
    assert 0 <= decision.confidence <= 1
    assert {decision.topic, *decision.suggestions} <= {*decider.knowledge.topics, None}


@given(text=ANYTHING, locale=st.sampled_from(LOCALES), today=DAYS)
def test_whatever_month_is_typed_every_calculation_finds_words_for_it(
    decider: Decider, knowledge: Knowledge, text: str, locale: str, today: date
) -> None:
    mention = decider.dates.find(text, today)
    for topic in knowledge.topics.values():
        if topic.computes:
            assert word(knowledge, topic.id, locale, mention, today).text
