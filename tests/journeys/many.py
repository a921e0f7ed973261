"""One app in several workspaces, with equal ids, that people install through their browser."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx
from pydantic import SecretStr
from sqlalchemy import Connection, select

from bot.app import Content, running
from bot.sandbox import Message, SandboxServer, Sender, Workspace
from bot.sandbox.demo import SUPPORT_CHANNEL
from bot.sandbox.tokens import Tokens
from bot.settings import Settings
from bot.slack.installation.vault import new_key
from bot.slack.intake.web import web_app
from bot.slack.office import Office
from bot.slack.running import Running
from bot.storage import workspaces
from bot.storage.schema import metadata
from tests.journeys.desk import Clock, Desk, Rows, Wire, turns_coming

Found = TypeVar("Found")

ONE, TWO = "T0ONE00001", "T0TWO00001"
AT = "https://desk.example"
INSTALLER = "noor"
KEY = new_key()
GONE_SECONDS = 70.0
"""After so long, nobody works for a workspace any more that left."""

_LOOK_SECONDS = 0.02
_PATIENCE_SECONDS = 8.0
_LOOKED_AT = {"answer_due", "due_at", "look_at", "noticed", "resolution_due"}
_LONG_SECONDS = 2 * 3600.0
_LINK = re.compile(r'<a class="go" href="([^"]*)"')


def uninstalled(team: str, clock: Callable[[], float]) -> Workspace:
    """Make a workspace in which nobody installed the app yet."""
    workspace = Workspace.demo(team, clock=clock)
    workspace.tokens.revoke()
    return workspace


@dataclass(frozen=True, repr=False)
class Site:
    """The app at work, with the browser of whoever installs it."""

    slack: str
    desks: Mapping[str, Desk]
    running: Running
    content: Content
    clock: Clock
    http: httpx.AsyncClient

    def browser(self, language: str = "en") -> httpx.AsyncClient:
        """Give a browser without cookies, on its way to the app."""
        transport = self.http._transport  # noqa: SLF001 - the same app for every browser
        headers = {"Accept-Language": language}
        return httpx.AsyncClient(transport=transport, base_url=AT, headers=headers)

    async def install(
        self, team: str, language: str = "en", who: str = INSTALLER
    ) -> httpx.Response:
        """Have somebody install the app; give the page that they end on."""
        browser = self.browser(language)
        return await browser.get(await self.allowed(browser, team, who=who))

    async def allowed(
        self,
        browser: httpx.AsyncClient,
        team: str,
        decision: str = "allow",
        who: str = INSTALLER,
        place: str = "",
    ) -> str:
        """Go from the app's page to Slack's, and decide there; give where Slack sends one back.

        `place` is where the app is installed: in that workspace, or in its organization.
        """
        page = await browser.get("/slack/install")
        assert page.status_code == 200
        asked = dict(parse_qsl(urlsplit(link_of(page)).query))
        user = self.desks[team].workspace.user(who).id
        given = {**asked, "who": f"{place or team}.{user}", "decision": decision}
        async with httpx.AsyncClient() as visitor:
            answer = await visitor.post(f"{self.slack}/oauth/v2/authorize", data=given)
        assert answer.status_code == 302, answer.text
        return str(answer.headers["location"])

    async def set_up(self, team: str) -> Desk:
        """Install the app in a workspace, and choose its desk's channel."""
        assert (await self.install(team)).status_code == 200
        database = self.running.house.database
        await database.run(workspaces.choose, team, {"desk_channel": SUPPORT_CHANNEL})
        self.running.offices.forget(team)
        await self.running.offices.of(team)
        await self.desks[team].calm()
        return self.desks[team]

    async def until_gone(self, team: str, table: str | None = None) -> None:
        """Wait until nothing is left of a workspace, or nothing in a table."""
        await self.desks[ONE].calm()
        self.clock.pass_by(seconds=GONE_SECONDS)
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while self._is_left(await self.rows_of(team), table):  # noqa: ASYNC110 - as below
                await asyncio.sleep(_LOOK_SECONDS)

    def _is_left(self, rows: Mapping[str, object], table: str | None) -> bool:
        return table in rows if table else bool(rows)

    async def until_rotated(self, team: str, shared: Tokens | None = None) -> None:
        """Wait until the app works with a token that is good for hours."""
        tokens, offices = shared or self.desks[team].workspace.tokens, self.running.offices

        def is_so() -> bool:
            return tokens.lasts > _LONG_SECONDS and works_with(offices.known(team), tokens.newest)

        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not is_so():  # noqa: ASYNC110 - a database tells no event
                await asyncio.sleep(_LOOK_SECONDS)

    async def read(self, function: Callable[[Connection], Found]) -> Found:
        return await self.running.house.database.read(function)

    async def rows_of(self, workspace: str) -> dict[str, list[dict[str, Any]]]:
        """Give all that is kept of a workspace, by table."""

        def found(connection: Connection) -> dict[str, list[dict[str, Any]]]:
            rows = {
                table.name: connection.execute(
                    select(table)
                    .where(table.c.workspace == workspace)
                    .order_by(*table.primary_key.columns)
                ).mappings()
                for table in metadata.sorted_tables
                if "workspace" in table.c
            }
            return {name: kept for name, all_ in rows.items() if (kept := [*map(dict, all_)])}

        return await self.read(found)


def lasting(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    """Give rows without what time alone changes: when they are due, and looked at next."""
    return {
        table: [
            {name: value for name, value in row.items() if name not in _LOOKED_AT} for row in found
        ]
        for table, found in rows.items()
    }


def works_with(office: Office | None, token: str) -> bool:
    """Tell whether the app calls Slack with that token."""
    return office is not None and office.identity.bot_token == token


def link_of(page: httpx.Response) -> str:
    """Give where the one button of a page leads."""
    (link,) = _LINK.findall(page.text)
    return unescape(link)


def welcome(desk: Desk) -> list[Message]:
    """Give what the app said to whoever installed it."""
    return desk.replies(desk.person(INSTALLER))


@asynccontextmanager
async def site(
    content: Content,
    database_url: str,
    teams: tuple[str, ...] = (ONE, TWO),
    clock: Clock | None = None,
    **settings: Any,  # noqa: ANN401 - of any setting
) -> AsyncIterator[Site]:
    """Run the app for whoever installs it; `settings` differ from the usual."""
    clock = clock or Clock()
    places = [uninstalled(team, clock) for team in teams]
    async with (
        SandboxServer(*places) as server,
        open_at(server, places, content, database_url, clock, **settings) as opened,
    ):
        yield opened


@asynccontextmanager
async def open_at(
    server: SandboxServer,
    places: list[Workspace],
    content: Content,
    database_url: str,
    clock: Clock,
    **settings: Any,  # noqa: ANN401 - of any setting
) -> AsyncIterator[Site]:
    """Run one process of the app among workspaces that are there already."""
    app_of = places[0].app
    usual = {
        "slack_client_id": app_of.client_id,
        "slack_client_secret": SecretStr(app_of.client_secret),
        "slack_signing_secret": SecretStr(app_of.signing_secret),
        "encryption_keys": SecretStr(KEY),
        "public_url": AT,
        "slack_api_url": server.url,
        "database_url": database_url,
    }
    for place in places:
        place.app = replace(place.app, redirect_uris=(f"{AT}/slack/oauth_redirect",))
    chosen = Settings().model_copy(update=usual | settings)
    async with running(chosen, content, clock=clock, look_seconds=_LOOK_SECONDS) as app:
        wire = Wire(httpx.ASGITransport(web_app(app, app_of.signing_secret)))
        async with httpx.AsyncClient(transport=wire, base_url=AT) as http:
            desks = {
                each.team_id: Desk(
                    each, Sender(each, http, pace=0), wire, http, app, content, clock
                )
                for each in places
            }
            async with turns_coming(app, clock):
                yield Site(server.address, desks, app, content, clock, http)
            for desk in desks.values():
                await desk.sender.stop()
