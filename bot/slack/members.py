"""Who is of the support team: the members of the desk's channel, as Slack tells now and again.

Members of other companies, guests, bots and who was deactivated are not, wherever they are.
Source: https://docs.slack.dev/reference/objects/user-object
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.monitoring.logs import logger
from bot.slack.office import Office
from bot.slack.roster import FRESH_SECONDS
from bot.slack.web_api import PassingError, PostponedError, RefusedError, call
from bot.storage import channels

_OTHERS = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "deleted")
_FAILURES = (PassingError, PostponedError, RefusedError, aiohttp.ClientError, OSError)
_PAGE = 200
_log = logger(__name__)


async def is_support(office: Office, person: str) -> bool:
    """Tell whether somebody is of the support team; where Slack does not tell, nobody is."""
    return person in await support(office)


async def support(office: Office) -> frozenset[str]:
    """Return the support team."""
    await refresh(office)
    return office.roster.support(office.clock())


async def refresh(office: Office, older_than: float = FRESH_SECONDS) -> None:
    """Ask Slack who they are, unless it told lately; where it fails, the rest stays as it is.

    Whoever believes what it told lately does not wait for those who ask anew.
    """
    if _is_fresh(office, older_than):
        return
    async with office.roster.asking:
        if _is_fresh(office, older_than):
            return
        try:
            people = await _ask(office)
        except _FAILURES as error:
            _log.warning("support_unknown", workspace=office.workspace, error=error)
        else:
            office.roster.keep(people, office.clock())


def _is_fresh(office: Office, older_than: float) -> bool:
    return office.roster.age(office.clock()) < older_than


async def follow(office: Office) -> None:
    """Go to where the support team's channel is, if Slack gave it another id."""
    if office.desk_channel:
        place = (office.workspace, office.desk_channel)
        office.desk.channel = await office.database.read(channels.current, *place)


async def _ask(office: Office) -> frozenset[str]:
    await follow(office)
    if not office.desk_channel:
        return frozenset()
    inside = await _in_channel(office)
    own = await asyncio.gather(*(_is_own(office, person) for person in inside))
    return frozenset(person for person, is_own in zip(inside, own, strict=True) if is_own)


async def _in_channel(office: Office) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = {"channel": office.desk_channel, "limit": _PAGE}
        asked = {**page, **({"cursor": cursor} if cursor else {})}
        answer = await call(office, office.workspace, "conversations.members", asked, verb="GET")
        found += map(str, answer.get("members") or [])
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return found


async def _is_own(office: Office, person: str) -> bool:
    """Tell whether a member of the channel is a full one of this workspace."""
    answer = await call(office, office.workspace, "users.info", {"user": person}, verb="GET")
    return is_own(answer.get("user") or {}, office.workspace)


def is_own(user: Mapping[str, Any], workspace: str) -> bool:
    """Tell whether a user of Slack's is a full member of a workspace: no guest, bot or stranger.

    In an organization, people are of several of its workspaces.
    """
    shared = (user.get("enterprise_user") or {}).get("teams") or ()
    is_here = workspace in {user.get("team_id"), *shared}
    return is_here and not any(user.get(each) for each in _OTHERS)
