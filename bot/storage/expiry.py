"""What is kept long enough: questions, closed tickets, and how long a pace held.

Rows are written in the order of their ids and numbers: what is old is looked for from the first
row up to one that is not, so that a long table is never read as a whole.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, tuple_

from bot.desk.batches import Stage
from bot.desk.life import OVER
from bot.storage import erasures
from bot.storage.schema import (
    batch_tickets,
    batches,
    drafts,
    pauses,
    people,
    questions,
    rate_limits,
    ticket_history,
    ticket_numbers,
    tickets,
)

_NEVER = 2**62


def forget_questions(connection: Connection, before: float, most: int) -> int:
    """Delete up to `most` questions from before a time; return how many.

    One that the support team got is kept as long as its ticket.
    """
    asked = questions.c.asked_at
    ticket = exists().where(
        tickets.c.workspace == questions.c.workspace, tickets.c.question == questions.c.id
    )
    is_early = questions.c.id < _first(questions.c.id, asked >= before)
    old = select(questions.c.id).where(is_early, asked < before, ~ticket)
    gone = old.order_by(questions.c.id).limit(most)
    return connection.execute(delete(questions).where(questions.c.id.in_(gone))).rowcount


def numbering(connection: Connection) -> list[str]:
    """Return the workspaces that ever had a ticket."""
    found = select(ticket_numbers.c.workspace).order_by(ticket_numbers.c.workspace)
    return list(connection.scalars(found))


def forget_tickets(connection: Connection, workspace: str, before: float, most: int) -> int:
    """Delete up to `most` tickets that were closed before a time, with all that belongs to them.

    Return how many. Their numbers are not given again.
    """
    gone = connection.execute(_closed(workspace, before).limit(most)).all()
    for row in gone:
        erasures.drop_ticket(connection, workspace, row.id)
        its = (questions.c.workspace == workspace) & (questions.c.id == row.question)
        connection.execute(delete(questions).where(its))
        itself = (tickets.c.workspace == workspace) & (tickets.c.id == row.id)
        connection.execute(delete(tickets).where(itself))
    return len(gone)


def _closed(workspace: str, before: float) -> Any:  # noqa: ANN401 - a select of two columns
    """Select the tickets to which nothing was done since."""
    its = tickets.c.workspace == workspace
    later = exists().where(
        ticket_history.c.workspace == workspace,
        ticket_history.c.ticket == tickets.c.id,
        ticket_history.c.at >= before,
    )
    is_early = tickets.c.number < _first(tickets.c.number, its & (tickets.c.created_at >= before))
    is_old = func.coalesce(tickets.c.resolved_at, tickets.c.created_at) < before
    is_over = tickets.c.state.in_(sorted(OVER))
    found = select(tickets.c.id, tickets.c.question).where(its, is_early, is_over, is_old, ~later)
    return found.order_by(tickets.c.number)


def _first(number: ColumnElement[Any], its: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return the first number whose row is so; where none is, more than there can be."""
    first = select(number).where(its).order_by(number).limit(1)
    return func.coalesce(first.correlate(None).scalar_subquery(), _NEVER)


def forget_batches(connection: Connection, workspace: str, before: float) -> None:
    """Delete the batches that were opened before a time, and hold no request any more."""
    holds = exists().where(
        batch_tickets.c.workspace == workspace, batch_tickets.c.batch == batches.c.id
    )
    its = (batches.c.workspace == workspace) & (batches.c.state == Stage.DONE)
    connection.execute(delete(batches).where(its, batches.c.opened_at < before, ~holds))


def forget_people(connection: Connection, before: float, most: int) -> int:
    """Delete up to `most` people whom nobody looked up since, and of whom nothing else is kept.

    Return how many.
    """
    has = (
        exists().where(table.c.workspace == people.c.workspace, table.c.person == people.c.person)
        for table in (tickets, questions, drafts)
    )
    known = func.coalesce(people.c.looked_up_at, people.c.greeted_at, 0.0)
    its = (people.c.workspace, people.c.person)
    old = select(*its).where(known < before, *(~each for each in has)).limit(most)
    return connection.execute(delete(people).where(tuple_(*its).in_(old))).rowcount


def forget_paces(connection: Connection, before: float) -> None:
    """Forget what Slack, or a pace of ours, had wait until a time that is over."""
    connection.execute(delete(pauses).where(pauses.c.until < before))
    connection.execute(delete(rate_limits).where(rate_limits.c.free_at < before))
