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
    user = workspace.oauth_codes.pop(arguments["code"], None)
    if user is None:
        raise SlackError(name="invalid_code")
    workspace.revoked = False
    return {
        "access_token": app.bot_token,
        "token_type": "bot",
        "scope": app.scopes,
        "bot_user_id": app.bot_user_id,
        "app_id": app.id,
        "team": {"id": workspace.team_id, "name": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": user},
    }


METHODS: Final[Mapping[str, Method]] = {
    "oauth.v2.access": Method(
        access,
        {"client_id": "string", "client_secret": "string", "code": "string"},
        {"redirect_uri": "string", "grant_type": "string"},
    ),
}
