"""What a form's modal says of itself: where it was drawn, and what stands in it."""

from collections.abc import Mapping
from typing import Any

from bot.content.forms import Form, Position
from bot.forms.case import MOST_LINES
from bot.forms.filled import REVIEW
from bot.services.beginning import Modal
from bot.services.filling import Turned
from bot.slack.office import Office, Work
from bot.slack.payloads import Payload, metadata_of, number_in
from bot.slack.screens.form_blocks import State

FORM = "form"
"""What the callback id of a form's modal begins with."""

_MOST_TURNS = 10**9
"""A number that no form comes to, and that every database can keep."""


def modal_of(work: Work, payload: Payload) -> Modal | None:
    """Return what a form's modal says of itself; what it says wrongly is the beginning."""
    office, view = work.office, payload.get("view") or {}
    form = office.knowledge.forms.get(form_of(view) or "")
    if form is None:
        return None
    said = metadata_of(view)
    return Modal(
        str(view.get("id")),
        form,
        _position(said, form),
        number_in(said.get("turn"), _MOST_TURNS),
        locale_in(office, view),
        number_in(said.get("draft"), _MOST_TURNS) or None,
    )


def form_of(view: Payload) -> str | None:
    """Return the name of the form that a modal is one of, be it there or not."""
    kind, _, name = str(view.get("callback_id")).partition(":")
    return name if kind == FORM else None


def locale_in(office: Office, view: Payload) -> str:
    """Return the language that a modal is drawn in."""
    known, said = office.knowledge.locales, metadata_of(view)
    return next((each for each in known if each == said.get("locale")), office.default_locale)


def _position(said: Mapping[str, Any], form: Form) -> Position:
    position = Position(str(said.get("step")), number_in(said.get("line"), MOST_LINES - 1))
    is_step = position.step in form.steps or position.step == REVIEW
    return position if is_step else form.positions(1)[0]


def turned_of(modal: Modal, state: State) -> Turned:
    """Return what a modal holds."""
    if modal.position.step == REVIEW:
        return Turned(modal.position, modal.turn, settled=state.settled(state.asks()))
    given = state.given(modal.form, modal.position, modal.turn)
    return Turned(modal.position, modal.turn, given)
