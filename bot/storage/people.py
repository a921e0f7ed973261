"""What is known of a person's language, time and company, and whether they were greeted."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select, update

from bot.storage.schema import people
from bot.storage.upserts import upsert


class Person(NamedTuple):
    """The language somebody chose here, the one Slack tells, and when we asked Slack.

    `time_zone` is an IANA name; `company_domain` is what stands after the @ of their mail address.
    """

    chosen_locale: str | None = None
    slack_locale: str | None = None
    looked_up_at: float | None = None
    time_zone: str | None = None
    company_domain: str | None = None


def find(connection: Connection, workspace: str, person: str) -> Person:
    """Return what is known of a person: nothing of somebody new."""
    columns = [people.c[name] for name in Person._fields]
    row = connection.execute(select(*columns).where(_is(workspace, person))).first()
    return Person(*row) if row else Person()


def choose_locale(connection: Connection, workspace: str, person: str, locale: str | None) -> None:
    """Keep the language that a person chose; None lets the messages decide again."""
    _set(connection, workspace, person, chosen_locale=locale)


def keep_slack_locale(
    connection: Connection, workspace: str, person: str, locale: str | None, now: float
) -> None:
    """Keep the language of a person's Slack, as Slack told it at `now`; the rest stays."""
    _set(connection, workspace, person, slack_locale=locale, looked_up_at=now)


def keep_profile(
    connection: Connection,
    workspace: str,
    person: str,
    locale: str | None,
    now: float,
    time_zone: str | None = None,
    company_domain: str | None = None,
) -> None:
    """Keep all that Slack told of a person at `now`; None forgets what it told before."""
    told = {"time_zone": time_zone, "company_domain": company_domain}
    _set(connection, workspace, person, slack_locale=locale, looked_up_at=now, **told)


def greet_once(connection: Connection, workspace: str, person: str, now: float) -> bool:
    """Note that a person is greeted; return False if they were before."""
    key = {"workspace": workspace, "person": person}
    upsert(connection, people, key, key)
    first = update(people).where(_is(workspace, person), people.c.greeted_at.is_(None))
    return connection.execute(first.values(greeted_at=now)).rowcount == 1


def _is(workspace: str, person: str) -> ColumnElement[bool]:
    return (people.c.workspace == workspace) & (people.c.person == person)


def _set(connection: Connection, workspace: str, person: str, **values: object) -> None:
    upsert(connection, people, {"workspace": workspace, "person": person}, values)
