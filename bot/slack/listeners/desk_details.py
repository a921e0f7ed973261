"""The details of a ticket in a modal: leafed through, and drawn anew."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.slack.listeners.press import Press
from bot.slack.members import is_support
from bot.slack.modals import desk_views
from bot.slack.modals.desk_modals import DeskModal, modal_of
from bot.slack.modals.desk_views import DETAILS, Looking, Shown
from bot.slack.modals.modals import redraw_modal
from bot.slack.payloads import Payload
from bot.slack.screens.desk_modal_drawing import Page


def looking_at(press: Press, page: Page) -> Looking:
    """Return who looks at a modal."""
    return Looking(press.work.office, press.work.workspace, press.person, page)


def view_in(press: Press) -> Payload:
    """Return the view that something was pressed in; nothing outside of one."""
    view = press.payload.get("view")
    return view if isinstance(view, dict) else {}


async def redraw(press: Press, modal: DeskModal, view: Mapping[str, Any] | None) -> None:
    """Draw a modal anew, unless it was drawn anew since it was pressed in."""
    if view:
        await redraw_modal(press.work, modal.view, view, str(view_in(press).get("hash") or ""))


async def _page(press: Press) -> None:
    """Show what was said earlier, or last."""
    earlier = press._replace(value=press.value.partition(":")[2]).number
    if await is_support(press.work.office, press.person):
        await redraw_details(press, earlier)


async def redraw_details(press: Press, before: int | None = None) -> None:
    """Show the details of a ticket as they stand now, if it was them that was pressed in."""
    modal = modal_of(view_in(press))
    if modal is None or modal.deed != DETAILS:
        return
    looking = looking_at(press, Page(modal))

    def drawn(connection: Connection) -> Shown | None:
        return desk_views.details(connection, looking, before)

    shown = await press.work.office.database.read(drawn)
    await redraw(press, modal, shown.view if shown else None)


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {"desk_page": _page}
