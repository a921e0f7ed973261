"""Batches and their exports are for the support team alone."""

from sqlalchemy import Connection

from bot.desk.rights import RIGHTS, Task
from bot.services import batching
from bot.services.acting import NOT_ALLOWED
from bot.services.batch_contents import Rules
from tests.services.batches import OPENS, code, contents, meanings, opened, sent
from tests.services.tickets import NOOR, OSCAR


def test_export_and_batch_are_rights_of_support() -> None:
    assert RIGHTS[Task.BATCH] == RIGHTS[Task.EXPORT] == RIGHTS[Task.LIST]


def test_nobody_else_does_anything_with_a_batch(connection: Connection, rules: Rules) -> None:
    ticket = sent(connection)
    batch = opened(connection, rules, ticket)
    stamp = contents(connection, batch).stamp
    refused = [
        batching.put_aside(connection, OSCAR, batch.id, {ticket: True}, OPENS),
        batching.export(connection, OSCAR, batch.id, OPENS),
        batching.submit(connection, OSCAR, rules, batch.id, stamp, OPENS),
        batching.confirm(connection, OSCAR, rules, batch.id, set(), OPENS),
    ]
    assert {code(each) for each in refused} == {NOT_ALLOWED}
    assert code(batching.export(connection, NOOR, 10**17, OPENS)) == NOT_ALLOWED
    assert meanings(connection) == []
    assert contents(connection, batch).stamp == stamp
