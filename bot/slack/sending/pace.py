"""How fast Slack may be called: in each channel, and by each method in each workspace.

What is not here, Slack tells by itself (`Retry-After`).
Source: https://docs.slack.dev/apis/web-api/rate-limits, and the tier in each method's reference
"""

from collections.abc import Mapping

from bot.slack.call import UPDATE
from bot.storage.rate_limits import Rate

CHANNEL = Rate(1.0, 3)
"""About one message a second, with short bursts (the special limit of chat.postMessage)."""

_MINUTE = 60.0
_TIER_3, _TIER_4 = Rate(_MINUTE / 50, 50), Rate(_MINUTE / 100, 100)
"""What Slack allows in a minute may be done at once."""

METHODS: Mapping[str, Rate] = {
    UPDATE: _TIER_3,
    "assistant.threads.setSuggestedPrompts": _TIER_4,
    "chat.postEphemeral": _TIER_4,
    "views.publish": _TIER_4,
}
"""The methods that messages are shown by; chat.postMessage has no number for a workspace."""


def paces(method: str, arguments: Mapping[str, object], lane: str) -> dict[str, Rate]:
    """Return what a call takes part in: the pace of its place, and that of its method.

    A place is a channel, or in it whoever alone sees something: Slack's limit is that of the
    messages that stay there. What is in no channel keeps the pace of its lane.
    """
    channel, person = arguments.get("channel"), arguments.get("user")
    place = f"channel:{channel}" if channel else f"lane:{lane}"
    its = {f"{place}:{person}" if person else place: CHANNEL}
    return its | ({f"method:{method}": METHODS[method]} if method in METHODS else {})
