"""The process is killed while forms are filled in; two of them share one database: 12, 14, 24."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.sandbox import Person, SandboxServer, Sender, Workspace
from bot.storage import drafts, reminders
from bot.storage.database import Database
from tests.faults.processes import Served, command, ended, environment, free_port, rows, serving
from tests.journeys.filling import DIRECTORY, Typed, block_of, submit

FILLERS, KILLED, REMINDED = 8, 2, 30
PATIENCE_SECONDS = 60.0
CLOSED = "SELECT person FROM tickets ORDER BY person"
UNFINISHED = (
    "SELECT id FROM inbox WHERE state != 'done' UNION ALL "
    "SELECT id FROM outbox WHERE state != 'done' UNION ALL "
    "SELECT id FROM reminders WHERE state != 'done'"
)


@pytest_asyncio.fixture
async def crowd() -> AsyncIterator[Workspace]:
    """Give a workspace with some partners, on the real clock."""
    slack = Workspace.demo()
    for number in range(max(FILLERS, REMINDED)):
        slack.add_user(
            f"U0FILLER{number:02}", f"filler{number}", f"Filler {number}", locale="en-US"
        )
    async with SandboxServer(slack):
        yield slack


@pytest_asyncio.fixture
async def served(crowd: Workspace, database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(crowd, database_url, tmp_path) as app:
        yield app


@pytest_asyncio.fixture
async def fillers(crowd: Workspace, served: Served) -> AsyncIterator[list[Person]]:
    sending = Sender(crowd, served.http, pace=0.01)
    yield [Person(crowd.user(f"filler{number}"), sending) for number in range(FILLERS)]
    await sending.stop()


async def until_done(database_url: str) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while rows(database_url, UNFINISHED):  # noqa: ASYNC110 - a database tells no event
            await asyncio.sleep(0.05)


def pass_two_minutes(database_url: str) -> None:
    """Let the leases run out that the killed process held."""
    for table in ("inbox", "outbox"):
        rows(database_url, f"UPDATE {table} SET due_at = due_at - 120 WHERE state = 'waiting'")  # noqa: S608 - our own names


async def killed(served: Served, database_url: str) -> None:
    assert (await served.end(signal.SIGKILL))[0] == -signal.SIGKILL
    pass_two_minutes(database_url)


def typed_by(person: Person) -> Typed:
    return {**DIRECTORY, "landing-page": f"https://{person.user.name}.com/learn"}


async def opened(person: Person) -> None:
    """Open a form: again and again, as somebody does whose Slack says that it did not work."""
    while person.view is None:
        if (await person.command("directory")).ok:
            await asyncio.sleep(0.2)
        await asyncio.sleep(0.05)


async def sent(person: Person) -> None:
    """Fill in a form and send it; what is refused stays open, and is sent again."""
    await opened(person)
    while person.view is not None:
        submission = await submit(person, typed_by(person))
        assert not submission.errors
        if not submission.answer.ok:
            await asyncio.sleep(0.05)


async def test_promise_12_no_request_is_lost_or_doubled_though_the_process_is_killed(
    served: Served, fillers: list[Person], database_url: str
) -> None:
    filling = [asyncio.create_task(sent(person)) for person in fillers]
    for killing in range(1, KILLED + 1):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(rows(database_url, CLOSED)) < killing * FILLERS // (KILLED + 1):  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        await killed(served, database_url)
        await served.start()
    await asyncio.gather(*filling)
    assert rows(database_url, CLOSED) == [(person.user.id,) for person in fillers]
    await until_done(database_url)
    slack = fillers[0].workspace
    shown = Counter(
        (message.channel == "C0DESK0001", message.metadata["event_payload"]["ticket"])
        for message in slack.messages.all()
        if message.metadata and "ticket" in message.metadata["event_payload"]
    )
    tickets = [row[0] for row in rows(database_url, "SELECT id FROM tickets")]
    assert shown.keys() == {(is_card, ticket) for is_card in (True, False) for ticket in tickets}
    assert set(shown.values()) <= {1, 2}


async def test_promise_14_what_was_typed_is_there_again_after_the_process_was_killed(
    served: Served, fillers: list[Person], database_url: str
) -> None:
    await asyncio.gather(*map(opened, fillers))
    await until_done(database_url)
    typing = [type_in(person, f"Name of {person.user.name}") for person in fillers]
    await asyncio.gather(*typing)
    await killed(served, database_url)
    await served.start()
    await until_done(database_url)
    for person in fillers:
        await person.close_view()
        await opened(person)
        assert person.view
        name = block_of(person.view, "name")
        (block,) = (b for b in person.view.body["blocks"] if b["block_id"] == name)
        assert block["element"]["initial_value"] == f"Name of {person.user.name}"


async def type_in(person: Person, text: str) -> None:
    assert person.view
    answer = await person.type_in(person.view, f"typed:{block_of(person.view, 'name')}", text)
    assert answer
    assert answer.ok


async def test_two_workers_on_one_database_remind_everybody_once(
    crowd: Workspace, database_url: str, tmp_path: Path
) -> None:
    people = [crowd.user(f"filler{number}").id for number in range(REMINDED)]
    put_off(database_url, crowd.team_id, people)
    settings = environment(crowd, database_url, free_port())
    workers = [command("worker", settings, tmp_path) for _ in range(2)]
    await until_done(database_url)
    await crowd.wait_for(lambda: len(crowd.called("auth.test")) == len(workers), 30)
    for worker in workers:
        worker.terminate()
    assert [(await ended(worker))[0] for worker in workers] == [0, 0]
    reminded = [m.metadata["event_payload"]["draft"] for m in crowd.messages.all() if m.metadata]
    assert sorted(reminded) == [row[0] for row in rows(database_url, "SELECT id FROM drafts")]


def put_off(url: str, workspace: str, people: list[str]) -> None:
    """Keep a draft of everybody, of which they are to be reminded now."""
    database = Database(url)
    where = {"company": workspace, "form": "directory", "locale": "en", "step": "company"}
    when = {"begun_at": 0.0, "changed_at": 0.0, "kept_until": 1e12}
    for person in people:
        values = {**where, **when, "person": person, "answers": {}}
        draft = database.run_now(drafts.add, workspace, values)
        database.run_now(reminders.add, workspace, person, draft, 1.0)
    database.close()
