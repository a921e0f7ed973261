"""Somebody gets all that is kept of them, and nothing of anybody else."""

import json

import pytest
from sqlalchemy import Connection

from bot.services import exporting
from bot.storage import audit_log
from tests.services.people_known import EMMA, NOOR, OTTO, erase, export, is_in, know, rows, wish
from tests.services.scene import NOW, OURS


def test_promise_41_every_row_that_holds_somebody_is_told(connection: Connection) -> None:
    know(connection)
    told = export(connection, EMMA)["tables"]
    held = {
        name: sum(is_in(EMMA, row) for row in found) for name, found in rows(connection).items()
    }
    for name, number in held.items():
        assert len(told.get(name, ())) >= number, name


def test_promise_41_what_somebody_wrote_is_told_to_them(connection: Connection) -> None:
    know(connection)
    told = export(connection, EMMA)
    (question,) = told["tables"]["questions"]
    assert question["text"] == "My zebrau0emma?"
    assert len(told["tables"]["tickets"]) == 3
    assert told["files"] == ["F1 zebrau0emma.pdf", "F2 zebrau0emma.pdf"]


def test_promise_41_nobody_else_is_told_of(connection: Connection) -> None:
    know(connection)
    told = json.dumps(export(connection, EMMA))
    assert not is_in(OTTO, told)
    assert NOOR not in told
    assert exporting.SOMEBODY_ELSE in told


def test_promise_41_who_helped_is_not_told_what_partners_wrote(connection: Connection) -> None:
    know(connection)
    told = export(connection, NOOR)["tables"]
    assert len(told["tickets"]) == 6
    assert "answers" not in told["tickets"][0]
    assert {row["author"] for row in told["ticket_messages"]} == {NOOR}
    assert all("text" in row for row in told["ticket_messages"])


def test_promise_41_no_secret_is_told(connection: Connection) -> None:
    know(connection)
    assert "token" not in json.dumps(export(connection, EMMA))


def test_promise_41_of_who_was_erased_there_is_nothing_to_tell(connection: Connection) -> None:
    know(connection)
    erase(connection, wish(EMMA))
    told = export(connection, EMMA)["tables"]
    assert set(told) <= {"outbox"}


@pytest.mark.parametrize("rows_at_once", [1, 3])
def test_promise_41_a_long_history_is_told_bit_by_bit(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    know(connection)
    whole = export(connection, EMMA)
    monkeypatch.setattr(exporting, "_ROWS", rows_at_once)
    assert export(connection, EMMA) == whole


def test_promise_41_the_log_says_whose_data_was_given_out(connection: Connection) -> None:
    exporting.record(connection, OURS, EMMA, NOW, by_operator=True)
    exporting.record(connection, OURS, EMMA, NOW, by_operator=False)
    logged = audit_log.of_workspace(connection, OURS, 9)
    assert [(each.person, each.action) for each in logged] == [
        (EMMA, exporting.EXPORTED_BY_THEMSELVES),
        (EMMA, exporting.EXPORTED_BY_OPERATOR),
    ]
