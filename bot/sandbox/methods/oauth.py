"""``oauth.v2.access``: a code, or a refresh token, becomes the app's token in a workspace."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.arguments import Method
from bot.sandbox.errors import SlackError
from bot.sandbox.payload import Json
from bot.sandbox.tokens import Tokens
from bot.sandbox.workspace import Workspace

CODE: Final = "authorization_code"


def access(workspace: Workspace, arguments: Json) -> Json:
    """Do ``oauth.v2.access``; a code, or a refresh token, can be exchanged once."""
    app = workspace.app
    if arguments["client_id"] != app.client_id:
        raise SlackError(name="invalid_client_id")
    if arguments["client_secret"] != app.client_secret:
        raise SlackError(name="bad_client_secret")
    kind = arguments.get("grant_type", CODE)
    if kind not in GRANTS:
        raise SlackError(name="invalid_grant_type")
    return GRANTS[kind](workspace, arguments)


def _installed(workspace: Workspace, *, everywhere: bool) -> Json:
    """Give where the app is installed; in all of an organization, that is in no team."""
    app, organization = workspace.app, workspace.organization
    return {
        "token_type": "bot",
        "scope": app.scopes,
        "bot_user_id": app.bot_user_id,
        "app_id": app.id,
        "team": None if everywhere else {"id": workspace.team_id, "name": workspace.domain},
        "enterprise": organization.described() if organization else None,
        "is_enterprise_install": everywhere,
    }


def _tokens(workspace: Workspace, *, everywhere: bool) -> Tokens:
    shared = workspace.organization if everywhere else None
    return shared.tokens if shared else workspace.tokens


def _by_code(workspace: Workspace, arguments: Json) -> Json:
    if "code" not in arguments:
        raise SlackError(name="invalid_code")
    redirect_uri = arguments.get("redirect_uri") or None
    grant = workspace.grants.exchange(arguments["code"], redirect_uri)
    place = {"everywhere": grant.everywhere}
    issued = _tokens(workspace, **place).issue(rotated=workspace.app.rotates_tokens)
    told = {"scope": grant.scopes, "authed_user": {"id": grant.user}}
    return {**_installed(workspace, **place), **issued, **told}


def _by_refresh_token(workspace: Workspace, arguments: Json) -> Json:
    refresh = str(arguments.get("refresh_token", ""))
    everywhere = not workspace.tokens.gave(refresh) and workspace.organization is not None
    issued = _tokens(workspace, everywhere=everywhere).refresh(refresh)
    return {**_installed(workspace, everywhere=everywhere), **issued}


GRANTS: Final = {CODE: _by_code, "refresh_token": _by_refresh_token}

METHODS: Final[Mapping[str, Method]] = {
    "oauth.v2.access": Method(
        access,
        {"client_id": "string", "client_secret": "string"},
        {
            "code": "string",
            "redirect_uri": "string",
            "grant_type": "string",
            "refresh_token": "string",
        },
    ),
}
