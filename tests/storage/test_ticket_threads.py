from sqlalchemy import Connection

from bot.storage import ticket_threads
from tests.storage.everything import CHANNEL, OURS, THEIRS, TS


def heard(connection: Connection, *threads: tuple[str, str]) -> list[int | None]:
    return [ticket_threads.ticket_in(connection, OURS, *thread) for thread in threads]


def test_a_thread_is_about_the_ticket_that_it_was_given(connection: Connection) -> None:
    ticket_threads.listen(connection, OURS, CHANNEL, TS, 7)
    assert heard(connection, (CHANNEL, TS), (CHANNEL, "2.0"), ("C2", TS)) == [7, None, None]


def test_a_ticket_may_be_written_about_in_several_threads(connection: Connection) -> None:
    threads = [(CHANNEL, TS), (CHANNEL, "2.0"), ("C2", TS)]
    for thread in threads:
        ticket_threads.listen(connection, OURS, *thread, 7)
    assert heard(connection, *threads) == [7, 7, 7]


def test_a_thread_is_about_one_ticket_the_one_that_it_was_given_last(
    connection: Connection,
) -> None:
    for ticket in (7, 8, 8):
        ticket_threads.listen(connection, OURS, CHANNEL, TS, ticket)
    assert heard(connection, (CHANNEL, TS)) == [8]


def test_the_threads_of_a_merged_ticket_are_about_the_other_and_those_of_others_stay(
    connection: Connection,
) -> None:
    for ts, ticket in (("1.0", 7), ("2.0", 7), ("3.0", 8), ("4.0", 9)):
        ticket_threads.listen(connection, OURS, CHANNEL, ts, ticket)
    ticket_threads.listen(connection, THEIRS, CHANNEL, "1.0", 7)
    ticket_threads.move(connection, OURS, 7, 8)
    assert heard(connection, *((CHANNEL, f"{n}.0") for n in (1, 2, 3, 4))) == [8, 8, 8, 9]
    assert ticket_threads.ticket_in(connection, THEIRS, CHANNEL, "1.0") == 7
