"""Tokens that expire are changed for new ones in time; all are encrypted with the newest key.

slack_sdk's rotator does the same, but by the machine's own clock, for itself alone: a refresh token
is good once, so that of all processes one may use it, and keeps what came back before anything
else. Source: https://docs.slack.dev/authentication/using-token-rotation
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slack_sdk.errors import SlackApiError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.monitoring.logs import logger
from bot.services import installing
from bot.slack.installation.distribution import Distribution
from bot.slack.installation.granted import Tokens
from bot.slack.installation.vault import LockedError, Vault
from bot.slack.office import House
from bot.slack.running import Running
from bot.slack.web_api import PostponedError, RefusedError, understood
from bot.storage import installations, jobs
from bot.storage.installations import Installation

_log = logger(__name__)

LEASE_SECONDS = 300.0
"""How long nobody else tries meanwhile; who failed tries again after it."""

_WRITE_AGAIN_SECONDS = 0.5

_REFUSED_SECONDS = 3600.0


async def rotate(app: Running) -> bool:
    """Change the tokens that expire soon; return whether any was changed."""
    house, distribution = app.house, app.distribution
    if distribution is None:
        return False
    soon = house.clock() + installing.ROTATED_BEFORE_SECONDS
    found = await house.database.read(installations.expiring, soon)
    changed = [await _rotate(house, distribution, each) for each in found if each.refresh_token]
    if any(changed):
        await app.offices.refresh()
    return any(changed)


async def _rotate(house: House, distribution: Distribution, old: Installation) -> bool:
    now = house.clock()
    lease = (old.workspace, installing.ROTATION, now, now + LEASE_SECONDS)
    if not await house.database.run(jobs.take, *lease):
        return False
    try:
        tokens = await _refreshed(house, distribution, old)
    except (LockedError, RefusedError) as problem:
        _log.error("token_not_rotated", workspace=old.workspace, reason=str(problem))
        await _plan(house, old, _REFUSED_SECONDS)
    except PostponedError as wait:
        await _plan(house, old, wait.seconds)
    except Exception as error:  # noqa: BLE001 - whatever fails, the others' tokens expire too
        _log.warning("token_not_rotated", workspace=old.workspace, error=error)
    else:
        return await _kept(house, distribution.vault, old, tokens)
    return False


async def _refreshed(house: House, distribution: Distribution, old: Installation) -> Tokens:
    refresh_token = distribution.vault.open(str(old.refresh_token), old.workspace)
    given = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    try:
        answer = await house.client_with(None).oauth_v2_access(**distribution.credentials, **given)
    except SlackApiError as error:
        raise understood(error) from None
    return Tokens.told(answer.data)


async def _plan(house: House, old: Installation, seconds: float) -> None:
    again = (old.workspace, installing.ROTATION, house.clock() + seconds)
    await house.database.run(jobs.plan, *again)


async def _kept(house: House, vault: Vault, old: Installation, tokens: Tokens) -> bool:
    """Keep new tokens as soon as the database is there: Slack gives them but once."""
    until = time.monotonic() + LEASE_SECONDS
    while True:
        try:
            return await house.database.run(_keep, vault, old, tokens, house.clock())
        except SQLAlchemyError as error:
            if time.monotonic() > until:
                raise
            _log.warning("tokens_not_kept", workspace=old.workspace, error=error)
            await asyncio.sleep(_WRITE_AGAIN_SECONDS)


def _keep(
    connection: Connection, vault: Vault, old: Installation, tokens: Tokens, now: float
) -> bool:
    """Keep new tokens, unless the app was installed anew or is gone meanwhile."""
    columns, known = tokens.sealed(vault, now), _sealed(connection, vault, old)
    kept = any(installations.change(connection, old.workspace, each, **columns) for each in known)
    if kept:
        installing.plan_rotation(connection, old.workspace, columns["expires_at"])
    return kept


def _sealed(connection: Connection, vault: Vault, old: Installation) -> Iterator[str]:
    """Give a token as it was encrypted, then as it was encrypted anew meanwhile."""
    yield old.token
    found = installations.find(connection, old.workspace)
    if found and _opened(vault, found) == _opened(vault, old):
        yield found.token


def _opened(vault: Vault, installation: Installation) -> str:
    return vault.open(installation.token, installation.workspace)


class Reencrypted(NamedTuple):
    """How many installations there are, how many were encrypted anew, and those no key opens."""

    installations: int
    changed: int
    locked: Sequence[str]


def reencrypt(connection: Connection, vault: Vault) -> Reencrypted:
    """Encrypt with the newest key whatever another one encrypted: the others need not stay."""
    found = installations.every(connection)
    changed, locked = 0, []
    for each in found:
        try:
            changed += _reencrypted(connection, vault, each)
        except LockedError as whose:
            locked.append(str(whose))
    return Reencrypted(len(found), changed, locked)


def _reencrypted(connection: Connection, vault: Vault, old: Installation) -> bool:
    sealed = {"token": old.token, "refresh_token": old.refresh_token}
    anew = {
        name: vault.seal(vault.open(value, old.workspace))
        for name, value in sealed.items()
        if value and not vault.is_newest(value)
    }
    return bool(anew) and installations.change(connection, old.workspace, old.token, **anew)
