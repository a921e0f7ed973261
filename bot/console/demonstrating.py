"""`demo`: the whole app in the browser, on a local Slack workspace."""

import asyncio
import json
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import typer
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.answering.decision import Kind
from bot.answering.intents import Intent
from bot.app import Content, running
from bot.console.checking import question
from bot.console.desk_exhibits import handed_over
from bot.console.exhibits import exhibits
from bot.console.form_exhibits import held_draft, held_ticket
from bot.console.living import live_in, story_clock
from bot.console.words import errors, say, screen, sentence
from bot.content.shapes import Locale
from bot.forms.case import Forms
from bot.sandbox import LocalServer, Person, Sender, Workspace, web_api
from bot.sandbox.clock import Clock
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.page import Board, Exhibit, page, read_features
from bot.sandbox.scopes import read_scopes
from bot.sandbox.subscriptions import read_events
from bot.settings import ROOT, Settings
from bot.slack.intake.web import web_app
from bot.slack.office import House
from bot.slack.screens.drawing import PROMPTS, Artist, Held
from bot.storage import inbox, outbox
from bot.storage.questions import Question

PORT: Final = 8080

_LOOK_SECONDS: Final = 0.2
"""How soon is done what time brings about, once somebody moved the clock."""

_POLL_SECONDS: Final = 0.01
MANIFEST: Final = ROOT / "manifest.json"


def demonstrate(content: Content, port: int = PORT, *, with_examples: bool = False) -> None:
    """Open the demo in the browser's reach until Ctrl-C; exit with 1 when the port is taken."""
    if not _is_free(port):
        errors.print(sentence("port-taken", {"name": str(port)}))
        raise typer.Exit(1)
    asyncio.run(_demonstrate(content, port, with_examples=with_examples))


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


async def _demonstrate(content: Content, port: int, *, with_examples: bool) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    knowledge = content.decider.knowledge
    clock = story_clock(knowledge) if with_examples else Clock()
    with tempfile.TemporaryDirectory() as folder:
        async with demo(content, Path(folder), port, clock=clock) as shown:
            if with_examples:
                await live_in(shown, knowledge)
            screen.print(say("demo", address=f"http://localhost:{port}"))
            await stopping.wait()


@dataclass(frozen=True)
class Demo:
    """A running demo: its address, its workspace, and the way of its people to the app."""

    address: str
    slack: Workspace
    sender: Sender
    clock: Clock
    house: House

    def person(self, name: str) -> Person:
        """Give one of its people."""
        return Person(self.slack.user(name), self.sender)

    async def calm(self) -> None:
        """Wait until everything that was done is answered and shown."""
        await self._nothing_waits()
        for slots in (self.house.errands, self.house.lookups):
            await slots.drain()
        await self._nothing_waits()

    async def look(self) -> None:
        """Wait until what time brought about is done and shown."""
        await asyncio.sleep(1.5 * _LOOK_SECONDS)
        await self.calm()

    async def _nothing_waits(self) -> None:
        for box in (inbox, outbox):
            while await self.house.database.read(box.oldest_waiting):  # noqa: ASYNC110 - it calls nobody
                await asyncio.sleep(_POLL_SECONDS)


class Front:
    """Stands where the app will be: the app asks the workspace who it is before it can answer."""

    def __init__(self) -> None:
        """Begin without the app."""
        self._app: asyncio.Future[ASGIApp] = asyncio.get_running_loop().create_future()

    def open(self, app: ASGIApp) -> None:
        """Let the app answer from now on."""
        self._app.set_result(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, once there is an app."""
        app = await asyncio.shield(self._app)
        await app(scope, receive, send)


@asynccontextmanager
async def demo(
    content: Content,
    folder: Path,
    port: int = 0,
    database_url: str = "",
    clock: Clock | None = None,
) -> AsyncIterator[Demo]:
    """Run workspace, app and page on one loopback port; 0 takes a free one."""
    clock = clock or Clock()
    scopes, events = read_scopes(_manifest()), read_events(_manifest())
    slack = Workspace.demo(clock=clock, scopes=scopes, events=events)
    front = Front()
    transport = httpx.ASGITransport(front)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as http:
        sender = Sender(slack, http)
        async with LocalServer(_site(content, sender, clock), port=port) as server:
            slack.api_url = server.address
            settings = _settings(slack, database_url or f"sqlite:///{folder / 'demo.db'}")
            async with running(settings, content, clock=clock, look_seconds=_LOOK_SECONDS) as app:
                front.open(web_app(app, slack.app.signing_secret))
                yield Demo(server.address, slack, sender, clock, app.house)


def _site(content: Content, sender: Sender, clock: Clock) -> Starlette:
    """Put the page and the Web API beside each other."""
    features = read_features(json.loads(MANIFEST.read_text("utf-8")))
    routes = page(
        sender, features=features, board=board(content.forms, content.artist), clock=clock
    )
    return Starlette(routes=[*routes, Mount("/", web_api(sender.workspace))])


def _manifest() -> dict[str, Any]:
    return dict(json.loads(MANIFEST.read_text("utf-8")))


def _settings(slack: Workspace, database_url: str) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(slack.app.bot_token),
        slack_signing_secret=SecretStr(slack.app.signing_secret),
        slack_api_url=f"{slack.api_url}/api/",
        database_url=database_url,
        desk_channel=slack.channel(SUPPORT_CHANNEL).id,
    )


def board(forms: Forms, artist: Artist) -> Board:
    """Give every message and form of the app in every language, for the language board."""

    def exhibits() -> Iterator[Exhibit]:
        for locale in artist.knowledge.locales:
            yield from _messages(artist, locale)
            yield from _views(forms, artist, locale)
            yield from _forms(forms, artist, locale)

    return exhibits


def _messages(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    today = _today()
    for name, asked in _situations(artist, locale):
        given = handed_over(locale) if asked.decision == Kind.HANDOVER else None
        yield Exhibit(name, locale, blocks=artist.reply(asked, given, today).blocks)
    yield Exhibit("greeting", locale, blocks=artist.greeting(locale)[0].blocks)


def _situations(artist: Artist, locale: Locale) -> Iterator[tuple[str, Question]]:
    """Give what can be replied to: each kind of decision, and the answer to each topic."""
    some = list(PROMPTS[:3])
    yield "suggestions", question(locale, decision=str(Kind.SUGGEST), suggestions=some)
    yield "handover", question(locale, decision=str(Kind.HANDOVER))
    for intent in Intent:
        if intent is not Intent.PERSON:
            decided = {"decision": str(Kind.TALK), "intent": str(intent)}
            yield f"talk: {intent}", question(locale, **decided)
    for topic in artist.knowledge.topics:
        yield f"answer: {topic}", _asked(artist, locale, topic)


def _asked(artist: Artist, locale: Locale, topic: str) -> Question:
    text = artist.knowledge.topics[topic].answer(locale).question
    return question(locale, topic=topic, text=text)


def _views(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    waiting = handed_over(locale)
    asked = {waiting.question or 0: _asked(artist, locale, PROMPTS[0])}
    held = Held([held_ticket(forms, locale), waiting], asked, [held_draft(forms, locale)])
    yield Exhibit("requests", locale, blocks=artist.held(locale, held).blocks)
    yield Exhibit("home", locale, view=artist.home(locale, held))
    yield Exhibit("topic", locale, view=artist.topic(PROMPTS[0], locale, _today()))


def _forms(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    for each in exhibits(forms, artist, locale):
        blocks = each.drawing.blocks if each.drawing else None
        yield Exhibit(each.name, locale, blocks=blocks, view=each.view)


def _today() -> date:
    return datetime.now(UTC).date()
