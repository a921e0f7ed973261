"""What is known of a person's language, time and company, and whether they were greeted."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, select, update

from bot.storage.prepared import prepared
from bot.storage.schema import people
from bot.storage.upserts import upsert


class Person(NamedTuple):
    """The language somebody chose here, the one Slack tells, and when we asked Slack.

    `time_zone` is an IANA name; `company_domain` is what stands after the @ of their mail address;
    `team` is the id of the Slack team that they belong to.
    """

    chosen_locale: str | None = None
    slack_locale: str | None = None
    looked_up_at: float | None = None
    time_zone: str | None = None
    company_domain: str | None = None
    team: str | None = None


class Profile(NamedTuple):
    """What Slack tells of a person; the fields mean what those of Person do."""

    slack_locale: str | None
    time_zone: str | None = None
    company_domain: str | None = None
    team: str | None = None


def find(connection: Connection, workspace: str, person: str) -> Person:
    """Return what is known of a person: nothing of somebody new."""
    row = connection.execute(*_find(workspace, person)).first()
    return Person(*row) if row else Person()


@prepared
def _find(workspace: str, person: str) -> Select[Any]:
    columns = [people.c[name] for name in Person._fields]
    return select(*columns).where(_is(workspace, person))


def several(connection: Connection, workspace: str, wanted: Collection[str]) -> dict[str, Person]:
    """Return what is known of people, by their ids; who is not known is not there."""
    columns = [people.c[name] for name in Person._fields]
    its = (people.c.workspace == workspace) & people.c.person.in_(wanted)
    found = connection.execute(select(people.c.person, *columns).where(its))
    return {row[0]: Person(*row[1:]) for row in found}


def choose_locale(connection: Connection, workspace: str, person: str, locale: str | None) -> None:
    """Keep the language that a person chose; None lets the messages decide again."""
    _set(connection, workspace, person, chosen_locale=locale)


def keep_slack_locale(
    connection: Connection, workspace: str, person: str, locale: str | None, now: float
) -> None:
    """Keep the language of a person's Slack, as Slack told it at `now`; the rest stays."""
    _set(connection, workspace, person, slack_locale=locale, looked_up_at=now)


def keep_profile(
    connection: Connection, workspace: str, person: str, profile: Profile, now: float
) -> None:
    """Keep all that Slack told of a person at `now`; None forgets what it told before."""
    _set(connection, workspace, person, looked_up_at=now, **profile._asdict())


def listing(connection: Connection, workspace: str, person: str) -> dict[str, Any] | None:
    """Return what somebody chose to see of the tickets; None of who never looked at them."""
    chosen: dict[str, Any] | None = connection.scalar(
        select(people.c.listing).where(_is(workspace, person))
    )
    return chosen


def keep_listing(
    connection: Connection, workspace: str, person: str, chosen: Mapping[str, Any]
) -> None:
    """Keep what somebody chose to see of the tickets."""
    _set(connection, workspace, person, listing=dict(chosen))


def keep_is_admin(connection: Connection, workspace: str, person: str, *, is_admin: bool) -> None:
    """Keep whether a person administers the workspace, as Slack told last."""
    _set(connection, workspace, person, is_admin=is_admin)


def is_admin(connection: Connection, workspace: str, person: str) -> bool:
    """Tell whether a person administered the workspace when Slack told last."""
    return bool(connection.scalar(select(people.c.is_admin).where(_is(workspace, person))))


def admins(connection: Connection, workspace: str) -> list[str]:
    """Return who administered the workspace when Slack told last, of those who were here."""
    its = (people.c.workspace == workspace) & people.c.is_admin.is_(True)
    return list(connection.scalars(select(people.c.person).where(its).order_by(people.c.person)))


def rating_asked_at(connection: Connection, workspace: str, person: str) -> float | None:
    """Return when a person was last asked whether they were helped."""
    asked = select(people.c.rating_asked_at).where(_is(workspace, person))
    found: float | None = connection.scalar(asked)
    return found


def ask_rating(connection: Connection, workspace: str, person: str, now: float) -> None:
    """Keep that a person was asked at `now` whether they were helped."""
    _set(connection, workspace, person, rating_asked_at=now)


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
