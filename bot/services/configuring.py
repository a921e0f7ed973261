"""An admin chooses what holds in their workspace."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.content.shapes import Locale
from bot.desk import choices
from bot.desk.choices import Choices
from bot.desk.choosing import merge
from bot.services import moving, replying
from bot.storage import audit_log, channels, locks, notices, people, workspaces

DEED = "settings"
"""What the audit log calls it."""

_LOOKED_AT = 20


class Ground(NamedTuple):
    """What a workspace chooses upon: the operator's settings, and the languages that there are."""

    workspace: str
    defaults: Choices
    locales: Collection[Locale]


class Standing(NamedTuple):
    """What is kept of a workspace's choices, and what holds by that."""

    kept: Mapping[str, Any]
    choices: Choices


class Wanted(NamedTuple):
    """What an admin wants to hold, who saw what was kept then."""

    person: str
    seen: Mapping[str, Any]
    choices: Choices


class Clash(NamedTuple):
    """Somebody else chose the same otherwise meanwhile.

    `names` are what both chose, `by` who was the other one; `merged` is what would hold.
    """

    names: tuple[str, ...]
    by: str | None
    standing: Standing
    merged: Choices


def standing(connection: Connection, ground: Ground) -> Standing:
    """Return what holds in a workspace."""
    found = workspaces.find(connection, ground.workspace)
    return _standing(connection, ground, found.settings if found else {})


def _standing(connection: Connection, ground: Ground, kept: Mapping[str, Any]) -> Standing:
    """Return what holds by what is kept; the desk's channel under the id that it has now."""
    held = choices.chosen(kept, ground.defaults, ground.locales)
    channel = held.desk_channel
    now = channels.current(connection, ground.workspace, channel) if channel else None
    return Standing(kept, replace(held, desk_channel=now))


def save(
    connection: Connection, ground: Ground, wanted: Wanted, now: float
) -> Sequence[str] | Clash:
    """Have a choice hold, and write down who chose it; return the names of what is otherwise now.

    Of two who choose at once, each gets what they changed; where both changed the same, the second
    is shown it first. Saving the same again changes nothing.
    """
    locks.hold(connection, ground.workspace, DEED)
    before = standing(connection, ground)
    seen = _standing(connection, ground, wanted.seen).choices
    merged, clashes = merge(seen, wanted.choices, before.choices)
    if clashes:
        return Clash(clashes, _last(connection, ground.workspace), before, merged)
    names = choices.changed(before.choices, merged)
    if names:
        _keep(connection, ground, wanted.person, before, merged, now)
    return names


def _last(connection: Connection, workspace: str) -> str | None:
    """Return who chose last."""
    done = audit_log.of_workspace(connection, workspace, _LOOKED_AT)
    return next((each.person for each in done if each.action == DEED), None)


def _keep(
    connection: Connection,
    ground: Ground,
    person: str,
    before: Standing,
    after: Choices,
    now: float,
) -> None:
    workspace = ground.workspace
    kept = choices.others_of(before.kept) | choices.kept(after, ground.defaults)
    workspaces.choose(connection, workspace, kept)
    notices.notify_workspace(connection, workspace)
    told = choices.difference(before.choices, after)
    audit_log.record(connection, workspace, person, DEED, told, now)
    if before.choices.desk_channel != after.desk_channel:
        moving.move_desk(connection, workspace, before.choices.desk_channel, now)
    for each in {person, *people.admins(connection, workspace)}:
        replying.home(connection, workspace, each, now)
