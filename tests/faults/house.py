"""The app in this process, on a Slack and a database that outlive it, so that it can restart."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx
from pydantic import SecretStr
from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from bot.app import Content, running
from bot.sandbox import Message, Person, Sender, Workspace
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.settings import Settings
from bot.slack.intake.web import web_app
from bot.slack.office import Office
from bot.slack.running import Running
from bot.storage.database import Database
from bot.storage.schema import DONE, WAITING, inbox, outbox
from tests.journeys.desk import office_of

START = 1_790_000_000.0
PATIENCE_SECONDS = 60.0

Found = TypeVar("Found")


class Clock:
    """Seconds since 1970 for Slack and the app alike, moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


def settings_for(slack: Workspace, database_url: str) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(slack.app.bot_token),
        slack_signing_secret=SecretStr(slack.app.signing_secret),
        slack_app_token=SecretStr(slack.app.app_token),
        slack_api_url=f"{slack.api_url}/api/",
        database_url=database_url,
        desk_channel=SUPPORT_CHANNEL,
    )


@dataclass(frozen=True, repr=False)
class House:
    """The app at work, and the way to it; its repr would hold all knowledge."""

    slack: Workspace
    sender: Sender
    http: httpx.AsyncClient
    running: Running
    clock: Clock

    @property
    def office(self) -> Office:
        return office_of(self.running, self.slack)

    def person(self, name: str) -> Person:
        return Person(self.slack.user(name), self.sender)

    def replies(self, person: Person) -> list[Message]:
        """Give the app's messages in a person's direct message, oldest first."""
        bot = self.slack.app.bot_user_id
        return [message for message in person.sees() if message.user == bot]

    def cards(self) -> list[Message]:
        """Give what the support team's channel shows, without what stands in threads."""
        shown = self.person("noor").sees(SUPPORT_CHANNEL)
        return [message for message in shown if message.thread_ts is None]

    def attempts(self, method: str = "chat.postMessage") -> int:
        """Count the calls of a method, those that failed among them."""
        return sum(call.method == method for call in self.slack.calls)

    def pass_by(self, seconds: float) -> None:
        """Let time pass, and have the app look at the clock."""
        self.clock.now += seconds
        self.office.something_to_do.set()
        self.office.something_to_say.set()

    async def read(self, function: Callable[[Connection], Found]) -> Found:
        return await self.office.database.read(function)

    async def until(self, is_so: Callable[[Connection], bool]) -> None:
        """Wait until something can be read in the database; turns come while nothing else is."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self.read(is_so):
                if not await self._is_busy():
                    await self._let_a_turn_come()
                await asyncio.sleep(0.002)

    async def _is_busy(self) -> bool:
        return await self.read(lambda connection: busy(connection, self.clock.now))

    async def seen(self, is_so: Callable[[], object]) -> None:
        """Wait until Slack shows something; turns come meanwhile."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not is_so():
                await self._let_a_turn_come()
                await asyncio.sleep(0.002)

    async def _let_a_turn_come(self) -> None:
        turn = await self.read(turn_waited_for)
        if turn and turn > self.clock.now:
            self.pass_by(turn - self.clock.now)

    async def calm(self) -> None:
        """Wait until nothing is due any more; what failed may wait for its next time."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self._is_busy():  # noqa: ASYNC110 - a database tells no event
                await asyncio.sleep(0.002)

    async def hurry(self, is_so: Callable[[], bool], *others: "House") -> None:
        """Let time pass until something is so: whenever nothing is due, to what is due next.

        Others, who have the same clock, are told too.
        """
        async with asyncio.timeout(PATIENCE_SECONDS * 5):
            while not is_so():
                await self.calm()
                due = await self.read(next_due)
                self.pass_by(max(0.0, (due or self.clock.now) - self.clock.now))
                for each in others:
                    each.pass_by(0)
                await asyncio.sleep(0.001)

    async def outbox(self) -> list[tuple[str, str | None]]:
        """Give (state, problem) of all messages, oldest first."""
        columns = (outbox.c.state, outbox.c.problem)
        rows = await self.read(lambda c: c.execute(select(*columns).order_by(outbox.c.id)).all())
        return [(state, problem) for state, problem in rows]


def busy(connection: Connection, now: float) -> bool:
    """Tell whether anything is due or leased; what waits behind another message is not."""
    to_do = select(inbox.c.id).where(inbox.c.state == WAITING, at_work(inbox, now, 60))
    to_say = select(outbox.c.id).where(outbox.c.id.in_(heads()), at_work(outbox, now, 120))
    return bool(connection.execute(to_do).first() or connection.execute(to_say).first())


def turn_waited_for(connection: Connection) -> float | None:
    """Return the first turn that a message waits for."""
    found = select(func.min(outbox.c.turn_at)).where(outbox.c.state == WAITING)
    turn: float | None = connection.scalar(found.where(outbox.c.turn_at == outbox.c.due_at))
    return turn


def next_due(connection: Connection) -> float | None:
    """Return when the next row is due, or leased until then."""
    found = select(func.min(outbox.c.due_at)).where(outbox.c.id.in_(heads()))
    due: float | None = connection.scalar(found)
    return due


def heads() -> Select[tuple[int]]:
    """Find the first message that waits in each lane."""
    first = select(func.min(outbox.c.id)).where(outbox.c.state == WAITING)
    return first.group_by(outbox.c.workspace, outbox.c.lane)


def at_work(table: Table, now: float, leased: float) -> ColumnElement[bool]:
    """Find what is due, or leased until then: no retry is so many seconds away."""
    return (table.c.due_at <= now) | (table.c.due_at == now + leased)


def waiting(connection: Connection) -> bool:
    """Tell whether anything is unfinished, or was set aside."""
    return any(
        connection.execute(select(table.c.id).where(table.c.state != DONE)).first()
        for table in (inbox, outbox)
    )


_REFUSAL = "CREATE TRIGGER no_room_{table} BEFORE {change} ON {table} "
_FUNCTION = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
_REFUSING = {
    "sqlite": (_REFUSAL + "BEGIN SELECT RAISE(ABORT, 'disk full'); END",),
    "postgresql": (
        _FUNCTION + "$$ BEGIN RAISE disk_full; END $$",
        _REFUSAL + "EXECUTE FUNCTION refuse()",
    ),
}
_ACCEPTING = {
    "sqlite": ("DROP TRIGGER no_room_{table}",),
    "postgresql": ("DROP TRIGGER no_room_{table} ON {table}", "DROP FUNCTION refuse"),
}


@asynccontextmanager
async def refusing(database: Database, table: str, change: str = "INSERT") -> AsyncIterator[None]:
    """Have the database refuse to change a table, as a full disk would."""
    engine = database.engine.dialect.name

    def tell(connection: Connection, statements: tuple[str, ...]) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement.format(table=table, change=change))

    await database.run(tell, _REFUSING[engine])
    yield
    await database.run(tell, _ACCEPTING[engine])


@asynccontextmanager
async def opened(
    content: Content, slack: Workspace, database_url: str, clock: Clock, *, worker: bool = True
) -> AsyncIterator[House]:
    """Run the app behind signed HTTP until the context ends."""
    settings = settings_for(slack, database_url)
    async with running(settings, content, clock=clock, worker=worker) as app:
        transport = httpx.ASGITransport(web_app(app, slack.app.signing_secret))
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as http:
            sender = Sender(slack, http, pace=0)
            yield House(slack, sender, http, app, clock)
            await sender.stop()
