"""`demo`: the whole app in the browser, on a local Slack workspace."""

import asyncio
import json
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
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
from bot.console.checking import handover, question
from bot.console.form_exhibits import form_exhibits, held_draft, held_ticket
from bot.console.words import errors, say, screen, sentence
from bot.content.shapes import Locale
from bot.forms.case import Forms
from bot.sandbox import LocalServer, Message, Person, Sender, Workspace, web_api
from bot.sandbox.clock import Clock
from bot.sandbox.demo import PARTNERS, SUPPORT_CHANNEL
from bot.sandbox.page import Board, Exhibit, page, read_features
from bot.sandbox.scopes import read_scopes
from bot.settings import ROOT, TEMPLATES, Settings
from bot.slack.drawing import PROMPTS, Artist, Held
from bot.slack.form_blocks import field_of
from bot.slack.web import SlackEndpoint, web_app
from bot.storage.questions import Question

PORT: Final = 8080
EXAMPLES: Final = TEMPLATES / "sandbox" / "examples.json"
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
    with tempfile.TemporaryDirectory() as folder:
        async with demo(content, Path(folder), port) as shown:
            if with_examples:
                await live_in(shown, content)
            screen.print(say("demo", address=f"http://localhost:{port}"))
            await stopping.wait()


@dataclass(frozen=True)
class Demo:
    """A running demo: its address, its workspace, and the way of its people to the app."""

    address: str
    slack: Workspace
    sender: Sender
    clock: Clock

    def person(self, name: str) -> Person:
        """Give one of its people."""
        return Person(self.slack.user(name), self.sender)


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
    content: Content, folder: Path, port: int = 0, database_url: str = ""
) -> AsyncIterator[Demo]:
    """Run workspace, app and page on one loopback port; 0 takes a free one."""
    clock = Clock()
    slack = Workspace.demo(clock=clock, scopes=read_scopes(_manifest()))
    front = Front()
    transport = httpx.ASGITransport(front)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as http:
        sender = Sender(slack, http)
        async with LocalServer(_site(content, sender, clock), port=port) as server:
            slack.api_url = server.address
            settings = _settings(slack, database_url or f"sqlite:///{folder / 'demo.db'}")
            async with running(settings, content, clock=clock) as app:
                endpoint = SlackEndpoint(app.office, app.bolt, slack.app.signing_secret)
                front.open(web_app(app.office, endpoint))
                yield Demo(server.address, slack, sender, clock)


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
        given = handover() if asked.decision == Kind.HANDOVER else None
        yield Exhibit(name, locale, blocks=artist.reply(asked, given, today).blocks)
    waiting = _asked(artist, locale, PROMPTS[0])
    yield Exhibit("greeting", locale, blocks=artist.greeting(locale)[0].blocks)
    yield Exhibit("card", locale, blocks=artist.card(waiting, handover(), locale).blocks)


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
    waiting = [_asked(artist, locale, PROMPTS[0])]
    held = Held(waiting, [held_ticket(forms, locale)], [held_draft(forms, locale)])
    yield Exhibit("requests", locale, blocks=artist.held(locale, held).blocks)
    yield Exhibit("home", locale, view=artist.home(locale, held))
    yield Exhibit("topic", locale, view=artist.topic(PROMPTS[0], locale, _today()))


def _forms(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    for each in form_exhibits(forms, artist, locale):
        blocks = each.drawing.blocks if each.drawing else None
        yield Exhibit(each.name, locale, blocks=blocks, view=each.view)


def _today() -> date:
    return datetime.now(UTC).date()


async def live_in(shown: Demo, content: Content) -> None:
    """Fill the workspace by acting in it: questions, feedback, a handover, a form."""
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    for locale, name in PARTNERS.items():
        person = shown.person(name)
        await person.open_messages_tab()
        await shown.slack.wait_for(person.sees)
        await _heard(shown, person, examples[locale]["unanswered"])
        for topic in PROMPTS[1:3]:
            answer = content.decider.knowledge.topics[topic].answer(locale)
            await _heard(shown, person, answer.question)
        reply = person.sees()[-3]
        await person.press(reply, "feedback", _useful(reply))
        await person.open_home()
    await _ask_to_be_listed(shown, shown.person(PARTNERS["en"]), examples["en"]["directory"])


async def _heard(shown: Demo, person: Person, text: str) -> None:
    """Ask something in the direct message, and wait for the reply."""
    asked = await person.say(None, text)
    await shown.slack.wait_for(lambda: _last(person).ts > asked)


def _last(person: Person) -> Message:
    return person.sees()[-1]


def _useful(reply: Message) -> str:
    """Give what the first feedback button of a reply says."""
    elements = [each for block in reply.blocks or [] for each in block.get("elements", [])]
    found = next(each for each in elements if each["type"] == "feedback_buttons")
    return str(found["positive_button"]["value"])


async def _ask_to_be_listed(shown: Demo, person: Person, details: Mapping[str, object]) -> None:
    """Fill in the directory request step by step, and send it."""
    await person.command("directory")
    await shown.slack.wait_for(lambda: person.view)
    while person.view:
        for block in [each for each in person.view.body["blocks"] if each["type"] == "input"]:
            value = details.get(field_of(block["block_id"]))
            if value:
                person.fill_in({block["block_id"]: await _as_chosen(person, block, value)})
        await person.submit_view()


async def _as_chosen(person: Person, block: Mapping[str, Any], value: object) -> object:
    """Search for a value where the app finds options for it; others are typed as they are."""
    if not person.view or block["element"]["type"] != "external_select":
        return value
    found = await person.suggestions(person.view, block["block_id"], str(value))
    return found[0]
