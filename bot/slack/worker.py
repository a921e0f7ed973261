"""Works through the inbox: every stored request goes to Bolt until it is done."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from sqlalchemy import Row

from bot.slack.bolt import dispatch
from bot.slack.loops import Pool
from bot.slack.office import LeaseLostError, Work
from bot.slack.payloads import Payload, enterprise_of
from bot.slack.running import Running
from bot.slack.web_api import RefusedError, understood
from bot.storage import inbox

_log = logging.getLogger(__name__)

LEASE_SECONDS = 60.0
_AT_ONCE = 16
_POLL_SECONDS = 0.5
_BACKOFF_SECONDS = (1, 5, 30, 120, 600)


async def work(app: Running, stopping: asyncio.Event) -> None:
    """Process the inbox until `stopping`; what is under way is finished first."""
    house = app.house

    async def lease(most: int) -> Sequence[Row[Any]]:
        await house.rush.over()
        return await house.database.run(inbox.lease, house.clock(), LEASE_SECONDS, most)

    async def one(row: Row[Any]) -> None:
        payload = json.loads(row.payload or "{}")
        office = await app.offices.of(row.workspace, enterprise_of(payload))
        if office is None:
            await house.database.run(inbox.finish, row.workspace, row.id, row.attempts)
            return
        await process(app.bolt, Work(office, row.workspace, row.id, row.attempts), payload)

    await Pool(_AT_ONCE, lease, one, house.something_to_do).run(stopping, _POLL_SECONDS)


async def process(app: AsyncApp, job: Work, payload: Payload) -> None:
    """Do what a leased request asks for, and end it; one that fails is kept."""
    try:
        await dispatch(app, job, payload)
        await job.end()
    except LeaseLostError:
        _log.warning("request %s is not ours to do, or not any more", job.row)
    except Exception as error:  # noqa: BLE001 - whatever a listener raises, the request is kept
        await _keep(job, error)


async def _keep(job: Work, error: Exception) -> None:
    """Try a failed request again later; set it aside when that does not help."""
    reason = understood(error) if isinstance(error, SlackApiError) else error
    problem = type(reason).__name__
    _log.error("request %s failed, attempt %s: %s", job.row, job.attempt, problem)
    if job.finished or not await job.is_claimed() or job.row is None:
        return
    office, lease = job.office, (job.workspace, job.row, job.attempt)
    if isinstance(reason, RefusedError) or job.attempt > len(_BACKOFF_SECONDS):
        await office.database.run(inbox.park, *lease, problem)
    else:
        due = office.clock() + _BACKOFF_SECONDS[job.attempt - 1]
        await office.database.run(inbox.retry, *lease, due, problem)
