"""The app comes to a workspace, loses its tokens there, and goes.

Slack tells what happened in any order, twice, and late: what it tells is of its own time, `told_at`
(in whole seconds), and concerns only what is older than that.
"""

import math
from collections.abc import Mapping

from sqlalchemy import Connection

from bot.services import leaving
from bot.services.resuming import resume
from bot.storage import installations, jobs, outbox, workspaces
from bot.storage.installations import Installation
from bot.storage.workspaces import Workspace

INSTALLED = "installed"
"""What whoever installed the app is told."""

ROTATION = "token-rotation"
"""The piece of work that changes tokens before they expire."""

ROTATED_BEFORE_SECONDS = 2 * 3600.0
"""How long before they expire; those that are rotated live for twelve hours.
Source: https://docs.slack.dev/authentication/using-token-rotation
"""

KNOWN_EVERYWHERE_SECONDS = 60.0
"""Until then some process may still write for a workspace that left: it is emptied after that."""


def install(
    connection: Connection, workspace: str, installation: Mapping[str, object], now: float
) -> bool:
    """Keep that the app was installed; False while something is left of what it left behind.

    Of an organization, each workspace is known from its first event on.
    """
    if _left(connection, workspace):
        return False
    installations.keep(connection, workspace, installation)
    plan_rotation(connection, workspace, installation.get("expires_at"))
    if not installation["is_enterprise"]:
        workspaces.know(connection, workspace, None, now)
    resume(connection, workspace, now)
    return True


def welcome(connection: Connection, workspace: str, person: str, locale: str, now: float) -> None:
    """Have whoever installed the app told what is to be done next."""
    about = {"person": person, "locale": locale}
    outbox.post(connection, workspace, person, INSTALLED, about, now)


def plan_rotation(connection: Connection, workspace: str, expires_at: object) -> None:
    """Have tokens changed in time; those that do not expire are not."""
    if isinstance(expires_at, float):
        jobs.plan(connection, workspace, ROTATION, expires_at - ROTATED_BEFORE_SECONDS)
    else:
        jobs.drop(connection, workspace, ROTATION)


def revoke(connection: Connection, workspace: str, told_at: float) -> None:
    """Forget the tokens of a workspace or an organization: Slack takes them no more.

    All else stays, for when the app is installed again.
    """
    found = installations.find(connection, workspace)
    if found and math.floor(found.installed_at) <= told_at:
        installations.drop(connection, workspace)
        jobs.drop(connection, workspace, ROTATION)


def uninstall(connection: Connection, workspace: str, told_at: float, now: float) -> None:
    """Serve a workspace, or all of an organization, no more, and have it emptied.

    An installation that is newer than what is told stays; what is older than that goes.
    """
    leaving.leave(connection, workspace, now, told_at)
    if not installations.find(connection, workspace):
        jobs.drop(connection, workspace, ROTATION)


def empty_next(connection: Connection, now: float) -> bool:
    """Delete some rows of a workspace that left a while ago; return whether there may be more."""
    gone = workspaces.left(connection, now - KNOWN_EVERYWHERE_SECONDS)
    if gone:
        _empty(connection, gone, now)
    return gone is not None


def empty_left(connection: Connection, workspace: str, now: float) -> bool:
    """Delete some rows of what left of a workspace or an organization; True where nothing did."""
    left = _left(connection, workspace)
    if left:
        _empty(connection, left[0], now)
    return not left


def _left(connection: Connection, workspace: str) -> list[str]:
    """Return what a workspace, or an organization in its workspaces, left behind."""
    own = workspaces.find(connection, workspace)
    every = [*([own] if own else []), *workspaces.organized(connection, workspace)]
    return [each.workspace for each in every if each.left_at is not None]


def _empty(connection: Connection, workspace: str, now: float) -> None:
    """Delete some rows of a workspace that left.

    An installation that is there nevertheless is newer: it stays, and begins with nothing. So does
    that of its organization, unless that was there before: then it serves the others.
    """
    row, newer = workspaces.find(connection, workspace), installations.find(connection, workspace)
    more = leaving.empty(connection, workspace)
    if newer:
        _keep(connection, newer)
    if row and not more and (newer or _is_anew(connection, row)):
        workspaces.know(connection, workspace, row.enterprise, now)


def _is_anew(connection: Connection, left: Workspace) -> bool:
    """Tell whether the organization of a workspace installed the app after it left there."""
    found = installations.find(connection, left.enterprise) if left.enterprise else None
    return found is not None and found.installed_at > (left.left_at or 0.0)


def _keep(connection: Connection, installation: Installation) -> None:
    values = installation._asdict()
    workspace = values.pop("workspace")
    installations.keep(connection, workspace, values)
    plan_rotation(connection, workspace, installation.expires_at)
