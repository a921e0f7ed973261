"""The call that shows somebody their Home tab: support's lists, and what everybody sees."""

from collections.abc import Mapping
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.content.shapes import Locale
from bot.services import configuring, language, replying
from bot.slack import members
from bot.slack.call import Call, Drawn, Steps
from bot.slack.grounds import ground_of
from bot.slack.messages.listing_calls import home_values
from bot.slack.messages.own_requests import held_of
from bot.slack.office import Office
from bot.slack.roster import FRESH_SECONDS
from bot.slack.web_api import Answer, call_now
from bot.storage import people

_PUBLISH = "views.publish"


def _home(connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]) -> Call:
    """Publish a Home tab; of who looked at lists before, whether they still may is asked first."""
    person = about["person"]
    is_known = office.roster.age(office.clock()) < FRESH_SECONDS
    if not is_known and people.listing(connection, workspace, person) is not None:
        return Call(_PUBLISH, {}, steps=_asked(workspace, person))
    return Call(_PUBLISH, _arguments(connection, office, workspace, person, about.get("locale")))


def _asked(workspace: str, person: str) -> Steps:
    async def steps(office: Office, _session: aiohttp.ClientSession) -> Answer:
        await members.refresh(office)
        given = await office.database.read(_arguments, office, workspace, person)
        return await call_now(office, workspace, _PUBLISH, given)

    return steps


def _arguments(
    connection: Connection,
    office: Office,
    workspace: str,
    person: str,
    spoken: Locale | None = None,
) -> dict[str, Any]:
    """Return what to publish, in a language that is `spoken` or as the person is spoken to."""
    locale = spoken or language.locale_of(connection, workspace, person, office.languages)
    held = held_of(connection, office, workspace, person)
    desk = home_values(connection, office, workspace, person, locale)
    administers = people.is_admin(connection, workspace, person)
    held_now = configuring.standing(connection, ground_of(office)) if administers else None
    chosen = held_now.choices if held_now else None
    return {"user_id": person, "view": office.artist.home(locale, held, desk, chosen)}


DRAWN: Mapping[str, Drawn] = {replying.HOME: _home}
"""How a Home tab is shown."""
