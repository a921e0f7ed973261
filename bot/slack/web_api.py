"""Calls of Slack's Web API, and what its refusals mean."""

import asyncio
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.monitoring.logs import logger
from bot.slack.office import Office
from bot.storage import pauses

Answer = Mapping[str, Any]

RATE_LIMITED = "ratelimited"
_RATE_LIMITED = frozenset({RATE_LIMITED, "rate_limited"})
_PASSING = frozenset(
    {
        "accesslimited",
        "fatal_error",
        "internal_error",
        "org_login_required",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
"""Slack's errors that pass by themselves; all others are final."""

_BY_FORM = frozenset({"files.getUploadURLExternal"})
"""Methods that took no JSON for years: what every Slack takes is a form."""

_log = logger(__name__)

HTTP_TOO_MANY = 429
HTTP_PASSING = 500
_RETRY_AFTER_SECONDS = 30.0
_LONGEST_SECONDS = 24 * 3600.0


class PostponedError(Exception):
    """Slack did not do it, and asked to be called again in so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        """Keep the seconds."""
        super().__init__()
        self.seconds = seconds


class PassingError(Exception):
    """Slack failed for a while, and may have done it nevertheless."""


class RefusedError(Exception):
    """Slack refused for good; its text is Slack's name for the reason."""


_DONE, _NETWORK = "ok", "network"
_RESULTS: Mapping[type[BaseException], str] = {
    PostponedError: "postponed",
    PassingError: "passing",
    asyncio.CancelledError: "cancelled",
}
"""What came of a call, beside Slack's names for its refusals."""


async def call(
    office: Office, workspace: str, method: str, arguments: Mapping[str, Any], verb: str = "POST"
) -> Answer:
    """Call a method, unless Slack asked to leave it alone.

    Raises PostponedError, PassingError or RefusedError; what the network raises is passing too.
    """
    await obey_pause(office, workspace, method)
    return await call_now(office, workspace, method, arguments, verb)


async def call_now(
    office: Office, workspace: str, method: str, arguments: Mapping[str, Any], verb: str = "POST"
) -> Answer:
    """Call a method whatever Slack asked before: what was pressed opens now or never."""
    body = "data" if method in _BY_FORM else "json"
    given = {"params" if verb == "GET" else body: dict(arguments)}
    try:
        with counted(office, method):
            answer = await office.client.api_call(method, http_verb=verb, **given)
    except SlackApiError as error:
        raise await _kept(office, workspace, method, understood(error)) from None
    return answer.data if isinstance(answer.data, dict) else {}


@contextmanager
def counted(office: Office, method: str) -> Iterator[None]:
    """Measure a call of Slack's, and count it by what comes of it."""
    result = _DONE
    try:
        with office.metrics.timing(method):
            yield
    except BaseException as error:
        result = _result_of(error)
        _log.info("slack_call_failed", method=method, result=result)
        raise
    finally:
        office.metrics.called(method, result)


def _result_of(error: BaseException) -> str:
    """Return ours or Slack's name for what came of a call that raised."""
    meant = understood(error) if isinstance(error, SlackApiError) else error
    return str(meant) if isinstance(meant, RefusedError) else _RESULTS.get(type(meant), _NETWORK)


async def obey_pause(office: Office, workspace: str, method: str) -> None:
    """Raise PostponedError while Slack wants the method to be left alone."""
    until = await office.database.read(pauses.paused_until, workspace, method)
    seconds = until - office.clock()
    if seconds > 0:
        raise PostponedError(seconds)


async def _kept(office: Office, workspace: str, method: str, problem: Exception) -> Exception:
    if isinstance(problem, PostponedError):
        until = office.clock() + problem.seconds
        await office.database.run(pauses.pause, workspace, method, until)
    return problem


def understood(error: SlackApiError) -> Exception:
    """Tell what an error means: its answer may be anything that stands between us and Slack."""
    answer: Any = error.response
    name = error_name(error)
    status: int = getattr(answer, "status_code", 0) or getattr(answer, "status", 0)
    if status == HTTP_TOO_MANY or name in _RATE_LIMITED:
        return PostponedError(waiting_seconds(getattr(answer, "headers", None)))
    if status >= HTTP_PASSING or name in _PASSING or not name:
        return PassingError(name)
    return RefusedError(name)


def error_name(error: SlackApiError) -> str:
    """Return Slack's name for an error; "" where the answer was none of Slack's."""
    data = getattr(error.response, "data", error.response)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def waiting_seconds(headers: Mapping[str, str] | None) -> float:
    """Read a Retry-After; one that is missing or nonsense means a cautious wait."""
    try:
        seconds = float((headers or {}).get("Retry-After", ""))
    except ValueError:
        seconds = math.nan
    return seconds if 0 < seconds < _LONGEST_SECONDS else _RETRY_AFTER_SECONDS
