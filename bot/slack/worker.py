"""Works through the inbox: every stored request goes to Bolt until it is done."""

import asyncio
import json
import logging
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from sqlalchemy import Row

from bot.slack.bolt import dispatch
from bot.slack.loops import until_stopped
from bot.slack.office import Office, Work
from bot.storage import inbox

_log = logging.getLogger(__name__)

_AT_ONCE = 16
_LEASE_SECONDS = 60.0
_POLL_SECONDS = 0.5
_BACKOFF_SECONDS = (1, 5, 30, 120, 600)


async def work(office: Office, app: AsyncApp, stopping: asyncio.Event) -> None:
    """Process the inbox until `stopping`; what is under way is finished first."""

    async def turn() -> bool:
        leased = await office.database.run(inbox.lease, office.clock(), _LEASE_SECONDS, _AT_ONCE)
        await asyncio.gather(*(_process(office, app, row) for row in leased))
        return len(leased) == _AT_ONCE

    await until_stopped(turn, office.something_to_do, stopping, _POLL_SECONDS)


async def _process(office: Office, app: AsyncApp, row: Row[Any]) -> None:
    number, workspace, _kind, payload, attempts = tuple(row)
    job = Work(office, workspace, number)
    try:
        await dispatch(app, job, json.loads(payload or "{}"))
        await job.end()
    except Exception as error:  # noqa: BLE001 - whatever a listener raises, the request is kept
        await _keep(office, job, attempts, error)


async def _keep(office: Office, job: Work, attempts: int, error: Exception) -> None:
    """Try a failed request again later; set it aside when that does not help."""
    problem = type(error).__name__
    _log.error("request %s failed, attempt %s: %s", job.row, attempts, problem)
    if job.finished or job.row is None:
        return
    if isinstance(error, SlackApiError) or attempts > len(_BACKOFF_SECONDS):
        await office.database.run(inbox.park, job.workspace, job.row, problem)
    else:
        due = office.clock() + _BACKOFF_SECONDS[attempts - 1]
        await office.database.run(inbox.retry, job.workspace, job.row, due, problem)
