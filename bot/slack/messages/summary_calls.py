"""The calls that show the support team its week: first the picture is uploaded, then all is posted.

A summary whose picture Slack does not take is posted without it: its figures are all in the text.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.services import replying, summarizing
from bot.services.summarizing import Weeks
from bot.slack.call import POST, Call, Drawn, post
from bot.slack.grounds import desk_now
from bot.slack.office import Office
from bot.slack.sending.uploading import COMPLETE, complete, upload
from bot.slack.web_api import Answer, call

_INFO = "files.info"
_ASKED = 20
_ASK_AGAIN_SECONDS = 0.5


def _weeks(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Weeks:
    first_day = date.fromisoformat(about["first_day"])
    return summarizing.weeks(connection, workspace, office.hours, first_day, office.clock())


def _chart(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Upload the picture of a week to nowhere: the message that shows it comes after it."""
    if not office.desk_channel:
        return None
    weeks = _weeks(connection, office, workspace, about)
    first_day = weeks.week.first_day

    async def steps(office: Office, session: aiohttp.ClientSession) -> Answer:
        png = await asyncio.to_thread(office.artist.summary.picture, weeks, office.desk_locale)
        name = f"{first_day.isoformat()}.png"
        file = await upload(office, session, workspace, name, BytesIO(png))
        await complete(office, workspace, {"id": file, "title": name}, {})
        await _be_ready(office, workspace, file)
        return {"file": file}

    def keep(connection: Connection, answer: Answer) -> None:
        replying.summary(connection, workspace, first_day, str(answer["file"]), office.clock())

    return Call(COMPLETE, {}, keep, steps=steps, given_up=_without(workspace, first_day))


async def _be_ready(office: Office, workspace: str, file: str) -> None:
    """Wait a while until Slack has looked at a picture: before that, no message can show it."""
    for _ in range(_ASKED):
        if (await _about(office, workspace, file)).get("mimetype"):
            return
        await asyncio.sleep(_ASK_AGAIN_SECONDS)


async def _about(office: Office, workspace: str, file: str) -> Mapping[str, Any]:
    told = (await call(office, workspace, _INFO, {"file": file}, verb="GET")).get("file")
    return told if isinstance(told, dict) else {}


def _without(workspace: str, first_day: date) -> Callable[[Connection, float], None]:
    """Have a week shown without its picture."""

    def plain(connection: Connection, now: float) -> None:
        replying.summary(connection, workspace, first_day, None, now)

    return plain


def _summary(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    channel = desk_now(connection, office)
    if channel is None:
        return None
    weeks = _weeks(connection, office, workspace, about)
    file = about["file"]
    drawing = office.artist.summary.message(weeks, office.desk_locale, file)
    plain = _without(workspace, weeks.week.first_day) if file else None
    return Call(POST, post(channel, drawing), given_up=plain)


DRAWN: Mapping[str, Drawn] = {replying.CHART: _chart, replying.SUMMARY: _summary}
"""How a week is shown."""
