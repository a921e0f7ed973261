"""When somebody wants to be reminded of a draft."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from bot.storage import leases
from bot.storage.schema import DONE, reminders


class Reminder(NamedTuple):
    """A reminder that is due since `due_at`."""

    id: int
    workspace: str
    person: str
    draft: int
    due_at: float


_COLUMNS = [reminders.c[name] for name in Reminder._fields]


def add(connection: Connection, workspace: str, person: str, draft: int, due_at: float) -> None:
    """Have a person reminded of a draft at `due_at`."""
    values = {"workspace": workspace, "person": person, "draft": draft, "due_at": due_at}
    connection.execute(insert(reminders).values(values))


def take_due(connection: Connection, now: float, most: int) -> list[Reminder]:
    """Take up to `most` reminders whose time has come, earliest first; each is given once.

    One statement does it, so that only one process gets each; the rows are chosen beside the
    update, because inside it PostgreSQL may choose again, and take more.
    """
    chosen = leases.due(reminders, now).limit(most).with_for_update(skip_locked=True).cte("due")
    taken = update(reminders).where(reminders.c.id.in_(select(chosen.c.id))).values(state=DONE)
    rows = connection.execute(taken.returning(*_COLUMNS)).all()
    return sorted((Reminder(*row) for row in rows), key=lambda one: (one.due_at, one.id))


def drop_for(connection: Connection, workspace: str, draft: int) -> None:
    """Let nobody be reminded of a draft any more."""
    its = (reminders.c.workspace == workspace) & (reminders.c.draft == draft)
    connection.execute(delete(reminders).where(its))


def forget(connection: Connection, before: float) -> int:
    """Delete some reminders that were given and were due before `before`; return how many."""
    its = (reminders.c.state == DONE) & (reminders.c.due_at < before)
    old = select(reminders.c.id).where(its).limit(leases.MANY)
    return connection.execute(delete(reminders).where(reminders.c.id.in_(old))).rowcount
