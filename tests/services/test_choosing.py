import pytest
from sqlalchemy import Connection

from bot.answering.decision import Decision, Kind
from bot.answering.intents import Intent
from bot.app import Content
from bot.content.models import Knowledge
from bot.services import choosing
from bot.storage import tickets
from bot.storage.questions import Place
from tests.services.scene import (
    ANSWER,
    CHANNEL,
    DIRECT,
    EMMA,
    HANDOVER,
    NOW,
    OURS,
    SUGGEST,
    card,
    home,
    kept,
    note,
    reply,
    said,
    say,
    waits,
)


@pytest.fixture
def knowledge(content: Content) -> Knowledge:
    return content.decider.knowledge


def found(connection: Connection, channel: str, person: str, workspace: str = OURS) -> bool:
    return choosing.find(connection, workspace, 1, channel, person) is not None


@pytest.mark.parametrize("place", [Place.DIRECT, Place.CHANNEL])
def test_promise_34_a_reply_s_buttons_work_only_in_its_own_channel(
    connection: Connection, place: Place
) -> None:
    say(connection, place=place, channel=CHANNEL)
    assert found(connection, CHANNEL, "U-ANYBODY-IN-IT")
    assert not found(connection, DIRECT, EMMA)


def test_promise_34_a_private_reply_s_buttons_work_only_for_its_own_reader(
    connection: Connection,
) -> None:
    say(connection, place=Place.PRIVATE, channel=CHANNEL)
    assert found(connection, DIRECT, EMMA)
    assert not found(connection, CHANNEL, "U-OTHER")


def test_promise_33_another_workspace_s_buttons_find_nothing(connection: Connection) -> None:
    say(connection)
    assert found(connection, DIRECT, EMMA)
    assert not found(connection, DIRECT, EMMA, "T2")


def test_a_chosen_suggestion_is_answered_and_the_others_stay_offered(
    connection: Connection, knowledge: Knowledge
) -> None:
    question = say(connection, SUGGEST)
    said(connection)
    choosing.choose_topic(connection, knowledge, question, "enroll-where", NOW)
    after = kept(connection)
    assert (after.decision, after.topic, after.suggestions) == ("answer", "enroll-where", ["b"])
    assert said(connection) == [reply()]


def test_a_runner_up_takes_the_place_of_an_answer_that_did_not_help(
    connection: Connection, knowledge: Knowledge
) -> None:
    question = say(connection, ANSWER)._replace(useful=False)
    choosing.choose_topic(connection, knowledge, question, "kpi-discrepancy", NOW)
    after = kept(connection)
    assert (after.topic, after.useful) == ("kpi-discrepancy", None)
    assert after.suggestions == ["enroll-where", "a", "b"]


@pytest.mark.parametrize("choose", [choosing.choose_topic, choosing.ask_related])
def test_a_topic_of_an_older_deploy_is_apologized_for_and_leaves_the_reply_alone(
    connection: Connection, knowledge: Knowledge, choose: object
) -> None:
    question = say(connection, SUGGEST)
    said(connection)
    choose(connection, knowledge, question, "no-longer-there", NOW)  # type: ignore[operator]
    assert kept(connection) == question
    apology = kept(connection, 2)
    assert (apology.decision, apology.intent, apology.locale) == ("talk", "outdated", "nl")
    assert said(connection) == [reply(2)]


def test_a_related_topic_is_answered_in_a_message_of_its_own_in_the_same_thread(
    connection: Connection, knowledge: Knowledge
) -> None:
    question = say(connection, place=Place.CHANNEL, channel=CHANNEL)
    said(connection)
    choosing.ask_related(connection, knowledge, question, "kpi-discrepancy", NOW + 5)
    assert kept(connection) == question
    more = kept(connection, 2)
    assert (more.topic, more.thread_ts, more.message_ts) == ("kpi-discrepancy", "1.0", None)
    assert more.text == knowledge.topics["kpi-discrepancy"].answer("nl").question
    assert said(connection) == [reply(2, CHANNEL)]


def test_a_related_topic_can_be_asked_for_again(
    connection: Connection, knowledge: Knowledge
) -> None:
    question = say(connection, thread_ts="0.5")
    for _ in range(2):
        choosing.ask_related(connection, knowledge, question, "kpi-discrepancy", NOW)
    assert [kept(connection, n).thread_ts for n in (2, 3)] == ["0.5", "0.5"]


def test_a_reply_is_redrawn_in_another_language_and_nothing_else_changes(
    connection: Connection,
) -> None:
    question = say(connection)
    said(connection)
    choosing.show_in(connection, question, "zh", NOW)
    assert kept(connection) == question._replace(locale="zh")
    assert said(connection) == [reply()]


def test_who_chooses_a_language_where_it_was_asked_for_reads_that_it_is_spoken_now(
    connection: Connection,
) -> None:
    question = say(connection, Decision(Kind.TALK, "en", intent=Intent.LANGUAGE))
    choosing.speak_in(connection, question, "fr", NOW)
    assert kept(connection) == question._replace(locale="fr", intent="spoken")


def test_who_chooses_a_language_under_another_reply_reads_it_in_that_language(
    connection: Connection,
) -> None:
    question = say(connection)
    choosing.speak_in(connection, question, "fr", NOW)
    assert kept(connection) == question._replace(locale="fr")


@pytest.mark.parametrize("useful", [True, False])
def test_whether_an_answer_helped_is_kept_and_shown(connection: Connection, useful: bool) -> None:  # noqa: FBT001 - a case
    question = say(connection)
    said(connection)
    choosing.judge(connection, question, NOW, useful=useful)
    assert kept(connection) == question._replace(useful=useful)
    assert said(connection) == [reply()]


def test_who_wants_a_person_is_handed_over_once(connection: Connection) -> None:
    question = say(connection, SUGGEST)
    said(connection)
    for _ in range(2):
        choosing.hand_over(connection, question, NOW)
    assert waits(connection)
    assert said(connection) == [card(), reply(), home()]
    assert len(tickets.of_person(connection, OURS, EMMA)) == 1


def test_who_no_longer_needs_a_person_keeps_the_answer(connection: Connection) -> None:
    question = say(connection)
    choosing.hand_over(connection, question, NOW)
    choosing.withdraw(connection, question, NOW)
    assert not waits(connection)
    assert kept(connection) == question


def test_who_takes_back_a_question_without_an_answer_reads_that_it_was_taken_back(
    connection: Connection,
) -> None:
    question = say(connection, HANDOVER)
    said(connection)
    choosing.withdraw(connection, question, NOW)
    after = kept(connection)
    assert (after.decision, after.intent, after.topic) == ("talk", "withdrawn", None)
    assert not waits(connection)
    assert said(connection) == [card(), reply(), home(), note(1)]


def test_what_was_withdrawn_can_be_handed_over_again(connection: Connection) -> None:
    question = say(connection, HANDOVER)
    choosing.withdraw(connection, question, NOW)
    choosing.hand_over(connection, kept(connection), NOW)
    assert waits(connection)
    (ticket,) = tickets.open_of_person(connection, OURS, EMMA)
    assert (ticket.id, ticket.question) == (1, 1)
