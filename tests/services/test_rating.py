"""Partners say whether they were helped: once for each ticket, and not too often."""

from typing import Any

import pytest
from sqlalchemy import Connection

from bot.desk.life import State
from bot.services import rating
from bot.services.acting import NOT_POSSIBLE, Refusal
from bot.services.rating import ASK, HELPED, NOT_HELPED
from bot.storage import people, ticket_history, ticket_messages
from bot.storage.tickets import Ticket
from tests.desk.offices import DAY, declared
from tests.services.scene import EMMA, NOW, OURS, said
from tests.services.tickets import as_done, kept, meant, send

DESK = declared()
PAUSE = DESK.rating_pause_days * DAY


def resolved(connection: Connection, **values: Any) -> Ticket:  # noqa: ANN401 - any column
    done = {"state": State.RESOLVED, "resolved_at": NOW, "outcome": "answered"}
    return send(connection, OURS, **done | values)


def stage(connection: Connection, ticket: Ticket, now: float = NOW) -> str | None:
    return rating.stage_of(connection, DESK, kept(connection, ticket.id), now)


@pytest.mark.parametrize("outcome", ["answered", "declined", "rejected"])
def test_below_a_resolution_it_is_asked(connection: Connection, outcome: str) -> None:
    assert stage(connection, resolved(connection, outcome=outcome)) == ASK


def test_what_was_closed_for_want_of_an_answer_is_not_asked_about(connection: Connection) -> None:
    assert stage(connection, resolved(connection, outcome="unanswered")) is None


@pytest.mark.parametrize("state", [state for state in State if state is not State.RESOLVED])
def test_of_what_is_not_resolved_it_is_not_asked(connection: Connection, state: State) -> None:
    assert stage(connection, resolved(connection, state=state)) is None


def test_who_was_asked_is_not_asked_about_another_ticket_for_a_while(
    connection: Connection,
) -> None:
    first, second = resolved(connection), resolved(connection)
    rating.was_asked(connection, first, NOW)
    assert stage(connection, first, NOW + 1) == ASK
    assert stage(connection, second, NOW + PAUSE - 1) is None
    assert stage(connection, second, NOW + PAUSE) == ASK


def test_that_it_was_asked_is_kept_once(connection: Connection) -> None:
    ticket = resolved(connection)
    for later in (0, 9):
        rating.was_asked(connection, ticket, NOW + later)
    assert people.rating_asked_at(connection, OURS, EMMA) == NOW
    assert kept(connection, ticket.id).noticed == [rating.ASKED]


@pytest.mark.parametrize(("helped", "thanks"), [(True, HELPED), (False, NOT_HELPED)])
def test_a_rating_is_kept_thanked_for_and_told_at_the_desk(
    connection: Connection, *, helped: bool, thanks: str
) -> None:
    ticket = resolved(connection)
    row = {"ticket": ticket.id, "side": "support", "author": "U-NOOR", "text": "…", "files": []}
    ticket_messages.add(connection, OURS, row | {"written_at": NOW})
    rated = as_done(rating.rate(connection, ticket, NOW, helped=helped))
    assert rated.rating == int(helped)
    assert stage(connection, ticket) == thanks
    assert meant(connection) == ["ticket-card", "receipt", "home", "note", "message"]
    (entry,) = ticket_history.of_ticket(connection, OURS, ticket.id, 9)
    assert (entry.deed, entry.details) == ("rate", {"helped": helped})


def test_the_first_rating_stays(connection: Connection) -> None:
    ticket = resolved(connection)
    rating.rate(connection, ticket, NOW, helped=True)
    said(connection)
    rating.rate(connection, ticket, NOW, helped=False)
    assert kept(connection, ticket.id).rating == 1
    assert said(connection) == []


def test_what_was_opened_again_meanwhile_is_not_rated(connection: Connection) -> None:
    ticket = resolved(connection, state=State.REOPENED)
    assert rating.rate(connection, ticket, NOW, helped=True) == Refusal(NOT_POSSIBLE, ticket)
