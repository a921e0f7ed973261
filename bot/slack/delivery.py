"""Sends the outbox: paced by channel, patient with Slack, honest about what it refuses."""

import asyncio
import logging
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient
from sqlalchemy import Connection, Row

from bot.slack.calls import PRIVATELY, Answer, Call, draw
from bot.slack.loops import until_stopped
from bot.slack.office import Office
from bot.slack.pace import Pace
from bot.storage import outbox, pauses, questions

_log = logging.getLogger(__name__)

_AT_ONCE = 32
_LEASE_SECONDS = 120.0
_POLL_SECONDS = 0.5
_BACKOFF_SECONDS = (1, 2, 5, 15, 60, 300)
_ATTEMPTS_AT_MOST = 50
_PASSING = frozenset(
    {
        "accesslimited",
        "fatal_error",
        "internal_error",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
"""Slack's errors that pass by themselves; all others are final."""

_NO_MORE = {"message_not_found", "cant_update_message", "edit_window_closed"}
_HTTP_TOO_MANY = 429
_HTTP_PASSING = 500
_RETRY_AFTER_SECONDS = 30.0


class SlackSaysWaitError(Exception):
    """Slack asked for patience; `seconds` is how much, or None if it did not say."""

    def __init__(self, seconds: float | None) -> None:
        """Keep the seconds."""
        super().__init__()
        self.seconds = seconds


class RefusedError(Exception):
    """Slack refused for good."""


class Delivery:
    """Sends what the outbox holds, each lane in its order."""

    def __init__(self, office: Office, session: aiohttp.ClientSession) -> None:
        """Send through one shared HTTP session."""
        self._office = office
        self._session = session
        self._pace = Pace()
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`; what is under way is finished first."""
        wake = self._office.something_to_say
        await until_stopped(self._turn, wake, stopping, _POLL_SECONDS)
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _turn(self) -> bool:
        free = _AT_ONCE - len(self._sending)
        if free <= 0:
            await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)
            return True
        now = self._office.clock()
        rows = await self._office.database.run(outbox.lease, now, _LEASE_SECONDS, free)
        for row in rows:
            task = asyncio.create_task(self._send(row))
            self._sending.add(task)
            task.add_done_callback(self._sent)
        return False

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._office.something_to_say.set()

    async def _send(self, row: Row[Any]) -> None:
        number, workspace, lane, message, about, attempts = tuple(row)
        database = self._office.database
        try:
            call = await database.read(draw, self._office, workspace, message, about)
            answer = await self._make(call, workspace, lane) if call else {}
        except RefusedError as refusal:
            await self._give_up(row, str(refusal))
        except SlackSaysWaitError as wait:
            await self._later(row, wait.seconds or _backoff(attempts), "ratelimited")
        except Exception as error:  # noqa: BLE001 - whatever fails, the message is kept
            await self._later(row, _backoff(attempts), type(error).__name__)
        else:
            await database.run(_keep, workspace, number, call, answer)

    async def _make(self, call: Call, workspace: str, lane: str) -> Answer:
        now = self._office.clock()
        until = await self._office.database.read(pauses.paused_until, workspace, call.method)
        if until > now:
            raise SlackSaysWaitError(until - now)
        await asyncio.sleep(self._pace.take((workspace, lane), now))
        answer = await self._call(call, workspace)
        if call.then:
            await self._call(call.then, workspace)
        return answer

    async def _call(self, call: Call, workspace: str) -> Answer:
        try:
            return await self._request(call)
        except SlackApiError as error:
            raise await self._understood(error, call, workspace) from None

    async def _request(self, call: Call) -> Answer:
        if call.method == PRIVATELY:
            return await self._answer_privately(call)
        answer = await self._office.client.api_call(call.method, json=call.arguments)
        data = answer.data
        return data if isinstance(data, dict) else {}

    async def _answer_privately(self, call: Call) -> Answer:
        hook = AsyncWebhookClient(call.arguments["url"], session=self._session, retry_handlers=[])
        answer = await hook.send_dict(call.arguments["body"])
        if answer.status_code == _HTTP_TOO_MANY or answer.status_code >= _HTTP_PASSING:
            raise SlackSaysWaitError(_seconds(answer.headers.get("Retry-After")))
        if answer.status_code != 200:  # noqa: PLR2004 - HTTP's OK
            raise RefusedError(PRIVATELY)
        return {}

    async def _understood(self, error: SlackApiError, call: Call, workspace: str) -> Exception:
        """Tell what Slack's refusal means; keep a pause that it asked for."""
        name = str(error.response.get("error") or "")
        if error.response.status_code == _HTTP_TOO_MANY or name in {"ratelimited", "rate_limited"}:
            seconds = _seconds(error.response.headers.get("Retry-After"))
            until = self._office.clock() + seconds
            await self._office.database.run(pauses.pause, workspace, call.method, until)
            return SlackSaysWaitError(seconds)
        if name in _PASSING or error.response.status_code >= _HTTP_PASSING or not name:
            return SlackSaysWaitError(None)
        return RefusedError(name)

    async def _later(self, row: Row[Any], seconds: float, problem: str) -> None:
        if row.attempts >= _ATTEMPTS_AT_MOST:
            await self._give_up(row, problem)
            return
        due = self._office.clock() + seconds
        await self._office.database.run(outbox.retry, row.workspace, row.id, due, problem)

    async def _give_up(self, row: Row[Any], problem: str) -> None:
        """Set a message aside; a reply whose message is gone is posted anew."""
        if problem in _NO_MORE and row.message == "reply":
            again = row.about["question"]
            await self._office.database.run(
                _post_anew, row.workspace, row.id, again, self._office.clock()
            )
            return
        _log.error("message %s (%s) was refused: %s", row.id, row.message, problem)
        await self._office.database.run(outbox.park, row.workspace, row.id, problem)


def _keep(
    connection: Connection, workspace: str, number: int, call: Call | None, answer: Answer
) -> None:
    if call:
        call.keep(connection, answer)
    outbox.finish(connection, workspace, number)


def _post_anew(connection: Connection, workspace: str, row: int, question: int, now: float) -> None:
    questions.change(connection, workspace, question, reply_ts=None)
    outbox.retry(connection, workspace, row, now, "posted anew")


def _backoff(attempts: int) -> float:
    return _BACKOFF_SECONDS[min(attempts, len(_BACKOFF_SECONDS)) - 1]


def _seconds(text: object) -> float:
    """Read a Retry-After; one that is missing or nonsense means a cautious wait."""
    try:
        seconds = float(str(text))
    except ValueError:
        return _RETRY_AFTER_SECONDS
    return seconds if 0 < seconds < 24 * 3600 else _RETRY_AFTER_SECONDS
