"""What Slack tells of the app's end in a workspace: its tokens were revoked, or it is uninstalled.

That is told once the app may not speak there any more, in any order: it is kept and heard whether
there is an office or not. Sources: https://docs.slack.dev/reference/events/app_uninstalled,
tokens_revoked and team_access_revoked.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from slack_bolt.request.internals import extract_is_enterprise_install
from sqlalchemy import Connection, Row

from bot.monitoring.logs import logger
from bot.services import installing
from bot.slack.installation.installed import installation_of
from bot.slack.installation.validity import end_of_token
from bot.slack.payloads import Payload, enterprise_of, workspace_of
from bot.slack.running import Running
from bot.storage import inbox, workspaces

_log = logger(__name__)

UNINSTALLED, REVOKED, ACCESS_REVOKED = "app_uninstalled", "tokens_revoked", "team_access_revoked"
_KINDS = frozenset({UNINSTALLED, REVOKED, ACCESS_REVOKED})


class Departure(NamedTuple):
    """What is told, by Slack's name for it, of which places, and of when (in whole seconds)."""

    kind: str
    places: Sequence[str]
    told_at: float


def is_departure(payload: Payload) -> bool:
    """Tell whether Slack tells of the app's end in a workspace or an organization."""
    return payload.get("type") == "event_callback" and str(_event(payload).get("type")) in _KINDS


def departure_of(payload: Payload, now: float) -> Departure:
    """Return what Slack tells; what does not say when it was is of now."""
    kind, told_at = str(_event(payload).get("type")), payload.get("event_time")
    is_time = isinstance(told_at, int | float) and not isinstance(told_at, bool)
    return Departure(kind, list(_places(payload)), float(str(told_at)) if is_time else now)


def _places(payload: Payload) -> Sequence[str]:
    """Return the workspaces that are meant; an organization where all of it is."""
    event, enterprise = _event(payload), enterprise_of(payload)
    if event.get("type") == ACCESS_REVOKED:
        return [str(each) for each in _listed(event.get("team_ids"))]
    if event.get("type") == REVOKED and not _listed(_mapped(event.get("tokens")).get("bot")):
        return []
    workspace = workspace_of(payload)
    whole = extract_is_enterprise_install(dict(payload)) or not workspace
    return [place for place in [enterprise if whole else workspace] if place]


async def depart(app: Running, row: Row[Any], payload: Payload) -> None:
    """Do what follows from a leased request that tells of the app's end."""
    house = app.house
    departure = departure_of(payload, house.clock())
    enterprise = enterprise_of(payload)
    if enterprise and await _is_of_all(app, departure, enterprise):
        departure = departure._replace(places=[enterprise])

    def both(connection: Connection) -> None:
        for place in departure.places:
            _end(connection, departure, place, house.clock())
        inbox.drop(connection, row.workspace, row.id, row.attempts)

    await house.database.run(both)
    _log.info("departed", kind=departure.kind, workspaces=" ".join(departure.places))
    await app.offices.refresh()


async def _is_of_all(app: Running, departure: Departure, enterprise: str) -> bool:
    """Tell whether what is told of one workspace is so in all of its organization.

    Slack may name a workspace although the app was installed in the whole: then it has no
    installation of its own there, and the organization's token is good no more, or gone.
    """
    if departure.kind == ACCESS_REVOKED or len(departure.places) != 1:
        return False
    (place,), database = departure.places, app.house.database
    row = await database.read(workspaces.find, place)
    found = await database.read(installation_of, place, enterprise)
    if place == enterprise or (row and row.enterprise != enterprise):
        return False
    if found is None:
        return departure.kind == UNINSTALLED and row is not None
    if not found.is_enterprise:
        return False
    return await end_of_token(app, place, enterprise) is not None


def _end(connection: Connection, departure: Departure, place: str, now: float) -> None:
    if departure.kind == REVOKED:
        installing.revoke(connection, place, departure.told_at)
    else:
        installing.uninstall(connection, place, departure.told_at, now)


def _event(payload: Payload) -> Mapping[str, Any]:
    return _mapped(payload.get("event"))


def _mapped(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else []
