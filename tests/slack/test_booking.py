"""Turns are booked in the database: the same whichever process asks, and on both engines."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from bot.slack.sending.pace import CHANNEL
from bot.slack.sending.turns import LATE_SECONDS, Turn, Wanted, book
from bot.storage import outbox, pauses
from bot.storage.database import Database
from bot.storage.outbox import Message
from bot.storage.rate_limits import Rate
from bot.storage.schema import metadata
from tests.conftest import POSTGRESQL, SQLITE
from tests.storage.everything import METHOD, NOW, OURS, THEIRS

PLACE = {"channel:C1": CHANNEL}


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def leased(
    connection: Connection, *lanes: str, now: float = NOW, workspace: str = OURS
) -> list[Message]:
    for lane in lanes:
        outbox.post(connection, workspace, lane, "reply", {}, now)
    return list(outbox.lease(connection, now, 120, 100))


def booked(
    connection: Connection,
    rows: Sequence[Message],
    now: float = NOW,
    paces: Mapping[str, Rate] = PLACE,
) -> list[Turn]:
    return book(connection, [Wanted(row, METHOD, paces) for row in rows], now)


def waits(turns: Sequence[Turn], now: float = NOW) -> list[float]:
    return [turn.at - now for turn in turns]


def test_promise_20_a_burst_leaves_at_once_and_the_next_wait_a_second_each(
    database: Database,
) -> None:
    def of_many_lanes(connection: Connection) -> list[Turn]:
        return booked(connection, leased(connection, *"abcdef"))

    assert waits(database.run_now(of_many_lanes)) == [0, 0, 0, 1, 2, 3]


def test_promise_20_another_process_books_behind_what_was_booked(
    database: Database, database_url: str
) -> None:
    other = Database(database_url)
    turns = [each.run_now(one_more, f"lane {n}") for n, each in enumerate((database, other) * 3)]
    assert waits(turns) == [0, 0, 0, 1, 2, 3]
    other.close()


def one_more(connection: Connection, lane: str) -> Turn:
    return booked(connection, leased(connection, lane))[0]


def test_one_channel_does_not_slow_another_nor_the_same_of_another_workspace(
    database: Database,
) -> None:
    def many(connection: Connection) -> list[list[float]]:
        booked(connection, leased(connection, *"abcdefgh"))
        others = leased(connection, "i")
        theirs = leased(connection, "j", workspace=THEIRS)
        found = booked(connection, others, paces={"channel:C2": CHANNEL})
        return [waits(found), waits(booked(connection, theirs))]

    assert database.run_now(many) == [[0], [0]]


def test_promise_20_a_message_in_its_turn_is_not_booked_anew(database: Database) -> None:
    def in_turn(connection: Connection) -> list[float]:
        booked(connection, leased(connection, *"abcd"))
        (row,) = outbox.lease(connection, NOW + 1, 120, 100)
        assert (row.lane, row.turn_at, row.may_be_sent) == ("d", NOW + 1, False)
        found = waits(booked(connection, [row], NOW + 1), NOW + 1)
        return found + waits(booked(connection, leased(connection, "e", now=NOW + 1), NOW + 1))

    assert database.run_now(in_turn) == [0, 2]


def test_promise_20_turns_that_were_missed_for_long_do_not_all_come_at_once(
    database: Database,
) -> None:
    later = NOW + 100 + LATE_SECONDS

    def late(connection: Connection) -> list[float]:
        booked(connection, leased(connection, *"abcdefghi"))
        rows = outbox.lease(connection, later, 120, 100)
        return waits(booked(connection, rows, later), later)

    assert database.run_now(late)[:6] == [0, 0, 0, 1, 2, 3]


def test_a_message_waits_until_all_its_paces_let_it_go(database: Database) -> None:
    slow = {**PLACE, "method:chat.update": Rate(10.0, 1)}

    def two(connection: Connection) -> list[float]:
        return waits(booked(connection, leased(connection, "a", "b"), paces=slow))

    assert database.run_now(two) == [0, 10]


def test_promise_19_what_slack_wants_left_alone_books_nothing(database: Database) -> None:
    def paused(connection: Connection) -> tuple[list[Turn], list[Turn]]:
        pauses.pause(connection, OURS, METHOD, NOW + 30)
        rows = leased(connection, *"abcd")
        return booked(connection, rows), booked(connection, rows, NOW + 30)

    first, then = database.run_now(paused)
    assert first == [Turn(NOW + 30, is_paused=True)] * 4
    assert waits(then, NOW + 30) == [0, 0, 0, 1]


def test_an_attempt_that_may_have_been_sent_is_still_known_as_such_after_waiting(
    database: Database,
) -> None:
    def unknown(connection: Connection) -> Message:
        leased(connection, "a")
        (row,) = outbox.lease(connection, NOW + 120, 120, 1)
        assert row.may_be_sent
        assert outbox.wait(connection, row, NOW + 125)
        return outbox.lease(connection, NOW + 125, 120, 1)[0]

    assert database.run_now(unknown).may_be_sent


PAUSES = st.one_of(st.just(0.0), st.floats(0, 5), st.floats(0, 0.01))


@given(st.lists(st.tuples(st.sampled_from(["C1", "C2"]), PAUSES), max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_promise_20_never_more_than_a_burst_at_once_and_then_one_a_second(
    messages: list[tuple[str, float]],
) -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    now, sent = 1_000.0, dict[str, list[float]](C1=[], C2=[])
    with engine.begin() as connection:
        for number, (channel, pause) in enumerate(messages):
            now += pause
            rows = [row for row in leased(connection, f"{number}", now=now) if not row.turn_at]
            (turn,) = booked(connection, rows, now, {f"channel:{channel}": CHANNEL})
            sent[channel].append(turn.at)
    engine.dispose()
    for times in sent.values():
        assert times == sorted(times)
        for first in range(len(times)):
            for last in range(first, len(times)):
                assert last - first + 1 - CHANNEL.burst <= times[last] - times[first] + 1e-6


def test_the_table_of_paces_has_one_row_for_what_has_a_pace(database: Database) -> None:
    def many(connection: Connection) -> list[tuple[str, str]]:
        booked(connection, leased(connection, *"abcdef"))
        table = metadata.tables["rate_limits"]
        rows = connection.execute(select(table.c.workspace, table.c.subject))
        return [(row.workspace, row.subject) for row in rows]

    assert database.run_now(many) == [(OURS, "channel:C1")]
