"""What the support team works on, each with its number, and what it is about."""

from collections.abc import Collection, Mapping
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
from sqlalchemy.dialects import postgresql, sqlite

from bot.desk.life import State
from bot.storage import locks
from bot.storage.prepared import prepared
from bot.storage.schema import TICKET_IS_OPEN, ticket_keys, ticket_numbers, tickets

_LISTED = 20


class Ticket(NamedTuple):
    """One row; the columns are told in the schema.

    `receipt_channel` and `receipt_ts` are the message that tells the person what they sent,
    `card_channel` and `card_ts` the one that tells the support team.
    """

    id: int
    workspace: str
    number: int
    kind: str
    person: str
    company: str
    locale: str
    written_in: str | None
    channel: str
    thread_ts: str | None
    answers: dict[str, Any]
    state: str
    revision: int
    created_at: float
    changed_at: float
    receipt_channel: str | None
    receipt_ts: str | None
    card_channel: str | None
    card_ts: str | None
    question: int | None
    evidence: dict[str, Any] | None
    answers_taken: dict[str, Any] | None
    priority: str
    owner: str | None
    outcome: str | None
    merged_into: int | None
    opened_at: float
    answer_due: float | None
    answered_at: float | None
    resolution_due: float | None
    resolved_at: float | None
    waiting_since: float | None
    waits: list[list[float]]
    look_at: float | None
    noticed: list[str]
    rating: int | None


_COLUMNS = [tickets.c[name] for name in Ticket._fields]
IS_OPEN: ColumnElement[bool] = literal_column(TICKET_IS_OPEN)
"""Whether somebody has something to do with a ticket."""


def add(connection: Connection, workspace: str, values: Mapping[str, Any]) -> int:
    """Keep a ticket with the next number of its workspace; return its id."""
    numbered = {**values, "workspace": workspace, "number": _next_number(connection, workspace)}
    row = insert(tickets).values(numbered).returning(tickets.c.id)
    made: int = connection.execute(row).scalar_one()
    return made


def _next_number(connection: Connection, workspace: str) -> int:
    """Take a number: in one statement, so that two at once never take the same."""
    upsert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first = upsert(ticket_numbers).values(workspace=workspace, last=1)
    following = first.on_conflict_do_update(
        index_elements=["workspace"], set_={"last": ticket_numbers.c.last + 1}
    )
    number: int = connection.execute(following.returning(ticket_numbers.c.last)).scalar_one()
    return number


def find(connection: Connection, workspace: str, ticket: int) -> Ticket | None:
    """Return a ticket by its id."""
    found = select(*_COLUMNS).where(tickets.c.workspace == workspace, tickets.c.id == ticket)
    return _first(connection, found)


def of_question(connection: Connection, workspace: str, question: int) -> Ticket | None:
    """Return the ticket of a question that was handed over."""
    row = connection.execute(*_of_question(workspace, question)).first()
    return Ticket(*row) if row else None


@prepared
def _of_question(workspace: str, question: int) -> Select[Any]:
    its = (tickets.c.workspace == workspace) & (tickets.c.question == question)
    return select(*_COLUMNS).where(its)


def numbered(connection: Connection, workspace: str, number: int) -> Ticket | None:
    """Return a ticket by the number that people know it by."""
    its = (tickets.c.workspace == workspace) & (tickets.c.number == number)
    return _first(connection, select(*_COLUMNS).where(its))


def hold(connection: Connection, workspace: str) -> None:
    """Have nobody else send or change a ticket until the transaction ends.

    Their numbers are given one after the other anyway.
    """
    locks.hold(connection, workspace, "tickets")


def change(connection: Connection, /, workspace: str, ticket: int, **values: Any) -> None:  # noqa: ANN401 - any column's value
    """Set columns of a ticket."""
    found = (tickets.c.workspace == workspace) & (tickets.c.id == ticket)
    connection.execute(update(tickets).where(found).values(**values))


def of_person(connection: Connection, workspace: str, person: str) -> list[Ticket]:
    """Return all tickets of a person, newest first."""
    return [Ticket(*row) for row in connection.execute(_of(workspace, person))]


def open_of_person(connection: Connection, workspace: str, person: str) -> list[Ticket]:
    """Return the newest tickets of a person that are worked on, newest first."""
    found = _of(workspace, person).where(IS_OPEN).limit(_LISTED)
    return [Ticket(*row) for row in connection.execute(found)]


def of_person_in(
    connection: Connection, workspace: str, channel: str, thread_ts: str, person: str
) -> int | None:
    """Return a person's newest ticket that they sent in a thread."""
    its = (tickets.c.workspace == workspace) & (tickets.c.person == person)
    there = (tickets.c.channel == channel) & (tickets.c.thread_ts == thread_ts)
    found = select(tickets.c.id).where(its, there).order_by(tickets.c.id.desc()).limit(1)
    return connection.scalar(found)


def open_ids(connection: Connection, workspace: str) -> list[int]:
    """Return the ids of all tickets that somebody has something to do with, earliest first."""
    its = select(tickets.c.id).where(tickets.c.workspace == workspace, IS_OPEN)
    return list(connection.scalars(its.order_by(tickets.c.id)))


def to_look_at(connection: Connection, workspace: str, now: float, most: int) -> list[Ticket]:
    """Return up to `most` tickets that time may have something to do with, earliest first.

    Those that another process looks at just now are not among them.
    """
    its = (tickets.c.workspace == workspace) & (tickets.c.look_at <= now)
    found = select(*_COLUMNS).where(its).order_by(tickets.c.look_at, tickets.c.id).limit(most)
    rows = connection.execute(found.with_for_update(skip_locked=True))
    return [Ticket(*row) for row in rows]


def lately_of_person(
    connection: Connection, workspace: str, person: str, since: float
) -> list[Ticket]:
    """Return the newest tickets of a person that are open or were resolved since, newest first."""
    is_late = (tickets.c.state == State.RESOLVED) & (tickets.c.resolved_at >= since)
    found = _of(workspace, person).where(IS_OPEN | is_late).limit(_LISTED)
    return [Ticket(*row) for row in connection.execute(found)]


def set_keys(
    connection: Connection,
    workspace: str,
    ticket: int,
    company: str,
    kind: str,
    keys: Collection[str],
) -> None:
    """Let `keys`, and no others, tell what a ticket is about."""
    its = (ticket_keys.c.workspace == workspace) & (ticket_keys.c.ticket == ticket)
    connection.execute(delete(ticket_keys).where(its))
    row = {"workspace": workspace, "company": company, "kind": kind, "ticket": ticket}
    rows = [{**row, "key": key} for key in sorted(set(keys))]
    if rows:
        connection.execute(insert(ticket_keys), rows)


def same(
    connection: Connection,
    workspace: str,
    company: str,
    kind: str,
    keys: Collection[str],
    besides: int | None,
) -> Ticket | None:
    """Return a company's newest open ticket of a kind that any of `keys` tells of.

    The ticket `besides` is not looked at.
    """
    told = select(ticket_keys.c.ticket).where(
        ticket_keys.c.workspace == workspace,
        ticket_keys.c.company == company,
        ticket_keys.c.kind == kind,
        ticket_keys.c.key.in_(keys),
    )
    found = select(*_COLUMNS).where(tickets.c.workspace == workspace, tickets.c.id.in_(told))
    if besides is not None:
        found = found.where(tickets.c.id != besides)
    return _first(connection, found.where(IS_OPEN).order_by(tickets.c.id.desc()))


def _of(workspace: str, person: str) -> Select[Any]:
    mine = (tickets.c.workspace == workspace) & (tickets.c.person == person)
    return select(*_COLUMNS).where(mine).order_by(tickets.c.id.desc())


def _first(connection: Connection, found: Select[Any]) -> Ticket | None:
    row = connection.execute(found.limit(1)).first()
    return Ticket(*row) if row else None
