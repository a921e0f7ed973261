"""The questions, each with what was decided and what its reply shows now."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select, update

from bot.storage.hints import not_by
from bot.storage.schema import questions
from bot.storage.upserts import insert_once

_OF_LATE = 10


class Place(StrEnum):
    """Where something was asked, which decides who sees the reply."""

    DIRECT = "direct"
    CHANNEL = "channel"
    PRIVATE = "private"


class Question(NamedTuple):
    """One row.

    `place` is where it was asked, `detected` the language of its text when that is sure,
    `reply_channel` and `reply_ts` the message that answers it.
    """

    id: int
    workspace: str
    person: str
    place: str
    channel: str
    message_ts: str | None
    thread_ts: str | None
    text: str
    asked_at: float
    deleted: bool
    response_url: str | None
    locale: str
    detected: str | None
    edited_ts: str | None
    decision: str
    intent: str | None
    topic: str | None
    suggestions: list[str]
    confidence: float
    mention: list[int | None] | None
    useful: bool | None
    reply_channel: str | None
    reply_ts: str | None
    files: list[str]


_COLUMNS = [questions.c[name] for name in Question._fields]


def add(connection: Connection, workspace: str, values: Mapping[str, object]) -> int | None:
    """Keep a question; return its id, or None if that very message is kept already."""
    return insert_once(connection, questions, {**values, "workspace": workspace})


def find(connection: Connection, workspace: str, question: int) -> Question | None:
    """Return a question by its id."""
    return _first(connection, workspace, questions.c.id == question)


def texts(connection: Connection, workspace: str, wanted: Collection[int]) -> dict[int, str]:
    """Return what was asked, by the ids of the questions; nothing of those that were deleted."""
    its = (not_by(questions.c.workspace) == workspace) & questions.c.id.in_(wanted)
    texts = select(questions.c.id, questions.c.text).where(its, ~questions.c.deleted)
    found = connection.execute(texts)
    return {number: text for number, text in found}  # noqa: C416 - rows are no pairs to mypy


def at_message(
    connection: Connection, workspace: str, channel: str, message_ts: str
) -> Question | None:
    """Return the question that was asked by that message."""
    asked = (questions.c.channel == channel) & (questions.c.message_ts == message_ts)
    return _first(connection, workspace, asked)


def _first(
    connection: Connection, workspace: str, condition: ColumnElement[bool]
) -> Question | None:
    found = select(*_COLUMNS).where(questions.c.workspace == workspace, condition)
    row = connection.execute(found).first()
    return Question(*row) if row else None


def change(connection: Connection, /, workspace: str, question: int, **values: Any) -> None:  # noqa: ANN401 - any column's value
    """Set columns of a question."""
    found = (questions.c.workspace == workspace) & (questions.c.id == question)
    connection.execute(update(questions).where(found).values(**values))


def recent_locale(
    connection: Connection,
    workspace: str,
    *,
    channel: str | None = None,
    person: str | None = None,
) -> str | None:
    """Return the language written most of late, in a channel or by a person or both."""
    where = (questions.c.workspace == workspace) & questions.c.detected.is_not(None)
    if channel:
        where &= questions.c.channel == channel
    if person:
        where &= questions.c.person == person
    newest = select(questions.c.detected).where(where).order_by(questions.c.id.desc())
    late = newest.limit(_OF_LATE).subquery()
    counted = select(late.c.detected).group_by(late.c.detected)
    found: str | None = connection.scalar(counted.order_by(func.count().desc()).limit(1))
    return found


def earlier(connection: Connection, question: Question, since: float, most: int) -> list[Question]:
    """Return what the same person asked in the same channel before a question, oldest first.

    Nothing that was asked before `since` or deleted is told, and no more than `most`.
    """
    before = select(*_COLUMNS).where(
        questions.c.workspace == question.workspace,
        questions.c.person == question.person,
        questions.c.channel == question.channel,
        questions.c.id < question.id,
        questions.c.asked_at >= since,
        ~questions.c.deleted,
    )
    rows = connection.execute(before.order_by(questions.c.id.desc()).limit(most))
    return [Question(*row) for row in rows][::-1]
