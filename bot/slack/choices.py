"""What a workspace chooses for itself, in place of what the operator's settings say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.desk.hours import Hours

_CHOSEN = ("desk_channel", "desk_locale", "default_locale")


@dataclass(frozen=True)
class Choices:
    """What holds in a workspace: where its support team is, when, and in which languages."""

    desk_channel: str | None
    desk_locale: str
    default_locale: str
    hours: Hours

    def chosen(self, settings: Mapping[str, Any]) -> "Choices":
        """Return these with what a workspace chose in their place."""
        return replace(self, **{each: settings[each] for each in _CHOSEN if settings.get(each)})
