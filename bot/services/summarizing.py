"""The week's summary: made once a week, by whoever is alive when its time comes."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bot.content.desk import Desk
from bot.desk.hours import Hours
from bot.desk.summary import Week, last_week, week_of
from bot.desk.timing import next_summary
from bot.services import replying
from bot.storage import jobs, statistics

JOB = "summary"


class Weeks(NamedTuple):
    """A week, and the one before it."""

    week: Week
    before: Week


def plan(connection: Connection, workspace: str, desk: Desk, hours: Hours, now: float) -> None:
    """Have last week summed up if its time has come; the first time comes with the next week."""
    following = next_summary(desk.summary, hours, now)
    if jobs.due_at(connection, workspace, JOB) is None:
        jobs.plan(connection, workspace, JOB, following)
    elif jobs.take(connection, workspace, JOB, now, following):
        replying.chart(connection, workspace, last_week(now, hours.zone).first_day, now)


def weeks(
    connection: Connection, workspace: str, hours: Hours, first_day: date, now: float
) -> Weeks:
    """Return the figures of the week that begins on a day, and of the one before it."""
    span = week_of(first_day, hours.zone)
    earlier = last_week(span.begin, hours.zone)
    told = (
        statistics.week(connection, workspace, each, now, hours.between) for each in (span, earlier)
    )
    return Weeks(*told)
