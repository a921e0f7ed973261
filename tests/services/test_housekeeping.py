"""Nothing is kept longer than said, and a run that did not happen is seen."""

import pytest
from sqlalchemy import Connection, func, select

from bot.content.desk import Retention
from bot.services import housekeeping
from bot.storage import (
    audit_log,
    jobs,
    people,
    questions,
    schema,
    ticket_history,
    tickets,
    workspaces,
)
from tests.services.people_known import EMMA, know, rows
from tests.services.scene import NOW, OURS
from tests.services.tickets import SENT

DAY = 24 * 3600.0
KEPT = Retention()


def tidy(connection: Connection, days: float) -> None:
    while housekeeping.tidy(connection, NOW + days * DAY):
        pass


def count(connection: Connection, table: str) -> int:
    return connection.scalar(select(func.count()).select_from(schema.metadata.tables[table])) or 0


def closed(connection: Connection, workspace: str = OURS, **values: object) -> int:
    return tickets.add(
        connection, workspace, SENT | {"state": "resolved", "resolved_at": NOW} | values
    )


def asked(connection: Connection, ts: str, at: float) -> int:
    values = {
        "person": EMMA,
        "place": "direct",
        "channel": "D1",
        "message_ts": ts,
        "text": "?",
        "asked_at": at,
        "locale": "en",
        "decision": "answer",
        "suggestions": [],
        "confidence": 1.0,
    }
    return questions.add(connection, OURS, values) or 0


def test_promise_42_questions_are_kept_for_ninety_days(connection: Connection) -> None:
    asked(connection, "1.0", NOW)
    tidy(connection, 90)
    assert count(connection, "questions") == 1
    tidy(connection, 90.1)
    assert count(connection, "questions") == 0


def test_promise_42_a_question_is_kept_as_long_as_its_ticket(connection: Connection) -> None:
    closed(connection, question=asked(connection, "1.0", NOW))
    tidy(connection, 729)
    assert count(connection, "questions") == 1
    tidy(connection, 731)
    assert (count(connection, "questions"), count(connection, "tickets")) == (0, 0)


def test_promise_42_closed_tickets_go_with_all_that_belongs_to_them(
    connection: Connection,
) -> None:
    know(connection)
    connection.execute(schema.tickets.update().values(state="withdrawn", created_at=NOW))
    tidy(connection, 731)
    left = {name for name, found in rows(connection).items() if found}
    queues = {"jobs", "inbox", "outbox", "reminders", "rate_limits"}
    assert left <= queues | {"ticket_numbers", "batches"}


def test_promise_42_open_tickets_stay_however_old(connection: Connection) -> None:
    closed(connection, state="waiting", resolved_at=None)
    tidy(connection, 2000)
    assert count(connection, "tickets") == 1


def test_promise_42_a_ticket_is_kept_from_when_somebody_last_did_something_with_it(
    connection: Connection,
) -> None:
    ticket = closed(connection)
    entry = {"ticket": ticket, "deed": "rate", "before": "resolved", "after": "resolved"}
    late = {"at": NOW + 100 * DAY, "actor": EMMA, "details": {}}
    ticket_history.add(connection, OURS, entry | late)
    tidy(connection, 800)
    assert count(connection, "tickets") == 1
    tidy(connection, 831)
    assert count(connection, "tickets") == 0


def test_promise_42_a_workspace_chooses_how_long_its_tickets_are_kept(
    connection: Connection,
) -> None:
    for workspace in (OURS, "T-THEIRS"):
        workspaces.know(connection, workspace, None, NOW)
        closed(connection, workspace)
    connection.execute(
        schema.workspaces.update()
        .where(schema.workspaces.c.workspace == OURS)
        .values(settings={housekeeping.RETENTION_DAYS: 30})
    )
    tidy(connection, 31)
    assert list(connection.scalars(select(schema.tickets.c.workspace))) == ["T-THEIRS"]


@pytest.mark.parametrize("chosen", [None, "90", True, 0, -5, [], 1.5])
def test_what_is_no_number_of_days_is_not_chosen(chosen: object) -> None:
    assert housekeeping.days_kept(chosen, KEPT) == 730


def test_promise_42_the_log_is_kept_for_a_year(connection: Connection) -> None:
    audit_log.record(connection, OURS, EMMA, "settings-changed", {}, NOW)
    tidy(connection, 365)
    assert count(connection, "audit_log") == 1
    tidy(connection, 366)
    assert count(connection, "audit_log") == 0


def test_promise_42_who_was_not_heard_of_for_long_is_forgotten(connection: Connection) -> None:
    people.keep_slack_locale(connection, OURS, EMMA, "fr", NOW)
    people.keep_slack_locale(connection, OURS, "U-LATER", "fr", NOW + 10 * DAY)
    tidy(connection, 731)
    assert list(connection.scalars(select(schema.people.c.person))) == ["U-LATER"]


def test_promise_42_much_is_deleted_in_short_turns(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_TICKETS", 2)
    monkeypatch.setattr(housekeeping, "_MOST", 2)
    for number in range(5):
        closed(connection)
        asked(connection, f"{number}.0", NOW)
    assert housekeeping.tidy(connection, NOW + 731 * DAY)
    assert (count(connection, "tickets"), count(connection, "questions")) == (3, 3)
    tidy(connection, 731)
    assert (count(connection, "tickets"), count(connection, "questions")) == (0, 0)


def test_promise_42_it_is_done_once_by_whoever_is_alive(connection: Connection) -> None:
    assert housekeeping.take(connection, NOW)
    assert not housekeeping.take(connection, NOW + 1)
    assert housekeeping.take(connection, NOW + housekeeping.EVERY_SECONDS)


def test_promise_42_a_run_that_did_not_happen_is_an_alarm(connection: Connection) -> None:
    housekeeping.take(connection, NOW)
    due = NOW + housekeeping.EVERY_SECONDS
    assert jobs.overdue(connection, due + jobs.LATE_SECONDS) == []
    (late,) = jobs.overdue(connection, due + jobs.LATE_SECONDS + 1)
    assert late == ("", housekeeping.JOB, due)


def test_promise_42_a_run_that_fails_each_time_is_an_alarm(connection: Connection) -> None:
    first = housekeeping.take(connection, NOW)
    assert first == NOW
    for hour in range(1, 30):
        housekeeping.put_back(connection, first)
        assert housekeeping.take(connection, NOW + hour * 3600) == NOW
    housekeeping.put_back(connection, first)
    (late,) = jobs.overdue(connection, NOW + 30 * 3600)
    assert late == ("", housekeeping.JOB, NOW)


def test_promise_42_what_is_free_by_now_is_forgotten(connection: Connection) -> None:
    pace = {"workspace": OURS, "subject": "C1", "free_at": NOW}
    connection.execute(schema.rate_limits.insert().values(pace))
    housekeeping.forget_paces(connection, NOW)
    assert count(connection, "rate_limits") == 1
    housekeeping.forget_paces(connection, NOW + 1)
    assert count(connection, "rate_limits") == 0
