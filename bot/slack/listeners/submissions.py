"""Submitted modals, and what is searched for in them, by what their callback id begins with."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.slack.listeners import (
    desk_submissions,
    form_buttons,
    forms,
    proposal_modals,
    settings_modals,
)
from bot.slack.modals.desk_modals import DESK
from bot.slack.modals.form_modals import FORM
from bot.slack.modals.settings_modal import SETTINGS
from bot.slack.office import Work
from bot.slack.payloads import Payload
from bot.slack.screens.proposal_drawing import PROPOSE


async def on_submission(work: Work, payload: Payload) -> dict[str, Any]:
    """Take a submitted modal; return what to answer. One of no kind that there is closes."""
    submitted = _SUBMITTED.get(_kind(payload))
    return await submitted(work, payload) if submitted else {}


def on_search(work: Work, payload: Payload) -> list[dict[str, Any]]:
    """Return the options that a query finds in a modal; none in one of no kind that there is."""
    search = _SEARCHED.get(_kind(payload))
    return search(work, payload) if search else []


def _kind(payload: Payload) -> str:
    return str((payload.get("view") or {}).get("callback_id")).partition(":")[0]


_SUBMITTED: Mapping[str, Callable[[Work, Payload], Awaitable[dict[str, Any]]]] = {
    FORM: forms.on_submission,
    DESK: desk_submissions.on_submission,
    PROPOSE: proposal_modals.on_submission,
    SETTINGS: settings_modals.on_submission,
}

_SEARCHED: Mapping[str, Callable[[Work, Payload], list[dict[str, Any]]]] = {
    FORM: form_buttons.on_search,
    PROPOSE: proposal_modals.on_search,
    SETTINGS: settings_modals.on_search,
}
