"""The calls that show support its lists: in the Home tab, after a command, and as a file.

Whether somebody is of support is asked when they press, and again when it is shown.
"""

import asyncio
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.content.desk import QUESTION
from bot.desk.listings import Listing, listing_of
from bot.desk.rights import Task
from bot.desk.sheets import Cell, sheet
from bot.services import listing as looking
from bot.services import replying
from bot.services.acting import NOT_ALLOWED, Actor
from bot.slack.call import POST, PRIVATELY, Call, Drawn, ephemeral, post
from bot.slack.members import is_support
from bot.slack.messages.own_requests import held_of
from bot.slack.office import Office
from bot.slack.screens.listing_sheet import ListSheet
from bot.slack.screens.templates import Drawing
from bot.slack.sending.uploading import COMPLETE, complete, upload
from bot.slack.web_api import Answer, call

NOT_EXPORTED = "not-exported"
"""Why somebody gets no file: Slack did not take it."""

_OPEN = "conversations.open"


def actor_at(office: Office, workspace: str, person: str) -> Actor:
    """Return who somebody is, as Slack told last; of support nobody is where it did not lately."""
    support = office.roster.support(office.clock())
    return Actor(workspace, person, is_support=person in support)


def home_values(
    connection: Connection, office: Office, workspace: str, person: str, locale: str
) -> Mapping[str, object] | None:
    """Return what support sees in its Home tab above what everybody does; None for others."""
    actor = actor_at(office, workspace, person)
    if not looking.may_do(actor, Task.LIST):
        return None
    listing = known_to(office, looking.chosen(connection, workspace, person))
    now = office.clock()
    shown = looking.shown(connection, office.forms, actor, listing, locale, now)
    return office.artist.listings.values(shown, locale, now)


def known_to(office: Office, listing: Listing) -> Listing:
    """Return a choice without what a later deploy dropped."""
    knowledge = office.knowledge
    is_kind = listing.kind == QUESTION or listing.kind in knowledge.forms
    is_spoken = listing.locale in knowledge.locales
    return listing._replace(
        kind=listing.kind if is_kind else None, locale=listing.locale if is_spoken else None
    )


def _listed(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person, locale, url = about["person"], about["locale"], about["response_url"]
    listing = known_to(office, listing_of(about["listing"]))
    drawing = _drawn(connection, office, actor_at(office, workspace, person), listing, locale)
    if not url:
        return Call(POST, post(person, drawing))

    def instead(connection: Connection, now: float) -> None:
        replying.listed(connection, workspace, person, None, about["listing"], locale, now)

    return Call(PRIVATELY, {"url": url, "body": ephemeral(drawing)}, instead=instead)


def _drawn(
    connection: Connection, office: Office, actor: Actor, listing: Listing, locale: str
) -> Drawing:
    if not looking.may_do(actor, Task.LIST):
        return office.artist.desk.refusal(NOT_ALLOWED, None, locale)
    now, artist = office.clock(), office.artist
    shown = looking.shown(connection, office.forms, actor, listing, locale, now)
    drawing = artist.listings.message(shown, locale, now)
    held = held_of(connection, office, actor.workspace, str(actor.person))
    return _both(drawing, artist.held(locale, held)) if held.tickets or held.drafts else drawing


def _both(first: Drawing, second: Drawing) -> Drawing:
    return Drawing([*first.blocks, *second.blocks], f"{first.text}\n{second.text}")


def _exported(
    _connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    """Send a list to who asked for it, in their direct message with the app."""
    person, listing = str(about["person"]), listing_of(about["listing"])

    async def steps(_office: Office, session: aiohttp.ClientSession) -> Answer:
        if not await is_support(office, person):
            return {"refused": NOT_ALLOWED}
        actor = Actor(workspace, person, is_support=True)
        made = ListSheet(office.artist.listings, listing.view, office.desk_locale, office.clock())
        cells = await _cells(office, actor, known_to(office, listing), made)
        content = BytesIO(await asyncio.to_thread(sheet, made.header, cells))
        opened = await call(office, workspace, _OPEN, {"users": person})
        file = await upload(office, session, workspace, made.name, content)
        where = {"channel_id": str(opened["channel"]["id"])}
        return await complete(office, workspace, {"id": file, "title": made.title}, where)

    def keep(connection: Connection, answer: Answer) -> None:
        if answer.get("refused"):
            _refuse(connection, workspace, person, NOT_ALLOWED, office.clock())

    def given_up(connection: Connection, now: float) -> None:
        _refuse(connection, workspace, person, NOT_EXPORTED, now)

    return Call(COMPLETE, {}, keep, steps=steps, given_up=given_up)


def _refuse(connection: Connection, workspace: str, person: str, code: str, now: float) -> None:
    reason = {"code": code, "ticket": None}
    replying.refused(connection, workspace, person, "", reason, now)


async def _cells(
    office: Office, actor: Actor, listing: Listing, made: ListSheet
) -> list[list[Cell]]:
    """Return all rows of a file; they are read some at a time, so that others are read between."""
    cells: list[list[Cell]] = []

    def some(connection: Connection, part: Listing) -> Listing | None:
        place = (connection, office.forms, actor, part, office.desk_locale, made.now)
        rows, after = looking.exported(*place)
        cells.extend(map(made.cells, rows))
        return part._replace(place=after) if after else None

    rest: Listing | None = listing
    while rest and len(cells) < looking.EXPORTED:
        rest = await office.database.read(some, rest)
    return cells[: looking.EXPORTED]


DRAWN: Mapping[str, Drawn] = {replying.LISTED: _listed, replying.EXPORTED: _exported}
"""How a list is shown."""
