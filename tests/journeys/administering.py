"""Admins at the settings of their workspace."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.sandbox import Person, Submission, View
from bot.sandbox.records import Channel
from bot.storage import workspaces
from tests.journeys.desk import Desk, home_of
from tests.journeys.reading import labels

OTHER_CHANNEL = "C0OTHERDES"
OPEN = "settings:open"
_PATIENCE_SECONDS, _POLL_SECONDS = 8.0, 0.01


def administer(desk: Desk, name: str) -> Person:
    """Make somebody an admin of the workspace."""
    desk.workspace.user(name).is_admin = True
    return desk.person(name)


def other_channel(desk: Desk, **more: Any) -> Channel:  # noqa: ANN401 - any field
    """Make another channel in which the app and sam are."""
    inside = {desk.workspace.app.bot_user_id, desk.person("sam").user.id}
    made = Channel(OTHER_CHANNEL, "other-desk", "channel", inside, **more)
    return desk.workspace.add_channel(made)


def offers_settings(home: View) -> bool:
    """Tell whether a Home tab has the way to the settings."""
    return OPEN in labels(home, "settings")


async def opened_settings(desk: Desk, person: Person) -> View:
    """Have an admin open the settings."""
    await desk.press(person, await home_of(desk, person), OPEN)
    assert person.view
    return person.view


async def saved(desk: Desk, person: Person, **parts: object) -> Submission:
    """Have an admin open the settings, and save them otherwise."""
    await opened_settings(desk, person)
    return await _submitted(desk, person, 0, parts)


async def submitted(desk: Desk, person: Person, turn: int = 0, **parts: object) -> Submission:
    """Submit the settings that are open; `_` in a part's name stands for `-`."""
    return await _submitted(desk, person, turn, parts)


async def _submitted(
    desk: Desk, person: Person, turn: int, parts: Mapping[str, object]
) -> Submission:
    typed = {f"{name.replace('_', '-')}:{turn}": value for name, value in parts.items()}
    done = await person.submit_view(typed)
    assert done.answer.ok, done.findings
    await desk.calm()
    await known(desk)
    return done


async def known(desk: Desk) -> None:
    """Wait until this process knows what was chosen: long before it looks by itself."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while desk.office.kept != await kept(desk):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(_POLL_SECONDS)


async def kept(desk: Desk) -> dict[str, Any]:
    """Give what is kept of the workspace's choices."""
    found = await desk.read(lambda c: workspaces.find(c, desk.workspace.team_id))
    assert found
    return dict(found.settings)


def option(value: str) -> dict[str, Any]:
    """Give an option that was searched and chosen."""
    return {"text": {"type": "plain_text", "text": value}, "value": value}
