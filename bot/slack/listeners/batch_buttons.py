"""What the support team presses on a batch: open, set aside, export, submit, confirm."""

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.rights import Task
from bot.services import batch_contents, batching, replying
from bot.services.acting import NOT_ALLOWED, Actor, Refusal
from bot.services.listing import may_do
from bot.slack.listeners.desk_buttons import actor_of
from bot.slack.listeners.press import Press
from bot.slack.messages.batch_calls import page_of, rules_of
from bot.slack.modals.modals import is_in_modal, open_modal, redraw_modal
from bot.slack.payloads import Payload
from bot.slack.screens.batch_drawing import A_PAGE
from bot.storage.batches import Batch

Do = Callable[[Connection, Actor, Press, int], Batch | Refusal]

_BOXES = "checkboxes"
_MOST_DIGITS = 18


async def _batch(press: Press) -> None:
    """Do what a button says, with the batch that it is about."""
    if press.what in _TURNS and press.number:
        await _turn(press, press.number)
    elif press.what in _DEEDS and press.number:
        await _do(press, press.number, _DEEDS[press.what])


async def _check(press: Press) -> None:
    """Set aside what was unchecked, and take in again what was checked."""
    batch = _number(press.what)
    if batch:
        await _do(press, batch, _put_aside)


async def _do(press: Press, batch: int, deed: Do) -> None:
    actor = await actor_of(press)

    def both(connection: Connection) -> None:
        done = deed(connection, actor, press, batch)
        if isinstance(done, Refusal):
            _refuse(connection, press, done.code)

    await press.work.do(both)
    if actor.is_support:
        await _redraw(press, batch, _start_of(press.payload))


def _refuse(connection: Connection, press: Press, code: str) -> None:
    """Tell whoever pressed why nothing was done."""
    place = (press.work.workspace, press.person, press.channel)
    replying.refused(connection, *place, {"code": code}, press.now)


def _put_aside(connection: Connection, actor: Actor, press: Press, batch: int) -> Batch | Refusal:
    unchecked = _unchecked(press.payload, press.block)
    return batching.put_aside(connection, actor, batch, unchecked, press.now)


def _one_aside(connection: Connection, actor: Actor, press: Press, batch: int) -> Batch | Refusal:
    chosen = {_number(press.value.partition(":")[2]): press.what == "aside"}
    return batching.put_aside(connection, actor, batch, chosen, press.now)


def _export(connection: Connection, actor: Actor, press: Press, batch: int) -> Batch | Refusal:
    return batching.export(connection, actor, batch, press.now)


def _submit(connection: Connection, actor: Actor, press: Press, batch: int) -> Batch | Refusal:
    rules, stamp = rules_of(press.work.office), press.value.partition(":")[2]
    return batching.submit(connection, actor, rules, batch, stamp, press.now)


def _confirm(connection: Connection, actor: Actor, press: Press, batch: int) -> Batch | Refusal:
    """Confirm what is checked on the presser's screen: the last tick may still be on its way."""
    unchecked = _unchecked(press.payload)
    hidden = {ticket for ticket, aside in unchecked.items() if aside}
    rules = rules_of(press.work.office)
    return batching.confirm(connection, actor, rules, batch, hidden, press.now)


async def _open(press: Press) -> None:
    """Open a batch, for the support team alone."""
    if press.number is None:
        return
    actor = await actor_of(press)
    if not may_do(actor, Task.BATCH):
        await press.work.do(_refuse, press, NOT_ALLOWED)
        return
    view = await _view(press, press.number, 0)
    if view:
        button = f"batch_open:show:{press.number}"
        await open_modal(press.work, press.payload, view, press.person, button)


async def _turn(press: Press, batch: int) -> None:
    """Show another page."""
    actor = await actor_of(press)
    if actor.is_support:
        await _redraw(press, batch, _number(press.value.partition(":")[2]))


async def _redraw(press: Press, batch: int, start: int) -> None:
    """Show the modal as its batch stands, from a request on, if it was pressed there."""
    view = await _view(press, batch, start) if is_in_modal(press.payload) else None
    if view:
        await redraw_modal(press.work, str((press.payload.get("view") or {}).get("id")), view)


async def _view(press: Press, batch: int, start: int) -> dict[str, Any] | None:
    """Draw the modal from a request on, in one turn at the database: a trigger lives 3 seconds."""
    office = press.work.office

    def drawn(connection: Connection) -> dict[str, Any] | None:
        found = batch_contents.contents(connection, press.work.workspace, batch)
        if found is None:
            return None
        begin = start if start < len(found.held) else 0
        page = page_of(connection, office, found, slice(begin, begin + A_PAGE))
        return office.artist.batches.view(page, office.desk_locale)

    return await office.database.read(drawn)


def _start_of(payload: Payload) -> int:
    """Return at which request the page begins that is shown."""
    try:
        said = json.loads((payload.get("view") or {}).get("private_metadata") or "{}")
    except (ValueError, TypeError, RecursionError):
        return 0
    return _number(str(said.get("start"))) if isinstance(said, dict) else 0


def _unchecked(payload: Payload, block: str | None = None) -> dict[int, bool]:
    """Return of each request with a box whether it is unchecked; of one block, if it is named."""
    shown = payload.get("view") or payload.get("message") or {}
    state = payload.get("state") or (payload.get("view") or {}).get("state") or {}
    ticked = _ticked(state.get("values") or {})
    boxes = _boxes(shown.get("blocks") or [], block)
    return {_number(value): value not in ticked for value in boxes}


def _boxes(blocks: Iterable[Mapping[str, Any]], name: str | None) -> Iterator[str]:
    for block in blocks:
        for element in block.get("elements") or []:
            if element.get("type") == _BOXES and name in {None, block.get("block_id")}:
                yield from (str(option.get("value")) for option in element.get("options") or [])


def _ticked(values: Mapping[str, Mapping[str, Any]]) -> set[str]:
    elements = (element for block in values.values() for element in block.values())
    boxes = [element for element in elements if element.get("type") == _BOXES]
    return {
        str(option.get("value")) for each in boxes for option in each.get("selected_options") or []
    }


def _number(text: str) -> int:
    """Return the number that a text is; 0, which is nothing's id, for anything else."""
    return int(text[:_MOST_DIGITS]) if text.isascii() and text.isdigit() else 0


_DEEDS: Mapping[str, Do] = {
    "aside": _one_aside,
    "back": _one_aside,
    "export": _export,
    "submit": _submit,
    "confirm": _confirm,
}
_TURNS = frozenset({"previous", "next"})

HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "batch": _batch,
    "batch_open": _open,
    "batch_check": _check,
}
