"""The calls that show the support team a batch: its card, the question about it, and its file."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.desk.batches import Stage
from bot.services import batch_contents, replying
from bot.services.batch_contents import Contents, Entry, Page, Rules
from bot.slack.call import POST, UPDATE, Call, Drawn, message, post
from bot.slack.grounds import desk_now
from bot.slack.messages.listing_calls import NOT_EXPORTED
from bot.slack.office import Office
from bot.slack.screens.batch_drawing import ASKED, LISTED
from bot.slack.screens.batch_sheet import Sheet, sheet_of
from bot.slack.screens.templates import Drawing
from bot.slack.sending.uploading import COMPLETE, complete, upload
from bot.slack.web_api import Answer
from bot.storage import batches
from bot.storage.batches import Batch

_CARD, _QUESTION = "card", "question"
"""The messages that show a batch."""


def rules_of(office: Office) -> Rules:
    """Return what batches go by."""
    return Rules(office.knowledge, office.forms, office.hours)


def page_of(connection: Connection, office: Office, found: Contents, cut: slice) -> Page:
    """Return a part of a batch as the desk reads it."""
    rules, locale = rules_of(office), office.desk_locale
    return batch_contents.page_of(connection, rules, found, locale, office.clock(), cut)


def _card(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    found = batch_contents.contents(connection, workspace, about["batch"])
    channel = desk_now(connection, office)
    if found is None or channel is None:
        return None
    page = page_of(connection, office, found, slice(0, LISTED))
    drawing = office.artist.batches.card(page, office.desk_locale)
    batch = found.batch
    return _shown(channel, batch, _CARD, drawing, (batch.card_channel, batch.card_ts))


def _question(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Ask whether the requests show; what was asked and is settled tells how."""
    found = batch_contents.contents(connection, workspace, about["batch"])
    channel = desk_now(connection, office)
    if found is None or found.batch.asked_at is None or channel is None:
        return None
    asked = found._replace(held=found.unsettled if found.batch.state == Stage.SUBMITTED else ())
    page = page_of(connection, office, asked, slice(0, ASKED))
    page = page._replace(contents=found)
    drawing = office.artist.batches.question(page, office.desk_locale)
    place = (found.batch.question_channel, found.batch.question_ts)
    return _shown(channel, found.batch, _QUESTION, drawing, place)


def _shown(
    channel: str, batch: Batch, what: str, drawing: Drawing, place: tuple[str | None, str | None]
) -> Call:
    """Return the call that posts one of a batch's messages, or redraws the one that is there."""
    there, ts = place
    if there and ts:
        return Call(UPDATE, message(there, drawing) | {"ts": ts}, instead=_anew(batch, what))

    def keep(connection: Connection, answer: Answer) -> None:
        values = {f"{what}_channel": answer["channel"], f"{what}_ts": answer["ts"]}
        batches.change(connection, batch.workspace, batch.id, **values)

    return Call(POST, post(channel, drawing, batch=batch.id), keep)


def _anew(batch: Batch, what: str) -> Callable[[Connection, float], None]:
    """Have a message that is gone posted as if for the first time."""

    def instead(connection: Connection, now: float) -> None:
        nowhere = {f"{what}_channel": None, f"{what}_ts": None}
        batches.change(connection, batch.workspace, batch.id, **nowhere)
        replying.batch(connection, batch, now)

    return instead


def _sheet(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Upload a batch as it stands when it is read, below its card."""
    batch = batches.find(connection, workspace, about["batch"])
    if batch is None or not (batch.card_channel and batch.card_ts):
        return None
    where = {"channel_id": batch.card_channel, "thread_ts": batch.card_ts}

    async def steps(office: Office, session: aiohttp.ClientSession) -> Answer:
        return await _upload(office, session, batch, where)

    def keep(connection: Connection, answer: Answer) -> None:
        batches.change(connection, workspace, batch.id, exported_at=answer["read_at"])
        replying.batch(connection, batch, office.clock())

    def given_up(connection: Connection, now: float) -> None:
        place = (workspace, about["person"], batch.card_channel or "")
        replying.refused(connection, *place, {"code": NOT_EXPORTED}, now)

    place = {"channel": batch.card_channel}
    return Call(COMPLETE, place, keep, steps=steps, given_up=given_up)


async def _upload(
    office: Office, session: aiohttp.ClientSession, batch: Batch, where: Mapping[str, str]
) -> Answer:
    """Make and share the file; return as of when it is."""
    read_at = office.clock()
    made = await office.database.read(_made, office, batch)
    content = BytesIO(made.content)
    file = await upload(office, session, batch.workspace, made.name, content)
    await complete(office, batch.workspace, {"id": file, "title": made.title}, where)
    return {"read_at": read_at}


def _made(connection: Connection, office: Office, batch: Batch) -> Sheet:
    found = batch_contents.contents(connection, batch.workspace, batch.id)
    inside = [held for held in found.held if not held.aside] if found else []
    entries: list[Entry] = [
        batch_contents.entry_of(connection, office.forms, held, office.desk_locale)
        for held in inside
    ]
    return sheet_of(office.artist.batches, batch, entries, office.desk_locale)


DRAWN: Mapping[str, Drawn] = {
    replying.BATCH_CARD: _card,
    replying.BATCH_QUESTION: _question,
    replying.BATCH_SHEET: _sheet,
}
"""How a batch is shown."""
