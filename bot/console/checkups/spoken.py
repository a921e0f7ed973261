"""Slack: each token with its scopes, the clock, the channel of the support team, Socket Mode."""

from collections.abc import AsyncIterator, Collection, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.console.checkups.finding import Check, Finding, fine, note, wrong
from bot.slack.members import is_own
from bot.slack.web_api import error_name

CLOCK_SECONDS = 60
"""How far a clock may be off: from 300 seconds on, what Slack sends is refused."""

_FAILURES = (aiohttp.ClientError, TimeoutError, OSError, AttributeError)
"""What a call ends with when Slack does not answer; the last is slack_sdk's for what is no JSON."""
_PAGE, _MOST_PAGES = 200, 10


class Known(NamedTuple):
    """Who the app is with a token, as Slack tells, and what came along."""

    headers: Mapping[str, str]
    team: str
    team_id: str


async def known(client: AsyncWebClient, place: str) -> Known | Finding:
    """Ask Slack whose a token is; return why it can't be used."""
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        problem = error_name(error)
        if not problem:
            return wrong(Check.TOKEN, "slack-away", place)
        return wrong(Check.TOKEN, "token-refused", place, problem=problem)
    except _FAILURES:
        return wrong(Check.TOKEN, "slack-away", place)
    told = {name: str(answer.get(name) or place) for name in ("team", "team_id")}
    return Known(answer.headers, **told)


def clock(headers: Mapping[str, str], now: float) -> Finding:
    """Compare a clock with Slack's, by the Date of an answer."""
    try:
        told = parsedate_to_datetime(headers.get("Date") or "").timestamp()
    except (TypeError, ValueError):
        return note(Check.CLOCK, "clock-unknown")
    seconds = round(abs(now - told))
    tell, code = (wrong, "clock-off") if seconds > CLOCK_SECONDS else (fine, "clock-right")
    return tell(Check.CLOCK, code, seconds=seconds)


def scopes(headers: Mapping[str, str], wanted: Collection[str], place: str) -> list[Finding]:
    """Compare what a token may do with what the manifest asks for."""
    told = headers.get("x-oauth-scopes")
    if told is None:
        return [note(Check.SCOPES, "scopes-unknown", place)]
    granted = {each.strip() for each in told.split(",") if each.strip()}
    missing, needless = sorted({*wanted} - granted), sorted(granted - {*wanted})
    found = [wrong(Check.SCOPES, "scopes-missing", place, names=", ".join(missing))]
    more = [note(Check.SCOPES, "scopes-needless", place, names=", ".join(needless))]
    told_of = [*(found if missing else ()), *(more if needless else ())]
    return told_of or [fine(Check.SCOPES, "scopes-right", place)]


async def desk(client: AsyncWebClient, workspace: str, channel: str | None) -> Finding:
    """Look whether the app and somebody of the support team are in their channel."""
    if not channel:
        return wrong(Check.DESK, "desk-none", workspace)
    try:
        answer = await client.conversations_info(channel=channel)
        problem = _problem(answer.get("channel") or {})
        if problem:
            return wrong(Check.DESK, problem, workspace, channel=channel)
        if not await _has_support(client, workspace, channel):
            return wrong(Check.DESK, "desk-empty", workspace, channel=channel)
    except SlackApiError as error:
        code = "desk-not-in" if error_name(error) == "channel_not_found" else "desk-unknown"
        return wrong(Check.DESK, code, workspace, channel=channel, problem=error_name(error))
    except _FAILURES:
        return wrong(Check.DESK, "desk-unknown", workspace, channel=channel, problem="-")
    is_shared = (answer.get("channel") or {}).get("is_ext_shared")
    tell, code = (note, "desk-shared") if is_shared else (fine, "desk-right")
    return tell(Check.DESK, code, workspace, channel=channel)


def _problem(told: Mapping[str, Any]) -> str | None:
    if told.get("is_archived"):
        return "desk-archived"
    return None if told.get("is_member") else "desk-not-in"


async def _has_support(client: AsyncWebClient, workspace: str, channel: str) -> bool:
    """Tell whether a full member of the workspace is in a channel; the first one is enough."""
    async for person in _inside(client, channel):
        answer = await client.users_info(user=person)
        if is_own(answer.get("user") or {}, workspace):
            return True
    return False


async def _inside(client: AsyncWebClient, channel: str) -> AsyncIterator[str]:
    cursor = ""
    for _ in range(_MOST_PAGES):
        more = {"cursor": cursor} if cursor else {}
        page = await client.conversations_members(channel=channel, limit=_PAGE, **more)
        for person in page.get("members") or []:
            yield str(person)
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


async def socket(client: AsyncWebClient, app_token: str) -> Finding:
    """Look whether Slack lets the app connect over Socket Mode; nothing is connected."""
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return wrong(Check.SOCKET, "socket-refused", problem=error_name(error) or "-")
    except _FAILURES:
        return wrong(Check.SOCKET, "slack-away")
    return fine(Check.SOCKET, "socket-right")
