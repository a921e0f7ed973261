import pytest
from sqlalchemy import Connection

from bot.storage.schema import metadata, oauth_states
from tests.storage.everything import ACROSS, OURS, THEIRS, fill, public_functions, reading, writing

Rows = dict[str, list[tuple[object, ...]]]

NOBODY_S = {oauth_states}
"""Whose the app will be is known when an installation ends, not when it begins."""
OWNED = [table for table in metadata.sorted_tables if table not in NOBODY_S]


def rows_of(connection: Connection, workspace: str) -> Rows:
    return {
        table.name: [
            tuple(row)
            for row in connection.execute(table.select().where(table.c.workspace == workspace))
        ]
        for table in OWNED
    }


def test_promise_33_every_table_says_whose_its_rows_are() -> None:
    assert all("workspace" in table.c for table in OWNED)


def test_promise_33_every_storage_function_is_tried_with_the_wrong_workspace() -> None:
    tried = {*reading(THEIRS), *writing(THEIRS), *ACROSS}
    assert tried == public_functions()


@pytest.mark.parametrize("name", reading(THEIRS))
def test_promise_33_with_the_wrong_workspace_nothing_is_told(
    connection: Connection, name: str
) -> None:
    fill(connection, OURS)
    call, nothing = reading(THEIRS)[name]
    assert call(connection) == nothing


@pytest.mark.parametrize("name", reading(OURS))
def test_promise_33_with_the_right_workspace_something_is_told(
    connection: Connection, name: str
) -> None:
    fill(connection, OURS)
    call, nothing = reading(OURS)[name]
    assert call(connection) != nothing


@pytest.mark.parametrize("name", writing(THEIRS))
def test_promise_33_with_the_wrong_workspace_nothing_is_changed(
    connection: Connection, name: str
) -> None:
    fill(connection, OURS)
    before = rows_of(connection, OURS)
    writing(THEIRS)[name](connection)
    assert rows_of(connection, OURS) == before
    assert all(before.values())


def test_promise_33_two_workspaces_with_equal_ids_each_have_their_own_rows(
    connection: Connection,
) -> None:
    fill(connection, OURS)
    before = rows_of(connection, OURS)
    fill(connection, THEIRS)
    assert rows_of(connection, OURS) == before
    assert all(rows_of(connection, THEIRS).values())
