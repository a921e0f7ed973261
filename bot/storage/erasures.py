"""Taking somebody out of the tables, bit by bit, as `bot.storage.holdings` declares.

What is taken away is overwritten: SQLite is told to (`bot.storage.database`).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Table,
    case,
    null,
    select,
    update,
)

from bot.desk.privacy import ERASED
from bot.storage import leases
from bot.storage.holdings import HOLDINGS, PERSON, TICKET, Fate, Holding, Holds
from bot.storage.naming import between, names, until, without
from bot.storage.schema import (
    DONE,
    WAITING,
    inbox,
    jobs,
    outbox,
    questions,
    tickets,
)
from bot.storage.tickets import IS_OPEN

NAMED: Sequence[Table] = tuple(
    table
    for table, holding in HOLDINGS.items()
    if table not in {inbox, jobs} and holding.holding(Holds.PERSON, Holds.MIXED)
)
"""The tables with rows of others that may name somebody.

What Slack sent is looked at apart, and the piece of work that erases somebody is dropped last.
"""

BY_ID = frozenset(table for table in NAMED if "id" in table.c)
"""Those of them that are long, and gone through bit by bit."""

_KEPT = frozenset({Holds.NOTHING, Holds.POSTED, Holds.PERSON})


def own_tickets(connection: Connection, workspace: str, person: str, most: int) -> list[int]:
    """Return the ids of up to `most` tickets of somebody."""
    return _own(connection, tickets, workspace, person, most)


def own_questions(connection: Connection, workspace: str, person: str, most: int) -> list[int]:
    """Return the ids of up to `most` questions of somebody."""
    return _own(connection, questions, workspace, person, most)


def owned(connection: Connection, workspace: str, person: str, most: int) -> list[int]:
    """Return the ids of up to `most` open tickets that somebody of support works on."""
    its = (tickets.c.workspace == workspace) & (tickets.c.owner == person)
    found = select(tickets.c.id).where(its, IS_OPEN).order_by(tickets.c.id).limit(most)
    return list(connection.scalars(found))


def _own(connection: Connection, table: Table, workspace: str, person: str, most: int) -> list[int]:
    its = (table.c.workspace == workspace) & (table.c.person == person)
    return list(connection.scalars(select(table.c.id).where(its).order_by(table.c.id).limit(most)))


def erase_ticket(connection: Connection, workspace: str, person: str, ticket: int) -> None:
    """Leave of a ticket its numbers, states and times, and where it is shown; no more."""
    connection.execute(_blanked(tickets, person).where(_is(tickets, workspace, ticket)))
    drop_ticket(connection, workspace, ticket, person)


def drop_ticket(
    connection: Connection, workspace: str, ticket: int, person: str | None = None
) -> None:
    """Delete all that belongs to a ticket, of its history the words alone if it is a person's."""
    for table, holding in HOLDINGS.items():
        if holding.of != TICKET:
            continue
        its = (table.c.workspace == workspace) & (table.c.ticket == ticket)
        keeps = person is not None and holding.own is Fate.BLANKED
        change = _blanked(table, str(person)) if keeps else table.delete()
        connection.execute(change.where(its))


def erase_questions(
    connection: Connection, workspace: str, person: str, asked: Sequence[int]
) -> None:
    """Leave of questions what was decided and when, and where the replies are; no more."""
    its = (questions.c.workspace == workspace) & questions.c.id.in_(asked)
    connection.execute(_blanked(questions, person).where(its))


def erase_own(connection: Connection, workspace: str, person: str) -> None:
    """Delete what is kept of somebody besides their tickets and questions."""
    for table, holding in HOLDINGS.items():
        if holding.of == PERSON and holding.own is Fate.DELETED:
            its = (table.c.workspace == workspace) & (table.c.person == person)
            connection.execute(table.delete().where(its))


def drop_unsent(connection: Connection, workspace: str, lane: str) -> None:
    """Let nothing more be said in a lane; what is on its way ends first."""
    its = (outbox.c.workspace == workspace) & (outbox.c.lane == lane)
    connection.execute(
        outbox.delete().where(its, leases.is_waiting(outbox), outbox.c.attempts == 0)
    )


def erase_requests(
    connection: Connection,
    workspace: str,
    person: str,
    is_theirs: Callable[[str], bool],
    after: int,
    most: int,
) -> int | None:
    """Take away what Slack sent of somebody and is kept; return the row to go on after.

    What is set aside and names them is blanked; what still waits is ended if `is_theirs` says so of
    its payload: what others wrote is not lost.
    """
    last = until(connection, inbox, after, most)
    if last is None:
        return None
    named = _naming(inbox, workspace, person) & between(inbox, after, last)
    rows = connection.execute(select(inbox.c.id, inbox.c.state, inbox.c.payload).where(named)).all()
    naming = [row for row in rows if without(row.payload, person) != row.payload]
    gone = [row.id for row in naming if row.state != WAITING or is_theirs(row.payload)]
    waits = case((leases.is_waiting(inbox), DONE), else_=inbox.c.state)
    blank = update(inbox).where(inbox.c.workspace == workspace, inbox.c.id.in_(gone))
    connection.execute(blank.values(payload=None, state=waits))
    return last


def erase_named(
    connection: Connection,
    workspace: str,
    person: str,
    table: Table,
    spared: Iterable[str],
    after: int,
    most: int,
) -> int | None:
    """Take somebody out of rows of others; return the row to go on after, None at the end.

    What is to be said with the names in `spared` stays until it is said.
    """
    last = until(connection, table, after, most) if table in BY_ID else None
    if table in BY_ID and last is None:
        return None
    here = [] if last is None else [between(table, after, last)]
    here += [outbox.c.message.not_in(list(spared))] if table is outbox else []
    _take_out(connection, workspace, person, table, here)
    return last


def _take_out(
    connection: Connection,
    workspace: str,
    person: str,
    table: Table,
    within: Sequence[ColumnElement[bool]],
) -> None:
    """Delete rows of others that name somebody, or replace their id there."""
    holding, keys = HOLDINGS[table], list(table.primary_key.columns)
    columns = [table.c[name] for name in holding.holding(Holds.PERSON, Holds.MIXED)]
    found = select(*keys, *columns).where(_naming(table, workspace, person), *within)
    for row in connection.execute(found).all():
        values = {
            column.name: said
            for column, value in zip(columns, row[len(keys) :], strict=True)
            if (said := without(value, person)) != value
        }
        if values:
            is_gone = holding.named is Fate.DELETED
            change: Any = table.delete() if is_gone else update(table).values(values)
            its = (key == value for key, value in zip(keys, row, strict=False))
            connection.execute(change.where(*its))


def _naming(table: Table, workspace: str, person: str) -> ColumnElement[bool]:
    return (table.c.workspace == workspace) & names(table, person)


def _is(table: Table, workspace: str, row: int) -> ColumnElement[bool]:
    return (table.c.workspace == workspace) & (table.c.id == row)


def _blanked(table: Table, person: str) -> Any:  # noqa: ANN401 - an update of any table
    """Return the change that leaves of rows their numbers, states and times."""
    holding: Holding = HOLDINGS[table]
    blank = {
        name: _nothing(table.c[name])
        for name, holds in holding.columns.items()
        if holds not in _KEPT
    }
    for name in holding.holding(Holds.PERSON):
        blank[name] = case((table.c[name] == person, ERASED), else_=table.c[name])
    return update(table).values(blank)


def _nothing(column: Column[Any]) -> Any:  # noqa: ANN401 - any column's value
    if column.nullable:
        return null()
    if isinstance(column.type, JSON):
        return [] if column.server_default is not None else {}
    return ""
