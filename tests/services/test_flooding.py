from sqlalchemy import Connection, select

from bot.services import flooding
from bot.services.flooding import RATES, Deed, Doer
from bot.storage.database import Database
from bot.storage.schema import outbox
from tests.storage.everything import NOW, OURS, THEIRS

EMMA, WEI, ELSEWHERE = Doer(OURS, "U1"), Doer(OURS, "U2"), Doer(THEIRS, "U1")
BURST = RATES[Deed.ASK].burst


def said(connection: Connection) -> list[tuple[str, str]]:
    rows = connection.execute(select(outbox.c.message, outbox.c.about).order_by(outbox.c.id))
    return [(row.message, row.about["person"]) for row in rows]


def test_promise_37_so_many_at_once_and_then_one_in_a_while(connection: Connection) -> None:
    done = [flooding.may(connection, EMMA, NOW) for _ in range(BURST + 5)]
    assert done == [True] * BURST + [False] * 5
    assert flooding.may(connection, EMMA, NOW + 3)
    assert not flooding.may(connection, EMMA, NOW + 3)


def test_promise_37_who_does_too_much_is_told_once_a_minute(connection: Connection) -> None:
    for second in range(130):
        for _ in range(BURST):
            flooding.may(connection, EMMA, NOW + second)
    assert said(connection) == [("limited", "U1")] * 3


def test_promise_37_others_and_the_same_person_elsewhere_are_unaffected(
    connection: Connection,
) -> None:
    for _ in range(BURST + 1):
        flooding.may(connection, EMMA, NOW)
    assert [flooding.may(connection, each, NOW) for each in (EMMA, WEI, ELSEWHERE)] == [
        False,
        True,
        True,
    ]


def test_promise_37_all_processes_count_together(database_url: str) -> None:
    processes = [Database(database_url) for _ in range(3)]
    done = [each.run_now(flooding.may, EMMA, NOW) for _ in range(BURST) for each in processes]
    assert done.count(True) == BURST
    for process in processes:
        process.close()


def test_each_kind_of_deed_has_a_pace_of_its_own(connection: Connection) -> None:
    for _ in range(BURST + 1):
        flooding.may(connection, EMMA, NOW)
    assert [flooding.is_over(connection, EMMA, each, NOW) for each in Deed] == [True, False, False]


def test_what_was_too_much_counts_for_nothing(connection: Connection) -> None:
    for _ in range(BURST * 9):
        flooding.may(connection, EMMA, NOW)
    assert flooding.may(connection, EMMA, NOW + 3)
