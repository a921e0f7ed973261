import asyncio

import pytest
from sqlalchemy import Connection

from bot.desk.batches import Stage
from bot.desk.life import OPEN, OVER, Deed, State
from bot.storage import batches, tickets
from bot.storage.batches import Held, ToDo
from bot.storage.database import Database
from tests.storage.everything import FORM, HANDED_OVER, MONTH, NOW, OURS, THEIRS, TICKET


def opened(connection: Connection, month: str = MONTH) -> int:
    made = batches.open_new(connection, OURS, FORM, month, NOW)
    assert made
    return made


def sent(connection: Connection, **values: object) -> int:
    return tickets.add(connection, OURS, {**TICKET, **values})


def submitted(connection: Connection, *requests: int, month: str = MONTH) -> int:
    batch = opened(connection, month)
    batches.fill(connection, OURS, batch, requests, Deed.SUBMIT)
    assert batches.move(connection, OURS, batch, Stage.OPEN, Stage.SUBMITTED)
    return batch


def ids(found: list[Held]) -> list[int]:
    return [held.ticket.id for held in found]


def waiting(connection: Connection, batch: int = 0) -> list[int]:
    return ids(batches.waiting(connection, OURS, FORM, batch))


def test_a_form_has_one_batch_a_month(connection: Connection) -> None:
    opened(connection)
    assert batches.open_new(connection, OURS, FORM, MONTH, NOW) is None
    assert opened(connection, "2026-04")
    assert batches.open_new(connection, THEIRS, FORM, MONTH, NOW)


async def test_processes_that_open_a_batch_together_open_one(database_url: str) -> None:
    processes = [Database(database_url) for _ in range(3)]
    made = await asyncio.gather(
        *(each.run(batches.open_new, OURS, FORM, MONTH, NOW) for each in processes * 4)
    )
    assert len([batch for batch in made if batch]) == 1
    for process in processes:
        process.close()


def test_a_new_batch_is_open(connection: Connection) -> None:
    batch = batches.find(connection, OURS, opened(connection))
    assert batch
    assert batch.state == Stage.OPEN
    assert batch == batches.of_month(connection, OURS, FORM, MONTH)
    assert [batch] == batches.at_stage(connection, OURS, Stage.OPEN)
    assert batches.at_stage(connection, OURS, Stage.SUBMITTED) == []


def test_open_requests_wait_in_their_order(connection: Connection) -> None:
    wanted = [sent(connection, state=state) for state in sorted(OPEN)]
    for state in OVER:
        sent(connection, state=state)
    tickets.add(connection, OURS, HANDED_OVER)
    tickets.add(connection, THEIRS, TICKET)
    assert waiting(connection) == wanted


def test_what_was_set_aside_is_so_in_that_batch_alone(connection: Connection) -> None:
    ticket, batch = sent(connection), opened(connection)
    other = opened(connection, "2026-04")
    batches.put_aside(connection, OURS, batch, ticket, aside=True)
    assert [held.aside for held in batches.waiting(connection, OURS, FORM, batch)] == [True]
    assert [held.aside for held in batches.waiting(connection, OURS, FORM, other)] == [False]
    batches.put_aside(connection, OURS, batch, ticket, aside=False)
    assert [held.aside for held in batches.waiting(connection, OURS, FORM, batch)] == [False]


def test_what_was_submitted_waits_for_no_other_batch_until_it_is_confirmed_and_that_is_done(
    connection: Connection,
) -> None:
    first, second = sent(connection), sent(connection)
    batch = submitted(connection, first)
    assert waiting(connection) == [second]
    assert batches.is_waited_for(connection, OURS, FORM)
    tickets.change(connection, OURS, second, state=State.RESOLVED)
    assert not batches.is_waited_for(connection, OURS, FORM)
    batches.move(connection, OURS, batch, Stage.SUBMITTED, Stage.DONE)
    assert waiting(connection) == []
    batches.done(connection, OURS, batch, first)
    assert waiting(connection) == [first]


def test_a_submitted_batch_keeps_its_requests_whatever_becomes_of_them(
    connection: Connection,
) -> None:
    requests = [sent(connection), sent(connection)]
    batch = submitted(connection, *requests)
    tickets.change(connection, OURS, requests[0], state=State.WITHDRAWN)
    assert ids(batches.held(connection, OURS, batch)) == requests
    batches.drop(connection, OURS, batch, requests[0])
    assert ids(batches.held(connection, OURS, batch)) == requests[1:]


def test_of_several_moves_of_a_batch_one_is_made(connection: Connection) -> None:
    batch = opened(connection)
    moves = [
        batches.move(connection, OURS, batch, Stage.OPEN, Stage.SUBMITTED, submitted_by=person)
        for person in ("U-NOOR", "U-SAM")
    ]
    found = batches.find(connection, OURS, batch)
    assert moves == [True, False]
    assert found
    assert found.submitted_by == "U-NOOR"


def test_it_is_asked_once_whether_requests_show(connection: Connection) -> None:
    batch = opened(connection)
    assert [batches.ask(connection, OURS, batch, at) for at in (NOW, NOW + 1)] == [True, False]
    found = batches.find(connection, OURS, batch)
    assert found
    assert found.asked_at == NOW


def test_what_was_decided_is_to_do_until_it_is_done(connection: Connection) -> None:
    requests = [sent(connection) for _ in range(3)]
    batch = submitted(connection, *requests)
    assert batches.to_do(connection, OURS, 2) == [
        ToDo(batch, ticket, Deed.SUBMIT) for ticket in requests[:2]
    ]
    for ticket in requests:
        batches.done(connection, OURS, batch, ticket)
    assert batches.to_do(connection, OURS, 5) == []
    batches.plan(connection, OURS, batch, requests[1:], Deed.RESOLVE)
    assert [each.ticket for each in batches.to_do(connection, OURS, 5)] == requests[1:]


@pytest.mark.parametrize("stage", Stage)
def test_a_request_is_shown_by_the_open_batch_and_by_one_that_it_was_submitted_in(
    connection: Connection, stage: Stage
) -> None:
    inside, outside = sent(connection), sent(connection)
    batch = submitted(connection, inside)
    batches.change(connection, OURS, batch, state=str(stage))
    shown = [
        [each.id for each in batches.showing(connection, OURS, FORM, ticket)]
        for ticket in (inside, outside)
    ]
    is_open, is_submitted = stage is Stage.OPEN, stage is Stage.SUBMITTED
    assert shown == [[batch] if is_open or is_submitted else [], [batch] if is_open else []]
    assert batches.showing(connection, OURS, "other", inside) == []
