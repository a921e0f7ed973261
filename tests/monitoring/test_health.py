"""Readiness: what is wrong has a name; what merely waits for its turn is not wrong."""

import asyncio
import json
import threading
from collections.abc import Mapping

import pytest
from sqlalchemy import text

from bot.monitoring.health import (
    DATABASE,
    STUCK_SECONDS,
    VERSION,
    Health,
    Queues,
    Watch,
    problems,
)
from bot.storage.database import Database
from bot.storage.gauges import REMIND, WATCH, Box
from bot.storage.schema import REVISION

NOW = 1_790_000_000.0
EMPTY = Box(0, 0, None, None, None)


def queues(
    version: str | None = REVISION,
    late: float | None = None,
    planned: Mapping[str, float] | None = None,
) -> Queues:
    """Give an outbox in which something is late for so many seconds."""
    since = None if late is None else NOW - late
    boxes = {"inbox": EMPTY, "outbox": Box(1, 0, NOW - 9_000, None, since)}
    return Queues(version, boxes, planned or {})


WRONG = {
    "nothing": (queues(), []),
    "late, but not long": (queues(late=STUCK_SECONDS), []),
    "stuck": (queues(late=STUCK_SECONDS + 1), ["outbox-stuck"]),
    "tables of another version": (queues(version="0001"), [VERSION]),
    "no tables": (queues(version=None), [VERSION]),
    "scheduled work in time": (queues(planned={WATCH: NOW - 899, "tidy": NOW - 7_199}), []),
    "scheduled work that was missed": (
        queues(planned={WATCH: NOW - 901, REMIND: NOW - 901, "tidy": NOW - 7_201}),
        ["remind-missed", "tidy-missed", "watch-missed"],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_promise_23_what_is_wrong_has_a_name(case: str) -> None:
    found, names = WRONG[case]
    assert problems(found, NOW) == names


def test_what_is_told_is_json_with_ages() -> None:
    health = Health([], queues(late=12))
    assert json.loads(json.dumps(health.told(NOW))) == {
        "ready": True,
        "problems": [],
        "oldest_seconds": {"inbox": 0.0, "outbox": 9_000.0},
        "late_seconds": {"inbox": 0.0, "outbox": 12.0},
        "parked": {"inbox": 0, "outbox": 0},
    }


def watch(database: Database) -> Watch:
    return Watch(database, lambda: NOW, "ratelimited")


async def test_an_empty_database_of_this_version_is_in_order(database: Database) -> None:
    assert (await watch(database).health()).problems == []


async def test_what_is_wrong_with_the_process_is_told_too(database: Database) -> None:
    watching = watch(database)
    watching.signs |= {"socket-gone": lambda: False, "other": lambda: True}
    assert (await watching.health()).problems == ["socket-gone"]


async def test_promise_44_a_database_that_fails_is_told_without_the_inside(
    database: Database,
) -> None:
    await database.run(lambda c: c.execute(text("DROP TABLE alembic_version")))
    health = await watch(database).health()
    assert health.told(NOW) == {
        "ready": False,
        "problems": [DATABASE],
        "oldest_seconds": {},
        "late_seconds": {},
        "parked": {},
    }


async def test_a_database_that_does_not_answer_is_asked_once_by_all(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = [], threading.Event()

    def stall(*_: object) -> Queues:
        asked.append(1)
        answer.wait(10)
        return queues()

    monkeypatch.setattr("bot.monitoring.health.look", stall)
    monkeypatch.setattr("bot.monitoring.health._LOOKED_WITHIN_SECONDS", 0.01)
    watching = watch(database)
    found = await asyncio.gather(*(watching.health() for _ in range(20)))
    assert {tuple(each.problems) for each in found} == {(DATABASE,)}
    answer.set()
    monkeypatch.setattr("bot.monitoring.health._LOOKED_WITHIN_SECONDS", 5.0)
    assert (await watching.health()).problems == []
    assert len(asked) == 1
