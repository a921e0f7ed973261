"""Who is who: the app's token, the team, its people and its bot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from bot.sandbox.arguments import Method
from bot.sandbox.blocks import check_blocks
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.places import page
from bot.sandbox.payload import Json, without_nothing
from bot.sandbox.records import User
from bot.sandbox.scopes import EMAIL, granted
from bot.sandbox.views import check_view
from bot.sandbox.workspace import Workspace


def api_test(_: Workspace, arguments: Json) -> Json:
    """Do ``api.test``: give the error that was asked for."""
    if "error" in arguments:
        raise SlackError(arguments["error"])
    return {"args": arguments}


def auth_test(workspace: Workspace, _: Json) -> Json:
    """Do ``auth.test``."""
    app = workspace.app
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.domain,
        "user": app.name.lower().replace(" ", "_"),
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        **_place(workspace),
    }


def _place(workspace: Workspace) -> Json:
    """Give where the app is: in a workspace, or in all of an organization."""
    shared, organization = workspace.sharing, workspace.organization
    told = {"enterprise_id": organization.id} if organization else {}
    where = shared.id if shared else workspace.team_id
    return {"team_id": where, "is_enterprise_install": shared is not None, **told}


def auth_revoke(workspace: Workspace, arguments: Json) -> Json:
    """Do ``auth.revoke``: from then on the token is refused."""
    workspace.revoked = not arguments.get("test", False)
    return {"revoked": workspace.revoked}


def describe_user(workspace: Workspace, user: User, *, with_locale: bool) -> Json:
    """Give a user object; the mail address only to an app with the scope for it.

    That of another company's member is thin: it has no address, time zone or locale; that of a
    deactivated person does not say either what they were.
    Source: https://docs.slack.dev/reference/objects/user-object
    """
    profile = {"real_name": user.real_name, "display_name": user.name, "team": user.team_id}
    fields = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
    }
    if user.deleted:
        return fields
    fields |= _standing(user)
    if workspace.organization and not user.is_external:
        teams = {"enterprise_id": workspace.organization.id, "teams": [workspace.team_id]}
        fields["enterprise_user"] = {"id": user.id, **teams}
    if user.is_external:
        return {**fields, "is_stranger": _is_stranger(workspace, user)}
    if user.email and EMAIL in granted(workspace.app.scopes):
        profile["email"] = user.email
    locale = user.locale if with_locale else None
    return without_nothing({**fields, **_zone(workspace, user), "locale": locale})


def _standing(user: User) -> Json:
    """Give what a member is here; a guest of one channel is a guest all the same."""
    guest = {"is_restricted": user.is_guest, "is_ultra_restricted": user.is_ultra_restricted}
    is_admin = user.is_admin or user.is_owner
    roles = {"is_admin": is_admin, "is_owner": user.is_owner, "is_primary_owner": False}
    return {"real_name": user.real_name, **roles, **guest}


def _is_stranger(workspace: Workspace, user: User) -> bool:
    """Say whether another company's member is in no channel where the app is."""
    both = {user.id, workspace.app.bot_user_id}
    return not any(both <= each.members for each in workspace.channels.values())


def _zone(workspace: Workspace, user: User) -> Json:
    """Give where a person's clock is, and how far from UTC it is now."""
    now = datetime.fromtimestamp(workspace.stamps.clock(), ZoneInfo(user.tz))
    offset = now.utcoffset()
    return {
        "tz": user.tz,
        "tz_label": get_timezone_name(now, locale="en"),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }


def users_info(workspace: Workspace, arguments: Json) -> Json:
    """Do ``users.info``."""
    user = workspace.users.get(arguments["user"])
    if user is None:
        raise SlackError(name="user_not_found")
    with_locale = arguments.get("include_locale", False)
    return {"user": describe_user(workspace, user, with_locale=with_locale)}


def users_list(workspace: Workspace, arguments: Json) -> Json:
    """Do ``users.list``."""
    with_locale = arguments.get("include_locale", False)
    everyone = workspace.users.values()
    described = [describe_user(workspace, each, with_locale=with_locale) for each in everyone]
    some, cursor = page(described, arguments)
    return {"members": some, "response_metadata": {"next_cursor": cursor}}


def users_lookup_by_email(workspace: Workspace, arguments: Json) -> Json:
    """Do ``users.lookupByEmail``; addresses of other companies' members stay hidden."""
    for user in workspace.users.values():
        described = describe_user(workspace, user, with_locale=False)
        if described["profile"].get("email") == arguments["email"].lower() and not user.is_bot:
            return {"user": described}
    raise SlackError(name="users_not_found")


def users_profile_get(workspace: Workspace, arguments: Json) -> Json:
    """Do ``users.profile.get``; without a person, of the app itself."""
    user = workspace.users.get(arguments.get("user", workspace.app.bot_user_id))
    if user is None:
        raise SlackError(name="user_not_found")
    return {"profile": describe_user(workspace, user, with_locale=False)["profile"]}


def bots_info(workspace: Workspace, arguments: Json) -> Json:
    """Do ``bots.info``; the sandbox has one bot."""
    app = workspace.app
    if arguments.get("bot", app.bot_id) != app.bot_id:
        raise SlackError(name="bot_not_found")
    bot = {"id": app.bot_id, "app_id": app.id, "user_id": app.bot_user_id, "name": app.name}
    return {"bot": {**bot, "deleted": False}}


def team_info(workspace: Workspace, arguments: Json) -> Json:
    """Do ``team.info``."""
    if arguments.get("team", workspace.team_id) != workspace.team_id:
        raise SlackError(name="team_not_found")
    team = {"id": workspace.team_id, "name": workspace.domain, "domain": workspace.domain}
    return {"team": team}


def blocks_validate(_: Workspace, arguments: Json) -> Json:
    """Do ``blocks.validate``: check blocks, a message or a view without sending it."""
    if len(arguments) != 1:
        raise SlackError(name="invalid_arguments")
    if "view" in arguments:
        findings = check_view(arguments["view"])
    else:
        blocks = arguments.get("blocks", arguments.get("message", {}).get("blocks"))
        findings = check_blocks(blocks, "message")
    if findings:
        raise SlackError(name="invalid_blocks", findings=findings)
    return {}


METHODS: Final[Mapping[str, Method]] = {
    "api.test": Method(api_test, {}, {"error": "string"}),
    "auth.test": Method(auth_test),
    "auth.revoke": Method(auth_revoke, {}, {"test": "boolean"}),
    "users.info": Method(users_info, {"user": "string"}, {"include_locale": "boolean"}),
    "users.list": Method(
        users_list,
        {},
        {
            "cursor": "string",
            "limit": "integer",
            "include_locale": "boolean",
        },
    ),
    "users.lookupByEmail": Method(users_lookup_by_email, {"email": "string"}),
    "users.profile.get": Method(
        users_profile_get, {}, {"user": "string", "include_labels": "boolean"}
    ),
    "bots.info": Method(bots_info, {}, {"bot": "string"}),
    "team.info": Method(team_info, {}, {"team": "string", "domain": "string"}),
    "blocks.validate": Method(
        blocks_validate, {}, {"blocks": "blocks", "message": "object", "view": "object"}
    ),
}
