"""How people install the app: a page that says what it does, and Slack's way back from theirs.

Source: https://docs.slack.dev/authentication/installing-with-oauth
"""

import re
import secrets
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.monitoring.logs import logger
from bot.services import installing
from bot.slack.installation.distribution import INSTALL, REDIRECT, Distribution
from bot.slack.installation.granted import Granted
from bot.slack.installation.validity import UNINSTALLED, end_of_token
from bot.slack.running import Running
from bot.slack.screens.languages import named, preferred
from bot.slack.web_api import PassingError, PostponedError, RefusedError, understood
from bot.storage import installations, oauth_states

_log = logger(__name__)

STATE_SECONDS = 600
"""How long somebody may take at Slack's page: as long as its code is good."""

_DENIED = "access_denied"
COOKIE = "partner-desk-install"
_TEAM = re.compile("[TE][A-Z0-9]{2,20}")
_CANCELLED, _STALE, _REFUSED, _UNAVAILABLE = "cancelled", "stale", "refused", "unavailable"
_STATUS = {_CANCELLED: 200, _STALE: 400, _REFUSED: 400, _UNAVAILABLE: 503}
_AWAY = (SQLAlchemyError, aiohttp.ClientError, OSError, PassingError, PostponedError)
"""What is raised where the database or Slack can't be reached for a while."""


class NotInstalledError(Exception):
    """The app was not installed; its text is one of the problems of `_STATUS`."""


def routes(app: Running) -> list[Route]:
    """Return the paths by which the app is installed; none where it serves one workspace only."""
    if app.distribution is None:
        return []
    desk = InstallDesk(app, app.distribution)
    return [Route(INSTALL, desk.begin), Route(REDIRECT, desk.finish)]


@dataclass(frozen=True)
class InstallDesk:
    """Where people begin to install the app, and where they come back to."""

    app: Running
    distribution: Distribution

    async def begin(self, request: Request) -> Response:
        """Show what the app does and may do, with the way to Slack's own page."""
        locale = self._locale(request)
        state = f"{secrets.token_urlsafe(32)}.{locale}"
        house = self.app.house
        try:
            await house.database.run(_begin, state, house.clock())
        except Exception as error:  # noqa: BLE001 - whatever fails, a person must read of it
            return self._failed(locale, _UNAVAILABLE, error)
        page = self.distribution.pages.page("install", locale, self._offer(request, state))
        is_secure = self.distribution.is_secure or request.url.scheme == "https"
        kept: dict[str, Any] = {"max_age": STATE_SECONDS, "path": "/slack", "secure": is_secure}
        page.set_cookie(COOKIE, state, httponly=True, samesite="lax", **kept)
        return page

    def _offer(self, request: Request, state: str) -> dict[str, object]:
        team = request.query_params.get("team", "")
        url = self.distribution.authorize_url(state, team if _TEAM.fullmatch(team) else None)
        locales = named(self.app.house.knowledge.locales)
        return {"url": url, "scopes": self.distribution.scopes, "languages": locales}

    async def finish(self, request: Request) -> Response:
        """Take back who comes from Slack's page: installed, or told why not."""
        locale = self._locale(request)
        try:
            granted = await self._finished(request, locale)
        except NotInstalledError as problem:
            page = self._failed(locale, str(problem))
        except _AWAY as error:
            page = self._failed(locale, _UNAVAILABLE, error)
        except Exception as error:  # noqa: BLE001 - whatever fails, a person must read of it
            page = self._failed(locale, _REFUSED, error)
        else:
            values = {"next_url": granted.next_url, "is_enterprise": granted.is_enterprise}
            page = self.distribution.pages.page("installed", locale, values)
        page.delete_cookie(COOKIE, path="/slack")
        return page

    async def _finished(self, request: Request, locale: str) -> Granted:
        told = request.query_params.get("error")
        if told:
            raise NotInstalledError(_CANCELLED if told == _DENIED else _REFUSED)
        await self._check(request)
        granted = await self._exchanged(request.query_params.get("code", ""))
        await self._install(granted, locale)
        return granted

    async def _check(self, request: Request) -> None:
        """Raise NotInstalledError unless this very browser began it, lately, and ends it once."""
        house, state = self.app.house, request.query_params.get("state", "")
        ours = request.cookies.get(COOKIE, "")
        is_ours = bool(state) and secrets.compare_digest(state.encode(), ours.encode())
        if not is_ours or not await house.database.run(oauth_states.take, state, house.clock()):
            raise NotInstalledError(_STALE)

    async def _exchanged(self, code: str) -> Granted:
        """Return what Slack grants for a code, with the bot's id, which only its token tells."""
        client, uri = self.app.house.client_with(None), self.distribution.redirect_uri
        try:
            answer = await client.oauth_v2_access(
                **self.distribution.credentials, code=code, redirect_uri=uri
            )
            tested = await client.auth_test(token=answer["access_token"])
        except SlackApiError as error:
            raise understood(error) from None
        return Granted.told(answer.data, tested.get("bot_id"))

    async def _install(self, granted: Granted, locale: str) -> None:
        """Keep what was granted; what the app left behind there when it went is deleted before."""
        house, place = self.app.house, granted.place
        await self._end_earlier(place)
        values = granted.sealed(self.distribution.vault, house.clock())

        def install(connection: Connection) -> bool:
            now = house.clock()
            done = installing.install(connection, place, values, now)
            if done and not granted.is_enterprise:
                installing.welcome(connection, place, granted.installed_by, locale, now)
            return done

        while not await house.database.run(install):
            await house.database.run(installing.empty_left, place, house.clock())
        _log.info("installed", workspace=place)
        await self._open(granted)

    async def _end_earlier(self, place: str) -> None:
        """End an earlier installation that Slack has ended, if we did not hear of that yet.

        Told late, it would end what is kept from now on as well.
        """
        database, now = self.app.house.database, self.app.house.clock()
        if not await database.read(installations.find, place):
            return
        try:
            is_over = await end_of_token(self.app, place) == UNINSTALLED
        except Exception as error:  # noqa: BLE001 - it is not known: then Slack will tell
            _log.warning("earlier_installation_not_known", workspace=place, error=error)
        else:
            if is_over:
                await database.run(installing.uninstall, place, now, now)

    async def _open(self, granted: Granted) -> None:
        self.app.offices.forget(granted.place)
        if not granted.is_enterprise:
            await self.app.offices.of(granted.place)
        self.app.house.something_to_say.set()

    def _failed(self, locale: str, problem: str, error: Exception | None = None) -> Response:
        """Tell why it failed, with a number under which the log tells more."""
        reference = secrets.token_hex(4).upper()
        why = {"reason": str(error)} if isinstance(error, RefusedError) else {"error": error}
        _log.warning(
            "not_installed", reference=reference, problem=problem, **(why if error else {})
        )
        values = {"reference": reference, "problem": problem, "again_url": INSTALL}
        return self.distribution.pages.page("not-installed", locale, values, _STATUS[problem])

    def _locale(self, request: Request) -> str:
        """Return the language that a visitor chose, else the first that their browser asks for."""
        locales = self.app.house.knowledge.locales
        begun = request.query_params.get("state", "").rpartition(".")[2]
        accepted = preferred(request.headers.get("accept-language", ""), locales)
        liked = (request.query_params.get("locale", ""), begun, accepted)
        default = self.app.offices.defaults.default_locale
        return next((each for each in liked if each in locales), default)


def _begin(connection: Connection, state: str, now: float) -> None:
    """Remember that somebody began; those who did not come back are forgotten."""
    oauth_states.forget(connection, now)
    oauth_states.keep(connection, state, now + STATE_SECONDS)
