"""The figures of a week of the desk, counted from questions and tickets."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, not_, select

from bot.answering.decision import Kind
from bot.desk.life import Deed, State
from bot.desk.summary import (
    AnswerTime,
    FirstAnswers,
    Questions,
    Ratings,
    Span,
    Tickets,
    Week,
    first_answers,
)
from bot.storage.schema import questions, ticket_history, tickets
from bot.storage.tickets import IS_OPEN
from bot.storage.views import is_overdue

_Condition = ColumnElement[bool]


def week(
    connection: Connection,
    workspace: str,
    span: Span,
    now: float,
    elapsed: Callable[[float, float], float],
) -> Week:
    """Count a week; `elapsed` tells the seconds of business time between two times.

    What became of a question or a ticket is told as it is known now, whatever the week.
    """
    return Week(
        span.first_day,
        _questions(connection, workspace, span),
        _tickets(connection, workspace, span),
        _first_answers(connection, workspace, span, elapsed),
        _ratings(connection, workspace, span),
        _count(connection, workspace, IS_OPEN),
        _count(connection, workspace, IS_OPEN & is_overdue(now)),
    )


def _questions(connection: Connection, workspace: str, span: Span) -> dict[str, Questions]:
    """Count questions by the language that they were written in."""
    language = func.coalesce(questions.c.detected, questions.c.locale)
    handed_over = (questions.c.decision == Kind.HANDOVER) | tickets.c.id.is_not(None)
    counted = select(
        language,
        _sum(not_(handed_over) & (questions.c.decision == Kind.ANSWER)),
        _sum(not_(handed_over) & (questions.c.decision == Kind.SUGGEST)),
        _sum(handed_over),
    )
    asked = counted.select_from(questions.outerjoin(tickets, _its_ticket())).where(
        questions.c.workspace == workspace,
        _within(questions.c.asked_at, span),
        questions.c.decision != Kind.TALK,
        not_(questions.c.deleted),
    )
    rows = connection.execute(asked.group_by(language))
    return {locale: Questions(*counts) for locale, *counts in rows}


def _its_ticket() -> _Condition:
    """Join the ticket of a question, unless the person withdrew it."""
    return (
        (tickets.c.workspace == questions.c.workspace)
        & (tickets.c.question == questions.c.id)
        & (tickets.c.state != State.WITHDRAWN)
    )


def _tickets(connection: Connection, workspace: str, span: Span) -> dict[tuple[str, str], Tickets]:
    """Count tickets by their kind and the language of who sent them."""
    language = func.coalesce(tickets.c.written_in, tickets.c.locale)
    opened, resolved = _within(tickets.c.created_at, span), _within(tickets.c.resolved_at, span)
    counted = _of(workspace, tickets.c.kind, language, _sum(opened), _sum(resolved))
    rows = connection.execute(counted.where(opened | resolved).group_by(tickets.c.kind, language))
    return {(kind, locale): Tickets(*counts) for kind, locale, *counts in rows}


def _first_answers(
    connection: Connection,
    workspace: str,
    span: Span,
    elapsed: Callable[[float, float], float],
) -> FirstAnswers:
    times = _of(workspace, tickets.c.opened_at, tickets.c.answered_at, tickets.c.answer_due)
    rows = connection.execute(times.where(_within(tickets.c.answered_at, span)))
    return first_answers((AnswerTime(*row) for row in rows), elapsed)


def _ratings(connection: Connection, workspace: str, span: Span) -> Ratings:
    """Count the tickets that were rated in the week, by how they are rated now."""
    rated = select(ticket_history.c.ticket).where(
        ticket_history.c.workspace == workspace,
        ticket_history.c.deed == Deed.RATE,
        _within(ticket_history.c.at, span),
    )
    counted = _of(workspace, _sum(tickets.c.rating > 0), _sum(tickets.c.rating <= 0))
    row = connection.execute(counted.where(tickets.c.id.in_(rated))).one()
    return Ratings(*(count or 0 for count in row))


def _count(connection: Connection, workspace: str, condition: _Condition) -> int:
    return connection.scalar(_of(workspace, func.count()).where(condition)) or 0


def _of(workspace: str, *columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).where(tickets.c.workspace == workspace)


def _sum(condition: _Condition) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _within(at: ColumnElement[Any], span: Span) -> _Condition:
    return (at >= span.begin) & (at < span.end)
