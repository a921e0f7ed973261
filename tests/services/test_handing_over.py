"""A question goes to the support team as a ticket, comes back from it, and goes there again."""

import pytest
from sqlalchemy import Connection, select

from bot.desk.life import Deed, State
from bot.services import handing_over, triage
from bot.services.acting import act
from bot.storage import people, questions, ticket_history, ticket_threads, tickets
from bot.storage.people import Profile
from bot.storage.questions import Place
from bot.storage.schema import tickets as table
from tests.services.scene import (
    ANSWER,
    CHANNEL,
    DIRECT,
    EMMA,
    HANDOVER,
    NOW,
    OURS,
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
from tests.services.tickets import NOOR, NOOR_ID, as_done, deeds


def heard(connection: Connection, channel: str, *threads: str) -> list[int | None]:
    return [ticket_threads.ticket_in(connection, OURS, channel, ts) for ts in threads]


def test_a_question_that_is_handed_over_is_a_new_ticket_in_its_asker_s_language(
    connection: Connection,
) -> None:
    say(connection, HANDOVER)
    ticket = ticket_of(connection)
    assert (ticket.kind, ticket.number, ticket.state) == (handing_over.QUESTION, 1, State.NEW)
    assert (ticket.person, ticket.locale, ticket.written_in) == (EMMA, "nl", "nl")
    assert {ticket.created_at, ticket.changed_at, ticket.opened_at, ticket.look_at} == {NOW}
    assert ticket.answers == {"lines": [], "common": {}, "asks": {}}


def test_promise_36_a_question_s_company_is_its_asker_s_own(connection: Connection) -> None:
    profile = Profile("nl", None, "learn.example", "T-HERS")
    people.keep_profile(connection, OURS, EMMA, profile, NOW)
    people.keep_profile(connection, OURS, "U-INSIDE", profile._replace(team=OURS), NOW)
    askers = {EMMA: "T-HERS", "U-INSIDE": f"{OURS} learn.example", "U-NEW": f"{OURS} U-NEW"}
    for number, person in enumerate(askers, 1):
        say(connection, HANDOVER, person=person, message_ts=f"{number}.0")
    companies = connection.scalars(select(table.c.company).order_by(table.c.id))
    assert list(companies) == list(askers.values())


@pytest.mark.parametrize(
    ("place", "thread_ts", "told"),
    [
        (Place.DIRECT, None, (CHANNEL, "1.0")),
        (Place.CHANNEL, None, (CHANNEL, "1.0")),
        (Place.CHANNEL, "0.5", (CHANNEL, "0.5")),
        (Place.PRIVATE, "0.5", (EMMA, None)),
    ],
)
def test_a_partner_hears_of_a_question_where_they_asked_it_and_in_private_what_was_private(
    connection: Connection, place: Place, thread_ts: str | None, told: tuple[str, str | None]
) -> None:
    say(connection, HANDOVER, place=place, channel=CHANNEL, thread_ts=thread_ts)
    ticket = ticket_of(connection)
    assert (ticket.channel, ticket.thread_ts) == told
    expected = None if place is Place.PRIVATE else ticket.id
    assert heard(connection, CHANNEL, thread_ts or "1.0") == [expected]


@pytest.mark.parametrize("place", list(Place))
def test_however_a_question_s_reply_is_drawn_anew_it_is_in_one_lane(
    connection: Connection, place: Place
) -> None:
    say(connection, HANDOVER, place=place, channel=CHANNEL, response_url="https://x")
    assert said(connection) == [card(), reply(lane=CHANNEL), home()]
    as_done(act(connection, NOOR, 1, Deed.TAKE, NOW))
    assert said(connection) == [card(), reply(lane=CHANNEL), home()]


def test_what_is_written_below_the_reply_to_a_question_is_of_its_ticket(
    connection: Connection,
) -> None:
    question = say(connection, HANDOVER)
    handing_over.listen_below(connection, question, DIRECT, "1.5")
    assert heard(connection, DIRECT, "1.0", "1.5", "2.0") == [1, 1, None]


def test_a_reply_that_was_there_before_the_question_was_handed_over_is_listened_below_too(
    connection: Connection,
) -> None:
    question = say(connection, ANSWER)
    handing_over.listen_below(connection, question, DIRECT, "1.5")
    assert heard(connection, DIRECT, "1.5") == [None]
    questions.change(connection, OURS, question.id, reply_channel=DIRECT, reply_ts="1.5")
    handing_over.hand_over(connection, OURS, question.id, NOW)
    assert heard(connection, DIRECT, "1.0", "1.5") == [1, 1]


def test_a_question_is_handed_over_once(connection: Connection) -> None:
    say(connection, HANDOVER)
    said(connection)
    for _ in range(2):
        handing_over.hand_over(connection, OURS, 1, NOW)
    assert len(tickets.of_person(connection, OURS, EMMA)) == 1
    assert (said(connection), deeds(connection)) == ([], [])


def test_a_question_that_was_withdrawn_goes_to_the_same_ticket_and_card_again(
    connection: Connection,
) -> None:
    say(connection, HANDOVER)
    place = {"card_channel": "C-DESK", "card_ts": "9.0"}
    tickets.change(connection, OURS, 1, **place, owner=NOOR_ID)
    handing_over.take_back(connection, OURS, 1, NOW + 1)
    assert not waits(connection)
    said(connection)
    handing_over.hand_over(connection, OURS, 1, NOW + 2)
    ticket = ticket_of(connection)
    assert (ticket.id, ticket.state, ticket.owner) == (1, State.NEW, None)
    assert (ticket.card_channel, ticket.card_ts) == ("C-DESK", "9.0")
    assert (ticket.opened_at, ticket.created_at) == (NOW + 2, NOW)
    assert deeds(connection) == ["withdraw", "restore"]
    assert said(connection) == [card(), reply(), home(), note(2)]


@pytest.mark.parametrize("state", ["resolved", "merged"])
def test_a_question_that_was_settled_is_neither_taken_back_nor_handed_over_again(
    connection: Connection, state: str
) -> None:
    say(connection, HANDOVER)
    tickets.change(connection, OURS, 1, state=state)
    handing_over.take_back(connection, OURS, 1, NOW)
    handing_over.hand_over(connection, OURS, 1, NOW)
    assert ticket_of(connection).state == state
    assert waits(connection)


def reword(connection: Connection, text: str, confidence: float) -> None:
    before = kept(connection)
    questions.change(connection, OURS, 1, text=text, suggestions=["c"], confidence=confidence)
    handing_over.reword(connection, before, NOW + 1)


def test_an_edited_question_shows_what_was_considered_for_it_now(connection: Connection) -> None:
    say(connection, HANDOVER)
    reword(connection, "Better", 0.2)
    ticket = ticket_of(connection)
    assert ticket.evidence == {"candidates": ["c"], "confidence": 0.2}
    assert (ticket.revision, ticket.changed_at, ticket.state) == (2, NOW + 1, State.NEW)


def test_what_was_asked_before_an_edit_is_kept_for_who_took_it(
    connection: Connection,
) -> None:
    question = say(connection, HANDOVER)
    triage.take(connection, NOOR, 1, NOW)
    said(connection)
    reword(connection, "Better", 0.2)
    (entry, _) = ticket_history.of_ticket(connection, OURS, 1, 9)
    assert (entry.actor, entry.details) == (EMMA, {"before": question.text, "now": "Better"})
    assert said(connection) == [card(), reply(), home(), note(2)]


def test_what_nobody_took_yet_is_edited_without_a_trace_of_what_it_was(
    connection: Connection,
) -> None:
    say(connection, HANDOVER)
    reword(connection, "Better", 0.2)
    (entry,) = ticket_history.of_ticket(connection, OURS, 1, 9)
    assert (entry.deed, entry.details) == ("change", {})


def test_an_edit_of_what_was_never_handed_over_is_told_to_nobody(connection: Connection) -> None:
    say(connection, ANSWER)
    said(connection)
    reword(connection, "Better", 0.9)
    assert said(connection) == []


def test_an_edit_of_what_is_waited_for_sets_the_ticket_back_to_work(
    connection: Connection,
) -> None:
    say(connection, HANDOVER)
    act(connection, NOOR, 1, Deed.ASK, NOW)
    reword(connection, "Better", 0.2)
    assert ticket_of(connection).state == State.IN_PROGRESS


def test_promise_33_a_question_of_another_workspace_is_not_handed_over(
    connection: Connection,
) -> None:
    say(connection, ANSWER)
    handing_over.hand_over(connection, "T2", 1, NOW)
    assert not waits(connection)
    assert not waits(connection, workspace="T2")
