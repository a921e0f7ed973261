"""What operators see of the app at work: figures without anybody in them."""

import re
from collections.abc import Mapping

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.answering.decision import Kind
from bot.desk.life import State
from bot.storage import tickets
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.filling import DIRECTORY, open_form, send

Figures = Mapping[tuple[str, frozenset[tuple[str, str]]], float]

_IDS = re.compile(r"\b[UCTDGBW]0[A-Z0-9]{5,}\b")
_MOST_VALUES = {"method": 40, "message": 60, "le": 40}


@pytest.fixture(autouse=True)
def every_scrape_reads_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FRESH_SECONDS", "SLOW_SECONDS"):
        monkeypatch.setattr(f"bot.monitoring.scraping.{name}", 0.0)


async def figures(desk: Desk) -> Figures:
    """Scrape as Prometheus does, and read what it says."""
    answer = await desk.http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name.removeprefix("partner_desk_"), frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def value(found: Figures, name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


async def test_a_question_is_counted_from_its_receipt_to_its_answer(desk: Desk) -> None:
    emma = desk.person("emma")
    question = desk.answer("business-plan", "nl").question
    await desk.ask(emma, question)
    found = await figures(desk)
    assert value(found, "requests_total", kind="events_api", answer="200") >= 1
    assert value(found, "ack_seconds_count") >= 1
    assert value(found, "processed_total", kind="event_callback", result="done") >= 1
    assert value(found, "decisions_total", locale="nl", kind=Kind.ANSWER) == 1
    assert value(found, "decision_confidence_count", locale="nl") == 1
    assert value(found, "slack_calls_total", method="chat.postMessage", result="ok") >= 1
    assert value(found, "slack_call_seconds_count", method="chat.postMessage") >= 1
    assert value(found, "messages_total", message="reply", result="sent") == 1
    assert value(found, "database_seconds_count", access="write") >= 1


async def test_tickets_are_told_by_kind_and_state_and_how_late_they_are(desk: Desk) -> None:
    emma, house = desk.person("emma"), desk.running.house
    await open_form(desk, emma, "directory")
    await send(desk, emma, DIRECTORY)
    found = await figures(desk)
    assert value(found, "tickets", kind="directory", state=State.NEW) == 1
    assert value(found, "tickets_overdue") == 0
    assert value(found, "workspaces") == 1
    (office,) = desk.running.offices.all()
    due = {"answer_due": house.clock() - 60}
    await house.database.run(tickets.change, office.workspace, 1, **due)
    found = await figures(desk)
    assert value(found, "tickets_overdue") == 1
    assert value(found, "tickets_oldest_overdue_seconds") == 60


async def test_what_is_not_slacks_is_counted_and_has_no_name(desk: Desk) -> None:
    assert (await desk.sender.post({"x": "y"}, b"{}")).status == 401
    found = await figures(desk)
    assert value(found, "requests_total", kind="other", answer="401") == 1


async def test_promise_38_figures_have_nobody_in_them_and_few_labels(desk: Desk) -> None:
    emma = desk.person("emma")
    await desk.ask(emma, desk.unclear("en"))
    await desk.ask(emma, f"{MENTION} jjkq canary4711zzyx", CHANNEL)
    await desk.command(emma, "canary4711zzyx")
    await open_form(desk, emma, "directory")
    await send(desk, emma, DIRECTORY)
    text = (await desk.http.get("/metrics")).text
    assert "canary" not in text
    assert _IDS.findall(text) == []
    for labels in {frozenset(labels) for _, labels in await figures(desk)}:
        assert len(labels) <= 4
    assert_bounded(await figures(desk))


def assert_bounded(found: Figures) -> None:
    """Hold every label to few values."""
    values: dict[str, set[str]] = {}
    for _, labels in found:
        for name, each in labels:
            values.setdefault(name, set()).add(each)
    known = {"kind", "answer", "access", "box", "state", "result", "locale", "job", "generation"}
    known |= {"version", "tables", "engine", "python"}
    assert values.keys() <= known | _MOST_VALUES.keys()
    for name, found_values in values.items():
        assert len(found_values) <= _MOST_VALUES.get(name, 20), (name, found_values)
