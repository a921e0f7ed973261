"""What partners write about their tickets: what is passed on, what it changes, who is told."""

from typing import Any

import pytest
from sqlalchemy import Connection

from bot.answering.decision import Decision, Kind
from bot.answering.intents import Intent
from bot.desk.life import Deed, State
from bot.services import belonging, partner_messages, triage
from bot.services.acting import act
from bot.services.partner_messages import Written
from bot.storage import ticket_files, ticket_messages, ticket_threads, tickets
from bot.storage.questions import Place
from bot.storage.ticket_messages import SUPPORT, TicketMessage
from bot.storage.tickets import Ticket
from tests.desk.offices import DAY, declared
from tests.services.scene import (
    ANSWER,
    CHANNEL,
    DIRECT,
    EMMA,
    HANDOVER,
    NOW,
    OURS,
    asked,
    card,
    home,
    reply,
    said,
    say,
    ticket_of,
)
from tests.services.tickets import NOOR, as_done, deeds, kept, meant, send

DESK = declared()
LATER = NOW + 60
THANKS = Decision(Kind.TALK, "nl", "nl", intent=Intent.THANKS, confidence=1.0)
COURTESIES = (Intent.THANKS, Intent.ACKNOWLEDGEMENT, Intent.GOODBYE)


def opened(connection: Connection, **values: object) -> Ticket:
    """Have a question handed over that stands as `values` say; nothing is left to be said."""
    ticket = ticket_of(connection, say(connection, HANDOVER).id)
    if values:
        tickets.change(connection, OURS, ticket.id, **values)
    said(connection)
    return kept(connection, ticket.id)


def written(text: str = "In March.", decision: Decision = HANDOVER, **more: Any) -> Written:  # noqa: ANN401 - any field
    files = more.pop("files", ())
    place = {"message_ts": "2.0", "thread_ts": "1.0"}
    return Written(asked(text, **(place | more)), decision, files)


def hear(connection: Connection, what: Written | None = None, now: float = LATER) -> bool:
    return partner_messages.hear(connection, DESK, what or written(), now)


def passed_on(connection: Connection, ticket: int = 1) -> list[TicketMessage]:
    return ticket_messages.of_ticket(connection, OURS, ticket, 99)


def support_speaks(connection: Connection) -> None:
    row = {"ticket": 1, "side": SUPPORT, "author": "U-NOOR", "text": "…", "files": []}
    ticket_messages.add(connection, OURS, row | {"written_at": NOW})


def test_a_message_is_kept_as_it_was_written_and_shown_at_the_desk(connection: Connection) -> None:
    opened(connection)
    assert hear(connection)
    (message,) = passed_on(connection)
    assert message.text == "In March."
    assert (message.author, message.channel, message.ts, message.locale) == (
        EMMA,
        DIRECT,
        "2.0",
        "nl",
    )
    told = (DIRECT, "acknowledged", {"message": 1, "way": "in-thread", "thread_ts": "1.0"})
    copy = ("ticket-card:1", "copy", {"message": 1})
    assert said(connection) == [copy, card(), reply(), home(), told]
    assert deeds(connection) == ["answer"]


def test_its_language_is_the_tickets_where_it_tells_none(connection: Connection) -> None:
    opened(connection, written_in="fr")
    hear(connection, written("OK", HANDOVER.__class__(Kind.HANDOVER, "en")))
    assert passed_on(connection)[0].locale == "fr"


def test_the_same_message_is_passed_on_once(connection: Connection) -> None:
    opened(connection)
    hear(connection)
    said(connection)
    assert hear(connection)
    assert (len(passed_on(connection)), said(connection)) == (1, [])


def test_its_author_is_told_again_after_support_spoke(connection: Connection) -> None:
    opened(connection)
    told = []
    for number in range(4):
        if number == 2:
            support_speaks(connection)
        hear(connection, written(message_ts=f"3.{number}"))
        told.append("acknowledged" in meant(connection))
    assert told == [True, False, True, False]


@pytest.mark.parametrize("state", [State.NEW, State.IN_PROGRESS, State.WAITING, State.REOPENED])
def test_every_open_ticket_hears_its_partner(connection: Connection, state: State) -> None:
    since = {"waiting_since": NOW} if state is State.WAITING else {}
    opened(connection, state=state, **since)
    assert hear(connection)
    waits = state is State.WAITING
    assert kept(connection).state == (State.IN_PROGRESS if waits else state)


def test_who_opens_a_ticket_again_by_writing_is_heard_by_all_of_the_desk(
    connection: Connection,
) -> None:
    opened(connection, state=State.RESOLVED, resolved_at=NOW, outcome="answered")
    assert hear(connection)
    assert "note" in meant(connection)


@pytest.mark.parametrize("state", [State.WITHDRAWN])
def test_a_withdrawn_ticket_hears_nothing(connection: Connection, state: State) -> None:
    opened(connection, state=state)
    assert not hear(connection)
    assert said(connection) == []


def test_a_resolved_ticket_hears_its_partner_for_as_long_as_is_declared(
    connection: Connection,
) -> None:
    opened(connection, state=State.RESOLVED, resolved_at=NOW)
    over = NOW + DESK.reopening_days * DAY
    assert not hear(connection, now=over)
    assert hear(connection, now=over - 1)
    assert kept(connection).state == State.REOPENED


@pytest.mark.parametrize("courtesy", COURTESIES)
def test_courtesies_open_nothing_again(connection: Connection, courtesy: Intent) -> None:
    opened(connection, state=State.RESOLVED, resolved_at=NOW)
    polite = Decision(Kind.TALK, "nl", "nl", intent=courtesy)
    assert hear(connection, written("Dank je!", polite))
    assert kept(connection).state == State.RESOLVED
    assert meant(connection) == ["copy"]


def test_thanks_with_a_file_say_something(connection: Connection) -> None:
    opened(connection, state=State.RESOLVED, resolved_at=NOW)
    hear(connection, written("Dank je!", THANKS, files=("F1 invoice.pdf",)))
    assert kept(connection).state == State.REOPENED


def test_files_are_shared_each_once(connection: Connection) -> None:
    opened(connection)
    hear(connection, written(files=("F1 a.pdf", "F2 b c.pdf")))
    files = [row.file for row in ticket_files.of_ticket(connection, OURS, 1)]
    assert sorted(files) == ["F1", "F2"]
    assert meant(connection).count("ticket-file") == 2


def test_promise_36_only_the_tickets_person_is_heard(connection: Connection) -> None:
    opened(connection)
    assert not hear(connection, written(person="U-DAAN"))


def test_of_two_partners_in_one_thread_each_is_heard_by_their_own_ticket(
    connection: Connection,
) -> None:
    place: dict[str, Any] = {"place": Place.CHANNEL, "channel": CHANNEL}
    say(connection, HANDOVER, **place)
    say(connection, HANDOVER, **place, person="U-LUCA", message_ts="1.5", thread_ts="1.0")
    assert hear(connection, written(**place))
    assert hear(connection, written(**place, person="U-LUCA", message_ts="3.0"))
    assert not hear(connection, written(**place, person="U-OSCAR", message_ts="4.0"))
    heard = [[each.author for each in passed_on(connection, ticket)] for ticket in (1, 2)]
    assert heard == [[EMMA], ["U-LUCA"]]


def test_promise_33_another_workspace_is_not_heard(connection: Connection) -> None:
    opened(connection)
    assert not hear(connection, written(workspace="T2"))


def test_elsewhere_nothing_is_heard(connection: Connection) -> None:
    opened(connection)
    assert not hear(connection, written(thread_ts=None))
    assert not hear(connection, written(thread_ts="9.0"))


def test_what_was_asked_as_a_question_stays_one(connection: Connection) -> None:
    opened(connection)
    say(connection, ANSWER, message_ts="2.0", thread_ts="1.0")
    assert not hear(connection)


def test_a_merged_tickets_thread_is_heard_by_the_one_that_it_goes_on_in(
    connection: Connection,
) -> None:
    first, second = opened(connection), send(connection)
    as_done(triage.merge(connection, NOOR, first.id, second.id, NOW))
    assert hear(connection)
    assert [message.ticket for message in passed_on(connection, second.id)] == [second.id]


def test_a_thread_that_is_kept_late_for_a_merged_ticket_is_heard_by_the_other(
    connection: Connection,
) -> None:
    first, second = opened(connection), send(connection)
    as_done(triage.merge(connection, NOOR, first.id, second.id, NOW))
    ticket_threads.listen(connection, OURS, DIRECT, "1.0", first.id)
    assert hear(connection)
    assert passed_on(connection, second.id)


# Edits and deletions


def edited(text: str, at: str = "5.0") -> Written:
    return written(text, edited_ts=at)


def test_an_edit_changes_what_is_kept_and_its_copy(connection: Connection) -> None:
    opened(connection)
    hear(connection)
    said(connection)
    assert hear(connection, edited("In May."))
    assert [(m.text, m.edited_ts) for m in passed_on(connection)] == [("In May.", "5.0")]
    assert meant(connection) == ["copy"]


def test_an_earlier_edit_that_comes_late_changes_nothing(connection: Connection) -> None:
    opened(connection)
    for each in (edited("In June.", "6.0"), edited("In May.", "5.0"), written()):
        hear(connection, each)
    assert [(m.text, m.edited_ts) for m in passed_on(connection)] == [("In June.", "6.0")]


def test_a_mention_that_comes_again_changes_what_is_kept_each_time(connection: Connection) -> None:
    say(connection, HANDOVER, place=Place.CHANNEL, channel=CHANNEL)
    for text in ("In March.", "In May.", "In June."):
        hear(connection, written(text, place=Place.CHANNEL, channel=CHANNEL))
        assert [message.text for message in passed_on(connection)] == [text]


def test_a_deleted_message_is_blank_and_stays_so(connection: Connection) -> None:
    opened(connection)
    hear(connection)
    assert partner_messages.delete(connection, DESK, written(), LATER)
    said(connection)
    assert hear(connection, edited("In May."))
    assert [(m.text, m.deleted) for m in passed_on(connection)] == [("", True)]
    assert said(connection) == []


def test_a_deletion_of_what_was_never_theirs_is_none_of_theirs(connection: Connection) -> None:
    opened(connection)
    elsewhere = written(thread_ts=None)
    assert not partner_messages.delete(connection, DESK, elsewhere, LATER)
    assert passed_on(connection) == []


def test_what_was_written_before_there_was_a_ticket_is_not_passed_on_to_be_blanked(
    connection: Connection,
) -> None:
    opened(connection)
    early, late = written(message_ts=f"{NOW - 1}"), written(message_ts=f"{NOW + 1}")
    assert not belonging.is_theirs(connection, DESK, early.asked, LATER)
    assert belonging.is_theirs(connection, DESK, late.asked, LATER)


# Taken back


def test_what_is_taken_back_is_a_question_and_blank_at_the_desk(connection: Connection) -> None:
    opened(connection)
    hear(connection)
    said(connection)
    question = written().asked
    partner_messages.ask_instead(connection, 1, question, ANSWER, LATER)
    assert passed_on(connection)[0].text == ""
    assert belonging.is_taken_back(connection, passed_on(connection)[0])
    assert meant(connection) == ["reply", "copy"]


def test_what_was_deleted_or_taken_back_is_not_asked(connection: Connection) -> None:
    opened(connection)
    hear(connection)
    partner_messages.delete(connection, DESK, written(), LATER)
    said(connection)
    partner_messages.ask_instead(connection, 1, written().asked, ANSWER, LATER)
    assert said(connection) == []


def test_promise_34_only_its_author_has_a_message(connection: Connection) -> None:
    opened(connection)
    hear(connection)
    support_speaks(connection)
    assert partner_messages.own(connection, OURS, EMMA, 1)
    assert partner_messages.own(connection, OURS, "U-DAAN", 1) is None
    assert partner_messages.own(connection, "T2", EMMA, 1) is None
    assert partner_messages.own(connection, OURS, "U-NOOR", 2) is None


# Outside of a thread


def direct(text: str = "In March.", decision: Decision = HANDOVER, **more: Any) -> Written:  # noqa: ANN401 - any field
    return written(text, decision, **({"thread_ts": None} | more))


def waiting(connection: Connection) -> Ticket:
    ticket = opened(connection)
    as_done(act(connection, NOOR, ticket.id, Deed.ASK, NOW))
    said(connection)
    return kept(connection, ticket.id)


@pytest.mark.parametrize("what", [direct(), direct("", THANKS, files=("F1 a.pdf",))])
def test_what_has_no_answer_goes_to_the_ticket_that_waits(
    connection: Connection, what: Written
) -> None:
    waiting(connection)
    assert partner_messages.hear_directly(connection, what, LATER)
    assert kept(connection).state == State.IN_PROGRESS
    assert "acknowledged" in meant(connection)


PERSON = Decision(Kind.HANDOVER, "nl", "nl", intent=Intent.PERSON, topic="get-support")
ELSEWHERE: dict[str, Any] = {"place": Place.CHANNEL, "channel": CHANNEL}


@pytest.mark.parametrize(
    "what",
    [
        direct(decision=ANSWER),
        direct(decision=PERSON),
        direct(""),
        direct(**ELSEWHERE),
        direct(thread_ts="7.0"),
        direct(person="U-DAAN"),
        direct(message_ts="1.0"),
    ],
    ids=["answered", "person", "nothing", "channel", "thread", "somebody else", "asked before"],
)
def test_all_else_does_not(connection: Connection, what: Written) -> None:
    waiting(connection)
    assert not partner_messages.hear_directly(connection, what, LATER)
    assert passed_on(connection) == []


@pytest.mark.parametrize("number", [0, 2])
def test_it_goes_nowhere_unless_exactly_one_waits(connection: Connection, number: int) -> None:
    for _ in range(number):
        send(connection, state=State.WAITING)
    assert not partner_messages.hear_directly(connection, direct(), LATER)
