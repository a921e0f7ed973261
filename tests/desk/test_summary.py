from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.summary import (
    AnswerTime,
    FirstAnswers,
    Questions,
    Ratings,
    Tickets,
    first_answers,
    last_week,
    share,
    week_of,
)
from tests.desk.weeks import EMPTY, MONDAY, USUAL

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def elapsed(start: float, end: float) -> float:
    return end - start


def test_a_week_begins_on_its_monday_by_the_clock_of_the_desk() -> None:
    span = week_of(date(2026, 3, 15), AMSTERDAM)
    assert span.first_day == MONDAY
    assert datetime.fromtimestamp(span.begin, AMSTERDAM) == datetime(2026, 3, 9, tzinfo=AMSTERDAM)


def test_a_week_in_which_the_clock_changes_is_an_hour_shorter_or_longer() -> None:
    spring, autumn = (week_of(date(2026, *day), AMSTERDAM) for day in ((3, 29), (10, 25)))
    assert [(span.end - span.begin) / 3600 for span in (spring, autumn)] == [167, 169]


@given(day=DAYS)
def test_each_moment_belongs_to_one_week(day: date) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=AMSTERDAM).timestamp()
    weeks = [last_week(noon, AMSTERDAM, ago) for ago in (2, 1, 0)]
    assert all(former.end == latter.begin for former, latter in pairwise(weeks))
    assert weeks[-1].begin <= noon < weeks[-1].end
    assert week_of(day, AMSTERDAM) == weeks[-1]
    assert weeks[1] == last_week(noon, AMSTERDAM)


def test_what_follows_from_a_week_adds_up() -> None:
    assert USUAL.all_questions == Questions(114, 25, 24)
    assert USUAL.all_questions.asked == 163
    assert USUAL.all_tickets == Tickets(28, 21)
    assert USUAL.tickets_of(kind="question") == Tickets(13, 9)
    assert USUAL.tickets_of(locale="fr") == Tickets(11, 9)
    assert USUAL.tickets_of(kind="question", locale="fr") == Tickets(7, 6)
    assert USUAL.tickets_of(kind="unknown") == Tickets()


def test_kinds_and_languages_come_by_their_volume() -> None:
    assert USUAL.kinds == ["question", "discrepancy", "directory"]
    assert USUAL.locales == ["fr", "en", "nl", "zh", "sv"]
    assert USUAL._replace(questions={}).locales == ["fr", "nl", "zh", "sv"]


def test_shares_are_told_of_something_only() -> None:
    assert Questions(3, 1, 0).answered_share == share(3, 4) == pytest.approx(0.75)
    assert FirstAnswers(1.0, 4, 1).in_time_share == pytest.approx(0.25)
    assert Ratings(1, 1).good_share == pytest.approx(0.5)
    nothing = (Questions().answered_share, FirstAnswers().in_time_share, Ratings().good_share)
    assert nothing == (None, None, None)


def test_an_empty_week_has_nothing() -> None:
    assert (EMPTY.kinds, EMPTY.locales) == ([], [])
    assert (EMPTY.all_questions, EMPTY.all_tickets) == (Questions(), Tickets())


def test_the_time_to_a_first_answer_is_the_one_in_the_middle() -> None:
    times = [
        AnswerTime(0, hours * 3600, due) for hours, due in ((1, 7200.0), (9, 7200.0), (2, None))
    ]
    assert first_answers(times, elapsed) == FirstAnswers(2.0, 2, 1)
    assert first_answers(times[:2], elapsed).hours == pytest.approx(5)


def test_an_answer_at_the_last_moment_is_in_time() -> None:
    assert first_answers([AnswerTime(0, 60, 60)], elapsed).in_time == 1
    assert first_answers([AnswerTime(0, 60.1, 60)], elapsed).in_time == 0


def test_without_answers_there_is_no_time() -> None:
    assert first_answers([], elapsed) == FirstAnswers(None, 0, 0)


def test_only_the_time_that_counts_is_counted() -> None:
    halved = first_answers([AnswerTime(0, 7200, None)], lambda start, end: (end - start) / 2)
    assert halved.hours == pytest.approx(1)
