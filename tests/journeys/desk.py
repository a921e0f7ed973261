"""The whole app over a database of its own, with a local Slack workspace around it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import httpx
from pydantic import SecretStr
from sqlalchemy import Connection, func, select

from bot.answering.decision import Kind, Preferences
from bot.app import Content, running
from bot.content.models import Answer, Knowledge
from bot.sandbox import (
    Answer as Answered,
)
from bot.sandbox import (
    Call,
    Message,
    Person,
    SandboxServer,
    Sender,
    View,
    Workspace,
    signed_headers,
)
from bot.sandbox.demo import PARTNERS, PARTNERS_CHANNEL, SUPPORT_CHANNEL
from bot.services.asking import day_of
from bot.settings import Settings
from bot.slack.intake.web import web_app
from bot.slack.office import Office
from bot.slack.running import Running
from bot.storage.schema import DONE, WAITING, inbox, metadata, outbox

LOCALES = tuple(PARTNERS)
OWN_NAMES = {
    "en": "English",
    "fr": "Français",
    "zh": "中文",
    "nl": "Nederlands",
    "sv": "Svenska",
}
CHANNEL = PARTNERS_CHANNEL
MENTION = "<@U0PARTNER1>"

LOOKING = {"auth.test", "conversations.members", "users.info"}
"""The methods that only ask, whenever the app needs to know."""

_START = datetime(2026, 3, 10, 12, tzinfo=UTC)
_PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.004
_READING_SECONDS = 5.0

_FOUND: dict[tuple[Kind, str], str] = {}
"""Examples of decisions: searched once, for the content is the same in every test."""

Found = TypeVar("Found")
Rows = Mapping[str, list[dict[str, Any]]]


class Clock:
    """Seconds since 1970 for Slack and the app alike, from 10 March 2026 on, moved by hand."""

    def __init__(self) -> None:
        self.now = _START.timestamp()

    def __call__(self) -> float:
        return self.now

    def pass_by(self, *, seconds: float = 0, minutes: float = 0, days: float = 0) -> None:
        self.now += seconds + 60 * minutes + 24 * 3600 * days


class Wire(httpx.AsyncBaseTransport):
    """The way to the app: keeps what is sent, and delivers everything `times` at once."""

    def __init__(self, app: httpx.AsyncBaseTransport) -> None:
        self.sent: list[Sent] = []
        self.times = 1
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        self.sent.append(Sent(request.headers.get("content-type", ""), body))
        copies = [
            httpx.Request(request.method, request.url, headers=request.headers, content=body)
            for _ in range(self.times)
        ]
        answers = await asyncio.gather(*map(self._app.handle_async_request, copies))
        return max(answers, key=lambda answer: answer.status_code)


class Sent(NamedTuple):
    """The body of a request, and its content type."""

    kind: str
    body: bytes


@dataclass(frozen=True, repr=False)
class Desk:
    """The app at work, and everybody who is around it; its repr would hold all knowledge."""

    workspace: Workspace
    sender: Sender
    wire: Wire
    http: httpx.AsyncClient
    running: Running
    content: Content
    clock: Clock

    @property
    def office(self) -> Office:
        return office_of(self.running, self.workspace)

    @property
    def knowledge(self) -> Knowledge:
        return self.content.decider.knowledge

    def person(self, name: str) -> Person:
        return Person(self.workspace.user(name), self.sender)

    def speaker(self, locale: str) -> Person:
        """Give the partner who speaks a language."""
        return self.person(PARTNERS[locale])

    def answer(self, topic: str, locale: str) -> Answer:
        return self.knowledge.topics[topic].answer(locale)

    def words(self, locale: str, english: str) -> str:
        """Give what the interface says for an English text in a language."""
        return str(self.content.words.of(locale).gettext(english))

    def unclear(self, locale: str) -> str:
        """Give a question to which the app only has suggestions."""
        asked = [each.text for each in self.knowledge.calibration[locale] if each.topic]
        return self._first_decided(Kind.SUGGEST, asked, locale)

    def unanswerable(self, locale: str) -> str:
        """Give a sentence to which the app has no answer."""
        return self._first_decided(Kind.HANDOVER, self.knowledge.off_topic[locale], locale)

    def _first_decided(self, kind: Kind, texts: Iterable[str], locale: str) -> str:
        if (kind, locale) not in _FOUND:
            found = (text for text in texts if self._is_decided(kind, text, locale))
            _FOUND[kind, locale] = next(found)
        return _FOUND[kind, locale]

    def _is_decided(self, kind: Kind, text: str, locale: str) -> bool:
        decision = self.content.decider.decide(text, Preferences(), day_of(self.clock()))
        return decision.kind is kind and decision.detected == locale and not decision.intent

    async def send_signed(self, kind: str, body: bytes) -> Answered:
        """Sign a body now, and send it once."""
        secret = self.workspace.app.signing_secret
        return await self.sender.post(
            signed_headers(secret, str(int(self.clock())), body, kind), body
        )

    async def read(self, function: Callable[[Connection], Found]) -> Found:
        return await self.running.house.database.read(function)

    async def calm(self) -> None:
        """Wait until everything received is processed, and everything is said and shown."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await self._rows_are_done()
            for slots in (self.running.house.errands, self.running.house.lookups):
                await slots.drain()
            await self._rows_are_done()
        self.clock.pass_by(seconds=_READING_SECONDS)

    async def _rows_are_done(self) -> None:
        while waiting := await self.read(unfinished):
            failed = [row for row in waiting if row[-1] is not None]
            assert not failed, failed
            await asyncio.sleep(_POLL_SECONDS)

    async def trouble(self) -> None:
        """Wait until something received or to be said has failed."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                if any(row[-1] for row in await self.read(unfinished)):
                    return
                await asyncio.sleep(_POLL_SECONDS)

    async def ask(
        self, person: Person, text: str, channel: str | None = None, thread_ts: str | None = None
    ) -> Message:
        """Have a person write something; give the app's newest message there."""
        await person.say(channel, text, thread_ts)
        await self.calm()
        return self.replies(person, channel)[-1]

    async def command(self, person: Person, text: str, channel: str | None = None) -> None:
        assert (await person.command(text, channel)).ok
        await self.calm()

    async def press(
        self, person: Person, target: Message | View, action: str, value: object = None
    ) -> None:
        assert (await person.press(target, action, value)).ok
        await self.calm()

    def replies(self, person: Person, channel: str | None = None) -> list[Message]:
        """Give the app's messages that a person sees."""
        bot = self.workspace.app.bot_user_id
        return [message for message in person.sees(channel) if message.user == bot]

    def cards(self) -> list[Message]:
        """Give what the support team's channel shows, without what stands in threads."""
        shown = self.person("noor").sees(SUPPORT_CHANNEL)
        return [message for message in shown if message.thread_ts in {None, message.ts}]

    def shared(self, card: Message) -> list[Message]:
        """Give what stands in the thread of a card."""
        shown = self.person("noor").sees(SUPPORT_CHANNEL)
        return [each for each in shown if each.thread_ts == card.ts and each.ts != card.ts]

    def done(self) -> list[Call]:
        """Give the calls that did more than look."""
        return [call for call in self.workspace.calls if call.method not in LOOKING]

    async def rows(self) -> Rows:
        """Give everything that is stored, by table."""
        return await self.read(_everything)


def office_of(app: Running, slack: Workspace) -> Office:
    """Give the app's office in a workspace, as it is now."""
    found = app.offices.known(slack.team_id)
    assert found
    return found


async def home_of(desk: Desk, person: Person) -> View:
    """Have somebody open their Home tab; give it."""
    await person.open_home()
    await desk.calm()
    assert person.home
    return person.home


def turn_waited_for(connection: Connection, now: float) -> float | None:
    """Return the first turn that a message waits for, if all that is left waits for one."""
    waits = select(func.min(outbox.c.turn_at), func.count()).where(outbox.c.state == WAITING)
    turn, waiting = connection.execute(waits.where(outbox.c.turn_at == outbox.c.due_at)).one()
    first = select(func.min(outbox.c.id)).where(outbox.c.state == WAITING)
    lanes = connection.scalars(first.group_by(outbox.c.workspace, outbox.c.lane)).all()
    to_do = connection.scalar(select(inbox.c.id).where(inbox.c.state == WAITING).limit(1))
    return turn if turn and turn > now and len(lanes) == waiting and to_do is None else None


def unfinished(connection: Connection) -> list[tuple[object, ...]]:
    """Give (id, state, problem) of what waits or is parked in inbox and outbox."""
    found: list[tuple[object, ...]] = []
    for table in (inbox, outbox):
        columns = (table.c.id, table.c.state, table.c.problem)
        rows = connection.execute(select(*columns).where(table.c.state != DONE))
        found += [(table.name, *row) for row in rows]
    return found


def _everything(connection: Connection) -> Rows:
    return {
        table.name: [
            dict(row)
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in metadata.sorted_tables
    }


@asynccontextmanager
async def opened(
    content: Content, database_url: str, *, echo: bool = False, **settings: str
) -> AsyncIterator[Desk]:
    """Run the app behind signed HTTP, with Slack around it; `settings` differ from the usual."""
    clock = Clock()
    slack = Workspace.demo(clock=clock)
    async with SandboxServer(slack) as server:
        chosen = Settings(
            slack_bot_token=SecretStr(slack.app.bot_token),
            slack_signing_secret=SecretStr(slack.app.signing_secret),
            slack_api_url=server.url,
            database_url=database_url,
            desk_channel=SUPPORT_CHANNEL,
        ).model_copy(update=settings)
        async with running(chosen, content, clock=clock) as app:
            wire = Wire(httpx.ASGITransport(web_app(app, slack.app.signing_secret)))
            async with httpx.AsyncClient(transport=wire, base_url="http://app") as http:
                sender = Sender(slack, http, pace=0, echo=echo)
                async with turns_coming(app, clock):
                    yield Desk(slack, sender, wire, http, app, content, clock)
                await sender.stop()


@asynccontextmanager
async def turns_coming(app: Running, clock: Clock) -> AsyncIterator[None]:
    """Let the time come that a message waits for, while nothing else is done."""

    async def come() -> None:
        while True:
            turn = await app.house.database.read(lambda c: turn_waited_for(c, clock()))
            if turn:
                clock.pass_by(seconds=turn - clock())
                app.house.something_to_say.set()
            await asyncio.sleep(5 * _POLL_SECONDS)

    coming = asyncio.create_task(come())
    yield
    coming.cancel()
    await asyncio.gather(coming, return_exceptions=True)


async def assert_nothing_went_wrong(desk: Desk) -> None:
    """Hold a journey to the end: nothing waits, nothing is parked, Slack refused nothing."""
    await desk.sender.drain()
    await desk.calm()
    refused = [(call.method, call.error, call.response) for call in desk.workspace.calls]
    assert [each for each in refused if each[1]] == []
