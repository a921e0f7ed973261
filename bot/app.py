"""The composition root: the only module that knows every floor."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp

from bot.answering import calendar, commands
from bot.answering.dates import DateReader
from bot.answering.decision import Decider
from bot.answering.examples import fingerprint
from bot.answering.model import load
from bot.content.checks import check_guided
from bot.content.checks.known import Known, RuleParts
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.content.words import Words, read_words
from bot.desk.batches import SCHEDULES
from bot.desk.choices import declared
from bot.desk.hours import Hours, hours_of
from bot.desk.replies import RULE_VALUES
from bot.forms.case import Forms
from bot.forms.countries import COUNTRIES, NO_COUNTRY
from bot.forms.kinds import kinds
from bot.forms.phrases import PARTS, WITH_FIELD, Phrases, Word
from bot.forms.rules import RULES
from bot.monitoring.build import build_of
from bot.monitoring.logs import logger
from bot.monitoring.metrics import Metrics
from bot.monitoring.transactions import observer
from bot.services import resuming
from bot.settings import KNOWLEDGE, MANIFEST, TEMPLATES, Settings
from bot.slack.installation.distribution import Distribution, bot_scopes
from bot.slack.installation.installed import Installed, Several
from bot.slack.installation.pages import Pages
from bot.slack.installation.vault import Vault
from bot.slack.intake.bolt import build, identity
from bot.slack.intake.wakes import Wakes
from bot.slack.intake.worker import work
from bot.slack.office import CLIENT_LOG, House
from bot.slack.offices import Given, Identities, Offices
from bot.slack.rounds import know, rounds
from bot.slack.running import Running
from bot.slack.screens.drawing import Artist
from bot.slack.screens.templates import Templates
from bot.slack.sending.delivery import Delivery
from bot.storage.database import Database
from bot.storage.migrating import migrate

Loop: TypeAlias = Coroutine[Any, Any, None]

_log = logger(__name__)

MODEL = "matching.npz"
DRAIN_SECONDS = 18.0
"""How long a process that is told to end may take for what is under way."""

_LOOK_SECONDS = 10.0
_HTTP_SECONDS = 10


@dataclass(frozen=True)
class Content:
    """What is read once at the start."""

    decider: Decider
    forms: Forms
    phrases: Phrases
    words: Words
    artist: Artist
    hours: Hours


def read_content(knowledge_folder: Path = KNOWLEDGE, templates_folder: Path = TEMPLATES) -> Content:
    """Read knowledge, model, words and templates; raise ContentError if any can't be used."""
    knowledge = read_knowledge(knowledge_folder)
    model = load(knowledge_folder / MODEL)
    if model.fingerprint != fingerprint(knowledge):
        raise ContentError([Finding(knowledge_folder / MODEL, 1, "model-stale")])
    words = read_words(knowledge_folder / "interface", knowledge.locales)
    artist = Artist(knowledge, Templates(templates_folder / "slack", words))
    decider = Decider(knowledge, model)
    forms = forms_of(knowledge, decider.dates)
    broken = check_guided(knowledge, known_to(forms))
    if broken:
        raise ContentError(broken)
    hours = hours_of(knowledge.desk)
    return Content(decider, forms, Phrases(knowledge.conversation), words, artist, hours)


def forms_of(knowledge: Knowledge, dates: DateReader) -> Forms:
    """Return the forms with every kind of field, and the calendar's rules."""
    every_kind = kinds(dates, knowledge.locales, knowledge.countries)
    return Forms(knowledge.forms, every_kind, calendar)


def known_to(forms: Forms) -> Known:
    """Return the names that content may use."""
    return Known(
        calendar.CASES,
        {name: kind.settings for name, kind in forms.kinds.items()},
        {name: RuleParts(rule.parts, rule.optional) for name, rule in RULES.items()},
        commands.OWN,
        frozenset(Word),
        PARTS,
        WITH_FIELD,
        COUNTRIES | {NO_COUNTRY},
        RULE_VALUES,
        frozenset(SCHEDULES),
    )


@asynccontextmanager
async def running(
    settings: Settings,
    content: Content,
    *,
    clock: Callable[[], float] = time.time,
    worker: bool = True,
    look_seconds: float = _LOOK_SECONDS,
) -> AsyncIterator[Running]:
    """Open the database and Slack, work until the context ends, then finish what is under way.

    Every `look_seconds` is looked for what time brings about.
    """
    _hush()
    database = Database(settings.database_url)
    try:
        _prepare(database, settings)
        limit = aiohttp.ClientTimeout(total=_HTTP_SECONDS)
        async with aiohttp.ClientSession(timeout=limit) as session:
            house = _house(settings, content, database, session, clock)
            app = await _open(house, settings, content)
            stopping = asyncio.Event()
            loops = [know(app, stopping), Wakes(app).run(stopping)]
            loops += _loops(app, stopping, look_seconds) if worker else []
            async with _working(app, loops, stopping):
                yield app
    finally:
        database.close()


_TALKATIVE = ("alembic", CLIENT_LOG, "slack_sdk", "sqlalchemy")
"""Who would log whole calls, rows and addresses at DEBUG: what people wrote, and where to."""


def _hush() -> None:
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _prepare(database: Database, settings: Settings) -> None:
    if not database.is_current():
        migrate(settings.database_url)


def _house(
    settings: Settings,
    content: Content,
    database: Database,
    session: aiohttp.ClientSession,
    clock: Callable[[], float],
) -> House:
    metrics = Metrics()
    metrics.build.info(build_of(database))
    database.observe = observer(metrics)
    return House(
        metrics=metrics,
        database=database,
        decider=content.decider,
        forms=content.forms,
        phrases=content.phrases,
        artist=content.artist,
        session=session,
        slack_api_url=settings.slack_api_url,
        clock=clock,
    )


async def _open(house: House, settings: Settings, content: Content) -> Running:
    """Open the offices of all workspaces."""
    distribution = _distribution(settings, content)
    given = await _given(house, settings)
    knowledge, channel = house.knowledge, settings.desk_channel or None
    spoken = (settings.desk_locale, settings.default_locale)
    defaults = declared(knowledge.desk, knowledge.locales, channel, *spoken)
    identities = _identities(house, given, distribution)
    offices = Offices(house, identities, defaults, given.place if given else "")
    await offices.refresh()
    client = house.client_with(given.identity.bot_token if given else None)
    return Running(house, offices, build(client), distribution)


async def _given(house: House, settings: Settings) -> Given | None:
    """Ask Slack whose the token of the settings is, if there is one."""
    token = settings.slack_bot_token.get_secret_value()
    if not token:
        return None
    given = Given(identity(token, await house.client_with(token).auth_test()))
    await house.database.run(resuming.resume, given.place, house.clock())
    return given


def _distribution(settings: Settings, content: Content) -> Distribution | None:
    """Return what it takes to be installed by others, if the settings say so."""
    if not settings.is_distributed:
        return None
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return Distribution(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        vault=Vault(settings.keys),
        scopes=bot_scopes(manifest),
        pages=Pages(TEMPLATES / "web", content.words),
        api_url=settings.slack_api_url,
        public_url=settings.public_url,
    )


def _identities(house: House, given: Given | None, distribution: Distribution | None) -> Identities:
    """Return who tells what the app is where."""
    sources: list[Identities] = [given] if given else []
    if distribution:
        sources.append(Installed(house.database, distribution.vault))
    return Several(sources)


@asynccontextmanager
async def _working(
    app: Running, loops: Sequence[Loop], stopping: asyncio.Event
) -> AsyncIterator[None]:
    """Run the loops beside what the context does; stop all gracefully after it."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        stopping.set()
        await _drain(app.house, tasks)


def _loops(app: Running, stopping: asyncio.Event, look_seconds: float) -> list[Loop]:
    return [
        work(app, stopping),
        Delivery(app).run(stopping),
        *rounds(app, stopping, look_seconds),
    ]


async def _drain(house: House, tasks: list[asyncio.Task[None]]) -> None:
    """Wait for what is under way; what takes too long is cancelled, and done after a restart."""
    idle = [asyncio.create_task(slots.drain()) for slots in (house.errands, house.lookups)]
    _, late = await asyncio.wait([*tasks, *idle], timeout=DRAIN_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, *idle, return_exceptions=True)
