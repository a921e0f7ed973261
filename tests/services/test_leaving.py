"""A workspace that uninstalled the app is emptied, and no other."""

import pytest
from sqlalchemy import Connection, func, select

from bot.services import leaving
from bot.storage import installations, workspaces
from bot.storage.schema import metadata
from tests.storage.everything import INSTALLATION, NOW, OURS, THEIRS, fill

MINE = [table for table in metadata.sorted_tables if "workspace" in table.c]
LATER = NOW + 100


def held(connection: Connection, workspace: str) -> dict[str, int]:
    """Give how many rows each table has of a workspace."""
    counted = {
        table.name: select(func.count()).select_from(table).where(table.c.workspace == workspace)
        for table in MINE
    }
    return {name: connection.scalar(each) or 0 for name, each in counted.items()}


def empty(connection: Connection, most: int) -> int:
    turns = 1
    while leaving.empty(connection, OURS, most):
        turns += 1
    return turns


@pytest.mark.parametrize("most", [1, 7, 500])
def test_promise_43_a_workspace_that_left_is_emptied_and_no_other(
    connection: Connection, most: int
) -> None:
    fill(connection, OURS)
    fill(connection, THEIRS)
    before = held(connection, THEIRS)
    leaving.leave(connection, OURS, LATER)
    assert not leaving.is_empty(connection, OURS)
    empty(connection, most)
    assert not any(held(connection, OURS).values())
    assert leaving.is_empty(connection, OURS)
    assert held(connection, THEIRS) == before
    assert all(before.values())


def test_promise_43_each_turn_is_short(connection: Connection) -> None:
    fill(connection, OURS)
    rows = sum(held(connection, OURS).values())
    assert empty(connection, 5) >= rows // 5


def test_promise_43_the_row_of_the_workspace_goes_last(connection: Connection) -> None:
    fill(connection, OURS)
    leaving.leave(connection, OURS, LATER)
    while leaving.empty(connection, OURS, 1):
        assert workspaces.find(connection, OURS)
    assert workspaces.find(connection, OURS) is None


def test_promise_43_emptying_again_is_harmless(connection: Connection) -> None:
    fill(connection, OURS)
    empty(connection, 500)
    fill(connection, THEIRS)
    before = held(connection, THEIRS)
    assert not leaving.empty(connection, OURS)
    assert held(connection, THEIRS) == before


def test_promise_43_who_left_is_served_no_more_and_its_tokens_are_gone(
    connection: Connection,
) -> None:
    fill(connection, OURS)
    leaving.leave(connection, OURS, LATER)
    leaving.leave(connection, OURS, LATER + 9)
    left = workspaces.find(connection, OURS)
    assert left
    assert left.left_at == LATER
    assert installations.find(connection, OURS) is None
    assert workspaces.known(connection) == []


def test_promise_43_of_an_organization_all_workspaces_leave_but_those_with_the_app_alone(
    connection: Connection,
) -> None:
    for workspace in ("T-ONE", "T-ALONE"):
        workspaces.know(connection, workspace, "E1", NOW)
    installations.keep(connection, "T-ALONE", INSTALLATION)
    leaving.leave(connection, "E1", LATER)
    assert [each.workspace for each in workspaces.known(connection)] == ["T-ALONE"]
