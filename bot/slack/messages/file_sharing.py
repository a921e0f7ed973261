"""Files that partners gave, uploaded once more where the support team is.

A file of a modal or of a direct message is seen by its partner and the app alone. Its copy is
known by its id before it is shared: whoever tries again asks Slack what became of that one.
Source: https://docs.slack.dev/messaging/working-with-files
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.services import replying, requests, sharing
from bot.services.sharing import Source
from bot.slack.call import Call, Drawn
from bot.slack.office import Office
from bot.slack.sending.uploading import COMPLETE, TRANSFER, check, complete, slack_s, upload
from bot.slack.web_api import (
    Answer,
    PassingError,
    PostponedError,
    RefusedError,
    call,
)
from bot.storage import questions, ticket_files, ticket_messages, tickets
from bot.storage.schema import WAITING
from bot.storage.tickets import Ticket

LARGEST = 10 * 1024 * 1024
"""How many bytes are taken of a file (Slack's limit in a modal)."""

TOO_LARGE, NOT_SHARED = "file_too_large", "file_not_shared"
"""Reasons of our own why a file can't be shared, beside Slack's."""

_INFO = "files.info"

_SLACK_SECONDS = 180.0
"""How long Slack may work on a file that it took before it is taken for lost.

It answers before the file is shared, and is known to drop one:
https://github.com/slackapi/bolt-js/issues/2115
"""

_MOST = 1_000
"""How many messages of a ticket are looked at for a file."""

_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Sharing:
    """A file on its way to the thread of a ticket's card; `copy` is what an attempt uploaded."""

    ticket: Ticket
    file: str
    copy: str | None
    channel: str
    thread_ts: str

    async def run(self, office: Office, session: aiohttp.ClientSession) -> Answer:
        """Share the file, unless an earlier attempt did; raise what `web_api.call` raises."""
        about = await self._known(office, self.copy) if self.copy else None
        if about is None:
            about = await self._share(office, session)
        if about is not None:
            self._be_shared(about, office.clock())
        return {}

    async def _known(self, office: Office, copy: str) -> Mapping[str, Any] | None:
        """Return what Slack says of a copy, None of one that was announced and never completed."""
        try:
            return await self._about(office, copy)
        except RefusedError:
            return None

    def _be_shared(self, about: Mapping[str, Any], now: float) -> None:
        """Raise PassingError while Slack may work on a copy, RefusedError when it is lost.

        It is not uploaded once more: nobody knows what becomes of the first, and one file too few
        that is told of is better than many.
        """
        if not _is_in(about, self.channel):
            is_late = now - float(about.get("created") or 0) > _SLACK_SECONDS
            raise RefusedError(NOT_SHARED) if is_late else PassingError(COMPLETE)

    async def _share(
        self, office: Office, session: aiohttp.ClientSession
    ) -> Mapping[str, Any] | None:
        """Upload a copy and share it; return what Slack says of it, if anything."""
        about = await self._about(office, self.file)
        name = str(about.get("name") or self.file)
        content = await download(office, session, about)
        copy = await upload(office, session, self.ticket.workspace, name, content)
        await self._remember(office, copy)
        await self._complete(office, {"id": copy, "title": name})
        return await self._known(office, copy)

    async def _remember(self, office: Office, copy: str | None) -> None:
        known = (self.ticket.workspace, self.ticket.id, self.file)
        await office.database.run(ticket_files.change, *known, copy=copy)

    async def _complete(self, office: Office, file: Mapping[str, str]) -> None:
        where = {"channel_id": self.channel, "thread_ts": self.thread_ts}
        try:
            await complete(office, self.ticket.workspace, file, where)
        except PostponedError:  # It certainly was not shared: the next attempt begins anew.
            await self._remember(office, None)
            raise

    async def _about(self, office: Office, file: str) -> Mapping[str, Any]:
        found = await call(office, self.ticket.workspace, _INFO, {"file": file}, verb="GET")
        about = found.get("file")
        return about if isinstance(about, dict) else {}


async def download(
    office: Office, session: aiohttp.ClientSession, about: Mapping[str, Any]
) -> BytesIO:
    """Read what a file holds, by what `files.info` says of it.

    Slack sends whoever may not see it to a page to sign in: that is no file.
    """
    if int(about.get("size") or 0) > LARGEST:
        raise RefusedError(TOO_LARGE)
    url = slack_s(office, about.get("url_private"))
    token = {"Authorization": f"Bearer {office.client.token}"}
    async with session.get(url, headers=token, allow_redirects=False, timeout=TRANSFER) as answer:
        check(answer)
        return await _content(answer)


async def _content(answer: aiohttp.ClientResponse) -> BytesIO:
    content = BytesIO()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content.write(chunk)
        if content.tell() > LARGEST:
            raise RefusedError(TOO_LARGE)
    content.seek(0)
    return content


def _is_in(about: Mapping[str, Any], channel: str) -> bool:
    """Tell whether a file is shared in a channel."""
    shares = about.get("shares")
    places = [about.get("channels"), about.get("groups")]
    places += shares.values() if isinstance(shares, dict) else []
    return any(channel in (each or ()) for each in places)


def _ticket_file(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Share a file of a ticket with the support team, unless that was done."""
    ticket, file = tickets.find(connection, workspace, about["ticket"]), str(about["file"])
    row = ticket_files.find(connection, workspace, about["ticket"], file)
    if ticket is None or row is None or row.state != WAITING:
        return None
    case = requests.case_of(connection, office.forms, ticket)
    said = ticket_messages.of_ticket(connection, workspace, ticket.id, _MOST)
    asked = questions.find(connection, workspace, ticket.question) if ticket.question else None
    is_wanted = file in sharing.wanted(ticket, Source(case, asked, said))
    if not (is_wanted and ticket.card_channel and ticket.card_ts):
        return _not_now(ticket, file)
    way = Sharing(ticket, file, row.copy, ticket.card_channel, ticket.card_ts)
    return _call(way)


def _not_now(ticket: Ticket, file: str) -> Call:
    """Share nothing of what was withdrawn or taken away; the next card may ask for it again."""

    def keep(connection: Connection, _answer: Answer) -> None:
        sharing.forget(connection, ticket, file)

    return Call(COMPLETE, {}, keep, steps=_nothing)


async def _nothing(_office: Office, _session: aiohttp.ClientSession) -> Answer:
    return {}


def _call(way: Sharing) -> Call:
    ticket, file = way.ticket, way.file

    def keep(connection: Connection, _answer: Answer) -> None:
        sharing.shared(connection, ticket, file)

    def given_up(connection: Connection, now: float) -> None:
        sharing.give_up(connection, ticket, file, now)

    place = {"channel": way.channel}
    return Call(COMPLETE, place, keep, steps=way.run, given_up=given_up)


DRAWN: Mapping[str, Drawn] = {replying.TICKET_FILE: _ticket_file}
"""How a file is shared."""
