"""In which language a person is spoken to."""

from sqlalchemy import Connection

from bot.services import replying
from bot.storage import people, questions


def locale_of(connection: Connection, workspace: str, person: str, default: str) -> str:
    """Return a person's language: chosen, used of late, Slack's, or the workspace's default."""
    known = people.find(connection, workspace, person)
    return (
        known.chosen_locale
        or questions.recent_locale(connection, workspace, person=person)
        or known.slack_locale
        or default
    )


def choose(
    connection: Connection, workspace: str, person: str, locale: str | None, now: float
) -> None:
    """Speak to a person in `locale` from now on; None lets their messages decide again."""
    people.choose_locale(connection, workspace, person, locale)
    replying.home(connection, workspace, person, now)
