"""The composition root: the only module that knows every floor."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering.decision import Decider
from bot.answering.examples import fingerprint
from bot.answering.model import load
from bot.content.findings import ContentError, Finding
from bot.content.reader import read_knowledge
from bot.content.words import Words, read_words
from bot.services.housekeeping import tidy
from bot.settings import KNOWLEDGE, TEMPLATES, Settings
from bot.slack.bolt import build, identity
from bot.slack.delivery import Delivery
from bot.slack.drawing import Artist
from bot.slack.loops import until_stopped
from bot.slack.office import Office
from bot.slack.templates import Templates
from bot.slack.worker import work
from bot.storage.database import Database
from bot.storage.migrating import migrate

MODEL = "matching.npz"
_DRAIN_SECONDS = 20.0
_TIDY_SECONDS = 3600.0
_HTTP_SECONDS = 10


@dataclass(frozen=True)
class Content:
    """What is read once at the start."""

    decider: Decider
    words: Words
    artist: Artist


def read_content(knowledge_folder: Path = KNOWLEDGE, templates_folder: Path = TEMPLATES) -> Content:
    """Read knowledge, model, words and templates; raise ContentError if any can't be used."""
    knowledge = read_knowledge(knowledge_folder)
    model = load(knowledge_folder / MODEL)
    if model.fingerprint != fingerprint(knowledge):
        raise ContentError([Finding(knowledge_folder / MODEL, 1, "model-stale")])
    words = read_words(knowledge_folder / "interface", knowledge.locales)
    artist = Artist(knowledge, Templates(templates_folder / "slack", words))
    return Content(Decider(knowledge, model), words, artist)


@dataclass(frozen=True)
class Running:
    """The app at work."""

    office: Office
    bolt: AsyncApp


@asynccontextmanager
async def running(
    settings: Settings,
    content: Content,
    *,
    clock: Callable[[], float] = time.time,
    worker: bool = True,
) -> AsyncIterator[Running]:
    """Open the database and Slack, work until the context ends, then finish what is under way."""
    database = Database(settings.database_url)
    try:
        _prepare(database, settings)
        async with aiohttp.ClientSession() as session:
            office = _office(settings, content, database, session, clock)
            token = settings.slack_bot_token.get_secret_value()
            known = identity(token, await office.client.auth_test())
            app = Running(office, build(known, office.client))
            async with _working(app, session, worker=worker):
                yield app
    finally:
        database.close()


def _prepare(database: Database, settings: Settings) -> None:
    if not database.is_current():
        migrate(settings.database_url)


def _office(
    settings: Settings,
    content: Content,
    database: Database,
    session: aiohttp.ClientSession,
    clock: Callable[[], float],
) -> Office:
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        timeout=_HTTP_SECONDS,
        retry_handlers=[],
        logger=logging.getLogger("bot.slack.client"),
    )
    return Office(
        database,
        content.decider,
        content.artist,
        client,
        settings.default_locale,
        settings.desk_locale,
        settings.desk_channel or None,
        clock,
    )


@asynccontextmanager
async def _working(
    app: Running, session: aiohttp.ClientSession, *, worker: bool
) -> AsyncIterator[None]:
    """Run inbox and outbox beside what the context does; stop both gracefully after it."""
    if not worker:
        yield
        return
    stopping = asyncio.Event()
    loops = [
        asyncio.create_task(work(app.office, app.bolt, stopping)),
        asyncio.create_task(Delivery(app.office, session).run(stopping)),
        asyncio.create_task(_tidy_up(app.office, stopping)),
    ]
    try:
        yield
    finally:
        stopping.set()
        _, late = await asyncio.wait(loops, timeout=_DRAIN_SECONDS)
        for task in late:
            task.cancel()


async def _tidy_up(office: Office, stopping: asyncio.Event) -> None:
    async def turn() -> bool:
        await office.database.run(tidy, office.clock())
        return False

    await until_stopped(turn, asyncio.Event(), stopping, _TIDY_SECONDS)
