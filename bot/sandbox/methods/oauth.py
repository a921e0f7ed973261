"""``oauth.v2.access``: a code becomes the app's token in a workspace."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Method
from bot.sandbox.errors import SlackError
from bot.sandbox.payload import Json
from bot.sandbox.workspace import Workspace


def access(workspace: Workspace, arguments: Json) -> Json:
    """Do ``oauth.v2.access``; a code can be exchanged once."""
    app = workspace.app
    if arguments["client_id"] != app.client_id:
        raise SlackError(name="invalid_client_id")
    if arguments["client_secret"] != app.client_secret:
        raise SlackError(name="bad_client_secret")
    if arguments.get("grant_type", "authorization_code") != "authorization_code":
        raise SlackError(name="invalid_grant_type")
    grant = workspace.grants.exchange(arguments["code"], arguments.get("redirect_uri") or None)
    workspace.revoked = False
    return {
        "access_token": app.bot_token,
        "token_type": "bot",
        "scope": grant.scopes,
        "bot_user_id": app.bot_user_id,
        "app_id": app.id,
        "team": {"id": workspace.team_id, "name": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": grant.user},
    }


METHODS: Final[Mapping[str, Method]] = {
    "oauth.v2.access": Method(
        access,
        {"client_id": "string", "client_secret": "string", "code": "string"},
        {"redirect_uri": "string", "grant_type": "string"},
    ),
}
