"""Who administers a workspace: as Slack tells when somebody opens its settings or saves them.

Source: https://docs.slack.dev/reference/objects/user-object
"""

import aiohttp

from bot.slack.members import is_own
from bot.slack.office import Office
from bot.slack.web_api import PassingError, PostponedError, RefusedError, call

_ROLES = ("is_admin", "is_owner", "is_primary_owner")
_FAILURES = (PassingError, PostponedError, RefusedError, aiohttp.ClientError, OSError)


async def is_admin(office: Office, person: str) -> bool | None:
    """Tell whether somebody administers the workspace; None where Slack does not tell now."""
    asked = {"user": person}
    try:
        answer = await call(office, office.workspace, "users.info", asked, verb="GET")
    except _FAILURES:
        return None
    return administers(answer.get("user"), office.workspace)


def administers(user: object, workspace: str) -> bool:
    """Tell whether a user of Slack's is a full member of a workspace that administers it."""
    told = user if isinstance(user, dict) else {}
    return is_own(told, workspace) and any(told.get(role) is True for role in _ROLES)
