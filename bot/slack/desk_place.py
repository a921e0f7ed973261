"""Where the support team is."""

from dataclasses import dataclass


@dataclass
class DeskPlace:
    """The support team's channel; Slack may give it another id. None where there is none."""

    channel: str | None
