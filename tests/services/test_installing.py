"""The app comes, loses its tokens and goes, told in whatever order."""

import random
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Connection

from bot.services import installing
from bot.storage import installations, jobs, outbox, people, workspaces
from tests.storage.everything import INSTALLATION

NOW = 1_790_000_000.0
LATER = NOW + 86_400.0
SEQUENCES = 500

Told = Callable[[Connection, str], None]


def install(connection: Connection, workspace: str, at: float, **values: object) -> None:
    """Install the app as its web process does, and leave something to be found."""
    kept = INSTALLATION | {"installed_at": at, "expires_at": None} | values
    while not installing.install(connection, workspace, kept, at):
        installing.empty_left(connection, workspace, at)
    if not kept["is_enterprise"]:
        people.choose_locale(connection, workspace, f"U{at:.0f}", "nl")


def empty(connection: Connection) -> None:
    while installing.empty_next(connection, LATER):
        pass


def state(connection: Connection, workspace: str) -> tuple[object, ...]:
    """Give what can be seen of a workspace once all that left is emptied."""
    empty(connection)
    found, row = installations.find(connection, workspace), workspaces.find(connection, workspace)
    chosen = sorted(people.several(connection, workspace, _PEOPLE))
    return (found and found.installed_at, row is not None, chosen)


_PEOPLE = [f"U{NOW + seconds:.0f}" for seconds in (0, 100)]


def test_what_left_is_emptied_and_its_row_goes_last(connection: Connection) -> None:
    install(connection, "T1", NOW)
    installing.uninstall(connection, "T1", NOW, NOW + 1)
    assert installations.find(connection, "T1") is None
    assert not installing.empty_next(connection, NOW + 2)
    assert workspaces.find(connection, "T1") is not None
    assert state(connection, "T1") == (None, False, [])


def test_revoked_tokens_take_nothing_else_along(connection: Connection) -> None:
    install(connection, "T1", NOW, expires_at=NOW + 9_000)
    assert jobs.due_at(connection, "T1", installing.ROTATION) == NOW + 1_800
    installing.revoke(connection, "T1", NOW + 5)
    assert jobs.due_at(connection, "T1", installing.ROTATION) is None
    assert state(connection, "T1") == (None, True, _PEOPLE[:1])


@pytest.mark.parametrize("end", [installing.revoke, None], ids=["revoked", "uninstalled"])
def test_promise_09_what_is_told_late_does_not_end_a_newer_installation(
    connection: Connection, end: Callable[[Connection, str, float], None] | None
) -> None:
    install(connection, "T1", NOW + 100.9)
    if end:
        end(connection, "T1", NOW + 99)
    else:
        installing.uninstall(connection, "T1", NOW + 99, NOW + 200)
    assert state(connection, "T1")[0] == NOW + 100.9


def test_promise_09_an_end_in_the_second_of_its_installation_is_an_end(
    connection: Connection,
) -> None:
    install(connection, "T1", NOW + 0.9)
    installing.uninstall(connection, "T1", NOW, NOW + 1)
    assert state(connection, "T1") == (None, False, [])


def test_promise_09_ends_told_in_any_order_twice_and_late_end_in_the_same_state(
    connection: Connection,
) -> None:
    """The app is installed, ends, and perhaps is installed again: what is told of it is shuffled.

    Only what Slack tells can be late: an installation is made when it is made.
    """
    chance = random.Random(9)  # noqa: S311 - to repeat the same sequences, not to keep secrets
    for number in range(SEQUENCES):
        workspace, again = f"T{number}", chance.random() < 0.5
        install(connection, workspace, NOW)
        told: list[Told] = [_revoked, _uninstalled] * chance.choice([1, 2])
        chance.shuffle(told)
        before = chance.randrange(len(told) + 1) if again else len(told)
        _tell(connection, workspace, told[:before])
        if again:
            install(connection, workspace, NOW + 100)
        _tell(connection, workspace, told[before:])
        expected = (NOW + 100, True) if again else (None, False)
        assert state(connection, workspace)[:2] == expected
        assert _PEOPLE[0] not in people.several(connection, workspace, _PEOPLE)


def _tell(connection: Connection, workspace: str, told: Sequence[Told]) -> None:
    for each in told:
        each(connection, workspace)


def _revoked(connection: Connection, workspace: str) -> None:
    installing.revoke(connection, workspace, NOW + 50)


def _uninstalled(connection: Connection, workspace: str) -> None:
    installing.uninstall(connection, workspace, NOW + 50, NOW + 150)


def test_an_organization_takes_its_workspaces_along_but_not_who_installed_alone(
    connection: Connection,
) -> None:
    install(connection, "E1", NOW, is_enterprise=True)
    install(connection, "T-ALONE", NOW)
    for workspace, enterprise in (("T1", "E1"), ("T2", "E1"), ("T3", "E2"), ("T-ALONE", "E1")):
        workspaces.know(connection, workspace, enterprise, NOW)
        people.choose_locale(connection, workspace, _PEOPLE[0], "nl")
    installing.uninstall(connection, "E1", NOW + 50, NOW + 51)
    empty(connection)
    left = [each for each in ("T1", "T2", "T3", "T-ALONE") if workspaces.find(connection, each)]
    assert left == ["T3", "T-ALONE"]


def test_promise_43_a_workspace_that_its_organization_takes_the_app_from_is_not_known_again(
    connection: Connection,
) -> None:
    install(connection, "E1", NOW, is_enterprise=True)
    workspaces.know(connection, "T1", "E1", NOW)
    installing.uninstall(connection, "T1", NOW + 50, NOW + 51)
    empty(connection)
    assert workspaces.find(connection, "T1") is None
    assert installations.find(connection, "E1")


def test_an_organization_that_installs_it_again_starts_empty_everywhere(
    connection: Connection,
) -> None:
    install(connection, "E1", NOW, is_enterprise=True)
    workspaces.know(connection, "T1", "E1", NOW)
    people.choose_locale(connection, "T1", _PEOPLE[0], "nl")
    installing.uninstall(connection, "E1", NOW + 50, NOW + 51)
    install(connection, "E1", NOW + 100, is_enterprise=True)
    assert people.several(connection, "T1", _PEOPLE) == {}


def test_whoever_installed_it_is_told_what_to_do_next_in_the_language_of_the_page(
    connection: Connection,
) -> None:
    installing.welcome(connection, "T1", "U1", "sv", NOW)
    (told,) = outbox.lease(connection, NOW, 60, 9)
    assert (told.workspace, told.message) == ("T1", installing.INSTALLED)
    assert told.about == {"person": "U1", "locale": "sv"}
