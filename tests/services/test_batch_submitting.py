"""The requests of a batch are submitted together, as they were seen, and by one person."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.desk.batches import Stage
from bot.desk.life import State
from bot.services import batching, requests
from bot.services.acting import Actor
from bot.services.batch_contents import Rules
from bot.services.batching import CHANGED, OVER
from bot.storage import batches, ticket_history, tickets
from bot.storage.batches import Batch
from bot.storage.database import Database
from tests.services.batches import (
    ASKED,
    OPENS,
    code,
    contents,
    meanings,
    newest,
    opened,
    pass_time,
    sent,
    submit,
)
from tests.services.scene import EMMA, OURS, said
from tests.services.tickets import NOOR, NOOR_ID, SAM, deeds, kept


def details(connection: Connection, ticket: int) -> Mapping[str, Any]:
    return ticket_history.of_ticket(connection, OURS, ticket, 1)[0].details


def test_submitting_marks_all_and_tells_each_partner_by_when_theirs_shows(
    connection: Connection, rules: Rules
) -> None:
    tickets_ = [sent(connection, person=person) for person in (EMMA, "U-DAAN")]
    done = submit(connection, rules, opened(connection, rules, *tickets_))
    assert isinstance(done, Batch)
    assert (done.state, done.submitted_by, done.visible_by) == ("submitted", NOOR_ID, "2026-04-07")
    assert done.confirm_at == ASKED
    for ticket in tickets_:
        assert kept(connection, ticket).state == State.IN_PROGRESS
        assert details(connection, ticket) == {"date": "2026-04-07"}
    assert meanings(connection).count("news") == 2


def test_of_two_who_submit_one_wins_and_nobody_is_told_twice(
    connection: Connection, rules: Rules
) -> None:
    batch = opened(connection, rules)
    stamp = contents(connection, batch).stamp
    done = [
        batching.submit(connection, actor, rules, batch.id, stamp, OPENS) for actor in (NOOR, SAM)
    ]
    assert code(done[1]) == OVER
    assert newest(connection, Stage.SUBMITTED).submitted_by == NOOR_ID
    assert meanings(connection).count("news") == 1


async def test_of_many_who_submit_at_once_one_wins(database_url: str, rules: Rules) -> None:
    processes = [Database(database_url) for _ in range(3)]
    batch = processes[0].run_now(opened, rules)
    stamp = processes[0].run_now(contents, batch).stamp
    actors = [Actor(OURS, f"U-{number}", is_support=True) for number in range(3)]
    done = await asyncio.gather(
        *(
            process.run(batching.submit, actor, rules, batch.id, stamp, OPENS)
            for process, actor in zip(processes, actors, strict=True)
        )
    )
    (winner,) = [each for each in done if isinstance(each, Batch)]
    assert {code(each) for each in done if each is not winner} == {OVER}
    assert processes[0].run_now(newest, Stage.SUBMITTED).submitted_by == winner.submitted_by
    assert processes[0].run_now(meanings).count("news") == 1
    for process in processes:
        process.close()


def test_what_came_or_changed_unseen_is_not_submitted(connection: Connection, rules: Rules) -> None:
    first = sent(connection)
    batch = opened(connection, rules, first)
    stamp = contents(connection, batch).stamp
    sent(connection)
    assert code(batching.submit(connection, NOOR, rules, batch.id, stamp, OPENS)) == CHANGED
    stamp = contents(connection, batch).stamp
    tickets.change(connection, OURS, first, revision=2)
    assert code(batching.submit(connection, NOOR, rules, batch.id, stamp, OPENS)) == CHANGED
    assert "batch-card" in meanings(connection)
    assert newest(connection).id == batch.id


def test_a_batch_without_requests_is_not_submitted(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    batching.put_aside(connection, NOOR, batch.id, {ticket: True}, OPENS)
    assert code(submit(connection, rules, batch)) == CHANGED


def test_many_requests_are_submitted_bit_by_bit_and_a_crash_loses_none(
    connection: Connection, rules: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "_AT_ONCE", 3)
    sent_ = [sent(connection, person=f"U-{number}") for number in range(7)]
    submit(connection, rules, opened(connection, rules, *sent_))
    assert [deeds(connection, ticket) for ticket in sent_] == [[]] * 7
    requests.withdraw(connection, kept(connection, sent_[4]), OPENS)
    said(connection)
    turns = [pass_time(connection, rules, OPENS + turn) for turn in range(4)]
    assert turns == [True, True, False, False]
    assert meanings(connection).count("news") == 6
    held = batches.held(connection, OURS, newest(connection, Stage.SUBMITTED).id)
    assert [each.ticket.id for each in held] == [t for t in sent_ if t != sent_[4]]
