"""The calls that give people their data, and take back what Slack shows of who was erased.

Only what the app posted can be deleted. Source: https://docs.slack.dev/reference/methods/chat.delete
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.services import erasing, exporting, replying
from bot.slack.call import POST, Call, Drawn, post
from bot.slack.office import Office
from bot.slack.screens.own_data_drawing import DATA_NOT_SENT
from bot.slack.sending.uploading import COMPLETE, complete, upload
from bot.slack.tidying import collected
from bot.slack.web_api import Answer, RefusedError, call

_DELETE, _DELETE_FILE = "chat.delete", "files.delete"
_OPEN, _REPLIES = "conversations.open", "conversations.replies"
_PAGE = 200


def _unsaid(
    connection: Connection, _office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Delete messages and files of ours; a card with all that we said below it."""
    if "table" not in about:
        places, files = about.get("places") or (), about.get("files") or ()
        return Call(_DELETE, {}, steps=_deleting(workspace, places, files))
    place = erasing.shown(connection, workspace, about)
    if place is None:
        return None

    def forget(connection: Connection, _: object) -> None:
        erasing.unsaid(connection, workspace, about)

    with_thread = about["what"] == erasing.CARD
    steps = _deleting(workspace, [place], (), with_thread=with_thread)
    return Call(_DELETE, {}, forget, steps=steps, given_up=forget)


def _deleting(
    workspace: str,
    places: Sequence[Sequence[str]],
    files: Sequence[str],
    *,
    with_thread: bool = False,
) -> Any:  # noqa: ANN401 - the steps of a call
    async def steps(office: Office, _session: aiohttp.ClientSession) -> Answer:
        for channel, ts in places:
            below = await _said_below(office, workspace, channel, ts) if with_thread else ()
            for each in (*below, ts):
                await _try(office, workspace, _DELETE, {"channel": channel, "ts": each})
        for file in files:
            await _try(office, workspace, _DELETE_FILE, {"file": file})
        return {}

    return steps


async def _try(office: Office, workspace: str, method: str, given: Mapping[str, str]) -> None:
    """Delete something, unless it is gone already or Slack keeps it."""
    try:
        await call(office, workspace, method, given)
    except RefusedError:
        return


async def _said_below(office: Office, workspace: str, channel: str, ts: str) -> list[str]:
    """Return what the app said in a thread; nothing where it may not read there."""
    found: list[str] = []
    cursor = ""
    while True:
        page = {"channel": channel, "ts": ts, "limit": _PAGE, "cursor": cursor}
        asked = {name: value for name, value in page.items() if value}
        try:
            answer = await call(office, workspace, _REPLIES, asked, verb="GET")
        except RefusedError:
            return found
        found += _ours(office, answer, ts)
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return found


def _ours(office: Office, answer: Answer, root: str) -> list[str]:
    messages = answer.get("messages") or []
    ours = (each for each in messages if each.get("user") == office.identity.bot_user_id)
    return [str(each["ts"]) for each in ours if each.get("ts") != root]


def _own_data(
    _connection: Connection, _office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    """Send somebody all that is kept of them, in their direct message with the app."""
    person, locale = str(about["person"]), str(about["locale"])

    async def steps(office: Office, session: aiohttp.ClientSession) -> Answer:
        document = await collected(office, workspace, person)
        said, name = office.artist.own_data.file(locale, office.today()), f"{person}.json"
        opened = await call(office, workspace, _OPEN, {"users": person})
        file = await upload(office, session, workspace, name, BytesIO(document.encode()))
        where = {"channel_id": str(opened["channel"]["id"]), "initial_comment": said["comment"]}
        return await complete(office, workspace, {"id": file, "title": said["title"]}, where)

    def keep(connection: Connection, _: Answer) -> None:
        exporting.record(connection, workspace, person, _office.clock(), by_operator=False)

    def given_up(connection: Connection, now: float) -> None:
        reason = {"code": DATA_NOT_SENT, "ticket": None}
        replying.refused(connection, workspace, person, "", reason, now)

    return Call(COMPLETE, {}, keep, steps=steps, given_up=given_up)


def _erased(
    _connection: Connection, office: Office, _workspace: str, about: Mapping[str, Any]
) -> Call:
    return Call(POST, post(about["person"], office.artist.own_data.erased(about["locale"])))


DRAWN: Mapping[str, Drawn] = {
    replying.UNSAID: _unsaid,
    replying.OWN_DATA: _own_data,
    replying.OWN_DATA_ERASED: _erased,
}
"""How people get their data, and how what is shown of them goes."""
