"""What becomes of a database of the second version, where handovers were no tickets."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, insert, select

from bot.desk.life import State
from bot.storage import people, questions, ticket_files, ticket_threads, tickets
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.people import Person
from bot.storage.schema import DONE, PARKED, WAITING, outbox, ticket_numbers
from bot.storage.schema import tickets as table
from bot.storage.tickets import Ticket
from tests.storage.everything import (
    ANSWERS,
    CHANNEL,
    COMPANY,
    DOMAIN,
    FILE,
    KEY,
    NOW,
    OURS,
    PERSON,
    QUESTION,
    THEIRS,
)

DESK = "C-DESK"
FORM = {
    "kind": "discrepancy",
    "person": PERSON,
    "company": COMPANY,
    "locale": "nl",
    "channel": PERSON,
    "answers": ANSWERS,
    "created_at": NOW - 100,
    "changed_at": NOW - 50,
}


def asked(workspace: str, ts: str, **values: object) -> dict[str, object]:
    """Give a row of `questions` as the second version kept it."""
    return {**QUESTION, "workspace": workspace, "message_ts": ts, **values}


SHOWN = {"card_channel": DESK, "card_ts": "31.0"}
QUESTIONS = [
    asked(OURS, "1.0", decision="handover", **SHOWN, reply_channel=CHANNEL, reply_ts="1.5"),
    asked(OURS, "2.0", thread_ts="1.9", place="channel", detected=None, locale="sv"),
    asked(OURS, "3.0", place="private", person="U2", response_url="https://x"),
    asked(OURS, "4.0", topic="t", card_channel=DESK, card_ts="34.0"),
    asked(OURS, "5.0"),
    asked(THEIRS, "1.0", card_channel=DESK, card_ts="36.0"),
]
"""They get the ids 1 to 6; of them 4 was withdrawn, 5 was answered by the bot."""

HANDOVERS = [(OURS, 2, NOW + 2), (OURS, 1, NOW + 1), (THEIRS, 6, NOW + 6), (OURS, 3, NOW + 3)]
TICKETS = [
    {**FORM, "number": 1, "state": "new", "receipt_channel": "D1", "receipt_ts": "7.0"},
    {**FORM, "number": 2, "state": "withdrawn", "card_channel": DESK, "card_ts": "8.0"},
    {**FORM, "number": 3, "state": "new", "card_channel": DESK, "card_ts": "9.0"},
]
"""They get the ids 1 to 3."""


def said(workspace: str, message: str, about: object, **values: object) -> dict[str, object]:
    """Give a row of `outbox` as the second version kept it: of all cards in one lane."""
    row = {"workspace": workspace, "lane": "card", "message": message, "about": about}
    return {**row, "created_at": NOW, "due_at": NOW, **values}


MESSAGES = [
    said(OURS, "card", {"question": 1}, attempts=2, settled=1, due_at=NOW + 9),
    said(OURS, "ticket-card", {"ticket": 1}),
    said(OURS, "reply", {"question": 1}, lane=CHANNEL),
    said(OURS, "card", {"question": 4}),
    said(OURS, "card", {"question": 5}),
    said(THEIRS, "card", {"question": 6}, state=PARKED, problem="not_in_channel", attempts=1),
    said(OURS, "card", {}, state=DONE),
    said(OURS, "ticket-card", {"ticket": 3}, state=PARKED, problem="not_in_channel"),
    said(OURS, "receipt", {"ticket": 1}, lane=PERSON),
    said(OURS, "ticket-file", {"ticket": 1, "file": FILE}, lane="ticket-file:1"),
]


def fill_second(connection: Connection) -> None:
    """Put rows into a database of the second version."""
    second = MetaData()
    second.reflect(connection)

    def put(name: str, *rows: Mapping[str, Any]) -> None:
        for row in rows:
            connection.execute(insert(second.tables[name]).values({"workspace": OURS, **row}))

    put("questions", *QUESTIONS)
    considered = {"locale": "nl", "candidates": ["a"], "confidence": 0.25}
    for workspace, question, at in HANDOVERS:
        row = {"workspace": workspace, "question": question, "handed_over_at": at}
        put("handovers", considered | row)
    put("tickets", *TICKETS)
    put("ticket_numbers", {"last": 3})
    put("ticket_keys", {"company": COMPANY, "kind": "discrepancy", "key": KEY, "ticket": 1})
    put("ticket_files", {"ticket": 1, "file": FILE, "copy": "F9", "state": DONE})
    put("people", {"person": PERSON, "chosen_locale": "nl", "company_domain": DOMAIN})
    put("outbox", *MESSAGES)


@pytest.fixture
def moved(empty_url: str) -> Iterator[Connection]:
    """Give a database of the second version with rows in it, brought to this version."""
    migrate(empty_url, "0002")
    database = Database(empty_url)
    database.run_now(fill_second)
    migrate(empty_url)
    with database.engine.begin() as connection:
        yield connection
    database.close()


def of_question(connection: Connection, number: int, workspace: str = OURS) -> Ticket:
    found = tickets.of_question(connection, workspace, number)
    assert found
    return found


def test_a_question_that_waits_becomes_a_new_ticket_with_its_card_and_its_evidence(
    moved: Connection,
) -> None:
    ticket = of_question(moved, 1)
    assert (ticket.kind, ticket.state, ticket.person) == ("question", State.NEW, PERSON)
    assert (ticket.card_channel, ticket.card_ts) == (DESK, "31.0")
    assert ticket.evidence == {"candidates": ["a"], "confidence": 0.25}
    assert (ticket.locale, ticket.written_in) == ("nl", "nl")
    assert (ticket.created_at, ticket.opened_at, ticket.look_at) == (NOW + 1, NOW + 1, NOW + 1)
    assert (ticket.company, ticket.priority, ticket.owner) == (f"{OURS} {DOMAIN}", "normal", None)
    assert ticket.answers == {"lines": [], "common": {}, "asks": {}}


def test_what_was_withdrawn_and_has_a_card_becomes_a_withdrawn_ticket(
    moved: Connection,
) -> None:
    ticket = of_question(moved, 4)
    assert (ticket.state, ticket.card_ts, ticket.look_at) == (State.WITHDRAWN, "34.0", None)
    assert ticket.evidence == {"candidates": ["t", "a", "b"], "confidence": 0.75}


def test_what_the_bot_answered_gets_no_ticket(moved: Connection) -> None:
    assert tickets.of_question(moved, OURS, 5) is None


def test_questions_are_numbered_after_the_forms_as_they_were_handed_over(
    moved: Connection,
) -> None:
    numbers = {each: of_question(moved, each).number for each in (1, 2, 3, 4)}
    assert numbers == {4: 4, 1: 5, 2: 6, 3: 7}
    assert of_question(moved, 6, THEIRS).number == 1
    last = moved.execute(select(ticket_numbers.c.workspace, ticket_numbers.c.last))
    assert dict(tuple(row) for row in last) == {OURS: 7, THEIRS: 1}
    following = tickets.find(moved, OURS, tickets.add(moved, OURS, FORM))
    assert following
    assert following.number == 8


def test_a_partner_is_told_where_they_asked_and_in_private_where_they_asked_in_private(
    moved: Connection,
) -> None:
    places = [(of_question(moved, n).channel, of_question(moved, n).thread_ts) for n in (1, 2, 3)]
    assert places == [(CHANNEL, "1.0"), (CHANNEL, "1.9"), ("U2", None)]
    assert of_question(moved, 2).written_in == "sv"


def test_what_a_partner_writes_below_their_question_its_reply_or_a_receipt_is_of_its_ticket(
    moved: Connection,
) -> None:
    threads = {(CHANNEL, "1.0"): 1, (CHANNEL, "1.5"): 1, (CHANNEL, "1.9"): 2}
    for thread, question in threads.items():
        heard = ticket_threads.ticket_in(moved, OURS, *thread)
        assert heard == of_question(moved, question).id
    assert ticket_threads.ticket_in(moved, OURS, "D1", "7.0") == 1
    assert ticket_threads.ticket_in(moved, OURS, CHANNEL, "3.0") is None


def test_forms_that_were_sent_stay_as_they_were_and_open_ones_are_looked_at(
    moved: Connection,
) -> None:
    kept = [tickets.find(moved, OURS, number) for number in (1, 2, 3)]
    found = [each for each in kept if each]
    assert [each.state for each in found] == [State.NEW, State.WITHDRAWN, State.NEW]
    assert [each.look_at for each in found] == [NOW - 100, None, NOW - 100]
    for each, before in zip(found, TICKETS, strict=True):
        assert before.items() <= each._asdict().items()
        assert (each.opened_at, each.waits, each.noticed) == (NOW - 100, [], [])
    same = tickets.same(moved, OURS, COMPANY, "discrepancy", [KEY], None)
    assert same == found[0]
    assert [file.copy for file in ticket_files.of_ticket(moved, OURS, 1)] == ["F9"]


def test_questions_and_people_stay_as_they_were(moved: Connection) -> None:
    for number, before in enumerate(QUESTIONS, 1):
        found = questions.find(moved, str(before["workspace"]), number)
        assert found
        kept = {name: value for name, value in before.items() if not name.startswith("card")}
        assert kept.items() <= found._asdict().items()
    expected = Person(chosen_locale="nl", company_domain=DOMAIN)
    assert people.find(moved, OURS, PERSON) == expected


def test_what_waits_to_be_said_of_a_card_is_said_of_its_ticket_in_the_card_s_own_lane(
    moved: Connection,
) -> None:
    one, four, six = (of_question(moved, *of).id for of in ((1,), (4,), (6, THEIRS)))
    columns = (outbox.c.lane, outbox.c.message, outbox.c.about, outbox.c.state)
    rows = [tuple(row) for row in moved.execute(select(*columns).order_by(outbox.c.id))]
    assert rows[: len(MESSAGES)] == [
        (f"ticket-card:{one}", "ticket-card", {"ticket": one}, WAITING),
        ("ticket-card:1", "ticket-card", {"ticket": 1}, WAITING),
        (CHANNEL, "reply", {"question": 1}, WAITING),
        (f"ticket-card:{four}", "ticket-card", {"ticket": four}, WAITING),
        ("card", "card", {}, DONE),
        (f"ticket-card:{six}", "ticket-card", {"ticket": six}, PARKED),
        ("card", "card", {}, DONE),
        ("ticket-card:3", "ticket-card", {"ticket": 3}, PARKED),
        (PERSON, "receipt", {"ticket": 1}, WAITING),
        ("ticket-file:1", "ticket-file", {"ticket": 1, "file": FILE}, WAITING),
    ]


def test_what_waits_keeps_its_time_and_its_attempts(moved: Connection) -> None:
    columns = (outbox.c.due_at, outbox.c.attempts, outbox.c.settled, outbox.c.problem)
    rows = [tuple(row) for row in moved.execute(select(*columns).order_by(outbox.c.id))]
    assert rows[0] == (NOW + 9, 2, 1, None)
    assert rows[5] == (NOW, 1, 0, "not_in_channel")


def test_every_open_ticket_s_card_is_drawn_anew_once(moved: Connection) -> None:
    waits = (outbox.c.message == "ticket-card") & (outbox.c.state == WAITING)
    drawn = select(outbox.c.workspace, outbox.c.about).where(waits)
    told = sorted((row.workspace, row.about["ticket"]) for row in moved.execute(drawn))
    is_open = select(table.c.workspace, table.c.id).where(table.c.state == State.NEW)
    withdrawn = (OURS, of_question(moved, 4).id)
    assert told == sorted([*(tuple(row) for row in moved.execute(is_open)), withdrawn])
