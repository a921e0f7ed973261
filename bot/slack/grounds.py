"""What holds in a workspace by the database, which knows it before every process does."""

from sqlalchemy import Connection

from bot.services import configuring
from bot.services.configuring import Ground
from bot.slack.office import Office


def ground_of(office: Office) -> Ground:
    """Return what a workspace chooses upon."""
    return Ground(office.workspace, office.defaults, list(office.knowledge.locales))


def desk_now(connection: Connection, office: Office) -> str | None:
    """Return the channel that the support team has now; None where there is none.

    It is asked for what is posted once, and must not come where the desk was before.
    """
    return configuring.standing(connection, ground_of(office)).choices.desk_channel
