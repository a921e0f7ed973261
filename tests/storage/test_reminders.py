import asyncio

from sqlalchemy import Connection, select

from bot.storage import reminders
from bot.storage.database import Database
from bot.storage.reminders import Reminder
from bot.storage.schema import reminders as table
from tests.storage.everything import NOW, OURS, PERSON, THEIRS
from tests.storage.plans import is_found_in_order


def remind(connection: Connection, *times: float, draft: int = 1) -> None:
    for due_at in times:
        reminders.add(connection, OURS, PERSON, draft, due_at)


def due(connection: Connection, now: float, most: int = 16) -> list[float]:
    return [each.due_at for each in reminders.take_due(connection, now, most)]


def test_a_reminder_comes_when_it_is_due_and_only_once(connection: Connection) -> None:
    remind(connection, NOW)
    assert due(connection, NOW - 0.1) == []
    assert reminders.take_due(connection, NOW, 16) == [Reminder(1, OURS, PERSON, 1, NOW)]
    assert due(connection, NOW + 60) == []


def test_the_earliest_reminders_come_first_and_no_more_than_asked_for(
    connection: Connection,
) -> None:
    remind(connection, NOW + 3, NOW + 1, NOW + 2, NOW + 9)
    assert due(connection, NOW + 5, most=2) == [NOW + 1, NOW + 2]
    assert due(connection, NOW + 5, most=2) == [NOW + 3]


def test_reminders_of_all_workspaces_are_taken(connection: Connection) -> None:
    remind(connection, NOW)
    reminders.add(connection, THEIRS, PERSON, 1, NOW)
    assert [each.workspace for each in reminders.take_due(connection, NOW, 16)] == [OURS, THEIRS]


def test_a_draft_s_reminders_can_be_dropped_without_those_of_others(
    connection: Connection,
) -> None:
    remind(connection, NOW, NOW + 1)
    remind(connection, NOW + 2, draft=2)
    reminders.drop_for(connection, OURS, 1)
    assert due(connection, NOW + 5) == [NOW + 2]


def test_given_reminders_are_forgotten_and_waiting_ones_are_kept(connection: Connection) -> None:
    remind(connection, NOW, NOW + 1)
    due(connection, NOW)
    reminders.forget(connection, NOW + 5)
    assert connection.scalars(select(table.c.due_at)).all() == [NOW + 1]


async def test_two_processes_never_give_the_same_reminder(
    database_url: str, database: Database
) -> None:
    await database.run(remind, *(NOW + number for number in range(40)))
    processes = [Database(database_url) for _ in range(3)]
    asking = (each.run(reminders.take_due, NOW + 99, 3) for each in processes * 4)
    given = [each.id for taken in await asyncio.gather(*asking) for each in taken]
    assert len(given) == len(set(given)) == 36
    for process in processes:
        process.close()


def test_due_reminders_are_found_by_the_index_and_in_its_order(connection: Connection) -> None:
    def ask(connection: Connection) -> object:
        return reminders.take_due(connection, NOW, 16)

    assert is_found_in_order(connection, ask, "reminders_due")
