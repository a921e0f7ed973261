"""How fast Slack may be called: about one message a second in each channel.

Source: https://docs.slack.dev/apis/web-api/rate-limits (special limits of chat.postMessage)
"""

from collections.abc import Hashable, Mapping

SECONDS_A_MESSAGE = 1.0
BURST = 3
_REMEMBERED = 10_000


def place_of(arguments: Mapping[str, object], otherwise: str) -> Hashable:
    """Return what has a pace of its own: a channel, or in it whoever alone sees something.

    Slack's limit is that of the messages that stay in a channel.
    """
    return arguments.get("channel", otherwise), arguments.get("user")


class Pace:
    """Tells each lane when it may send: BURST messages at once, then one a second."""

    def __init__(self) -> None:
        """Start with every lane free."""
        self._free_at: dict[Hashable, float] = {}

    def take(self, lane: Hashable, now: float) -> float:
        """Book the next message of a lane; return how many seconds it has to wait."""
        free_at = max(self._free_at.pop(lane, now), now)
        wait = max(0.0, free_at - now - (BURST - 1) * SECONDS_A_MESSAGE)
        self._free_at[lane] = free_at + SECONDS_A_MESSAGE
        if len(self._free_at) > _REMEMBERED:
            self._free_at.pop(next(iter(self._free_at)))
        return wait
