"""Files that partners gave, uploaded once more where the support team is.

A file of a modal or of a direct message is seen by its partner and the app alone. Its copy is
known by its id before it is shared: whoever tries again asks Slack what became of that one.
Source: https://docs.slack.dev/messaging/working-with-files
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from sqlalchemy import Connection

from bot.services import replying, requests, sharing
from bot.slack.call import Call, Drawn
from bot.slack.office import Office
from bot.slack.web_api import (
    HTTP_PASSING,
    HTTP_TOO_MANY,
    Answer,
    PassingError,
    PostponedError,
    RefusedError,
    call,
    waiting_seconds,
)
from bot.storage import ticket_files, tickets
from bot.storage.schema import NEW, WAITING
from bot.storage.tickets import Ticket

LARGEST = 10 * 1024 * 1024
"""How many bytes are taken of a file (Slack's limit in a modal)."""

ELSEWHERE, TOO_LARGE = "file_elsewhere", "file_too_large"
UNREADABLE, NOT_SHARED = "file_unreadable", "file_not_shared"
"""Reasons of our own why a file can't be shared, beside Slack's."""

_INFO = "files.info"
_ANNOUNCE = "files.getUploadURLExternal"
_COMPLETE = "files.completeUploadExternal"

_TRANSFER = aiohttp.ClientTimeout(total=40)
"""How long reading or uploading one file may take."""

_SLACK_SECONDS = 180.0
"""How long Slack may work on a file that it took before it is taken for lost.

It answers before the file is shared, and is known to drop one:
https://github.com/slackapi/bolt-js/issues/2115
"""

_HOST = re.compile(r"(?:[a-z0-9-]+\.)*slack(?:-gov)?\.com")
"""Slack's own hosts, without anything before or after them."""

_OK = 200
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
            raise RefusedError(NOT_SHARED) if is_late else PassingError(_COMPLETE)

    async def _share(
        self, office: Office, session: aiohttp.ClientSession
    ) -> Mapping[str, Any] | None:
        """Upload a copy and share it; return what Slack says of it, if anything."""
        about = await self._about(office, self.file)
        name = str(about.get("name") or self.file)
        copy = await self._upload(office, session, name, await download(office, session, about))
        await self._remember(office, copy)
        await self._complete(office, {"id": copy, "title": name})
        return await self._known(office, copy)

    async def _remember(self, office: Office, copy: str | None) -> None:
        known = (self.ticket.workspace, self.ticket.id, self.file)
        await office.database.run(ticket_files.change, *known, copy=copy)

    async def _complete(self, office: Office, file: Mapping[str, str]) -> None:
        where = {"channel_id": self.channel, "thread_ts": self.thread_ts}
        try:
            await call(office, self.ticket.workspace, _COMPLETE, {"files": [file], **where})
        except PostponedError:  # It certainly was not shared: the next attempt begins anew.
            await self._remember(office, None)
            raise

    async def _about(self, office: Office, file: str) -> Mapping[str, Any]:
        found = await call(office, self.ticket.workspace, _INFO, {"file": file}, verb="GET")
        about = found.get("file")
        return about if isinstance(about, dict) else {}

    async def _upload(
        self, office: Office, session: aiohttp.ClientSession, name: str, content: BytesIO
    ) -> str:
        """Upload what a file holds; return the id of what is not shared yet."""
        announced = {"filename": name, "length": content.getbuffer().nbytes}
        given = await call(office, self.ticket.workspace, _ANNOUNCE, announced)
        url = _slack_s(office, given.get("upload_url"))
        async with session.post(
            url, data=content, allow_redirects=False, timeout=_TRANSFER
        ) as answer:
            _check(answer)
        return str(given["file_id"])


async def download(
    office: Office, session: aiohttp.ClientSession, about: Mapping[str, Any]
) -> BytesIO:
    """Read what a file holds, by what `files.info` says of it.

    Slack sends whoever may not see it to a page to sign in: that is no file.
    """
    if int(about.get("size") or 0) > LARGEST:
        raise RefusedError(TOO_LARGE)
    url = _slack_s(office, about.get("url_private"))
    token = {"Authorization": f"Bearer {office.client.token}"}
    async with session.get(url, headers=token, allow_redirects=False, timeout=_TRANSFER) as answer:
        _check(answer)
        return await _content(answer)


async def _content(answer: aiohttp.ClientResponse) -> BytesIO:
    content = BytesIO()
    async for chunk in answer.content.iter_chunked(_CHUNK):
        content.write(chunk)
        if content.tell() > LARGEST:
            raise RefusedError(TOO_LARGE)
    content.seek(0)
    return content


def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status == HTTP_TOO_MANY:
        raise PostponedError(waiting_seconds(answer.headers))
    if answer.status >= HTTP_PASSING:
        raise PassingError
    if answer.status != _OK:
        raise RefusedError(UNREADABLE)


def _slack_s(office: Office, url: object) -> str:
    """Return an address that is Slack's: nobody else gets the token, or a partner's file."""
    if not is_slack_s(str(url), office.client.base_url):
        raise RefusedError(ELSEWHERE)
    return str(url)


def is_slack_s(url: str, api_url: str) -> bool:
    """Tell whether an address is Slack's, or at the Web API which stands in for it."""
    try:
        parts, api = urlsplit(url), urlsplit(api_url)
    except ValueError:
        return False
    stands_in = (parts.scheme, parts.netloc) == (api.scheme, api.netloc)
    return stands_in or (parts.scheme == "https" and bool(_HOST.fullmatch(parts.netloc)))


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
    wanted = case is not None and ticket.state == NEW and file in sharing.files_of(case)
    if not (wanted and ticket.card_channel and ticket.card_ts):
        return _not_now(ticket, file)
    way = Sharing(ticket, file, row.copy, ticket.card_channel, ticket.card_ts)
    return _call(way)


def _not_now(ticket: Ticket, file: str) -> Call:
    """Share nothing of what was withdrawn or taken away; the next card may ask for it again."""

    def keep(connection: Connection, _answer: Answer) -> None:
        sharing.forget(connection, ticket, file)

    return Call(_COMPLETE, {}, keep, steps=_nothing)


async def _nothing(_office: Office, _session: aiohttp.ClientSession) -> Answer:
    return {}


def _call(way: Sharing) -> Call:
    ticket, file = way.ticket, way.file

    def keep(connection: Connection, _answer: Answer) -> None:
        sharing.shared(connection, ticket, file)

    def given_up(connection: Connection, now: float) -> None:
        sharing.give_up(connection, ticket, file, now)

    place = {"channel": way.channel}
    return Call(_COMPLETE, place, keep, steps=way.run, given_up=given_up)


DRAWN: Mapping[str, Drawn] = {replying.TICKET_FILE: _ticket_file}
"""How a file is shared."""
