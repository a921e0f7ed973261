"""`doctor`: whether all that the app needs is there, and what to do where it is not."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import aiohttp
import typer
from rich.table import Table
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Connection

from bot.app import Content
from bot.console.checkups import spoken, stored
from bot.console.checkups.finding import Check, Finding, Grade, fine, note, wrong
from bot.console.words import say, screen, sentence
from bot.content.models import Knowledge
from bot.desk import choices
from bot.services import configuring
from bot.services.configuring import Ground
from bot.settings import MANIFEST, Settings, SettingsError, read_settings
from bot.slack.installation.distribution import bot_scopes
from bot.slack.installation.vault import LockedError, Vault
from bot.storage import installations, workspaces
from bot.storage.database import Database

_TIMEOUT_SECONDS = 10
_quiet = logging.getLogger("bot.console.doctoring.client")
_quiet.setLevel(logging.CRITICAL)


class Desk(NamedTuple):
    """A workspace with the channel of its support team."""

    workspace: str
    channel: str | None


class Place(NamedTuple):
    """A workspace or an organization with the token that we have there, and its desks."""

    name: str
    token: str
    desks: Sequence[Desk]


def examine(content: Content, clock: Callable[[], float] = time.time) -> list[Finding]:
    """Look at everything that can be looked at."""
    knowledge = content.decider.knowledge
    try:
        settings = read_settings((), knowledge.locales)
    except SettingsError as error:
        return [_misset(*problem) for problem in error.problems]
    usable = stored.database(settings.database_url)
    found = [*_settings(settings), usable]
    places = _from_settings(settings)
    if usable.grade is not Grade.WRONG:
        database = Database(settings.database_url)
        try:
            found += database.run_now(_kept, settings, clock())
            places = database.run_now(_places, settings, knowledge, places)
        finally:
            database.close()
    return [*found, *asyncio.run(_ask_slack(settings, places, clock))]


def _misset(rule: str, name: str) -> Finding:
    return wrong(Check.SETTINGS, "setting", rule=rule, name=name)


def _settings(settings: Settings) -> Iterator[Finding]:
    """Look whether there is a workspace to serve, and a way to hear from it."""
    lacking = [code for code, names in _NEEDED.items() if not any(_is_set(settings, names))]
    yield from (wrong(Check.SETTINGS, code) for code in lacking)
    if not lacking:
        yield fine(Check.SETTINGS, "settings-right")


_NEEDED = {
    "settings-nobody": ("slack_bot_token", "slack_client_id"),
    "settings-deaf": ("slack_signing_secret", "slack_app_token"),
}
"""Settings of which one has to be there."""


def _is_set(settings: Settings, names: Iterable[str]) -> Iterator[bool]:
    for name in names:
        value = getattr(settings, name)
        yield bool(value if isinstance(value, str) else value.get_secret_value())


def _kept(connection: Connection, settings: Settings, now: float) -> list[Finding]:
    """Look at what is kept."""
    found = [*stored.queues(connection, now), *stored.parked(connection, now)]
    return [*found, *stored.keys(connection, Vault(settings.keys))] if settings.keys else found


def _from_settings(settings: Settings) -> list[Place]:
    token = settings.slack_bot_token.get_secret_value()
    desks = [Desk("", settings.desk_channel or None)]
    return [Place("", token, desks)] if token else []


def _places(
    connection: Connection, settings: Settings, knowledge: Knowledge, given: Sequence[Place]
) -> list[Place]:
    """Return where the app is installed, with what each workspace chose.

    Of the token of the settings it is told by Slack alone whose it is: its place has no name.
    """
    known = workspaces.known(connection)
    installed = {each.workspace: each for each in installations.every(connection)}
    vault = Vault(settings.keys) if settings.keys else None
    found: list[Place] = []
    for name, each in installed.items() if vault else ():
        try:
            token = vault.open(each.token, name) if vault else ""
        except LockedError:
            continue
        own = [row.workspace for row in known if name in {row.workspace, row.enterprise}]
        desks = [_desk(connection, settings, knowledge, one, is_home=False) for one in own]
        found.append(Place(name, token, desks))
    ours = [row.workspace for row in known if not {row.workspace, row.enterprise} & {*installed}]
    desks = [_desk(connection, settings, knowledge, one, is_home=True) for one in ours]
    return [*(place._replace(desks=desks or place.desks) for place in given), *found]


def _desk(
    connection: Connection,
    settings: Settings,
    knowledge: Knowledge,
    workspace: str,
    *,
    is_home: bool,
) -> Desk:
    channel = settings.desk_channel or None if is_home else None
    spoken_in = (settings.desk_locale, settings.default_locale)
    defaults = choices.declared(knowledge.desk, knowledge.locales, channel, *spoken_in)
    ground = Ground(workspace, defaults, list(knowledge.locales))
    return Desk(workspace, configuring.standing(connection, ground).choices.desk_channel)


async def _ask_slack(
    settings: Settings, places: Sequence[Place], clock: Callable[[], float]
) -> list[Finding]:
    """Look at all that Slack tells."""
    limit = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(timeout=limit) as session:

        def client(token: str | None) -> AsyncWebClient:
            about: dict[str, Any] = {"base_url": settings.slack_api_url, "session": session}
            return AsyncWebClient(token=token, retry_handlers=[], logger=_quiet, **about)

        found = [each async for each in _of_places(places, client, clock)]
        app_token = settings.slack_app_token.get_secret_value()
        if app_token:
            found.append(await spoken.socket(client(None), app_token))
    return found


async def _of_places(
    places: Sequence[Place],
    client: Callable[[str], AsyncWebClient],
    clock: Callable[[], float],
) -> AsyncIterator[Finding]:
    wanted = bot_scopes(json.loads(MANIFEST.read_text(encoding="utf-8")))
    is_clock_known = False
    if not places:
        yield note(Check.TOKEN, "token-none")
    for place in places:
        found = await spoken.known(client(place.token), place.name)
        if isinstance(found, Finding):
            yield found
            continue
        if not is_clock_known:
            yield spoken.clock(found.headers, clock())
            is_clock_known = True
        name = place.name or found.team_id
        yield fine(Check.TOKEN, "token-right", name, team=found.team)
        for each in spoken.scopes(found.headers, wanted, name):
            yield each
        for desk in place.desks:
            workspace = desk.workspace or found.team_id
            yield await spoken.desk(client(place.token), workspace, desk.channel)


def tell(found: Sequence[Finding], *, as_json: bool) -> None:
    """Print what was found; end with 1 if anything is wrong."""
    if as_json:
        screen.print(json.dumps([_row(each) for each in found], ensure_ascii=False))
    else:
        screen.print(_table(found))
    raise typer.Exit(1 if any(each.grade is Grade.WRONG for each in found) else 0)


def _row(each: Finding) -> dict[str, str | bool]:
    return {
        "check": str(each.check),
        "workspace": each.place,
        "grade": str(each.grade),
        "code": each.values["rule"] if each.code == "setting" else each.code,
        "result": _told("result", each),
        "cure": _told("cure", each),
    }


def _table(found: Sequence[Finding]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("check", "result", "cure"):
        table.add_column(say("doctor", part="heading", code=column, values={}))
    for each in found:
        name = say("doctor", part="check", code=str(each.check), values={})
        mark = say("doctor", part="grade", code=str(each.grade), values={})
        shown = f"{mark} {name}" + (f" ({each.place})" if each.place else "")
        table.add_row(shown, _told("result", each), _told("cure", each))
    return table


def _told(part: str, each: Finding) -> str:
    if each.code == "setting":
        problem = {"name": each.values["name"]}
        return sentence(each.values["rule"], problem) if part == "result" else ""
    return say("doctor", part=part, code=each.code, values=each.values)
