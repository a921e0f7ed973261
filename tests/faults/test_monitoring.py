"""What is stuck is seen: readiness turns red by name, and the figures tell which and how long."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Connection

from bot.app import Content
from bot.monitoring.health import VERSION
from bot.monitoring.logs import formatter
from bot.sandbox import Fault, Person, Workspace
from bot.sandbox.faults import FOREVER
from bot.storage import jobs, tickets
from bot.storage.schema import inbox as inbox_table
from tests.faults.house import Clock, House, opened, waiting
from tests.storage.everything import TICKET

POST = "chat.postMessage"
QUESTION = "How do I enroll?"
INSIDE = ("Error", "bot.", "SELECT", "Traceback", "/")


@pytest.fixture(autouse=True)
def every_scrape_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FRESH_SECONDS", "SLOW_SECONDS"):
        monkeypatch.setattr(f"bot.monitoring.scraping.{name}", 0.0)


async def figure(house: House, name: str, **labels: str) -> float | None:
    """Give one figure as Prometheus would read it."""
    text = (await house.http.get("/metrics")).text
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == f"partner_desk_{name}" and sample.labels == labels:
                return float(sample.value)
    return None


async def readiness(house: House) -> Mapping[str, Any]:
    """Ask as a monitor does; the process itself is alive in any case."""
    assert (await house.http.get("/healthz")).status_code == 200
    answer = await house.http.get("/readyz")
    assert not [each for each in INSIDE if each in answer.text]
    told: Mapping[str, Any] = answer.json()
    assert told["ready"] is (answer.status_code == 200) is (not told["problems"])
    return told


async def test_promise_23_a_request_that_nobody_works_on_shows_in_the_figures(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> None:
    async with opened(content, slack, database_url, clock, worker=False) as idle:
        await idle.person("emma").say(None, QUESTION)
        clock.now += 301
        assert (await readiness(idle))["problems"] == ["inbox-stuck"]
        assert await figure(idle, "queue_rows", box="inbox", state="waiting") == 1
        assert await figure(idle, "queue_oldest_seconds", box="inbox", state="waiting") == 301
        assert await figure(idle, "queue_late_seconds", box="inbox") == 301


async def test_promise_23_a_message_that_fails_for_long_shows_and_so_does_its_recovery(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.server_error(times=FOREVER))
    await emma.say(None, QUESTION)
    await house.slack.wait_for(house.attempts)
    await house.calm()
    house.clock.now += 301
    assert (await readiness(house))["problems"] == ["outbox-stuck"]
    assert (await figure(house, "queue_late_seconds", box="outbox") or 0) > 300
    assert (await figure(house, "slack_calls_total", method=POST, result="passing") or 0) >= 1
    house.slack.faults.clear()
    house.pass_by(0)
    await house.until(lambda connection: not waiting(connection))
    assert (await readiness(house))["problems"] == []
    assert await figure(house, "queue_late_seconds", box="outbox") == 0


async def test_promise_23_what_slack_asked_to_put_off_is_not_stuck(
    house: House, emma: Person
) -> None:
    house.slack.faults.add(POST, Fault.rate_limited(1_000))
    await emma.say(None, QUESTION)
    await house.slack.wait_for(house.attempts)
    await house.calm()
    house.clock.now += 990
    assert (await readiness(house))["problems"] == []
    assert await figure(house, "queue_late_seconds", box="outbox") == 0
    assert (await figure(house, "queue_oldest_seconds", box="outbox", state="waiting") or 0) > 900
    assert await figure(house, "slack_calls_total", method=POST, result="postponed") == 1


async def test_promise_22_what_was_refused_shows_by_its_reason(house: House, emma: Person) -> None:
    house.slack.faults.add(POST, Fault.refused("channel_not_found"))
    await emma.say(None, QUESTION)
    await house.until(lambda c: "parked" in states(c))
    assert await figure(house, "queue_rows", box="outbox", state="parked") == 1
    found = await figure(house, "slack_calls_total", method=POST, result="channel_not_found")
    assert found == 1


def states(connection: Connection) -> set[str]:
    return {row.state for row in connection.exec_driver_sql("SELECT state FROM outbox")}


async def test_promise_42_a_run_that_did_not_happen_is_an_alarm(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> None:
    async with opened(content, slack, database_url, clock, worker=False) as idle:
        await idle.office.database.run(jobs.plan, "", "housekeeping", clock.now)
        clock.now += 7_200
        assert (await readiness(idle))["problems"] == []
        clock.now += 1
        assert (await readiness(idle))["problems"] == ["housekeeping-missed"]
        assert await figure(idle, "schedule_late_seconds", job="housekeeping") == 7_201


async def test_promise_42_a_ticket_that_nobody_looks_after_is_an_alarm(
    content: Content, slack: Workspace, database_url: str, clock: Clock
) -> None:
    async with opened(content, slack, database_url, clock, worker=False) as idle:
        due = TICKET | {"look_at": clock.now}
        await idle.office.database.run(tickets.add, idle.office.workspace, due)
        clock.now += 901
        assert (await readiness(idle))["problems"] == ["watch-missed"]


async def test_a_database_of_another_version_is_not_ready(house: House) -> None:
    def become(connection: Connection, version: str) -> None:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608 - ours

    await house.office.database.run(become, "0001")
    assert (await readiness(house))["problems"] == [VERSION]


async def test_figures_of_the_process_are_told_though_the_database_is_away(
    house: House, emma: Person
) -> None:
    await emma.say(None, QUESTION)
    await house.slack.wait_for(lambda: house.replies(emma))
    await house.until(lambda connection: not waiting(connection))
    rename = "ALTER TABLE {} RENAME TO {}"
    run = house.office.database.run
    await run(lambda c: c.exec_driver_sql(rename.format("inbox", "away")))
    assert await figure(house, "database_up") == 0
    assert await figure(house, "queue_rows", box="inbox", state="waiting") is None
    assert (await figure(house, "slack_calls_total", method=POST, result="ok") or 0) >= 1
    await run(lambda c: c.exec_driver_sql(rename.format("away", "inbox")))
    assert await figure(house, "database_up") == 1


async def test_promise_23_a_request_that_fails_is_counted_until_it_is_parked(
    house: House, emma: Person
) -> None:
    await fail_for_good(house, emma)
    labels = {"kind": "block_actions"}
    assert await figure(house, "processed_total", result="failed", **labels) == 5
    assert await figure(house, "processed_total", result="parked", **labels) == 1
    assert await figure(house, "queue_rows", box="inbox", state="parked") == 1


async def fail_for_good(house: House, person: Person) -> None:
    """Have somebody press what makes a listener fail, until the app gives up."""
    pressed: dict[str, Any] = {"type": "block_actions", "actions": ["none such"]}
    pressed |= {"team": {"id": house.office.workspace}, "user": {"id": person.user.id}}
    assert (await house.sender.send_interaction(pressed)).ok
    for _ in range(5):
        await house.calm()
        house.pass_by(700)
    await house.until(lambda c: "parked" in inbox_states(c))


async def test_promise_44_who_waits_in_vain_is_told_a_number_that_is_in_the_log(
    house: House, emma: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await fail_for_good(house, emma)
    await house.slack.wait_for(lambda: house.replies(emma))
    (told,) = house.replies(emma)
    assert not [each for each in (*INSIDE, "none such") if each in told.text]
    (number,) = re.findall(r"\d+", told.text)
    written = [formatter("json").format(each) for each in caplog.records]
    parked = [each for each in map(json.loads, written) if each["event"] == "request_parked"]
    assert [str(each["request"]) for each in parked] == [number]


def inbox_states(connection: Connection) -> set[str]:
    return {row.state for row in connection.execute(inbox_table.select())}
