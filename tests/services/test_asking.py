from typing import Any

import pytest
from sqlalchemy import Connection

from bot.answering.decision import Decider, Decision, Kind, Preferences
from bot.answering.intents import Intent
from bot.answering.spoken import Languages
from bot.app import Content
from bot.content.months import Mention
from bot.services import asking, choosing
from bot.services.asking import EDITABLE_SECONDS, Asked
from bot.storage import people, questions
from bot.storage.questions import Place
from tests.services.scene import (
    ANSWER,
    CHANNEL,
    EMMA,
    HANDOVER,
    NOW,
    OFFERED,
    OURS,
    asked,
    card,
    home,
    kept,
    note,
    reply,
    said,
    say,
    ticket_of,
    waits,
)

NONSENSE = "🙂"


@pytest.fixture
def decider(content: Content) -> Decider:
    return content.decider


@pytest.fixture
def off_topic(content: Content, decider: Decider) -> str:
    """A sentence that nobody here has an answer to."""
    for text in content.decider.knowledge.off_topic["en"]:
        if decider.decide(text, Preferences(), asking.day_of(NOW)).kind is Kind.HANDOVER:
            return text
    raise AssertionError


@pytest.fixture
def on_topic(decider: Decider) -> str:
    """A sentence that is answered."""
    for text in decider.knowledge.topics["kpi-report-schedule"].answer("en").phrasings:
        if decider.decide(text, Preferences(), asking.day_of(NOW)).kind is Kind.ANSWER:
            return text
    raise AssertionError


def ask(connection: Connection, decider: Decider, question: Asked, now: float = NOW) -> int | None:
    known = asking.preferences(connection, question, Languages("en", OFFERED))
    decision = decider.decide(question.text, known, asking.day_of(now))
    return asking.say(connection, question, decision, now)


def edit(
    connection: Connection,
    decider: Decider,
    text: str,
    now: float = NOW + 60,
    edited_ts: str = "2.0",
) -> None:
    question = asked(text, edited_ts=edited_ts)
    known = asking.preferences(connection, question, Languages("en", OFFERED))
    decision = decider.decide(text, known, asking.day_of(now))
    asking.correct(connection, question, decision, now)


def test_a_question_is_kept_with_its_decision_and_a_reply_is_to_be_said(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    assert ask(connection, decider, asked(on_topic)) == 1
    question = kept(connection)
    assert (question.text, question.decision, question.asked_at) == (on_topic, "answer", NOW)
    assert question.topic == "kpi-report-schedule"
    assert question.topic not in question.suggestions
    assert said(connection) == [reply()]


def test_a_message_that_comes_twice_is_answered_once(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    ask(connection, decider, asked(on_topic))
    assert ask(connection, decider, asked(on_topic), NOW + 60) is None
    assert said(connection) == [reply()]


def test_a_question_without_an_answer_goes_to_the_support_team_before_the_reply_says_so(
    connection: Connection, decider: Decider, off_topic: str
) -> None:
    ask(connection, decider, asked(off_topic))
    assert waits(connection)
    assert said(connection) == [card(), reply(), home()]


def test_a_handover_keeps_what_was_considered(connection: Connection) -> None:
    say(connection, HANDOVER)
    from_person = Decision(Kind.HANDOVER, "nl", topic="t", suggestions=("a",), confidence=1.0)
    say(connection, from_person, message_ts="2.0")
    found = [ticket_of(connection, number) for number in (1, 2)]
    assert [each.evidence for each in found] == [
        {"candidates": ["a", "b"], "confidence": 0.1},
        {"candidates": ["t", "a"], "confidence": 1.0},
    ]
    assert [each.locale for each in found] == ["nl", "nl"]


def test_a_mentioned_date_is_kept_for_later_drawings(connection: Connection) -> None:
    mentioned = Decision(Kind.ANSWER, "en", topic="t", mention=Mention(month=4))
    assert say(connection, mentioned).mention == list(Mention(month=4))


def test_a_language_that_somebody_names_is_spoken_from_then_on(connection: Connection) -> None:
    named = Decision(Kind.TALK, "sv", intent=Intent.LANGUAGE, named="sv", confidence=1.0)
    assert say(connection, named).intent == Intent.SPOKEN
    assert people.find(connection, OURS, EMMA).chosen_locale == "sv"


def test_asking_for_another_language_without_naming_it_changes_none(
    connection: Connection,
) -> None:
    assert say(connection, Decision(Kind.TALK, "en", intent=Intent.LANGUAGE)).intent == "language"
    assert people.find(connection, OURS, EMMA).chosen_locale is None


@pytest.mark.parametrize("place", list(Place))
def test_the_reply_goes_where_the_question_was_asked(connection: Connection, place: Place) -> None:
    say(connection, place=place, channel=CHANNEL, response_url="https://x")
    assert said(connection) == [reply(lane=CHANNEL)]
    assert kept(connection).place == place


def test_an_edited_question_is_answered_anew_in_the_same_reply(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    ask(connection, decider, asked(NONSENSE))
    assert said(connection) == [reply()]
    edit(connection, decider, on_topic)
    question = kept(connection)
    assert (question.text, question.topic) == (on_topic, "kpi-report-schedule")
    assert said(connection) == [reply()]


def test_an_edit_to_an_unanswerable_question_hands_over_and_an_edit_back_takes_it_back(
    connection: Connection, decider: Decider, on_topic: str, off_topic: str
) -> None:
    ask(connection, decider, asked(on_topic))
    said(connection)
    edit(connection, decider, off_topic)
    assert waits(connection)
    assert said(connection) == [card(), reply(), home()]
    edit(connection, decider, on_topic)
    assert not waits(connection)
    assert said(connection) == [card(), reply(), home(), note(1)]


def test_an_edit_asks_anew_whether_the_answer_helped(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    question = say(connection)
    questions.change(connection, OURS, question.id, useful=False)
    edit(connection, decider, on_topic)
    assert kept(connection).useful is None


@pytest.mark.parametrize(("later", "answered"), [(EDITABLE_SECONDS, 2), (EDITABLE_SECONDS + 1, 1)])
def test_an_edit_counts_for_ten_minutes(
    connection: Connection, decider: Decider, on_topic: str, later: float, answered: int
) -> None:
    ask(connection, decider, asked(NONSENSE))
    told = said(connection)
    edit(connection, decider, on_topic, NOW + later)
    assert told + said(connection) == [reply()] * answered


def test_an_edit_that_changes_no_word_changes_nothing(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    ask(connection, decider, asked(on_topic))
    edit(connection, decider, on_topic)
    assert said(connection) == [reply()]


def test_promise_09_an_edit_that_overtakes_its_original_is_answered_as_it_is_now(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    edit(connection, decider, on_topic)
    ask(connection, decider, asked(NONSENSE))
    assert kept(connection).text == on_topic
    assert said(connection) == [reply()]


def test_promise_09_an_edit_that_a_later_one_overtook_changes_nothing(
    connection: Connection, decider: Decider, on_topic: str, off_topic: str
) -> None:
    ask(connection, decider, asked(NONSENSE))
    edit(connection, decider, on_topic, edited_ts="3.0")
    said(connection)
    edit(connection, decider, off_topic, edited_ts="2.0")
    assert kept(connection).text == on_topic
    assert said(connection) == []


def test_what_a_person_gave_to_the_support_team_stays_there_after_an_edit(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    question = say(connection)
    choosing.hand_over(connection, question, NOW)
    said(connection)
    edit(connection, decider, on_topic)
    assert waits(connection)
    assert said(connection) == [card(), reply(), home()]


def test_promise_09_a_deletion_that_overtakes_its_question_keeps_it_from_being_answered(
    connection: Connection, decider: Decider, on_topic: str
) -> None:
    asking.delete(connection, OURS, asked().channel, "1.0", NOW)
    assert ask(connection, decider, asked(on_topic)) is None
    edit(connection, decider, on_topic)
    assert kept(connection).text == ""
    assert said(connection) == []


def test_a_deleted_question_no_longer_waits_for_the_support_team(connection: Connection) -> None:
    question = say(connection, HANDOVER)
    said(connection)
    asking.delete(connection, OURS, question.channel, "1.0", NOW)
    assert not waits(connection)
    assert said(connection) == [card(), reply(), home(), note(1)]


def test_a_deleted_question_is_marked_as_such_once(connection: Connection) -> None:
    question = say(connection)
    said(connection)
    for _ in range(2):
        asking.delete(connection, OURS, question.channel, "1.0", NOW + 60)
    assert kept(connection) == question._replace(deleted=True)
    assert said(connection) == [reply()]


def test_promise_09_deleting_what_was_never_asked_does_nothing(connection: Connection) -> None:
    asking.delete(connection, OURS, CHANNEL, "9.9", NOW)
    assert said(connection) == []


def preferences(connection: Connection, **more: Any) -> Preferences:  # noqa: ANN401 - any field
    return asking.preferences(connection, asked(**more), Languages("zh", OFFERED))


def test_of_a_stranger_only_the_default_language_is_known(connection: Connection) -> None:
    assert preferences(connection) == Preferences(default="zh", offered=OFFERED)


def test_in_private_a_person_s_own_choice_and_habit_count(connection: Connection) -> None:
    people.choose_locale(connection, OURS, EMMA, "sv")
    people.keep_slack_locale(connection, OURS, EMMA, "fr", NOW)
    say(connection)
    expected = Preferences(chosen="sv", recent="nl", slack="fr", default="zh", offered=OFFERED)
    assert preferences(connection) == expected


def test_in_a_channel_the_channel_s_habit_counts_and_nobody_s_choice(
    connection: Connection,
) -> None:
    people.choose_locale(connection, OURS, EMMA, "sv")
    say(connection, place=Place.CHANNEL, channel=CHANNEL, person="U-OTHER")
    in_channel = preferences(connection, place=Place.CHANNEL, channel=CHANNEL)
    assert in_channel == Preferences(chosen=None, recent="nl", default="zh", offered=OFFERED)
    assert preferences(connection, channel=CHANNEL).recent is None


def test_the_decision_s_day_is_utc_s() -> None:
    assert asking.day_of(1_767_225_599).isoformat() == "2025-12-31"
    assert asking.day_of(1_767_225_600).isoformat() == "2026-01-01"


def test_an_answer_is_not_a_handover(connection: Connection) -> None:
    say(connection, ANSWER)
    assert not waits(connection)
