"""What support presses in its Home tab to see another list, another page, or a file of it all."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.content.desk import QUESTION
from bot.desk.listings import LONGEST_SEARCH, Listing, place_of, view_of
from bot.services import listing as looking
from bot.services.acting import Refusal
from bot.slack.listeners.desk_buttons import actor_of, settle
from bot.slack.listeners.press import Press
from bot.slack.payloads import storable
from bot.slack.screens.listing_drawing import ANY

Values = Mapping[str, Any]

_PERSON = re.compile(r"[UW][A-Z0-9]{1,20}")


async def _list(press: Press) -> None:
    """Keep what was chosen and show it, or send it; what nobody can choose there is ignored."""
    actor = await actor_of(press)

    def do(connection: Connection) -> None:
        before = looking.chosen(connection, press.work.workspace, press.person)
        values = _values(press, before)
        if press.what == "export":
            _tell(connection, press, looking.export(connection, actor, press.now))
        elif values is not None:
            _tell(connection, press, looking.choose(connection, actor, values, press.now))

    await press.work.do(do)


def _tell(connection: Connection, press: Press, refusal: Refusal | None) -> None:
    if refusal:
        settle(connection, press, refusal)


def _values(press: Press, before: Listing) -> Values | None:
    """Return what a press changes of what was chosen before; None for nothing."""
    choose = _CHOICES.get(press.what)
    return choose(press, before) if choose else None


def _view(press: Press, _before: Listing) -> Values | None:
    view = view_of(press.chosen)
    return {"view": view} if view else None


def _kind(press: Press, _before: Listing) -> Values | None:
    known = {QUESTION, *press.work.office.knowledge.forms}
    return _narrowed("kind", press.chosen, press.chosen in known)


def _language(press: Press, _before: Listing) -> Values | None:
    return _narrowed("locale", press.chosen, press.chosen in press.work.office.knowledge.locales)


def _narrowed(name: str, chosen: str, is_known: bool) -> Values | None:  # noqa: FBT001 - one call each
    if chosen == ANY:
        return {name: None}
    return {name: chosen} if is_known else None


def _partner(press: Press, _before: Listing) -> Values | None:
    return _narrowed("partner", press.chosen, bool(_PERSON.fullmatch(press.chosen)))


def _search(press: Press, _before: Listing) -> Values:
    return {"text": storable(press.value).strip()[:LONGEST_SEARCH]}


def _page(press: Press, before: Listing) -> Values | None:
    place = place_of(before.view, _read(press.value), press.what == "before")
    return {"place": place} if place else None


def _read(value: str) -> object:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _clear(_press: Press, _before: Listing) -> Values:
    return {"kind": None, "locale": None, "partner": None, "text": ""}


def _everywhere(_press: Press, before: Listing) -> Values:
    return looking.everywhere(before.text)


_CHOICES: Mapping[str, Callable[[Press, Listing], Values | None]] = {
    "view": _view,
    "kind": _kind,
    "language": _language,
    "partner": _partner,
    "search": _search,
    "before": _page,
    "after": _page,
    "clear": _clear,
    "everywhere": _everywhere,
}

HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {"desk_list": _list}
