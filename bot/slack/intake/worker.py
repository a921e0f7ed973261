"""Works through the inbox: every stored request goes to Bolt until it is done."""

import asyncio
import json
from collections.abc import Sequence
from time import perf_counter
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from sqlalchemy import Row

from bot.monitoring.logs import about, logger
from bot.services import failing, resuming
from bot.slack.installation.departures import depart, is_departure
from bot.slack.intake.bolt import dispatch
from bot.slack.loops import Pool
from bot.slack.messages.failures import who_waits
from bot.slack.office import LeaseLostError, Work
from bot.slack.payloads import Payload, enterprise_of, event_of, sort_of
from bot.slack.running import Running
from bot.slack.web_api import RefusedError, understood
from bot.storage import inbox
from bot.storage.shares import Busy

_log = logger(__name__)

LEASE_SECONDS = 60.0
_AT_ONCE = 16
_POLL_SECONDS = 0.5
_SLOW_SECONDS = 1.0
_BACKOFF_SECONDS = (1, 5, 30, 120, 600)


async def work(app: Running, stopping: asyncio.Event) -> None:
    """Process the inbox until `stopping`; what is under way is finished first."""
    house = app.house

    async def lease(most: int, busy: Busy) -> Sequence[Row[Any]]:
        await house.rush.over()
        return await house.database.run(inbox.lease, house.clock(), LEASE_SECONDS, most, busy)

    async def one(row: Row[Any]) -> None:
        payload = json.loads(row.payload or "{}")
        if is_departure(payload):
            await depart(app, row, payload)
            return
        office = await app.offices.of(row.workspace, enterprise_of(payload))
        if office is None:
            its = (row.workspace, row.id, row.attempts)
            await house.database.run(resuming.put_request_by, *its)
            return
        await process(app.bolt, Work(office, row.workspace, row.id, row.attempts), payload)

    await Pool(_AT_ONCE, lease, one, house.something_to_do).run(stopping, _POLL_SECONDS)


async def process(app: AsyncApp, job: Work, payload: Payload) -> None:
    """Do what a leased request asks for, and end it; one that fails is kept."""
    sort = sort_of(payload)
    its = {"workspace": job.workspace, "request": job.row, "attempt": job.attempt}
    with about(**its, kind=sort, event_id=event_of(payload)):
        result = await _processed(app, job, payload)
    job.office.metrics.done(sort, result)


async def _processed(app: AsyncApp, job: Work, payload: Payload) -> str:
    """Do what a request asks for; return what came of it."""
    begun = perf_counter()
    try:
        await dispatch(app, job, payload)
        await job.end()
    except LeaseLostError:
        _log.warning("request_taken_over", row=job.row)
        return "taken_over"
    except Exception as error:  # noqa: BLE001 - whatever a listener raises, the request is kept
        return await _keep(job, payload, error)
    seconds = round(perf_counter() - begun, 3)
    tell = _log.info if seconds > _SLOW_SECONDS or job.attempt > 1 else _log.debug
    tell("request_processed", seconds=seconds, row=job.row)
    return "done"


async def _keep(job: Work, payload: Payload, error: Exception) -> str:
    """Try a failed request again later; set it aside when that does not help."""
    reason = understood(error) if isinstance(error, SlackApiError) else error
    problem = type(reason).__name__
    _log.error("request_failed", error=reason.with_traceback(error.__traceback__), row=job.row)
    if job.finished or not await job.is_claimed() or job.row is None:
        return "failed"
    office, lease = job.office, (job.workspace, job.row, job.attempt)
    if isinstance(reason, RefusedError) or job.attempt > len(_BACKOFF_SECONDS):
        person = who_waits(payload)
        await office.database.run(failing.give_up, lease, problem, person, office.clock())
        office.something_to_say.set()
        _log.error("request_parked", problem=problem, row=job.row)
        return "parked"
    due = office.clock() + _BACKOFF_SECONDS[job.attempt - 1]
    await office.database.run(inbox.retry, *lease, due, problem)
    return "failed"
