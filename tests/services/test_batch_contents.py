"""What is in a batch, what is set aside from it, and what it tells of its requests."""

from sqlalchemy import Connection

from bot.app import Content
from bot.services import batch_contents, batching, requests, triage
from bot.services.batch_contents import Rules
from bot.services.batching import CHANGED
from bot.storage import batches, tickets
from tests.desk.offices import at
from tests.services.batches import (
    FORM,
    OPENS,
    SENT,
    code,
    contents,
    inside,
    meanings,
    newest,
    opened,
    pass_time,
    sent,
    submit,
)
from tests.services.scene import OURS
from tests.services.tickets import NOOR, deeds, kept


def test_what_comes_changes_or_is_withdrawn_has_the_batch_drawn_anew(
    connection: Connection, rules: Rules
) -> None:
    first = sent(connection)
    batch = opened(connection, rules, first)
    requests.withdraw(connection, kept(connection, first), OPENS)
    assert "batch-card" in meanings(connection)
    assert inside(connection, batch) == []
    requests.restore(connection, kept(connection, first), OPENS)
    assert "batch-card" in meanings(connection)
    assert inside(connection, batch) == [first]


def test_other_kinds_of_tickets_draw_no_batch_anew(connection: Connection, rules: Rules) -> None:
    opened(connection, rules)
    other = sent(connection, kind="discrepancy")
    triage.take(connection, NOOR, other, OPENS)
    assert "batch-card" not in meanings(connection)


def test_what_is_set_aside_is_not_submitted_and_is_in_the_next_batch(
    connection: Connection, rules: Rules
) -> None:
    first, second = sent(connection), sent(connection)
    batch = opened(connection, rules, first)
    batching.put_aside(connection, NOOR, batch.id, {first: True}, OPENS)
    assert inside(connection, batch) == [second]
    submit(connection, rules, batch)
    assert [deeds(connection, each) for each in (first, second)] == [[], ["submit"]]
    pass_time(connection, rules, at("2026-04-15T09:00"))
    assert inside(connection, newest(connection)) == [first]


def test_what_was_set_aside_can_be_taken_in_again(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    for aside in (True, False):
        batching.put_aside(connection, NOOR, batch.id, {ticket: aside}, OPENS)
    assert inside(connection, batch) == [ticket]


def test_only_requests_of_a_batch_can_be_set_aside_from_it(
    connection: Connection, rules: Rules
) -> None:
    batch, other = opened(connection, rules), sent(connection, kind="discrepancy")
    for ticket in (other, 0, 10**17):
        done = batching.put_aside(connection, NOOR, batch.id, {ticket: True}, OPENS)
        assert code(done) == CHANGED


def test_what_came_or_changed_after_the_export_is_told(
    connection: Connection, rules: Rules
) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    assert contents(connection, batch).since_export == ()
    batches.change(connection, OURS, batch.id, exported_at=SENT + 1)
    later = sent(connection)
    tickets.change(connection, OURS, later, changed_at=SENT + 2)
    found = contents(connection, batch).since_export
    assert [each.id for each in found] == [later]


def test_a_batch_tells_which_requests_are_alike(
    connection: Connection, rules: Rules, content: Content
) -> None:
    first, second = sent(connection), sent(connection)
    for ticket in (first, second):
        tickets.set_keys(connection, OURS, ticket, "T-HERS", FORM, ["contoso.se"])
    batch = opened(connection, rules, first)
    held = contents(connection, batch).held
    entries = [batch_contents.entry_of(connection, content.forms, each, "en") for each in held]
    assert [each.same.number if each.same else None for each in entries] == [2, 1]


def test_the_values_of_a_request_are_those_that_were_understood(
    connection: Connection, rules: Rules, content: Content
) -> None:
    (held,) = contents(connection, opened(connection, rules)).held
    entry = batch_contents.entry_of(connection, content.forms, held, "en")
    shown = [(each.shown, each.kept, each.ticked, each.total) for each in entry.values[:3]]
    assert shown == [
        ("Contoso", "Contoso", 0, 0),
        ("Sweden", "SE", 0, 0),
        ("https://contoso.se/learn", "https://contoso.se/learn", 0, 0),
    ]
    assert (entry.values[3].ticked, entry.values[3].total) == (3, 3)
