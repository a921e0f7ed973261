"""Answers to a `response_url`, which only the person sees."""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack.call import PRIVATELY
from bot.slack.office import CLIENT_LOG, Office
from bot.slack.web_api import (
    HTTP_PASSING,
    HTTP_TOO_MANY,
    PassingError,
    PostponedError,
    RefusedError,
    counted,
    waiting_seconds,
)

_SLACK = ("https", "hooks.slack.com")
_OK = 200
_METHOD = "response_url"


async def answer_privately(
    office: Office, session: aiohttp.ClientSession, url: str, body: Mapping[str, Any]
) -> None:
    """Post to a `response_url`; one that is none of Slack's, or that expired, is refused."""
    if not _is_slack(url, office.client.base_url):
        raise RefusedError(PRIVATELY)
    log = logging.getLogger(CLIENT_LOG)
    hook = AsyncWebhookClient(url, session=session, retry_handlers=[], logger=log)
    with counted(office, _METHOD):
        await _answered(hook, body)


async def _answered(hook: AsyncWebhookClient, body: Mapping[str, Any]) -> None:
    answer = await hook.send_dict(dict(body))
    if answer.status_code == HTTP_TOO_MANY:
        raise PostponedError(waiting_seconds(answer.headers))
    if answer.status_code >= HTTP_PASSING:
        raise PassingError
    if answer.status_code != _OK:
        raise RefusedError(PRIVATELY)


def _is_slack(url: str, api_url: str) -> bool:
    """Tell whether an address is Slack's, or that of the Web API which stands in for it."""
    return _origin(url) in {_SLACK, _origin(api_url)}


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc
