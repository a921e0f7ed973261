"""Which events the app gets: those it subscribed to, of places that it may know of.

Source: the facts of each event, https://docs.slack.dev/reference/events
"""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.payload import Json
from bot.sandbox.records import Channel, ChannelKind
from bot.sandbox.scopes import HISTORY, PLACES, READS, granted
from bot.sandbox.workspace import Workspace

# What follows ``message.`` in a subscription.
PLURALS: Final[Mapping[ChannelKind, str]] = {"channel": "channels", "group": "groups", "im": "im"}
NEEDED: Final[Mapping[str, str]] = {
    "app_mention": "app_mentions:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}
MOVES: Final = frozenset({"member_joined_channel", "member_left_channel"})


def hears(workspace: Workspace, event: Json) -> bool:
    """Say whether Slack sends an event to the app.

    It must have subscribed to it, have its scope, and be in the channel where it happened.
    """
    app = workspace.app
    channel = _channel(workspace, event)
    name, scope = _name_and_scope(str(event["type"]), channel)
    subscribed = app.events is None or name in app.events
    allowed = scope is None or scope in granted(app.scopes)
    inside = channel is None or app.bot_user_id in channel.members
    return subscribed and allowed and inside


def _channel(workspace: Workspace, event: Json) -> Channel | None:
    where = event.get("channel") or event.get("item", {}).get("channel")
    return workspace.channels.get(str(where))


def _name_and_scope(kind: str, channel: Channel | None) -> tuple[str, str | None]:
    if channel is None:
        return kind, None
    if kind == "message":
        return f"message.{PLURALS[channel.kind]}", HISTORY[PLACES[channel.kind]]
    if kind in MOVES:
        return kind, READS[PLACES[channel.kind]]
    return kind, NEEDED.get(kind)


def read_events(manifest: Json) -> frozenset[str]:
    """Read the bot's subscriptions of an app manifest, as `App.events` takes them."""
    subscribed = manifest.get("settings", {}).get("event_subscriptions", {})
    return frozenset(subscribed.get("bot_events", []))
