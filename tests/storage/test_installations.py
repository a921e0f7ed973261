"""The app as it is installed, and installations that were begun."""

from sqlalchemy import Connection

from bot.storage import installations, oauth_states
from tests.storage.everything import INSTALLATION, NOW, OURS, THEIRS


def test_an_installation_takes_the_place_of_the_one_before(connection: Connection) -> None:
    installations.keep(connection, OURS, INSTALLATION | {"expires_at": NOW, "refresh_token": "r"})
    installations.keep(connection, OURS, INSTALLATION | {"token": "new", "expires_at": None})
    found = installations.find(connection, OURS)
    assert found is not None
    assert (found.token, found.expires_at) == ("new", None)
    assert len(installations.every(connection)) == 1


def test_a_token_is_changed_only_where_nobody_changed_it_meanwhile(connection: Connection) -> None:
    for workspace in (OURS, THEIRS):
        installations.keep(connection, workspace, INSTALLATION)
    assert installations.change(connection, OURS, "encrypted", token="newer")
    assert not installations.change(connection, OURS, "encrypted", token="late")
    tokens = {each.workspace: each.token for each in installations.every(connection)}
    assert tokens == {OURS: "newer", THEIRS: "encrypted"}


def test_tokens_that_expire_soon_are_found_and_others_are_not(connection: Connection) -> None:
    for workspace, expires in ((OURS, NOW + 10), (THEIRS, NOW + 99), ("T-NEVER", None)):
        installations.keep(connection, workspace, INSTALLATION | {"expires_at": expires})
    assert [each.workspace for each in installations.expiring(connection, NOW + 50)] == [OURS]


def test_a_state_is_accepted_once_and_while_it_is_fresh(connection: Connection) -> None:
    oauth_states.keep(connection, "one", NOW + 600)
    oauth_states.keep(connection, "late", NOW + 600)
    assert oauth_states.take(connection, "one", NOW + 599)
    assert not oauth_states.take(connection, "one", NOW + 599)
    assert not oauth_states.take(connection, "late", NOW + 600)
    assert not oauth_states.take(connection, "never", NOW)


def test_states_that_expired_are_forgotten(connection: Connection) -> None:
    oauth_states.keep(connection, "old", NOW)
    oauth_states.keep(connection, "new", NOW + 1)
    oauth_states.forget(connection, NOW)
    assert oauth_states.take(connection, "new", NOW)
    assert not oauth_states.take(connection, "old", NOW - 1)
