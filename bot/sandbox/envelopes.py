"""What Slack wraps around events and interactions.

Sources: https://docs.slack.dev/apis/events-api#callback-field and
https://docs.slack.dev/reference/interaction-payloads
"""

from bot.sandbox.form_state import current_values
from bot.sandbox.methods.conversations import describe_channel
from bot.sandbox.methods.views import describe_view
from bot.sandbox.payload import Json, without_nothing
from bot.sandbox.records import Channel, Message, User, View
from bot.sandbox.workspace import Workspace


def event_callback(workspace: Workspace, event: Json, event_id: str | None = None) -> Json:
    """Wrap an event; without an id it gets a new one."""
    app = workspace.app
    channel = workspace.channels.get(str(event.get("channel")))
    shared, organization = workspace.sharing, workspace.organization
    enterprise = organization.id if organization else None
    team = None if shared else workspace.team_id
    installed = {"enterprise_id": enterprise, "team_id": team}
    bot = {"user_id": app.bot_user_id, "is_bot": True, "is_enterprise_install": bool(shared)}
    return {
        "token": app.verification_token,
        "team_id": workspace.team_id,
        "enterprise_id": enterprise,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": enterprise,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or workspace.stamps.id("Ev"),
        "event_time": int(workspace.stamps.clock()),
        "authorizations": [{**installed, **bot}],
        "is_ext_shared_channel": channel is not None and channel.is_shared,
        "event_context": f"4-{workspace.stamps.id('').lower()}",
    }


def interaction(workspace: Workspace, kind: str, user: User, **more: object) -> Json:
    """Make the common part of an interaction payload, and what belongs to its kind.

    ``team`` is where the person acted: inside a view that is their own team, which for a
    member of another company (Slack Connect) is not the one that has the app. The app's is
    in ``view.app_installed_team_id``.
    Source: ``extract_team_id`` in slack_bolt/request/internals.py
    """
    team = user.team_id if "view" in more else workspace.team_id
    domain = workspace.domain if team == workspace.team_id else team.lower()
    person = {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}
    return {
        "type": kind,
        "user": person,
        "api_app_id": workspace.app.id,
        "token": workspace.app.verification_token,
        "team": _team(workspace, team, domain, is_global=kind == "shortcut"),
        "enterprise": workspace.sharing.described() if workspace.sharing else None,
        "is_enterprise_install": workspace.sharing is not None,
        **more,
    }


def _team(workspace: Workspace, team: str, domain: str, *, is_global: bool) -> Json | None:
    """Give where a person acted; a global shortcut of a shared app tells only the organization.

    Source: https://github.com/slackapi/bolt-python/pull/23
    """
    if workspace.sharing and is_global:
        return None
    organization = workspace.organization if team == workspace.team_id else None
    told = {"id": team, "domain": domain}
    if organization:
        told |= {"enterprise_id": organization.id, "enterprise_name": organization.name}
    return told


def shared_by(workspace: Workspace) -> Json:
    """Give what a slash command tells of the organization in all of which the app is."""
    shared = workspace.sharing
    if shared is None:
        return {"is_enterprise_install": "false"}
    named = {"enterprise_id": shared.id, "enterprise_name": shared.name}
    return {**named, "is_enterprise_install": "true"}


def in_message(workspace: Workspace, user: User, message: Message) -> Json:
    """Give the part of a block_actions payload that tells of its message."""
    ephemeral = message.ephemeral_to is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": ephemeral,
        "thread_ts": message.thread_ts,
    }
    channel = workspace.channels[message.channel]
    # Slack does not keep ephemeral messages, so it can't send them along.
    shown = None if ephemeral else workspace.messages.described(message)
    return without_nothing(
        {
            "container": without_nothing(container),
            "channel": name_of(channel),
            "message": shown,
            "state": {"values": current_values(message.blocks or [], message.values)},
            "response_url": response_url(workspace, user, channel.id, message.ts),
        }
    )


def in_view(workspace: Workspace, view: View) -> Json:
    """Give the part of a block_actions payload that tells of its view."""
    container = {"type": "view", "view_id": view.id}
    return {"container": container, "view": describe_view(workspace, view)}


def name_of(channel: Channel) -> Json:
    """Give a channel as interactions name it."""
    described = describe_channel(channel)
    return {"id": channel.id, "name": described.get("name", "directmessage")}


def response_url(workspace: Workspace, user: User, channel: str, ts: str | None = None) -> str:
    """Give out a response_url."""
    token = workspace.response_urls.give(user.id, channel, ts).token
    return f"{workspace.api_url}/response/{token}"
