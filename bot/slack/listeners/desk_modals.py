"""What support opens from a card, and what it presses in a modal before it is submitted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import Connection

from bot.desk.life import Deed
from bot.desk.rights import Task
from bot.services.acting import NOT_POSSIBLE, Refusal, refusal_of
from bot.services.corresponding import WRITTEN
from bot.slack import members
from bot.slack.listeners.desk_buttons import actor_of, settle
from bot.slack.listeners.desk_details import looking_at, redraw, view_in
from bot.slack.listeners.press import Press
from bot.slack.modals import desk_views
from bot.slack.modals.desk_modals import OUTCOME, DeskModal, modal_of, typed
from bot.slack.modals.desk_views import DETAILS, Looking, Shown, View, modal_for
from bot.slack.modals.modals import open_modal
from bot.slack.screens.desk_modal_drawing import Page
from bot.slack.screens.form_blocks import LONGEST, State

_OPENED: Mapping[str, Deed | Task] = {
    **{str(deed): deed for deed in (*WRITTEN, Deed.ASSIGN, Deed.PRIORITIZE, Deed.MERGE)},
    DETAILS: Task.READ,
    str(Task.PROPOSE): Task.PROPOSE,
}
"""What there is a modal for."""


async def _open(press: Press) -> None:
    """Open a modal at once, for a trigger lives three seconds; or say why not."""
    name, _, number = press.what.partition(":")
    ticket, deed = press._replace(value=number or press.value).number, _OPENED.get(name)
    if deed is None or ticket is None:
        return
    looking = looking_at(press, Page(modal_for(name, ticket)))
    actor, shown = await asyncio.gather(actor_of(press), _shown(looking))
    refusal = refusal_of(actor, shown.ticket if shown else None, deed)
    if shown is None or refusal:
        await press.work.do(settle, press, refusal or Refusal(NOT_POSSIBLE))
        return
    button = f"desk_open:{name}:{ticket}"
    await open_modal(press.work, press.payload, shown.view, press.person, button)


async def _shown(looking: Looking) -> Shown | None:
    return await looking.office.database.read(desk_views.shown, looking)


async def _insert(press: Press) -> None:
    """Add a text block to what is typed; what would be too long is not added."""
    modal, state = modal_of(view_in(press)), State.of(press.payload)
    if modal is None or not await members.is_support(press.work.office, press.person):
        return
    looking = looking_at(press, Page(_turned(press, modal), typed(state, modal)))

    def inserted(connection: Connection) -> View | None:
        return _inserted(connection, looking, press.chosen)

    await redraw(press, modal, await press.work.office.database.read(inserted))


def _inserted(connection: Connection, looking: Looking, block: str) -> View | None:
    known = desk_views.known_of(connection, looking)
    if known is None:
        return None
    office, page = looking.office, looking.page
    artist = office.artist.modals
    offered = artist.blocks(known, page.modal.deed, looking.locale)
    chosen = next((each.text for each in offered if each.id == block), "")
    text = "\n\n".join(filter(None, [page.text, chosen]))
    if len(text) <= LONGEST:
        return artist.write(known, page._replace(text=text), looking.locale)
    notice = artist.problem("too-long", looking.locale, most=str(LONGEST))
    return artist.write(known, page._replace(notice=notice), looking.locale)


async def _back(press: Press) -> None:
    """Go on writing, with all that was typed."""
    modal, state = modal_of(view_in(press)), State.of(press.payload)
    if modal is None or not await members.is_support(press.work.office, press.person):
        return
    shown = await _shown(looking_at(press, Page(_turned(press, modal), typed(state, modal))))
    await redraw(press, modal, shown.view if shown else None)


def _turned(press: Press, modal: DeskModal) -> DeskModal:
    """Return a modal as it is drawn anew: Slack keeps no text of a block with another name."""
    outcome = State.of(press.payload).typed(OUTCOME)
    chosen = str(outcome) if outcome else modal.outcome
    return modal._replace(turn=modal.turn + 1, shown=None, outcome=chosen)


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "desk_open": _open,
    "desk_more": _open,
    "desk_text": _insert,
    "desk_back": _back,
}
