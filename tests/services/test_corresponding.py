from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.app import Content
from bot.desk.life import Deed, State
from bot.forms.case import Case, Reader
from bot.forms.filled import Filled
from bot.forms.readings import Given
from bot.services import corresponding, triage
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE, Actor, Refusal
from bot.services.corresponding import SENT_BEFORE, WRITTEN, Correspondence, Letter, Seen, Since
from bot.storage import ticket_history, ticket_messages, tickets
from bot.storage.ticket_messages import PARTNER, SUPPORT, TicketMessage
from bot.storage.tickets import Ticket
from tests.services.scene import EMMA, HANDOVER, NOW, OURS, said, say, ticket_of

NOOR = Actor(OURS, "U-NOOR", is_support=True)
SAM = Actor(OURS, "U-SAM", is_support=True)
LATER = NOW + 60


def opened(connection: Connection) -> Ticket:
    """Have a question handed over, of which nothing is left to be said."""
    ticket = ticket_of(connection, say(connection, HANDOVER).id)
    said(connection)
    return ticket


def written(connection: Connection, ticket: Ticket) -> list[TicketMessage]:
    return ticket_messages.of_ticket(connection, OURS, ticket.id, 50)


def kept(connection: Connection, ticket: Ticket) -> Ticket:
    found = tickets.find(connection, OURS, ticket.id)
    assert found
    return found


def letter(connection: Connection, ticket: Ticket, **more: Any) -> Letter:  # noqa: ANN401 - any field
    seen = corresponding.seen_of(connection, OURS, ticket.id)
    return Letter("We look into it.", "V1", seen)._replace(**more)


def answered(connection: Connection, ticket: Ticket, text: str = "Here it is.") -> None:
    row = {"ticket": ticket.id, "side": PARTNER, "author": EMMA, "text": text}
    where = {"files": [], "written_at": NOW, "channel": "D", "ts": text}
    ticket_messages.add(connection, OURS, row | where)


def known(connection: Connection, content: Content, ticket: Ticket) -> Correspondence:
    found = corresponding.correspondence(connection, content.forms, OURS, ticket.id, LATER)
    assert found
    return found


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        (Deed.REPLY, State.IN_PROGRESS),
        (Deed.ASK, State.WAITING),
        (Deed.RESOLVE, State.RESOLVED),
        (Deed.REJECT, State.RESOLVED),
    ],
)
def test_what_is_written_is_kept_moves_its_ticket_and_is_shown_to_the_partner_and_the_desk(
    connection: Connection, deed: Deed, state: State
) -> None:
    ticket = opened(connection)
    done = corresponding.send(connection, NOOR, ticket.id, deed, letter(connection, ticket), LATER)
    assert isinstance(done, Ticket)
    assert (done.state, done.owner, done.answered_at) == (state, "U-NOOR", LATER)
    (message,) = written(connection, ticket)
    assert (message.side, message.author, message.text) == (SUPPORT, "U-NOOR", "We look into it.")
    assert (message.locale, message.written_at) == (ticket.locale, LATER)
    told = [(name, about) for _, name, about in said(connection)]
    assert ("message", {"message": message.id}) in told
    assert ("copy", {"message": message.id}) in told
    assert told.index(("ticket-card", {"ticket": ticket.id})) < told.index(
        ("copy", {"message": message.id})
    )


def test_every_deed_that_is_done_by_writing_has_a_test_above() -> None:
    assert {Deed.REPLY, Deed.ASK, Deed.RESOLVE, Deed.REJECT} == WRITTEN


def test_the_history_tells_which_message_was_written_and_how_the_ticket_ended(
    connection: Connection,
) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket, outcome="corrected")
    corresponding.send(connection, NOOR, ticket.id, Deed.RESOLVE, sent, LATER)
    (message,) = written(connection, ticket)
    entry = ticket_history.of_message(connection, OURS, ticket.id, message.id)
    assert entry
    assert (entry.deed, entry.details["outcome"]) == ("resolve", "corrected")
    assert kept(connection, ticket).outcome == "corrected"


@pytest.mark.parametrize("deed", [Deed.REPLY, Deed.ASK, Deed.REJECT])
def test_only_a_resolution_takes_an_outcome(connection: Connection, deed: Deed) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket, outcome="listed")
    corresponding.send(connection, NOOR, ticket.id, deed, sent, LATER)
    assert kept(connection, ticket).outcome == ("rejected" if deed is Deed.REJECT else None)


def test_promise_13_a_doubled_submission_sends_once(connection: Connection) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket)
    for _ in range(10):
        done = corresponding.send(connection, NOOR, ticket.id, Deed.RESOLVE, sent, LATER)
        assert isinstance(done, Ticket)
    assert len(written(connection, ticket)) == 1
    assert [name for _, name, _ in said(connection)].count("message") == 1


def test_another_text_of_the_same_modal_is_refused_not_dropped(connection: Connection) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket)
    corresponding.send(connection, NOOR, ticket.id, Deed.REPLY, sent, LATER)
    again = sent._replace(text="Something else")
    done = corresponding.send(connection, NOOR, ticket.id, Deed.REPLY, again, LATER)
    assert isinstance(done, Refusal)
    assert done.code == SENT_BEFORE
    assert len(written(connection, ticket)) == 1


def test_of_two_who_reply_at_once_the_second_hears_of_the_first_before_it_is_sent(
    connection: Connection,
) -> None:
    ticket = opened(connection)
    noor, sam = letter(connection, ticket), letter(connection, ticket, view="V2", text="Me too")
    corresponding.send(connection, NOOR, ticket.id, Deed.REPLY, noor, LATER)
    done = corresponding.send(connection, SAM, ticket.id, Deed.REPLY, sam, LATER)
    assert isinstance(done, Since)
    assert [each.text for each in done.said] == ["We look into it."]
    assert len(written(connection, ticket)) == 1
    aware = sam._replace(seen=corresponding.seen_of(connection, OURS, ticket.id))
    done = corresponding.send(connection, SAM, ticket.id, Deed.REPLY, aware, LATER)
    assert isinstance(done, Ticket)
    assert [each.author for each in written(connection, ticket)] == ["U-NOOR", "U-SAM"]


def test_nothing_is_sent_past_an_answer_of_the_partner(connection: Connection) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket)
    answered(connection, ticket)
    done = corresponding.send(connection, NOOR, ticket.id, Deed.ASK, sent, LATER)
    assert isinstance(done, Since)
    assert [each.text for each in done.said] == ["Here it is."]
    assert kept(connection, ticket).state == State.NEW


def test_what_somebody_did_themselves_meanwhile_is_no_news_to_them(connection: Connection) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket)
    triage.take(connection, NOOR, ticket.id, NOW)
    done = corresponding.send(connection, NOOR, ticket.id, Deed.REPLY, sent, LATER)
    assert isinstance(done, Ticket)


def test_what_a_colleague_did_with_the_ticket_meanwhile_is_told(connection: Connection) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket)
    triage.take(connection, SAM, ticket.id, NOW)
    triage.prioritize(connection, SAM, ticket.id, "high", NOW)
    done = corresponding.send(connection, NOOR, ticket.id, Deed.REPLY, sent, LATER)
    assert isinstance(done, Since)
    assert [(each.deed, each.actor) for each in done.done] == [("take", "U-SAM")]


@pytest.mark.parametrize("actor", [Actor(OURS, EMMA), Actor(OURS, "U-WEI"), Actor(OURS, None)])
@pytest.mark.parametrize("deed", sorted(WRITTEN))
def test_promise_32_nobody_but_support_writes_to_partners(
    connection: Connection, actor: Actor, deed: Deed
) -> None:
    ticket = opened(connection)
    sent = letter(connection, ticket)
    done = corresponding.send(connection, actor, ticket.id, deed, sent, LATER)
    assert done == Refusal(NOT_ALLOWED)
    assert written(connection, ticket) == []
    assert said(connection) == []


def test_what_can_t_be_done_any_more_is_refused_and_nothing_is_sent(
    connection: Connection,
) -> None:
    ticket = opened(connection)
    corresponding.send(connection, SAM, ticket.id, Deed.RESOLVE, letter(connection, ticket), LATER)
    said(connection)
    late = letter(connection, ticket, view="V2")
    done = corresponding.send(connection, NOOR, ticket.id, Deed.REPLY, late, LATER)
    assert isinstance(done, Refusal)
    assert done.code == NOT_POSSIBLE
    assert len(written(connection, ticket)) == 1
    assert said(connection) == []


def test_promise_33_a_ticket_of_another_workspace_is_not_found(
    connection: Connection, content: Content
) -> None:
    ticket = opened(connection)
    stranger = Actor("T-OTHER", "U-NOOR", is_support=True)
    sent = letter(connection, ticket)
    done = corresponding.send(connection, stranger, ticket.id, Deed.REPLY, sent, LATER)
    assert done == Refusal(NOT_ALLOWED)
    found = corresponding.correspondence(connection, content.forms, "T-OTHER", ticket.id, LATER)
    assert found is None


def test_who_begins_to_write_sees_the_question_and_what_was_said_last(
    connection: Connection, content: Content
) -> None:
    ticket = opened(connection)
    for number in range(5):
        answered(connection, ticket, str(number))
    found = known(connection, content, ticket)
    assert found.question
    assert found.question.text == "A question"
    assert [each.text for each in found.said] == ["2", "3", "4"]
    assert found.seen == Seen(written(connection, ticket)[-1].id, 0)


def test_text_blocks_of_a_question_know_its_number(
    connection: Connection, content: Content
) -> None:
    ticket = opened(connection)
    assert known(connection, content, ticket).values == {"number": str(ticket.number)}


def seconds(year: int, month: int, day: int) -> float:
    return datetime(year, month, day, 12, tzinfo=UTC).timestamp()


def reported(connection: Connection, content: Content, at: float) -> Ticket:
    """Have numbers of an invoice from January 2026 reported at a time."""
    form, reader = (
        content.forms.declared["discrepancy"],
        Reader("en", datetime.fromtimestamp(at, UTC).date()),
    )
    given = {"month": "1", "year": "2026", "invoice-number": "INV-0042"}
    case = Case(content.forms, form, Filled(), reader)
    for position in form.positions(1):
        fields = form.steps[position.step]
        case = case.put(position, {f: Given(given[f]) for f in fields if f in given})
    ticket = opened(connection)
    row = {"kind": "discrepancy", "question": None, "created_at": at, "locale": "en"}
    tickets.change(connection, OURS, ticket.id, **row, answers=case.filled.as_json())
    return kept(connection, ticket)


def test_text_blocks_tell_dates_as_of_the_day_on_which_they_are_written(
    connection: Connection, content: Content
) -> None:
    ticket = reported(connection, content, seconds(2026, 3, 10))

    def values(month: int, day: int) -> Mapping[str, str]:
        at = seconds(2026, month, day)
        found = corresponding.correspondence(connection, content.forms, OURS, ticket.id, at)
        assert found
        return found.values

    early, late = values(3, 11), values(5, 20)
    assert early["invoice-number"] == late["invoice-number"] == "INV-0042"
    assert (early["date"], late["date"]) == ("February 15, 2026", "February 15, 2026")
    assert (early["correction_date"], late["correction_date"]) == (
        "March 15, 2026",
        "June 15, 2026",
    )
