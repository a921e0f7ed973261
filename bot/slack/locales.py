"""The language of a person's Slack, their time zone, and the company they write from."""

import asyncio
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp

from bot.services import indexing, language
from bot.slack.office import Office, Work
from bot.slack.web_api import Answer, PassingError, PostponedError, RefusedError, call
from bot.storage import people
from bot.storage.people import Profile

_ASK_AGAIN_SECONDS = 7 * 24 * 3600
_WAIT_SECONDS = 1.0
_ADDRESS = re.compile(r"[^@]+@(?P<domain>[\w-]+(?:\.[\w-]+)+)")


def spoken(slack_locale: object, locales: Iterable[str]) -> str | None:
    """Return the language of a Slack locale ("fr-CA" is fr), if it is spoken here."""
    language = str(slack_locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in set(locales) else None


def zone(slack_time_zone: object) -> str | None:
    """Return the IANA name that Slack tells, if it is one."""
    try:
        return ZoneInfo(str(slack_time_zone or "")).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def domain(address: object) -> str | None:
    """Return the domain of a mail address; of who writes from there, nothing is kept."""
    found = _ADDRESS.fullmatch(str(address or ""))
    return found["domain"].lower() if found else None


async def locale_of(work: Work, person: str) -> str:
    """Return the language that a person is spoken to in."""
    office = work.office
    return await office.database.read(language.locale_of, work.workspace, person, office.languages)


async def look_up(office: Office, workspace: str, person: str) -> None:
    """Ask Slack for a person's language, at most once a week; members of others have none.

    It is waited for only where nothing else tells the language, and not for long: what comes later
    is for the next time.
    """
    now = office.clock()
    known = await office.database.read(people.find, workspace, person)
    fresh = known.looked_up_at and now - known.looked_up_at < _ASK_AGAIN_SECONDS
    if fresh or not office.lookups.has_room(workspace):
        return
    asked = _ask_slack(office, workspace, person, known.slack_locale)
    asking = office.lookups.start(asked, workspace)
    unknown = office.languages._replace(default="")
    if not await office.database.read(language.locale_of, workspace, person, unknown):
        await asyncio.wait({asking}, timeout=_WAIT_SECONDS)


async def _ask_slack(office: Office, workspace: str, person: str, known: str | None) -> None:
    """Keep what Slack tells; where it refuses, that it was asked."""
    asked = {"user": person, "include_locale": True}
    try:
        answer = await call(office, workspace, "users.info", asked, verb="GET")
    except RefusedError:
        now = office.clock()
        await office.database.run(people.keep_slack_locale, workspace, person, known, now)
    except (PostponedError, PassingError, aiohttp.ClientError, OSError):
        return
    else:
        await _keep(office, workspace, person, answer.get("user") or {})


async def _keep(office: Office, workspace: str, person: str, user: Answer) -> None:
    """Keep what Slack tells of a person; the address is told only with `users:read.email`."""
    told = Profile(
        spoken(user.get("locale"), office.knowledge.locales),
        zone(user.get("tz")),
        domain((user.get("profile") or {}).get("email")),
        str(user.get("team_id") or "") or None,
    )
    await office.database.run(indexing.keep_profile, workspace, person, told, office.clock())
