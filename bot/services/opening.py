"""Somebody opens one of the app's tabs."""

from sqlalchemy import Connection

from bot.services import listing, replying
from bot.services.acting import Actor
from bot.storage import people


def open_messages(
    connection: Connection, workspace: str, person: str, channel: str, now: float
) -> None:
    """Greet a person the first time that they open the messages tab."""
    if people.greet_once(connection, workspace, person, now):
        replying.greeting(connection, workspace, person, channel, now)


def open_home(
    connection: Connection, actor: Actor, now: float, *, is_admin: bool | None = None
) -> None:
    """Draw a person's Home tab; support sees the list that they chose there, from its beginning.

    `is_admin` is whether they administer the workspace; None where Slack does not tell now.
    """
    if actor.person:
        if is_admin is not None:
            people.keep_is_admin(connection, actor.workspace, actor.person, is_admin=is_admin)
        listing.open_list(connection, actor)
        replying.home(connection, actor.workspace, actor.person, now)
