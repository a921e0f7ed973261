"""Forms that are being filled in."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    insert,
    literal_column,
    select,
    update,
)

from bot.storage import leases, locks
from bot.storage.prepared import prepared
from bot.storage.schema import OPEN, SENT, drafts


class Draft(NamedTuple):
    """One row; the columns are told in the schema.

    `asked` is what the conversation said last about a problem, `view` the modal that shows the
    draft, `message_ts` the message that does.
    """

    id: int
    workspace: str
    person: str
    company: str
    form: str
    locale: str
    channel: str | None
    thread_ts: str | None
    question: int | None
    ticket: int | None
    view: str | None
    talking: bool
    step: str
    line: int
    answers: dict[str, Any]
    asked: dict[str, Any] | None
    turn: int
    typed_at: float
    message_ts: str | None
    begun_at: float
    changed_at: float
    kept_until: float
    state: str


_COLUMNS = [drafts.c[name] for name in Draft._fields]

# In the very words of the partial index, or it is not used.
_IS_OPEN: ColumnElement[bool] = drafts.c.state == literal_column(f"'{OPEN}'")


def add(connection: Connection, workspace: str, values: Mapping[str, Any]) -> int:
    """Keep a new draft; return its id."""
    row = insert(drafts).values({**values, "workspace": workspace}).returning(drafts.c.id)
    made: int = connection.execute(row).scalar_one()
    return made


def find(connection: Connection, workspace: str, draft: int) -> Draft | None:
    """Return a draft by its id, whatever became of it."""
    return _first(connection, select(*_COLUMNS).where(_is(workspace, draft)))


def hold(connection: Connection, workspace: str, person: str) -> None:
    """Have nobody else change a person's drafts until the transaction ends.

    Whoever writes what they read of a draft holds it first: else what comes at the same moment
    would be overwritten, or done twice.
    """
    locks.hold(connection, workspace, f"drafts of {person}")


def of_person(connection: Connection, workspace: str, person: str) -> list[Draft]:
    """Return a person's open drafts, newest first."""
    return [Draft(*row) for row in connection.execute(_open_of(workspace, person))]


def open_for(connection: Connection, workspace: str, person: str, form: str) -> Draft | None:
    """Return the newest open draft of a form that changes no ticket."""
    new = _open_of(workspace, person).where(drafts.c.form == form, drafts.c.ticket.is_(None))
    return _first(connection, new)


def talking_in(
    connection: Connection, workspace: str, person: str, channel: str, thread_ts: str | None
) -> Draft | None:
    """Return the newest open draft that is talked of there; None is outside of all threads."""
    row = connection.execute(*_talking_in(workspace, person, channel, thread_ts)).first()
    return Draft(*row) if row else None


@prepared
def _talking_in(workspace: str, person: str, channel: str, thread_ts: str | None) -> Select[Any]:
    in_thread = drafts.c.thread_ts.is_not_distinct_from(thread_ts)
    there = (drafts.c.channel == channel) & in_thread
    return _open_of(workspace, person).where(drafts.c.talking, there).limit(1)


def in_view(connection: Connection, workspace: str, person: str, view: str) -> Draft | None:
    """Return a person's newest draft that a modal shows, whatever became of it."""
    mine = (drafts.c.workspace == workspace) & (drafts.c.person == person)
    shown = select(*_COLUMNS).where(mine, drafts.c.view == view).order_by(drafts.c.id.desc())
    return _first(connection, shown)


def change(connection: Connection, /, workspace: str, draft: int, **values: Any) -> None:  # noqa: ANN401 - any column's value
    """Set columns of a draft."""
    connection.execute(update(drafts).where(_is(workspace, draft)).values(**values))


def end(connection: Connection, workspace: str, draft: int, state: str) -> bool:
    """Bring an open draft to `state`; return False if it was not open.

    What was typed is forgotten where it was SENT. A dropped draft keeps it until `kept_until`, so
    that dropping can be undone.
    """
    blank: dict[str, Any] = {"answers": {}, "asked": None} if state == SENT else {}
    ended = update(drafts).where(_is(workspace, draft), _IS_OPEN)
    return connection.execute(ended.values(**blank, state=state)).rowcount == 1


def forget(connection: Connection, before: float) -> int:
    """Delete some drafts that were to be kept until a time earlier than `before`; how many."""
    old = select(drafts.c.id).where(drafts.c.kept_until < before).limit(leases.MANY)
    return connection.execute(delete(drafts).where(drafts.c.id.in_(old))).rowcount


def _is(workspace: str, draft: int) -> ColumnElement[bool]:
    return (drafts.c.workspace == workspace) & (drafts.c.id == draft)


def _open_of(workspace: str, person: str) -> Select[Any]:
    mine = (drafts.c.workspace == workspace) & (drafts.c.person == person)
    return select(*_COLUMNS).where(mine, _IS_OPEN).order_by(drafts.c.id.desc())


def _first(connection: Connection, found: Select[Any]) -> Draft | None:
    row = connection.execute(found.limit(1)).first()
    return Draft(*row) if row else None
