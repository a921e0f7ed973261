"""A batch opens once a month, when its week comes and there are requests for it."""

import asyncio

import pytest
from sqlalchemy import Connection

from bot.desk.batches import Stage
from bot.services import batch_calendar
from bot.services.batch_contents import Rules
from bot.services.batching import OVER
from bot.storage import batches
from bot.storage.database import Database
from tests.desk.offices import DAY, at
from tests.services.batches import (
    CLOSES,
    FORM,
    MARCH,
    OPENS,
    code,
    inside,
    meanings,
    newest,
    opened,
    pass_time,
    sent,
    submit,
)
from tests.services.scene import OURS


def test_a_batch_opens_in_the_third_week_when_the_desk_does(
    connection: Connection, rules: Rules
) -> None:
    first, second = sent(connection), sent(connection)
    pass_time(connection, rules, OPENS - 1)
    assert batches.at_stage(connection, OURS, Stage.OPEN) == []
    pass_time(connection, rules, OPENS)
    batch = newest(connection)
    assert (batch.form, batch.month) == (FORM, MARCH)
    assert inside(connection, batch) == [first, second]
    assert meanings(connection) == ["batch-card"]


def test_a_batch_opens_once(connection: Connection, rules: Rules) -> None:
    opened(connection, rules)
    pass_time(connection, rules, OPENS + 10)
    assert len(batches.at_stage(connection, OURS, Stage.OPEN)) == 1
    assert meanings(connection) == []


def test_without_requests_there_is_no_batch_until_one_comes(
    connection: Connection, rules: Rules
) -> None:
    pass_time(connection, rules, OPENS)
    assert batches.at_stage(connection, OURS, Stage.OPEN) == []
    ticket = sent(connection)
    pass_time(connection, rules, OPENS + DAY)
    assert inside(connection, newest(connection)) == [ticket]


@pytest.mark.parametrize(("moment", "opens"), [(CLOSES - 1, 1), (CLOSES, 0)])
def test_a_week_that_was_missed_is_caught_up_on_unless_it_is_over(
    connection: Connection, rules: Rules, moment: float, opens: int
) -> None:
    sent(connection)
    pass_time(connection, rules, moment)
    assert len(batches.at_stage(connection, OURS, Stage.OPEN)) == opens


async def test_processes_that_are_told_of_the_week_together_open_one_batch(
    database_url: str, rules: Rules
) -> None:
    processes = [Database(database_url) for _ in range(3)]
    processes[0].run_now(sent)
    turns = (each.run(batch_calendar.keep_up, OURS, rules, OPENS) for each in processes * 3)
    await asyncio.gather(*turns)
    assert processes[0].run_now(meanings).count("batch-card") == 1
    for process in processes:
        process.close()


def test_what_was_not_submitted_in_its_month_is_in_the_next_batch(
    connection: Connection, rules: Rules
) -> None:
    ticket = sent(connection)
    before = opened(connection, rules, ticket)
    pass_time(connection, rules, at("2026-04-15T09:00"))
    batch = newest(connection)
    assert batch.month == "2026-04"
    assert inside(connection, batch) == [ticket]
    assert meanings(connection) == ["batch-card", "batch-card"]
    assert newest(connection, Stage.LAPSED).id == before.id
    assert code(submit(connection, rules, before)) == OVER


def test_a_form_without_batches_has_none(connection: Connection, rules: Rules) -> None:
    sent(connection, kind="discrepancy")
    pass_time(connection, rules, OPENS)
    assert batches.at_stage(connection, OURS, Stage.OPEN) == []
    assert rules.schedule("discrepancy") is None
    assert rules.schedule("dropped") is None
