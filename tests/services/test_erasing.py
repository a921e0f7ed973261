"""A person is erased, wherever they stand, and nobody else."""

import json

import pytest
from sqlalchemy import Connection, select

from bot.desk.life import Deed, State
from bot.desk.privacy import ERASED
from bot.services import erasing, replying
from bot.services.acting import Actor, Refusal, act
from bot.slack.own_payloads import wrote_by
from bot.slack.payloads import EVENT
from bot.storage import audit_log, erasures, inbox, jobs, outbox, people, tickets
from bot.storage.inbox import CLAIMED, Received
from bot.storage.schema import outbox as table
from tests.services.people_known import (
    EMMA,
    NOOR,
    OTTO,
    Rows,
    erase,
    is_in,
    know,
    rows,
    tickets_of,
    wish,
    words,
)
from tests.services.scene import NOW, OURS

UNSAID = replying.UNSAID


def settle(connection: Connection) -> None:
    """Do what the delivery does with what is to be taken back: all of it is gone from Slack."""
    for row in connection.execute(select(table).where(table.c.message == UNSAID)).all():
        if "table" in row.about:
            erasing.unsaid(connection, row.workspace, row.about)
        outbox.finish(connection, row.workspace, row.id, row.attempts)


def of_others(stored: Rows) -> Rows:
    """Give the rows that say something of Otto."""
    return {name: [row for row in found if is_in(OTTO, row)] for name, found in stored.items()}


def test_promise_41_nothing_that_is_stored_names_who_was_erased(connection: Connection) -> None:
    know(connection)
    erase(connection, wish(EMMA))
    settle(connection)
    left = {
        name: row for name, found in rows(connection).items() for row in found if is_in(EMMA, row)
    }
    assert left == {}


def test_promise_41_nothing_of_another_person_is_touched(connection: Connection) -> None:
    know(connection)
    before = of_others(rows(connection))
    erase(connection, wish(EMMA))
    settle(connection)
    assert of_others(rows(connection)) == before
    assert sum(map(len, before.values())) > 20


def test_promise_41_another_workspace_with_the_same_ids_is_not_touched(
    connection: Connection,
) -> None:
    know(connection)
    know(connection, "T-THEIRS")
    before = {
        n: [r for r in found if r.get("workspace") == "T-THEIRS"]
        for n, found in rows(connection).items()
    }
    erase(connection, wish(EMMA))
    after = {
        n: [r for r in found if r.get("workspace") == "T-THEIRS"]
        for n, found in rows(connection).items()
    }
    assert after == before


def test_promise_41_erasing_again_changes_nothing_but_the_log(connection: Connection) -> None:
    know(connection)
    erase(connection, wish(EMMA))
    settle(connection)
    before = rows(connection)
    erase(connection, wish(EMMA))
    after = rows(connection)
    assert len(after.pop("audit_log")) == len(before.pop("audit_log")) + 1
    assert after == before


def test_promise_41_who_is_interrupted_begins_again(connection: Connection) -> None:
    know(connection)
    stage = erasing.BEGINNING
    for _ in range(3):
        stage = erasing.erase(connection, wish(EMMA), NOW, stage) or erasing.BEGINNING
    erase(connection, wish(EMMA))
    settle(connection)
    assert not is_in(EMMA, rows(connection))


def test_promise_41_tickets_stay_as_closed_numbers(connection: Connection) -> None:
    know(connection)
    before = tickets_of(connection, EMMA)
    erase(connection, wish(EMMA))
    settle(connection)
    found = [tickets.find(connection, OURS, each.id) for each in before]
    assert {each.person for each in found if each} == {ERASED}
    assert [each.number for each in found if each] == [each.number for each in before]
    assert [each.state for each in found if each] == [State.RESOLVED, *[State.WITHDRAWN] * 2]
    assert [each.owner for each in found if each] == [NOOR] * 3


def test_promise_41_nothing_more_is_done_with_a_ticket_of_who_was_erased(
    connection: Connection,
) -> None:
    know(connection)
    (resolved, *_) = tickets_of(connection, EMMA)
    erase(connection, wish(EMMA))
    done = act(connection, Actor(OURS, NOOR, is_support=True), resolved.id, Deed.REOPEN, NOW)
    assert isinstance(done, Refusal)


def test_promise_41_all_that_slack_shows_of_them_is_taken_back(connection: Connection) -> None:
    know(connection)
    erase(connection, wish(EMMA))
    told = [
        row.about
        for row in connection.execute(select(table).where(table.c.message == UNSAID)).all()
    ]
    places = [place for each in told for place in each.get("places") or ()]
    files = {file for each in told for file in each.get("files") or ()}
    shown = {(each["table"], each["what"]) for each in told if "table" in each}
    assert shown == {("tickets", "card"), ("tickets", "receipt"), ("questions", "reply")}
    assert [f"D{EMMA}", f"3.{EMMA}"] in places
    assert files == {f"F-COPY{EMMA}"}
    copied = [ts for channel, ts in places if channel == "C1"]
    assert len(copied) == 6
    own = [ts for _, ts in places if ts.startswith("7.") and ts.endswith("partner")]
    assert own == []


def test_promise_41_who_helped_is_erased_and_what_they_wrote_stays_the_partner_s(
    connection: Connection,
) -> None:
    know(connection)
    before = len(rows(connection)["ticket_messages"])
    erase(connection, wish(NOOR))
    settle(connection)
    stored = rows(connection)
    written = stored["ticket_messages"]
    assert len(written) == before
    assert {row["author"] for row in written if row["side"] == "support"} == {ERASED}
    assert NOOR not in str(stored)
    assert len(tickets_of(connection, EMMA)) == 3


def test_promise_41_the_open_tickets_of_who_helped_are_nobody_s(connection: Connection) -> None:
    know(connection)
    erase(connection, wish(NOOR))
    owners = {each.state: each.owner for each in tickets_of(connection, EMMA)}
    assert owners == {State.RESOLVED: ERASED, State.NEW: None}


def test_promise_41_who_looked_for_their_tickets_looks_for_nobody_s(
    connection: Connection,
) -> None:
    know(connection)
    erase(connection, wish(EMMA))
    assert people.listing(connection, OURS, NOOR) == {"view": "all", "partner": ERASED}


def test_promise_41_the_log_says_that_somebody_was_erased_and_not_who(
    connection: Connection,
) -> None:
    erase(connection, wish(EMMA))
    erase(connection, wish(EMMA, "fr"))
    logged = audit_log.of_workspace(connection, OURS, 9)
    assert [(each.person, each.action, each.about) for each in logged] == [
        (None, erasing.ERASED_BY_THEMSELVES, {}),
        (None, erasing.ERASED_BY_OPERATOR, {}),
    ]


def test_promise_41_who_wishes_it_is_told_in_their_language_and_an_operator_tells_nobody(
    connection: Connection,
) -> None:
    erase(connection, wish(EMMA))
    assert connection.execute(select(table)).all() == []
    erase(connection, wish(EMMA, "fr"))
    said = connection.execute(select(table.c.message, table.c.about).order_by(table.c.id)).all()
    about = {"person": EMMA, "locale": "fr"}
    assert [tuple(row) for row in said] == [(replying.OWN_DATA_ERASED, about), ("home", about)]


def test_a_wish_is_fulfilled_by_one_process_and_by_another_if_that_dies(
    connection: Connection,
) -> None:
    erasing.ask(connection, OURS, EMMA, "fr", NOW)
    (taken,) = erasing.wishes(connection, wrote_by, NOW)
    assert (taken.person, taken.locale) == (EMMA, "fr")
    assert erasing.wishes(connection, wrote_by, NOW + 1) == []
    (again,) = erasing.wishes(connection, wrote_by, NOW + 3600)
    erasing.put_back(connection, taken)
    assert jobs.overdue(connection, NOW + jobs.LATE_SECONDS + 1)
    erase(connection, again)
    assert jobs.due(connection, "", NOW + 10**6) == []


def test_a_wish_of_another_workspace_waits_for_its_own_turn(connection: Connection) -> None:
    erasing.ask(connection, OURS, EMMA, "fr", NOW)
    assert erasing.wishes(connection, wrote_by, NOW, "T-THEIRS") == []
    assert len(erasing.wishes(connection, wrote_by, NOW, OURS)) == 1


def test_promise_41_a_long_history_is_gone_through_in_short_turns(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(connection)
    monkeypatch.setattr(erasing, "_ROWS", 2)
    monkeypatch.setattr(erasing, "_TICKETS", 1)
    assert erase(connection, wish(EMMA)) > 30
    settle(connection)
    assert not is_in(EMMA, rows(connection))


def test_promise_41_what_somebody_else_wrote_is_worked_on_even_if_it_names_them(
    connection: Connection,
) -> None:
    know(connection)
    mine = wrote_by(EMMA)
    assert mine(f'{{"event": {{"user": "{EMMA}"}}}}')
    assert mine(f'{{"user": {{"id": "{EMMA}"}}}}')
    assert mine(f'{{"user_id": "{EMMA}"}}')
    assert not mine(f'{{"event": {{"user": "{OTTO}", "text": "{words(EMMA)} <@{EMMA}>"}}}}')
    assert not mine("[")


def test_promise_41_a_request_that_is_under_way_brings_nothing_back(connection: Connection) -> None:
    know(connection)
    asked = Received(OURS, "under-way", EVENT, json.dumps({"event": {"user": EMMA}}))
    row, stage = inbox.claim(connection, asked, NOW, 60.0), erasing.BEGINNING
    assert row
    while erasures.own_questions(connection, OURS, EMMA, 1):
        stage = erasing.erase(connection, wish(EMMA), NOW, stage) or stage
    assert not inbox.finish(connection, OURS, row, CLAIMED)
