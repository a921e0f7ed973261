"""What is pressed in a form's modal, what is typed before it is submitted, and its closing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.content.forms import Position
from bot.forms.case import Case, Reader
from bot.forms.filled import Filled
from bot.forms.kinds.choice import OTHER
from bot.services import beginning, filling, language, sending
from bot.services.filling import Going
from bot.services.sending import Outcome
from bot.slack.listeners.forms import filler_of, redraw
from bot.slack.listeners.press import Press
from bot.slack.modals.form_modals import modal_of, turned_of
from bot.slack.modals.modals import open_modal
from bot.slack.office import Work
from bot.slack.payloads import Payload
from bot.slack.screens.form_blocks import MEANT, OTHER_TEXT, TYPED, State, field_of, is_field

_MOST_OPTIONS = 100

Change = Callable[[Connection, Going, float], Going]


async def _change(press: Press, change: Change) -> None:
    """Keep what was typed, do something with the form, and show it as it stands then.

    On a screen that is not the form's last one, nothing is done: its last one is shown.
    """
    outcome = await _kept(press.work, press.payload, press.person, change, press.typed_at)
    if outcome:
        await redraw(press.work, outcome)


async def _kept(
    work: Work, payload: Payload, person: str, change: Change | None, typed_at: float = 0.0
) -> Outcome | None:
    modal = modal_of(work, payload)
    if modal is None:
        return None
    office, filler, state = work.office, filler_of(work, payload, person), State.of(payload)
    turned = turned_of(modal, state)

    def both(connection: Connection) -> Outcome | None:
        now = office.clock()
        current = beginning.in_modal(connection, office.forms, filler, modal, now)
        if not filling.may_go_on(connection, current):
            return None
        if current.draft.turn != modal.turn:
            return sending.standing(connection, current) if change else None
        kept = sending.keep_typed(connection, current, turned, typed_at, now)
        changed = change(connection, kept, now) if change else kept
        return sending.standing(connection, changed)

    return await work.do(both)


async def _typed(press: Press) -> None:
    """Keep what was typed; a choice of something else asks which, another number what it means."""
    outcome = await _kept(press.work, press.payload, press.person, None, press.typed_at)
    state, modal = State.of(press.payload), modal_of(press.work, press.payload)
    if outcome and modal and is_field(press.block):
        field = modal.form.fields.get(field_of(press.block))
        asks_which = field is not None and field.other and state.typed(press.block) == OTHER
        is_asked = state.has(f"{press.block}:{OTHER_TEXT}")
        if asks_which != is_asked or state.has(f"{press.block}:{MEANT}"):
            await redraw(press.work, outcome)


async def _back(press: Press) -> None:
    await _change(press, filling.step_back)


async def _another(press: Press) -> None:
    def add(connection: Connection, current: Going, now: float) -> Going:
        may = current.case.may_add_line()
        return filling.add_line(connection, current, now) if may else current

    await _change(press, add)


async def _start_over(press: Press) -> None:
    await _change(press, filling.start_over)


async def _go(press: Press) -> None:
    step, _, line = press.chosen.partition(":")

    def go(connection: Connection, current: Going, now: float) -> Going:
        wanted = Position(step, int(line[:9])) if line.isdecimal() else current.position
        there = wanted if filling.is_there(current.case, wanted) else current.position
        return filling.step_to(connection, current, there, now)

    await _change(press, go)


async def _drop_line(press: Press) -> None:
    def drop(connection: Connection, current: Going, now: float) -> Going:
        chosen = (press.chosen or press.value)[:9]
        line = int(chosen) if chosen.isdecimal() else len(current.filled.lines)
        return filling.drop_line(connection, current, line, now)

    await _change(press, drop)


async def _form_in(press: Press) -> None:
    """Go on in another language, which is the person's own from now on."""

    def speak(connection: Connection, current: Going, now: float) -> Going:
        language.choose(connection, press.work.workspace, press.person, press.what, now)
        return filling.speak_in(connection, current, press.what, now)

    if press.what in press.work.office.locales:
        await _change(press, speak)


async def _explain(press: Press) -> None:
    """Show the answer that explains a field above the form, whose values stay."""
    office, modal = press.work.office, modal_of(press.work, press.payload)
    field = modal.form.fields.get(press.what) if modal else None
    topic = field.topic if field else None
    if modal and topic in office.knowledge.topics:
        view = office.artist.topic(str(topic), modal.locale, office.today())
        await open_modal(press.work, press.payload, view, press.person, f"topic:{topic}")


async def on_closed(work: Work, payload: Payload) -> None:
    """Keep what was typed in a modal that was closed; nothing is left of an untouched one."""
    person = str((payload.get("user") or {}).get("id"))
    await _kept(work, payload, person, filling.put_down)


def on_search(work: Work, payload: Payload) -> list[dict[str, Any]]:
    """Return the options that somebody's query finds in a field of a form."""
    modal = modal_of(work, payload)
    field = field_of(str(payload.get("block_id")))
    if modal is None or field not in modal.form.fields:
        return []
    case = Case(work.office.forms, modal.form, Filled(), Reader(modal.locale, work.office.today()))
    found = case.kind(field).search(case.asked(field), str(payload.get("value") or ""))
    return [
        {"text": {"type": "plain_text", "text": option.label}, "value": option.value}
        for option in found[:_MOST_OPTIONS]
    ]


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    TYPED: _typed,
    "back": _back,
    "another": _another,
    "start_over": _start_over,
    "go": _go,
    "drop_line": _drop_line,
    "form_in": _form_in,
    "explain": _explain,
}
