"""An admin changes what holds in their workspace.

Who does is told by the verified payload, and that they administer it by Slack: when the modal is
opened, and once more when it is submitted, for it may have been open for long.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.desk.choices import Choices
from bot.desk.choosing import CHANNEL, PARTS, Mistakes, read, typed_of
from bot.desk.regions import countries_like, zones_like
from bot.forms.readings import Option
from bot.services import configuring, language, replying
from bot.services.configuring import Clash, Standing, Wanted
from bot.slack.admins import is_admin
from bot.slack.grounds import ground_of
from bot.slack.listeners.press import Press
from bot.slack.modals.modals import open_modal, redraw_modal
from bot.slack.modals.settings_modal import DEFAULTS, OPEN, SETTINGS, Screen, screen_of
from bot.slack.office import Office, Work
from bot.slack.payloads import Payload
from bot.slack.web_api import PassingError, PostponedError, RefusedError, call
from bot.storage import people

Response = dict[str, Any]

NOT_ADMIN, NOT_KNOWN = "not-admin", "not-known"
"""Why somebody may not change settings: they are no admin, or Slack does not tell."""

_NOT_IN, _UNKNOWN = "channel-not-in", "channel-unknown"
_ARCHIVED, _SHARED, _KIND = "channel-archived", "channel-shared", "channel-kind"
_FAILURES = (PassingError, PostponedError, aiohttp.ClientError, OSError)
_MOST_OPTIONS = 100
_CLASH = "clash"


async def _press(press: Press) -> None:
    if press.what == OPEN:
        await _open(press)
    elif press.what == DEFAULTS:
        await _to_defaults(press)


async def _open(press: Press) -> None:
    """Open the settings at once, for a trigger lives three seconds; or say why not."""
    office, work = press.work.office, press.work
    asking = is_admin(office, press.person)
    allowed, (held, locale) = await asyncio.gather(asking, _read(office, press.person))
    if not allowed:
        await work.do(_refuse, press, NOT_ADMIN if allowed is False else NOT_KNOWN)
        return
    screen = Screen(typed_of(held.choices), _seen(held), locale)
    view = office.artist.settings.modal(screen, held.choices, office.defaults)
    await open_modal(work, press.payload, view, press.person, f"{SETTINGS}:{OPEN}")


async def _read(office: Office, person: str) -> tuple[Standing, str]:
    """Return what holds, and the language of who wants to change it, in one turn."""

    def read_both(connection: Connection) -> tuple[Standing, str]:
        held = configuring.standing(connection, ground_of(office))
        place = (office.workspace, person, office.languages)
        return held, language.locale_of(connection, *place)

    return await office.database.read(read_both)


def _seen(held: Standing) -> Mapping[str, Any]:
    return {name: value for name, value in held.kept.items() if name in PARTS}


def _refuse(connection: Connection, press: Press, code: str) -> None:
    """Have somebody told why nothing opens; who is no admin any more sees no settings either."""
    place = (press.work.workspace, press.person)
    if code == NOT_ADMIN:
        people.keep_is_admin(connection, *place, is_admin=False)
        replying.home(connection, *place, press.now)
    reason = {"code": code, "ticket": None}
    replying.refused(connection, *place, "", reason, press.now)


async def _to_defaults(press: Press) -> None:
    """Fill in what the operator's settings say; nothing is kept before it is submitted."""
    office, view = press.work.office, press.payload.get("view") or {}
    screen = _known(office, screen_of(view, press.payload))
    if screen is None or not await is_admin(office, press.person):
        return
    held, _ = await _read(office, press.person)
    typed = typed_of(office.defaults)
    filled = screen._replace(
        typed=typed if typed.channel else typed._replace(channel=screen.typed.channel),
        turn=screen.turn + 1,
        notice=office.artist.settings.told("to-defaults", screen.locale),
    )
    drawn = office.artist.settings.modal(filled, held.choices, office.defaults)
    await redraw_modal(press.work, str(view.get("id")), drawn, str(view.get("hash") or ""))


def _known(office: Office, screen: Screen | None) -> Screen | None:
    """Return a modal in a language that there is."""
    if screen is None or screen.locale in office.knowledge.locales:
        return screen
    return screen._replace(locale=office.default_locale)


def on_search(work: Work, payload: Payload) -> list[dict[str, Any]]:
    """Return the time zones or the countries that a query finds."""
    office, query = work.office, str(payload.get("value") or "")
    screen = _known(office, screen_of(payload.get("view") or {}, payload))
    find = _SEARCHED.get(str(payload.get("action_id")).partition(":")[2])
    if screen is None or find is None:
        return []
    found = find(office, query, screen.locale)[:_MOST_OPTIONS]
    return [
        {"text": {"type": "plain_text", "text": each.label}, "value": each.value} for each in found
    ]


def _zones(_office: Office, query: str, locale: str) -> list[Option]:
    return [Option(*each) for each in zones_like(query, locale)]


def _countries(office: Office, query: str, locale: str) -> list[Option]:
    found = [Option(*each) for each in countries_like(query, locale)]
    return office.artist.settings.countries(found, query, locale)


_SEARCHED: Mapping[str, Callable[[Office, str, str], list[Option]]] = {
    "zone": _zones,
    "holidays": _countries,
}


async def on_submission(work: Work, payload: Payload) -> Response:
    """Keep what was chosen before Slack is told, or answer what is wrong with it."""
    office, person = work.office, str((payload.get("user") or {}).get("id"))
    screen = _known(office, screen_of(payload.get("view") or {}, payload))
    if screen is None:
        return {}
    asking = (is_admin(office, person), _channel_problem(office, screen.typed.channel))
    (held, _), allowed, problem = await asyncio.gather(_read(office, person), *asking)
    if not allowed:
        code = NOT_ADMIN if allowed is False else NOT_KNOWN
        return _update(office.artist.settings.refused(code, screen.locale))
    wanted = read(screen.typed, held.choices, office.knowledge.locales)
    wrong = _wrong(wanted, problem, is_new=screen.typed.channel != held.choices.desk_channel)
    if wrong or not isinstance(wanted, Choices):
        errors = office.artist.settings.errors(wrong, screen)
        return {"response_action": "errors", "errors": errors}
    return await _save(work, person, screen, wanted)


def _wrong(wanted: Choices | Mistakes, problem: str | None, *, is_new: bool) -> Mistakes:
    """Put together what is wrong; a channel that holds already may be shared with others."""
    wrong = {} if isinstance(wanted, Choices) else dict(wanted)
    if problem and (is_new or problem != _SHARED):
        wrong.setdefault(CHANNEL, problem)
    return wrong


async def _save(work: Work, person: str, screen: Screen, wanted: Choices) -> Response:
    office, now = work.office, work.office.clock()
    given = Wanted(person, screen.seen, wanted)
    done = await work.do(configuring.save, ground_of(office), given, now)
    return _update(_clashing(office, screen, done)) if isinstance(done, Clash) else {}


def _clashing(office: Office, screen: Screen, clash: Clash) -> dict[str, Any]:
    """Show what would hold, with what somebody else chose otherwise meanwhile."""
    again = screen._replace(
        typed=typed_of(clash.merged),
        seen=_seen(clash.standing),
        turn=screen.turn + 1,
        notice=office.artist.settings.told(_CLASH, screen.locale),
        person=clash.by,
        names=clash.names,
    )
    return office.artist.settings.modal(again, clash.standing.choices, office.defaults)


async def _channel_problem(office: Office, channel: str) -> str | None:
    """Return why a channel can't be the support team's; None where it can, or none was chosen."""
    if not channel:
        return None
    asked = {"channel": channel}
    try:
        answer = await call(office, office.workspace, "conversations.info", asked, verb="GET")
    except RefusedError:
        return _NOT_IN
    except _FAILURES:
        return _UNKNOWN
    return _problem_of(answer.get("channel") or {})


def _problem_of(told: Mapping[str, Any]) -> str | None:
    """Return what is wrong with a channel, as Slack tells of it.

    Source: https://docs.slack.dev/reference/objects/conversation-object
    """
    if told.get("is_im") or told.get("is_mpim"):
        return _KIND
    if told.get("is_archived"):
        return _ARCHIVED
    if not told.get("is_member"):
        return _NOT_IN
    return _SHARED if told.get("is_ext_shared") else None


def _update(view: dict[str, Any]) -> Response:
    return {"response_action": "update", "view": view}


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {SETTINGS: _press}
"""What is pressed in the Home tab of an admin, and in the modal before it is submitted."""
