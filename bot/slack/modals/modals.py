"""Modals: opened while their trigger lives, or else offered anew by a message."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp

from bot.services import replying
from bot.slack.office import Work
from bot.slack.payloads import Payload
from bot.slack.web_api import PassingError, PostponedError, RefusedError, call_now

_FAILURES = (PassingError, PostponedError, RefusedError, aiohttp.ClientError, OSError)
"""What a call ends with when Slack does not do it (TimeoutError is an OSError)."""


async def open_modal(
    work: Work, payload: Payload, view: Mapping[str, Any], person: str, button: str
) -> str | None:
    """Open a modal, above the one that it was asked for in, and return its id; or else write.

    What is written is sent once the request is ended. `button` is the action id by which they can
    try again.
    """
    method = "views.push" if is_in_modal(payload) else "views.open"
    arguments = {"trigger_id": str(payload.get("trigger_id")), "view": view}
    try:
        opened = await call_now(work.office, work.workspace, method, arguments)
    except _FAILURES:
        work.besides(replying.unopened, work.workspace, person, button, work.office.clock())
        return None
    return str((opened.get("view") or {}).get("id"))


def is_in_modal(payload: Payload) -> bool:
    """Tell whether something was pressed in a modal."""
    return bool((payload.get("view") or {}).get("type") == "modal")


async def redraw_modal(
    work: Work, view_id: str, view: Mapping[str, Any], seen: str | None = None
) -> None:
    """Redraw an open modal; one that was closed meanwhile needs it no more.

    `seen` is the hash of the view that it was drawn from: one that looks otherwise by now stays.
    """
    arguments = {"view_id": view_id, "view": view, **({"hash": seen} if seen else {})}
    with suppress(*_FAILURES):
        await call_now(work.office, work.workspace, "views.update", arguments)
