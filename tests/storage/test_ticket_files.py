from sqlalchemy import Connection

from bot.storage import ticket_files
from bot.storage.schema import DONE, PARKED, WAITING
from bot.storage.ticket_files import TicketFile
from tests.storage.everything import FILE, OURS, THEIRS


def test_a_file_waits_from_the_first_time_that_it_is_kept(connection: Connection) -> None:
    assert ticket_files.add(connection, OURS, 1, FILE)
    assert ticket_files.find(connection, OURS, 1, FILE) == TicketFile(FILE, None, WAITING)


def test_a_file_is_kept_once_for_each_ticket_and_workspace(connection: Connection) -> None:
    places = [(OURS, 1, FILE), (OURS, 2, FILE), (OURS, 1, "F2"), (THEIRS, 1, FILE)]
    assert [ticket_files.add(connection, *place) for place in places * 2] == [True] * 4 + [
        False
    ] * 4


def test_what_became_of_a_file_is_not_forgotten_when_it_is_kept_again(
    connection: Connection,
) -> None:
    ticket_files.add(connection, OURS, 1, FILE)
    ticket_files.change(connection, OURS, 1, FILE, copy="F9", state=DONE)
    ticket_files.add(connection, OURS, 1, FILE)
    assert ticket_files.find(connection, OURS, 1, FILE) == TicketFile(FILE, "F9", DONE)


def test_all_files_of_a_ticket_are_told_and_no_others(connection: Connection) -> None:
    for ticket, file in ((1, FILE), (1, "F2"), (2, "F3")):
        ticket_files.add(connection, OURS, ticket, file)
    ticket_files.change(connection, OURS, 1, "F2", state=PARKED)
    assert set(ticket_files.of_ticket(connection, OURS, 1)) == {
        TicketFile(FILE, None, WAITING),
        TicketFile("F2", None, PARKED),
    }


def test_a_file_that_was_forgotten_may_be_kept_as_if_for_the_first_time(
    connection: Connection,
) -> None:
    for file in (FILE, "F2"):
        ticket_files.add(connection, OURS, 1, file)
    ticket_files.change(connection, OURS, 1, FILE, copy="F9", state=DONE)
    ticket_files.forget(connection, OURS, 1, FILE)
    assert ticket_files.of_ticket(connection, OURS, 1) == [TicketFile("F2", None, WAITING)]
    assert ticket_files.add(connection, OURS, 1, FILE)
    assert ticket_files.find(connection, OURS, 1, FILE) == TicketFile(FILE, None, WAITING)
