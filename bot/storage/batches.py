"""The requests of a form that are handed in together, month by month."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.desk.batches import Stage
from bot.desk.life import OPEN, Deed
from bot.storage.schema import batch_tickets, batches, tickets
from bot.storage.tickets import Ticket
from bot.storage.upserts import insert_once, upsert


class Batch(NamedTuple):
    """One row; the columns are told in the schema."""

    id: int
    workspace: str
    form: str
    month: str
    state: str
    opened_at: float
    exported_at: float | None
    submitted_at: float | None
    submitted_by: str | None
    visible_by: str | None
    confirm_at: float | None
    asked_at: float | None
    confirmed_at: float | None
    confirmed_by: str | None
    card_channel: str | None
    card_ts: str | None
    question_channel: str | None
    question_ts: str | None


class Held(NamedTuple):
    """A request of a batch, and whether it goes on in the next one."""

    ticket: Ticket
    aside: bool


class ToDo(NamedTuple):
    """A deed that was decided for a request of a batch."""

    batch: int
    ticket: int
    deed: Deed


_COLUMNS = [batches.c[name] for name in Batch._fields]
_TICKET = [tickets.c[name] for name in Ticket._fields]
_IS_OPEN: ColumnElement[bool] = tickets.c.state.in_(sorted(OPEN))


def open_new(
    connection: Connection, workspace: str, form: str, month: str, now: float
) -> int | None:
    """Open the batch of a month and return its id; None if there is one already."""
    values = {"workspace": workspace, "form": form, "month": month, "opened_at": now}
    return insert_once(connection, batches, values)


def find(connection: Connection, workspace: str, batch: int) -> Batch | None:
    """Return a batch by its id."""
    row = connection.execute(select(*_COLUMNS).where(_is(workspace, batch))).first()
    return Batch(*row) if row else None


def of_month(connection: Connection, workspace: str, form: str, month: str) -> Batch | None:
    """Return a form's batch of a month."""
    its = (batches.c.form == form) & (batches.c.month == month)
    found = select(*_COLUMNS).where(batches.c.workspace == workspace, its)
    row = connection.execute(found).first()
    return Batch(*row) if row else None


def at_stage(connection: Connection, workspace: str, stage: Stage) -> list[Batch]:
    """Return all batches that stand there, earliest first."""
    its = (batches.c.workspace == workspace) & (batches.c.state == stage)
    found = select(*_COLUMNS).where(its).order_by(batches.c.id)
    return [Batch(*row) for row in connection.execute(found)]


def showing(connection: Connection, workspace: str, form: str, ticket: int) -> list[Batch]:
    """Return the batches that show a request of a form: the open one, and any that it is in."""
    within = exists().where(
        batch_tickets.c.workspace == workspace,
        batch_tickets.c.batch == batches.c.id,
        batch_tickets.c.ticket == ticket,
    )
    shows = or_(batches.c.state == Stage.OPEN, and_(batches.c.state == Stage.SUBMITTED, within))
    its = (batches.c.workspace == workspace) & (batches.c.form == form)
    return [Batch(*row) for row in connection.execute(select(*_COLUMNS).where(its, shows))]


def change(connection: Connection, /, workspace: str, batch: int, **values: Any) -> None:  # noqa: ANN401 - any column's value
    """Set columns of a batch."""
    connection.execute(update(batches).where(_is(workspace, batch)).values(**values))


def move(
    connection: Connection,
    workspace: str,
    batch: int,
    before: Stage,
    to: Stage,
    /,
    **values: object,
) -> bool:
    """Bring a batch from one stage to another; False if it does not stand there any more.

    One statement does it, so that of several at once one wins.
    """
    its = _is(workspace, batch) & (batches.c.state == before)
    moved = update(batches).where(its).values(state=str(to), **values)
    return connection.execute(moved).rowcount == 1


def ask(connection: Connection, workspace: str, batch: int, now: float) -> bool:
    """Keep that it was asked whether the requests of a batch show; False if it was before."""
    unasked = _is(workspace, batch) & batches.c.asked_at.is_(None)
    return connection.execute(update(batches).where(unasked).values(asked_at=now)).rowcount == 1


def waiting(connection: Connection, workspace: str, form: str, batch: int) -> list[Held]:
    """Return the open requests of a form, in their order, and what a batch has of them aside.

    Those of a batch that was submitted and not confirmed wait for nothing else.
    """
    aside = func.coalesce(batch_tickets.c.aside, false())
    its = (batch_tickets.c.workspace == workspace) & (batch_tickets.c.batch == batch)
    kept = tickets.outerjoin(batch_tickets, (batch_tickets.c.ticket == tickets.c.id) & its)
    found = select(*_TICKET, aside).select_from(kept).where(_waits(workspace, form))
    return _held(connection, found)


def is_waited_for(connection: Connection, workspace: str, form: str) -> bool:
    """Tell whether there is anything to open a batch for."""
    return connection.scalar(select(exists().where(_waits(workspace, form)))) or False


def held(connection: Connection, workspace: str, batch: int) -> list[Held]:
    """Return the requests of a submitted batch, in their order, whatever became of them."""
    its = (batch_tickets.c.workspace == workspace) & (batch_tickets.c.batch == batch)
    same = (tickets.c.workspace == workspace) & (tickets.c.id == batch_tickets.c.ticket)
    found = select(*_TICKET, batch_tickets.c.aside).join_from(batch_tickets, tickets, same)
    return _held(connection, found.where(its))


def put_aside(
    connection: Connection, workspace: str, batch: int, ticket: int, *, aside: bool
) -> None:
    """Set a request of a batch aside, or take it in again."""
    key = {"workspace": workspace, "batch": batch, "ticket": ticket}
    upsert(connection, batch_tickets, key, {"aside": aside})


def fill(
    connection: Connection, workspace: str, batch: int, requests: Iterable[int], to_do: Deed
) -> None:
    """Let these requests, and no others, be in a batch, with a deed to be done for each."""
    its = (batch_tickets.c.workspace == workspace) & (batch_tickets.c.batch == batch)
    connection.execute(delete(batch_tickets).where(its))
    row = {"workspace": workspace, "batch": batch, "to_do": str(to_do)}
    rows = [{**row, "ticket": ticket} for ticket in requests]
    if rows:
        connection.execute(insert(batch_tickets), rows)


def plan(
    connection: Connection, workspace: str, batch: int, requests: Collection[int], to_do: Deed
) -> None:
    """Have a deed done for these requests of a batch."""
    its = (batch_tickets.c.workspace == workspace) & (batch_tickets.c.batch == batch)
    those = update(batch_tickets).where(its, batch_tickets.c.ticket.in_(requests))
    connection.execute(those.values(to_do=str(to_do)))


def to_do(connection: Connection, workspace: str, most: int) -> list[ToDo]:
    """Return up to `most` deeds that were decided and are not done."""
    columns = [batch_tickets.c[name] for name in ("batch", "ticket", "to_do")]
    its = (batch_tickets.c.workspace == workspace) & batch_tickets.c.to_do.is_not(None)
    order = (batch_tickets.c.batch, batch_tickets.c.ticket)
    rows = connection.execute(select(*columns).where(its).order_by(*order).limit(most))
    return [ToDo(row.batch, row.ticket, Deed(row.to_do)) for row in rows]


def done(connection: Connection, workspace: str, batch: int, ticket: int) -> None:
    """Keep that nothing is left to do for a request of a batch."""
    its = _of(workspace, batch, ticket)
    connection.execute(update(batch_tickets).where(its).values(to_do=None))


def drop(connection: Connection, workspace: str, batch: int, ticket: int) -> None:
    """Take a request out of a batch, as if it had never been in it."""
    connection.execute(delete(batch_tickets).where(_of(workspace, batch, ticket)))


def _is(workspace: str, batch: int) -> ColumnElement[bool]:
    return (batches.c.workspace == workspace) & (batches.c.id == batch)


def _of(workspace: str, batch: int, ticket: int) -> ColumnElement[bool]:
    its = (batch_tickets.c.workspace == workspace) & (batch_tickets.c.batch == batch)
    return its & (batch_tickets.c.ticket == ticket)


def _waits(workspace: str, form: str) -> ColumnElement[bool]:
    """Tell that a ticket is an open request of a form, and nothing was decided for it."""
    unsettled = or_(batches.c.state == Stage.SUBMITTED, batch_tickets.c.to_do.is_not(None))
    decided = exists().where(
        batch_tickets.c.workspace == workspace,
        batch_tickets.c.ticket == tickets.c.id,
        batches.c.id == batch_tickets.c.batch,
        batches.c.workspace == workspace,
        unsettled,
    )
    its = (tickets.c.workspace == workspace) & (tickets.c.kind == form)
    return its & _IS_OPEN & ~decided.correlate(tickets)


def _held(connection: Connection, found: Select[Any]) -> list[Held]:
    rows = connection.execute(found.order_by(tickets.c.id))
    return [Held(Ticket(*row[:-1]), bool(row[-1])) for row in rows]
