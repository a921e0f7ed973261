from sqlalchemy import Connection

from bot.storage import ticket_history
from bot.storage.ticket_history import Entry
from tests.storage.everything import ENTRY, NOW, OURS, SUPPORTER, THEIRS
from tests.storage.plans import is_found_in_order


def note(connection: Connection, /, **values: object) -> int:
    return ticket_history.add(connection, OURS, {**ENTRY, **values})


def told(connection: Connection, ticket: int = 1, most: int = 9) -> list[int]:
    return [entry.id for entry in ticket_history.of_ticket(connection, OURS, ticket, most)]


def test_an_entry_is_found_as_it_was_written(connection: Connection) -> None:
    number = note(connection)
    expected = Entry(number, 1, NOW, SUPPORTER, "assign", "new", "in-progress", {"to": "U-SAM"})
    assert ticket_history.find(connection, OURS, number) == expected


def test_what_time_did_has_no_actor(connection: Connection) -> None:
    found = ticket_history.find(connection, OURS, note(connection, actor=None, deed="close"))
    assert found
    assert (found.actor, found.deed) == (None, "close")


def test_a_ticket_s_history_is_told_newest_first_and_of_no_other_ticket(
    connection: Connection,
) -> None:
    mine = [note(connection, at=at) for at in (NOW, NOW + 5, NOW + 1)]
    other = note(connection, ticket=2)
    ticket_history.add(connection, THEIRS, ENTRY)
    assert told(connection) == mine[::-1]
    assert told(connection, ticket=2) == [other]


def test_of_a_long_history_the_last_is_told(connection: Connection) -> None:
    mine = [note(connection) for _ in range(5)]
    assert told(connection, most=2) == mine[:2:-1]


def test_the_same_that_is_done_twice_is_written_twice(connection: Connection) -> None:
    assert note(connection) != note(connection)
    assert len(told(connection)) == 2


def test_nothing_that_was_written_can_be_changed_by_this_floor() -> None:
    told = {name for name in vars(ticket_history) if name.islower() and not name.startswith("_")}
    assert told & {"change", "drop", "forget", "delete", "update"} == set()


def test_a_ticket_s_history_is_found_by_the_index_and_in_its_order(
    connection: Connection,
) -> None:
    def ask(connection: Connection) -> object:
        return ticket_history.of_ticket(connection, OURS, 1, 5)

    assert is_found_in_order(connection, ask, "ticket_history_of_ticket")
