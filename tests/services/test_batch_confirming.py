"""It is asked once which submitted requests show: those are resolved, the rest goes on."""

import pytest
from sqlalchemy import Connection

from bot.desk.batches import Stage
from bot.desk.life import State
from bot.services import batching, requests
from bot.services.batch_contents import Rules
from bot.services.batching import OVER
from bot.storage import ticket_messages
from bot.storage.batches import Batch
from tests.desk.offices import DAY, HOUR, at
from tests.services.batches import (
    ASKED,
    OPENS,
    asked,
    code,
    inside,
    meanings,
    newest,
    opened,
    pass_time,
    sent,
    submit,
)
from tests.services.scene import OURS, said
from tests.services.tickets import NOOR, SAM, kept


def test_it_is_asked_once_whether_the_requests_show_also_late(
    connection: Connection, rules: Rules
) -> None:
    submit(connection, rules, opened(connection, rules))
    said(connection)
    pass_time(connection, rules, ASKED - 1)
    assert meanings(connection) == []
    pass_time(connection, rules, ASKED + 9 * DAY)
    assert meanings(connection) == ["batch-card", "batch-question"]
    pass_time(connection, rules, ASKED + 10 * DAY)
    assert meanings(connection) == []


def test_what_shows_is_resolved_and_told_the_rest_goes_on_in_the_next_batch(
    connection: Connection, rules: Rules
) -> None:
    shown, hidden = sent(connection), sent(connection)
    batch = asked(connection, rules, shown)
    batching.confirm(connection, SAM, rules, batch.id, {hidden}, ASKED + HOUR)
    assert kept(connection, shown).state == State.RESOLVED
    assert kept(connection, shown).outcome == "listed"
    (message,) = ticket_messages.of_ticket(connection, OURS, shown, 5)
    assert message.author == SAM.person
    said_then = rules.knowledge.replies.say("directory-visible", "nl").text
    assert message.text == said_then.replace("{name}", "Contoso")
    assert "message" in meanings(connection)
    assert kept(connection, hidden).state == State.IN_PROGRESS
    pass_time(connection, rules, at("2026-04-15T09:00"))
    assert inside(connection, newest(connection)) == [hidden]


def test_what_a_colleague_unchecked_before_does_not_show(
    connection: Connection, rules: Rules
) -> None:
    shown, hidden = sent(connection), sent(connection)
    batch = asked(connection, rules, shown)
    batching.put_aside(connection, NOOR, batch.id, {hidden: True}, ASKED)
    batching.confirm(connection, SAM, rules, batch.id, set(), ASKED)
    states = [kept(connection, each).state for each in (shown, hidden)]
    assert states == [State.RESOLVED, State.IN_PROGRESS]


def test_of_two_who_confirm_one_wins(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = asked(connection, rules, ticket)
    batching.confirm(connection, NOOR, rules, batch.id, {ticket}, ASKED)
    assert code(batching.confirm(connection, SAM, rules, batch.id, set(), ASKED)) == OVER
    assert kept(connection, ticket).state == State.IN_PROGRESS


def test_nothing_is_confirmed_before_it_is_asked_for(connection: Connection, rules: Rules) -> None:
    batch = opened(connection, rules)
    for _ in range(2):
        assert code(batching.confirm(connection, NOOR, rules, batch.id, set(), OPENS)) == OVER
        submit(connection, rules, batch)


def test_many_are_resolved_bit_by_bit_each_told_once(
    connection: Connection, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_ = [sent(connection, person=f"U-{number}") for number in range(5)]
    batch = asked(connection, rules, *sent_)
    monkeypatch.setattr(batching, "_AT_ONCE", 2)
    batching.confirm(connection, NOOR, rules, batch.id, set(), ASKED)
    while pass_time(connection, rules, ASKED):
        pass
    assert {kept(connection, ticket).state for ticket in sent_} == {State.RESOLVED}
    assert meanings(connection).count("message") == 5


def test_what_was_resolved_by_itself_is_not_asked_for(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    submit(connection, rules, opened(connection, rules, ticket))
    requests.withdraw(connection, kept(connection, ticket), OPENS + DAY)
    said(connection)
    pass_time(connection, rules, ASKED)
    batch = newest(connection, Stage.DONE)
    assert (batch.asked_at, batch.confirmed_by) == (None, None)


def test_a_tick_that_comes_after_its_batch_was_confirmed_with_it_is_no_mistake(
    connection: Connection, rules: Rules
) -> None:
    shown, hidden = sent(connection), sent(connection)
    batch = asked(connection, rules, shown)
    batching.confirm(connection, NOOR, rules, batch.id, {hidden}, ASKED)
    chosen = {shown: False, hidden: True}
    late = batching.put_aside(connection, NOOR, batch.id, chosen, ASKED)
    assert isinstance(late, Batch)
    changed = {shown: True, hidden: True}
    assert code(batching.put_aside(connection, NOOR, batch.id, changed, ASKED)) == OVER
