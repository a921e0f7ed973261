"""Nothing is kept longer than it is needed, and longer than `knowledge/desk.yaml` says."""

from sqlalchemy import Connection

from bot.content.desk import Retention
from bot.storage import (
    audit_log,
    drafts,
    expiry,
    inbox,
    jobs,
    outbox,
    reminders,
    workspaces,
)

JOB, EVERYWHERE = "housekeeping", ""
"""How it is planned: once for all workspaces, whichever process is alive."""

EVERY_SECONDS = 3600.0

_DAY_SECONDS = 24 * 3600.0
_DEFAULT = Retention()

KEPT_SECONDS = _DEFAULT.events * _DAY_SECONDS
"""Slack repeats no event after that, so its id need not be known any more."""

PARKED_SECONDS = _DEFAULT.parked * _DAY_SECONDS
"""How long somebody may look at what was set aside; what people wrote there goes earlier."""

_MOST, _TICKETS = 500, 20
"""How many rows and how many tickets are deleted in one transaction: others write between."""

RETENTION_DAYS = "retention_days"
"""What a workspace calls its own number of days for closed tickets."""


def take(connection: Connection, now: float) -> float | None:
    """Return since when it is time to tidy up, once for all processes; plan the next time."""
    due = jobs.due_at(connection, EVERYWHERE, JOB)
    if due is None:
        jobs.plan(connection, EVERYWHERE, JOB, now)
    taken = jobs.take(connection, EVERYWHERE, JOB, now, now + EVERY_SECONDS)
    return (due or now) if taken else None


def put_back(connection: Connection, due: float) -> None:
    """Have it tidied up again soon, and seen since when that is due: it failed."""
    jobs.plan(connection, EVERYWHERE, JOB, due)


def forget_paces(connection: Connection, now: float) -> None:
    """Forget what had to wait and is free by now: it names channels and people."""
    expiry.forget_paces(connection, now)


def tidy(connection: Connection, now: float, kept: Retention = _DEFAULT) -> bool:
    """Delete some of what was kept long enough; return whether there is more."""
    is_more = _tickets(connection, now, kept)
    gone = [
        *_requests(connection, now, kept),
        drafts.forget(connection, now),
        reminders.forget(connection, now - kept.events * _DAY_SECONDS),
        expiry.forget_questions(connection, now - kept.questions * _DAY_SECONDS, _MOST),
        expiry.forget_people(connection, now - kept.people * _DAY_SECONDS, _MOST),
        audit_log.forget(connection, now - kept.audit * _DAY_SECONDS, _MOST),
    ]
    return is_more or max(gone) >= _MOST


def _requests(connection: Connection, now: float, kept: Retention) -> list[int]:
    """Delete what was processed and sent, and blank and delete what was set aside."""
    events, parked = now - kept.events * _DAY_SECONDS, now - kept.parked * _DAY_SECONDS
    gone = []
    for box in (inbox, outbox):
        box.blank_parked(connection, events)
        gone += [box.forget(connection, events), box.forget_parked(connection, parked)]
    return gone


def _tickets(connection: Connection, now: float, kept: Retention) -> bool:
    """Delete closed tickets, of each workspace as it chose; return whether there are more."""
    chosen = {each.workspace: each.settings for each in workspaces.known(connection)}
    room = _TICKETS
    for workspace in expiry.numbering(connection):
        days = days_kept(chosen.get(workspace, {}).get(RETENTION_DAYS), kept)
        before = now - days * _DAY_SECONDS
        room -= expiry.forget_tickets(connection, workspace, before, room)
        if room <= 0:
            return True
        expiry.forget_batches(connection, workspace, before)
    return False


def days_kept(chosen: object, kept: Retention) -> float:
    """Return for how many days closed tickets are kept, by what a workspace chose."""
    is_number = isinstance(chosen, int) and not isinstance(chosen, bool) and chosen > 0
    return float(str(chosen)) if is_number else kept.tickets
