"""The process is killed, or told to end, while people ask: promises 4 and 24."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.sandbox import Person, SandboxServer, Sender, Workspace
from tests.faults.processes import Served, rows, serving

QUESTION = "How do I enroll?"
ASKERS, KILLED = 75, 2


@pytest_asyncio.fixture
async def crowd() -> AsyncIterator[Workspace]:
    """Give a workspace with many people, on the real clock."""
    slack = Workspace.demo()
    for number in range(ASKERS):
        slack.add_user(f"U0ASKER{number:03}", f"asker{number}", f"Asker {number}", locale="en-US")
    async with SandboxServer(slack):
        yield slack


@pytest_asyncio.fixture
async def served(crowd: Workspace, database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(crowd, database_url, tmp_path) as app:
        yield app


@pytest_asyncio.fixture
async def sender(crowd: Workspace, served: Served) -> AsyncIterator[Sender]:
    """Give Slack's sending side, which repeats at once, after 0.6 and after 3 more seconds."""
    sending = Sender(crowd, served.http, pace=0.01)
    yield sending
    await sending.stop()


def ask(sender: Sender) -> asyncio.Future[list[str]]:
    """Have everybody ask something at the same time."""
    names = [f"asker{number}" for number in range(ASKERS)]
    people = [Person(sender.workspace.user(name), sender) for name in names]
    return asyncio.gather(*(person.say(None, QUESTION) for person in people))


async def acknowledged(sender: Sender, number: int) -> None:
    await sender.workspace.wait_for(
        lambda: sum(delivery.ok for delivery in sender.deliveries) >= number, timeout=20
    )


async def all_done(database_url: str) -> None:
    unfinished = (
        "SELECT id FROM inbox WHERE state != 'done' UNION ALL "
        "SELECT id FROM outbox WHERE state != 'done'"
    )
    async with asyncio.timeout(30):
        while rows(database_url, unfinished):  # noqa: ASYNC110 - a database tells no event
            await asyncio.sleep(0.02)


def answers(sender: Sender, database_url: str) -> dict[str, int]:
    """Count the answers to each acknowledged question, by its timestamp."""
    asked = {row[0]: row[1] for row in rows(database_url, "SELECT id, message_ts FROM questions")}
    shown = Counter(
        asked.get(message.metadata["event_payload"]["question"])
        for message in sender.workspace.messages.all()
        if message.metadata
    )
    taken = [each.envelope["event"] for each in sender.deliveries if each.ok]
    return {event["ts"]: shown[event["ts"]] for event in taken}


def pass_two_minutes(database_url: str) -> None:
    """Let the leases run out that the killed processes held."""
    rows(database_url, "UPDATE inbox SET due_at = due_at - 120 WHERE state = 'waiting'")
    rows(database_url, "UPDATE outbox SET due_at = due_at - 120 WHERE state = 'waiting'")


async def test_promise_04_no_acknowledged_question_is_lost_though_the_process_is_killed(
    served: Served, sender: Sender, database_url: str
) -> None:
    asking = []
    for killing in range(1, KILLED + 1):
        asking.append(ask(sender))
        await acknowledged(sender, killing * ASKERS // 3)
        assert (await served.end(signal.SIGKILL))[0] == -signal.SIGKILL
        if killing == KILLED:
            pass_two_minutes(database_url)
        await served.start()
    await asyncio.gather(*asking)
    await sender.drain()
    await all_done(database_url)
    found = answers(sender, database_url)
    assert len(found) >= KILLED * ASKERS // 3
    assert set(found.values()) <= {1, 2}


async def test_promise_24_a_deploy_loses_nothing_and_doubles_nothing(
    served: Served, sender: Sender, database_url: str
) -> None:
    asking = ask(sender)
    await acknowledged(sender, ASKERS // 3)
    code, written = await served.end(signal.SIGTERM)
    assert code == 0
    assert "event=stopped" in written.splitlines()[-1]
    assert not [line for line in written.splitlines() if "level=info" not in line]
    await served.start()
    await asking
    await sender.drain()
    await all_done(database_url)
    found = answers(sender, database_url)
    assert len(found) >= ASKERS // 3
    assert set(found.values()) == {1}
