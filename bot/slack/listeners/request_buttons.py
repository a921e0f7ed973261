"""What somebody does with a request that they sent, or with a draft that they left."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.content.forms import Position
from bot.forms.case import Case
from bot.services import beginning, filling, rating, replying, requests
from bot.services.acting import Refusal
from bot.services.beginning import Start
from bot.slack.listeners.forms import open_form
from bot.slack.listeners.press import Press
from bot.slack.modals.modals import is_in_modal, open_modal, redraw_modal
from bot.slack.screens.request_drawing import file_step
from bot.storage.tickets import Ticket

OfOwn = Callable[[Connection, Ticket, float], Ticket | Refusal]
"""Does something with a person's own request."""


async def _request(press: Press) -> None:
    """Do what a button of a receipt or of the list says, with the presser's own request."""
    handle = _DEEDS.get(press.what.partition(":")[0])
    if handle and press.number:
        await handle(press, press.number)


async def _own(press: Press, ticket: int) -> Ticket | None:
    return await press.work.office.database.read(
        requests.own, press.work.workspace, press.person, ticket
    )


async def _show(press: Press, ticket: int) -> None:
    view = await _view(press, ticket)
    if view:
        await open_modal(press.work, press.payload, view, press.person, f"request:show:{ticket}")


async def _view(press: Press, ticket: int) -> dict[str, Any] | None:
    """Draw the presser's own request, in one turn at the database: a trigger lives 3 seconds."""
    office = press.work.office

    def drawn(connection: Connection) -> dict[str, Any] | None:
        found = requests.own(connection, press.work.workspace, press.person, ticket)
        if found is None:
            return None
        return office.artist.requests.view(requests.whole(connection, office.forms, found))

    return await office.database.read(drawn)


async def _change(press: Press, ticket: int) -> None:
    """Open what was sent, to be changed."""
    await _open(press, ticket)


async def _open(
    press: Press, ticket: int, at: Callable[[Case], Position | None] | None = None
) -> None:
    """Open a request to be changed, or tell its person why it can't be any more."""
    start = Start(ticket=ticket)
    if not await open_form(press.work, press.payload, press.person, start, at=at):
        await _do(press, ticket, requests.refuse_change)


async def _add_file(press: Press, ticket: int) -> None:
    """Open what was sent where files are given."""

    def where(case: Case) -> Position | None:
        step = file_step(case)
        return Position(step) if step else None

    await _open(press, ticket, where)


async def _withdraw(press: Press, ticket: int) -> None:
    await _do(press, ticket, requests.withdraw)


async def _restore(press: Press, ticket: int) -> None:
    await _do(press, ticket, requests.restore)


async def _reopen(press: Press, ticket: int) -> None:
    await _do(press, ticket, partial(requests.reopen, press.work.office.knowledge.desk))


async def _rate(press: Press) -> None:
    """Keep whether the presser was helped with their own request."""
    if press.number and press.what in _RATINGS:
        await _do(press, press.number, partial(rating.rate, helped=_RATINGS[press.what]))


async def _do(press: Press, ticket: int, deed: OfOwn) -> None:
    """Do something with the presser's own request, or tell them why it can't be done."""
    found = await _own(press, ticket)
    if found is None:
        return

    def do(connection: Connection) -> None:
        done = deed(connection, found, press.now)
        if isinstance(done, Refusal) and done.ticket:
            replying.not_done(connection, done.ticket, done.code, press.channel, press.now)

    await press.work.do(do)
    await _redraw(press, ticket)


async def _redraw(press: Press, ticket: int) -> None:
    """Show a modal that shows a request as it stands now."""
    drawn = await _view(press, ticket) if is_in_modal(press.payload) else None
    if drawn:
        view = str((press.payload.get("view") or {}).get("id"))
        await redraw_modal(press.work, view, drawn)


async def _request_in(press: Press) -> None:
    """Show a request in another language."""
    ticket = await _own(press, press.number or 0)
    if ticket and press.what in press.work.office.locales:
        await press.work.do(requests.speak_in, ticket, press.what, press.now)
        await _redraw(press, ticket.id)


async def _draft(press: Press) -> None:
    """Go on with a draft, or drop it."""
    deed, work = press.what.partition(":")[0], press.work
    if deed == "continue" and press.number:
        form = press.value.partition(":")[2]
        await open_form(work, press.payload, press.person, Start(form, draft=press.number))
    elif deed == "discard":
        await _discard(press)


async def _discard(press: Press) -> None:
    work = press.work
    draft = await work.office.database.read(
        beginning.own, work.workspace, press.person, press.number or 0
    )
    if draft:
        await work.do(filling.throw_away, draft, press.now)


_DEEDS: Mapping[str, Callable[[Press, int], Awaitable[None]]] = {
    "show": _show,
    "change": _change,
    "file": _add_file,
    "withdraw": _withdraw,
    "restore": _restore,
    "reopen": _reopen,
}

_RATINGS = {"yes": True, "no": False}

HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "request": _request,
    "request_in": _request_in,
    "rate": _rate,
    "draft": _draft,
}
