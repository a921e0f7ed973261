"""Files that the app uploads: announced, sent to where Slack says, then shared.

Source: https://docs.slack.dev/messaging/working-with-files
"""

import re
from collections.abc import Mapping
from io import BytesIO
from urllib.parse import urlsplit

import aiohttp

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

ELSEWHERE, UNREADABLE = "file_elsewhere", "file_unreadable"
"""Reasons of our own why a file can't be sent or read, beside Slack's."""

ANNOUNCE = "files.getUploadURLExternal"
COMPLETE = "files.completeUploadExternal"

TRANSFER = aiohttp.ClientTimeout(total=40)
"""How long reading or uploading one file may take."""

_HOST = re.compile(r"(?:[a-z0-9-]+\.)*slack(?:-gov)?\.com")
"""Slack's own hosts, without anything before or after them."""

_OK = 200


async def upload(
    office: Office,
    session: aiohttp.ClientSession,
    workspace: str,
    name: str,
    content: BytesIO,
    alt_text: str = "",
) -> str:
    """Upload a file; return the id of what is not shared yet."""
    described = {"alt_txt": alt_text} if alt_text else {}
    announced = {"filename": name, "length": content.getbuffer().nbytes, **described}
    given = await call(office, workspace, ANNOUNCE, announced)
    url = slack_s(office, given.get("upload_url"))
    async with session.post(url, data=content, allow_redirects=False, timeout=TRANSFER) as answer:
        check(answer)
    return str(given["file_id"])


async def complete(
    office: Office, workspace: str, file: Mapping[str, str], where: Mapping[str, str]
) -> Answer:
    """Share an uploaded file ({"id", "title"}) somewhere, or nowhere."""
    return await call(office, workspace, COMPLETE, {"files": [file], **where})


def check(answer: aiohttp.ClientResponse) -> None:
    """Raise what an answer means that is not the one hoped for."""
    if answer.status == HTTP_TOO_MANY:
        raise PostponedError(waiting_seconds(answer.headers))
    if answer.status >= HTTP_PASSING:
        raise PassingError
    if answer.status != _OK:
        raise RefusedError(UNREADABLE)


def slack_s(office: Office, url: object) -> str:
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
