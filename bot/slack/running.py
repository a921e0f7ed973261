"""The app at work."""

from dataclasses import dataclass

from slack_bolt.app.async_app import AsyncApp

from bot.slack.installation.distribution import Distribution
from bot.slack.office import House
from bot.slack.offices import Offices


@dataclass(frozen=True)
class Running:
    """The app at work in all workspaces: what they share, their offices, and what runs requests.

    `distribution` is what it takes to be installed by whoever wants to; None where it serves but
    the one workspace whose token is a setting.
    """

    house: House
    offices: Offices
    bolt: AsyncApp
    distribution: Distribution | None = None
