"""A call of the Web API, and the messages that calls carry."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.slack.office import Office
from bot.slack.screens.templates import Drawing
from bot.slack.web_api import Answer

PRIVATELY = "response_url"
METADATA = "partner_desk"
POST, UPDATE = "chat.postMessage", "chat.update"


def _nothing(_connection: Connection, _answer: Answer) -> None:
    """Keep nothing of what came back."""


Steps = Callable[[Office, aiohttp.ClientSession], Awaitable[Answer]]
"""Makes a call that is several requests; raises as `bot.slack.web_api.call` does."""


@dataclass(frozen=True)
class Call:
    """A Web API method with its arguments, or an answer to a `response_url`.

    `steps` makes it where it takes more than this one request. `keep` writes down what came back,
    in the transaction that ends the message; `instead` has the same said in another way, where the
    way of this call is closed; `given_up` writes down that the message was set aside.
    """

    method: str
    arguments: dict[str, Any]
    keep: Callable[[Connection, Answer], None] = _nothing
    instead: Callable[[Connection, float], None] | None = None
    steps: Steps | None = None
    given_up: Callable[[Connection, float], None] | None = None


Drawn = Callable[[Connection, Office, str, Mapping[str, Any]], Call | None]
"""Draws a message from what it is about: its connection, office, workspace and `about`."""


def message(channel: str, drawing: Drawing) -> dict[str, Any]:
    """Return where a message is and what it shows."""
    return {"channel": channel, "text": drawing.text, "blocks": drawing.blocks}


def post(channel: str, drawing: Drawing, **about: int) -> dict[str, Any]:
    """Return a new message; its metadata is the mark by which it can be recognized."""
    mark = {"event_type": METADATA, "event_payload": about}
    flat = {"unfurl_links": False, "unfurl_media": False}
    return message(channel, drawing) | {"metadata": mark} | flat


def ephemeral(drawing: Drawing) -> dict[str, Any]:
    """Return a message that only one person sees."""
    return {"text": drawing.text, "blocks": drawing.blocks, "response_type": "ephemeral"}


def let_go(_connection: Connection, _now: float) -> None:
    """Leave a message that is gone alone: it is for `instead`."""
