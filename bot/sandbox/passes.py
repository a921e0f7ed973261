"""Short-lived passes: trigger ids, and response_urls.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

from typing import Final

from bot.sandbox.errors import SlackError
from bot.sandbox.records import ResponseUrl, Trigger
from bot.sandbox.stamps import Stamps

TRIGGER_SECONDS: Final = 3.0
RESPONSE_SECONDS: Final = 30 * 60.0
RESPONSE_USES: Final = 5


class Triggers:
    """The trigger ids that were given out."""

    def __init__(self, stamps: Stamps) -> None:
        """Take the clock and maker of ids."""
        self._stamps = stamps
        self._known: dict[str, Trigger] = {}

    def give(self, user: str, view_id: str | None = None) -> Trigger:
        """Make a pass for a person who just did something, perhaps inside a view."""
        number = self._stamps.ts()
        expires = self._stamps.clock() + TRIGGER_SECONDS
        trigger = Trigger(f"{number}.{self._stamps.id('').lower()}", user, expires, view_id)
        self._known[trigger.id] = trigger
        return trigger

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a pass up.

        Raises SlackError: ``invalid_trigger_id``, ``exchanged_trigger_id``,
        ``expired_trigger_id``.
        """
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError(name="invalid_trigger_id")
        if trigger.used:
            raise SlackError(name="exchanged_trigger_id")
        if self._stamps.clock() > trigger.expires:
            raise SlackError(name="expired_trigger_id")
        trigger.used = True
        return trigger


class ResponseUrls:
    """The response_urls that were given out."""

    def __init__(self, stamps: Stamps) -> None:
        """Take the clock and maker of ids."""
        self._stamps = stamps
        self._known: dict[str, ResponseUrl] = {}

    def give(self, user: str, channel: str, message_ts: str | None = None) -> ResponseUrl:
        """Make a pass to answer what a person did in a channel, or on a message."""
        token = self._stamps.id("R")
        expires = self._stamps.clock() + RESPONSE_SECONDS
        self._known[token] = ResponseUrl(token, user, channel, expires, message_ts)
        return self._known[token]

    def knows(self, token: str) -> bool:
        """Say whether this workspace gave out a pass."""
        return token in self._known

    def use(self, token: str) -> ResponseUrl:
        """Count one use; raises SlackError ``used_url`` or ``expired_url``."""
        found = self._known[token]
        if self._stamps.clock() > found.expires:
            raise SlackError(name="expired_url")
        if found.uses >= RESPONSE_USES:
            raise SlackError(name="used_url")
        found.uses += 1
        return found
