"""What becomes of a database of the first version, where forms were kept as questions."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, insert, select

from bot.desk.life import State
from bot.storage import people, questions, tickets
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.people import Person
from bot.storage.schema import DONE, PARKED, WAITING, outbox
from bot.storage.schema import tickets as table
from bot.storage.tickets import Ticket
from tests.storage.everything import NOW, OURS, PERSON, QUESTION, THEIRS, TICKET


def asked(workspace: str, **values: object) -> dict[str, object]:
    """Give a row of `questions` as the first version kept it."""
    return {**QUESTION, "workspace": workspace, "message_ts": None, **values}


def submitted(workspace: str, name: str, **values: object) -> dict[str, object]:
    form = {"form": "directory", "details": {"company": name, "site": ""}, "place": "direct"}
    return asked(workspace, **form, person=f"U-{name}", channel=f"U-{name}", **values)


FIRST_QUESTIONS = [
    submitted(OURS, "ada", reply_channel="D1", reply_ts="2.0", card_channel="C9", card_ts="3.0"),
    submitted(THEIRS, "bo"),
    asked(OURS, text="What is a KPI?"),
    submitted(OURS, "cy", asked_at=NOW + 1, locale="sv"),
]
"""They get the ids 1 to 4."""


def said(workspace: str, message: str, question: int, **values: object) -> dict[str, object]:
    """Give a row of `outbox` as the first version kept it."""
    lane = "card" if message == "card" else "U-ada"
    row = {"workspace": workspace, "lane": lane, "message": message, "created_at": NOW}
    return {**row, "about": {"question": question}, "due_at": NOW, **values}


FIRST_MESSAGES = [
    said(OURS, "reply", 1),
    said(OURS, "card", 1),
    said(OURS, "reply", 3),
    said(OURS, "card", 3),
    said(THEIRS, "card", 2, state=PARKED, problem="not_in_channel", attempts=1),
    said(OURS, "card", 2),
    said(OURS, "reply", 4, attempts=2, settled=1, due_at=NOW + 9),
    said(OURS, "reply", 1, state=DONE, about={}),
    said(OURS, "home", 0, about={"person": "U-ada"}),
    said(OURS, "card", 0, state=PARKED, about={}),
]
"""What of them was to be said when the new version came; the question 2 is another workspace's."""


def fill_first(connection: Connection) -> None:
    """Put rows into a database of the first version: 1 and 3 wait for the support team."""
    first = MetaData()
    first.reflect(connection)
    made = first.tables["questions"]
    for question in FIRST_QUESTIONS:
        connection.execute(insert(made).values(question))
    waiting = {"candidates": [], "locale": "nl", "confidence": 1.0, "handed_over_at": NOW}
    for workspace, number in ((OURS, 1), (OURS, 3), (THEIRS, 4)):
        values = {**waiting, "workspace": workspace, "question": number}
        connection.execute(insert(first.tables["handovers"]).values(values))
    known = {"chosen_locale": "nl", "slack_locale": "fr", "looked_up_at": NOW, "greeted_at": NOW}
    person = {**known, "workspace": OURS, "person": PERSON}
    connection.execute(insert(first.tables["people"]).values(person))
    for message in FIRST_MESSAGES:
        connection.execute(insert(first.tables["outbox"]).values(message))


BARE: Mapping[str, Any] = {
    **dict.fromkeys(("question", "evidence", "answers_taken", "owner", "outcome", "merged_into")),
    **dict.fromkeys(("answer_due", "answered_at", "resolution_due", "resolved_at")),
    **dict.fromkeys(("waiting_since", "rating")),
    "priority": "normal",
    "waits": [],
    "noticed": [],
}
"""What nobody has done with a ticket."""


@pytest.fixture
def moved(empty_url: str) -> Iterator[Connection]:
    """Give a database of the first version with rows in it, brought to this version."""
    migrate(empty_url, "0001")
    database = Database(empty_url)
    database.run_now(fill_first)
    migrate(empty_url)
    with database.engine.begin() as connection:
        yield connection
    database.close()


def test_forms_that_were_kept_as_questions_become_tickets(moved: Connection) -> None:
    given = {"company": {"typed": "ada"}, "site": {"typed": ""}}
    assert tickets.of_person(moved, OURS, "U-ada") == [
        Ticket(
            **BARE,
            id=1,
            workspace=OURS,
            number=1,
            kind="directory",
            person="U-ada",
            company=OURS,
            locale="nl",
            written_in="nl",
            channel="U-ada",
            thread_ts=None,
            answers={"lines": [], "common": given, "asks": {}},
            state=State.NEW,
            revision=1,
            created_at=NOW,
            changed_at=NOW,
            receipt_channel="D1",
            receipt_ts="2.0",
            card_channel="C9",
            card_ts="3.0",
            opened_at=NOW,
            look_at=NOW,
        )
    ]


def test_moved_forms_are_numbered_in_each_workspace_and_the_next_ticket_follows(
    moved: Connection,
) -> None:
    for workspace in (OURS, THEIRS, "T-NEW"):
        tickets.add(moved, workspace, TICKET)
    found = select(table.c.workspace, table.c.person, table.c.number).order_by(table.c.id)
    assert [tuple(row) for row in moved.execute(found)] == [
        (OURS, "U-ada", 1),
        (THEIRS, "U-bo", 1),
        (OURS, "U-cy", 2),
        (OURS, PERSON, 3),
        (OURS, PERSON, 4),
        (THEIRS, PERSON, 2),
        ("T-NEW", PERSON, 1),
    ]


def test_a_moved_form_is_new_where_the_support_team_had_it_and_else_withdrawn(
    moved: Connection,
) -> None:
    of = [(OURS, "U-ada"), (THEIRS, "U-bo"), (OURS, "U-cy")]
    states = [tickets.of_person(moved, *whose)[0].state for whose in of]
    assert states == [State.NEW, State.WITHDRAWN, State.WITHDRAWN]


def test_questions_stay_questions_and_those_that_wait_get_a_ticket(moved: Connection) -> None:
    gone = [questions.find(moved, OURS, number) is None for number in (1, 3, 4)]
    assert gone == [True, False, True]
    kept = questions.find(moved, OURS, 3)
    assert kept
    assert (kept.text, kept.suggestions, kept.mention) == ("What is a KPI?", ["a", "b"], [None, 3])
    assert tickets.of_question(moved, OURS, 1) is None
    ticket = tickets.of_question(moved, OURS, 3)
    assert ticket
    assert (ticket.number, ticket.kind, ticket.state) == (3, "question", State.NEW)


def test_the_id_of_a_moved_form_is_not_given_to_another_question(moved: Connection) -> None:
    assert questions.add(moved, OURS, {**QUESTION, "message_ts": "9.0"}) == 5


def test_what_waits_to_be_said_of_a_form_is_said_of_its_ticket(moved: Connection) -> None:
    told = [(row.message, row.about) for row in moved.execute(select(outbox).order_by(outbox.c.id))]
    assert told == [
        ("receipt", {"ticket": 1}),
        ("ticket-card", {"ticket": 1}),
        ("reply", {"question": 3}),
        ("ticket-card", {"ticket": 4}),
        ("ticket-card", {"ticket": 2}),
        ("card", {}),
        ("receipt", {"ticket": 3}),
        ("reply", {}),
        ("home", {"person": "U-ada"}),
        ("card", {}),
    ]


def test_what_is_said_of_a_ticket_keeps_its_order_its_time_and_its_attempts(
    moved: Connection,
) -> None:
    columns = (outbox.c.lane, outbox.c.due_at, outbox.c.attempts, outbox.c.settled, outbox.c.state)
    rows = [tuple(row) for row in moved.execute(select(*columns).order_by(outbox.c.id))]
    assert rows[0] == ("U-ada", NOW, 0, 0, WAITING)
    assert rows[1] == ("ticket-card:1", NOW, 0, 0, WAITING)
    assert rows[4] == ("ticket-card:2", NOW, 1, 0, PARKED)
    assert rows[6] == ("U-ada", NOW + 9, 2, 1, WAITING)


def test_a_person_who_was_known_stays_known(moved: Connection) -> None:
    assert people.find(moved, OURS, PERSON) == Person("nl", "fr", NOW)
    assert not people.greet_once(moved, OURS, PERSON, NOW + 1)


def test_a_database_of_the_first_version_without_forms_gets_no_tickets(empty_url: str) -> None:
    migrate(empty_url, "0001")
    migrate(empty_url)
    database = Database(empty_url)
    assert database.is_current()
    ticket = database.run_now(tickets.add, OURS, TICKET)
    assert ticket == 1
    database.close()
