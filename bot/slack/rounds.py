"""What time brings about, looked for again and again by whoever is alive."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

from bot.monitoring.logs import logger
from bot.services import installing, summarizing
from bot.services.batch_calendar import keep_up
from bot.services.batch_contents import Rules
from bot.services.reminding import remind
from bot.services.watching import watch
from bot.slack import tidying
from bot.slack.installation.rotating import rotate
from bot.slack.loops import until_stopped
from bot.slack.members import refresh
from bot.slack.office import Office
from bot.slack.offices import KNOWN_SECONDS
from bot.slack.running import Running

Loop: TypeAlias = Coroutine[Any, Any, None]

_log = logger(__name__)

_TIDY_SECONDS = 60.0
_KNOW_SECONDS = 30.0


def rounds(app: Running, stopping: asyncio.Event, look_seconds: float) -> list[Loop]:
    """Return the loops that look every `look_seconds`, or as often as what they look for needs."""
    return [
        _tidy_up(app, stopping),
        _remind(app, stopping, look_seconds),
        _watch(app, stopping, look_seconds),
        _hand_in(app, stopping, look_seconds),
        _know_support(app, stopping),
        _rotate(app, stopping, look_seconds),
        _empty(app, stopping, look_seconds),
    ]


async def _every(
    seconds: float, stopping: asyncio.Event, turn: Callable[[], Awaitable[bool]]
) -> None:
    await until_stopped(turn, asyncio.Event(), stopping, seconds)


async def know(app: Running, stopping: asyncio.Event) -> None:
    """Know what is installed, chosen and uninstalled, whichever process it was told to."""

    async def turn() -> bool:
        await app.offices.refresh()
        return False

    await _every(KNOWN_SECONDS, stopping, turn)


async def _tidy_up(app: Running, stopping: asyncio.Event) -> None:
    await _every(_TIDY_SECONDS, stopping, lambda: tidying.turn(app.house))


async def _in_each(app: Running, look: Callable[[Office], Awaitable[bool]]) -> bool:
    """Look for what time brings about in each workspace; return whether there is more."""
    more = [await _looked(office, look) for office in app.offices.all()]
    app.house.something_to_say.set()
    return any(more)


async def _looked(office: Office, look: Callable[[Office], Awaitable[bool]]) -> bool:
    """Look in one workspace: what fails there holds up no other."""
    try:
        return await look(office)
    except Exception as error:  # noqa: BLE001 - whatever fails, it is looked again soon
        _log.error("workspace_not_looked_after", workspace=office.workspace, error=error)
        return False


async def _watch(app: Running, stopping: asyncio.Event, seconds: float) -> None:
    async def look(office: Office) -> bool:
        place = (office.workspace, office.knowledge.desk, office.hours)
        more = await office.database.run(watch, *place, office.clock())
        await office.database.run(summarizing.plan, *place, office.clock())
        return more

    await _every(seconds, stopping, lambda: _in_each(app, look))


async def _hand_in(app: Running, stopping: asyncio.Event, seconds: float) -> None:
    """Open batches, ask for them, and do what is left to do of them."""

    async def look(office: Office) -> bool:
        rules = Rules(office.knowledge, office.forms, office.hours)
        return await office.database.run(keep_up, office.workspace, rules, office.clock())

    await _every(seconds, stopping, lambda: _in_each(app, look))


async def _know_support(app: Running, stopping: asyncio.Event) -> None:
    """Ask who is of the support team before anybody waits for it."""

    async def turn() -> bool:
        for office in app.offices.all():
            await refresh(office, _KNOW_SECONDS)
        return False

    await _every(_KNOW_SECONDS, stopping, turn)


async def _rotate(app: Running, stopping: asyncio.Event, seconds: float) -> None:
    """Change tokens before they expire."""

    async def turn() -> bool:
        await rotate(app)
        return False

    await _every(seconds, stopping, turn)


async def _empty(app: Running, stopping: asyncio.Event, seconds: float) -> None:
    """Delete what is left of workspaces that uninstalled the app."""

    async def turn() -> bool:
        return await app.house.database.run(installing.empty_next, app.house.clock())

    await _every(seconds, stopping, turn)


async def _remind(app: Running, stopping: asyncio.Event, seconds: float) -> None:
    async def turn() -> bool:
        more = await app.house.database.run(remind, app.house.clock())
        app.house.something_to_say.set()
        return more

    await _every(seconds, stopping, turn)
