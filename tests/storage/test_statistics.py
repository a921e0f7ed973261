from datetime import date

import pytest
from sqlalchemy import Connection

from bot.desk.life import State
from bot.desk.summary import FirstAnswers, Questions, Ratings, Span, Tickets, Week
from bot.storage import questions, statistics, ticket_history, tickets
from tests.storage.everything import OURS, QUESTION, THEIRS, TICKET

HOUR = 3600.0
BEGIN, END, NOW = 1_000_000.0, 1_604_800.0, 1_700_000.0
SPAN = Span(date(1970, 1, 12), BEGIN, END)
WITHIN = BEGIN + HOUR


def asked(connection: Connection, decision: str, /, **values: object) -> int:
    usual = {**QUESTION, "decision": decision, "asked_at": WITHIN, "message_ts": None}
    made = questions.add(connection, OURS, {**usual, **values})
    assert made
    return made


def opened(connection: Connection, workspace: str = OURS, /, **values: object) -> int:
    usual = {**TICKET, "created_at": WITHIN, "opened_at": WITHIN}
    return tickets.add(connection, workspace, {**usual, **values})


def rated(connection: Connection, rating: int, at: float = WITHIN) -> int:
    ticket = opened(connection, state=State.RESOLVED, rating=rating, created_at=0.0)
    note_rating(connection, ticket, at)
    return ticket


def note_rating(connection: Connection, ticket: int, at: float) -> None:
    entry = {"ticket": ticket, "at": at, "actor": "U1", "deed": "rate"}
    states = {"before": "resolved", "after": "resolved", "details": {}}
    ticket_history.add(connection, OURS, {**entry, **states})


def week(connection: Connection, workspace: str = OURS) -> Week:
    return statistics.week(connection, workspace, SPAN, NOW, lambda start, end: end - start)


def test_a_week_without_anything_is_empty(connection: Connection) -> None:
    assert week(connection) == Week(SPAN.first_day, {}, {}, FirstAnswers(), Ratings(), 0, 0)


def test_questions_count_by_what_became_of_them_and_the_language_they_were_written_in(
    connection: Connection,
) -> None:
    for decision, detected in (("answer", "fr"), ("answer", None), ("suggest", "fr")):
        asked(connection, decision, detected=detected)
    asked(connection, "handover", detected="zh", locale="fr")
    counted = {"fr": Questions(1, 1, 0), "nl": Questions(1, 0, 0), "zh": Questions(0, 0, 1)}
    assert week(connection).questions == counted


def test_an_answer_that_was_handed_over_counts_as_handed_over_unless_withdrawn(
    connection: Connection,
) -> None:
    first, second = asked(connection, "answer"), asked(connection, "suggest")
    opened(connection, question=first, state=State.RESOLVED)
    opened(connection, question=second, state=State.WITHDRAWN)
    assert week(connection).questions == {"nl": Questions(0, 1, 1)}


def test_another_workspace_s_ticket_hands_no_question_over(connection: Connection) -> None:
    opened(connection, THEIRS, question=asked(connection, "answer"))
    assert week(connection).questions == {"nl": Questions(1, 0, 0)}


def test_small_talk_and_deleted_questions_count_for_nothing(connection: Connection) -> None:
    asked(connection, "talk")
    asked(connection, "answer", deleted=True)
    assert week(connection).questions == {}


def test_tickets_count_by_kind_and_language_as_opened_and_as_resolved(
    connection: Connection,
) -> None:
    opened(connection, resolved_at=WITHIN, state=State.RESOLVED)
    opened(connection, written_in="fr")
    opened(connection, created_at=BEGIN - 1, resolved_at=WITHIN, state=State.RESOLVED)
    opened(connection, kind="directory", resolved_at=END, state=State.RESOLVED)
    opened(connection, created_at=BEGIN - 1)
    assert week(connection).tickets == {
        ("discrepancy", "nl"): Tickets(1, 2),
        ("discrepancy", "fr"): Tickets(1, 0),
        ("directory", "nl"): Tickets(1, 0),
    }


@pytest.mark.parametrize(
    ("at", "counts"), [(BEGIN - 0.5, 0), (BEGIN, 1), (END - 0.5, 1), (END, 0), (END + 0.5, 0)]
)
def test_a_week_is_from_its_begin_until_before_its_end(
    connection: Connection, at: float, counts: int
) -> None:
    asked(connection, "answer", asked_at=at)
    opened(connection, created_at=at, opened_at=at, resolved_at=at, answered_at=at, answer_due=at)
    rated(connection, 1, at)
    counted = week(connection)
    assert counted.all_questions.asked == counts
    assert counted.all_tickets == Tickets(counts, counts)
    assert counted.first_answers.in_time == counts
    assert counted.ratings == Ratings(counts, 0)


def test_first_answers_tell_their_median_and_how_many_met_their_target(
    connection: Connection,
) -> None:
    for hours, due in ((1, 2), (4, 2), (2, None)):
        due_at = WITHIN + due * HOUR if due else None
        opened(connection, answered_at=WITHIN + hours * HOUR, answer_due=due_at)
    assert week(connection).first_answers == FirstAnswers(2.0, 2, 1)


def test_what_is_rated_counts_in_the_week_of_its_rating_as_it_is_rated_now(
    connection: Connection,
) -> None:
    rated(connection, 1)
    rated(connection, 0)
    changed = rated(connection, 0)
    tickets.change(connection, OURS, changed, rating=1)
    note_rating(connection, changed, WITHIN + 1)
    assert week(connection).ratings == Ratings(2, 1)


def test_what_waits_for_the_partner_or_is_over_is_not_overdue(connection: Connection) -> None:
    late = {"resolution_due": NOW - 1}
    for state in State:
        opened(connection, state=state, **late)
    counted = week(connection)
    assert (counted.open_now, counted.overdue_now) == (4, 3)


def test_a_ticket_is_overdue_once_whether_its_answer_or_its_end_is_late(
    connection: Connection,
) -> None:
    opened(connection, answer_due=NOW - 1, resolution_due=NOW - 1)
    opened(connection, answer_due=NOW - 1, resolution_due=NOW + 1)
    opened(connection, answer_due=NOW - 1, answered_at=NOW - 9, resolution_due=NOW + 1)
    opened(connection, answer_due=NOW, resolution_due=NOW)
    opened(connection)
    assert week(connection).overdue_now == 2


def test_another_workspace_has_a_week_of_its_own(connection: Connection) -> None:
    asked(connection, "answer")
    opened(connection)
    rated(connection, 1)
    assert week(connection, THEIRS) == week(connection, "T-NOBODY")
