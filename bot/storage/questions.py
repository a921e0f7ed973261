"""The questions, each with what was decided and what its reply shows now."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select, update

from bot.storage.hints import not_by
from bot.storage.prepared import Prepared, prepared
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
_CHANGED = update(questions).where(
    questions.c.workspace == bindparam("its_workspace"), questions.c.id == bindparam("its_id")
)


def add(connection: Connection, workspace: str, values: Mapping[str, object]) -> int | None:
    """Keep a question; return its id, or None if that very message is kept already."""
    return insert_once(connection, questions, {**values, "workspace": workspace})


def find(connection: Connection, workspace: str, question: int) -> Question | None:
    """Return a question by its id."""
    return _first(connection, _find(workspace, question))


@prepared
def _find(workspace: str, question: int) -> Select[Any]:
    return select(*_COLUMNS).where(questions.c.workspace == workspace, questions.c.id == question)


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
    return _first(connection, _at_message(workspace, channel, message_ts))


@prepared
def _at_message(workspace: str, channel: str, message_ts: str) -> Select[Any]:
    asked = (questions.c.channel == channel) & (questions.c.message_ts == message_ts)
    return select(*_COLUMNS).where(questions.c.workspace == workspace, asked)


def _first(connection: Connection, found: Prepared) -> Question | None:
    row = connection.execute(*found).first()
    return Question(*row) if row else None


def change(connection: Connection, /, workspace: str, question: int, **values: Any) -> None:  # noqa: ANN401 - any column's value
    """Set columns of a question."""
    its = {"its_workspace": workspace, "its_id": question}
    connection.execute(_CHANGED, {**its, **values})


def recent_locale(
    connection: Connection,
    workspace: str,
    *,
    channel: str | None = None,
    person: str | None = None,
) -> str | None:
    """Return the language written most of late, in a channel or by a person or both."""
    values = {"channel": channel, "person": person}
    given = {name: value for name, value in values.items() if value}
    most = _most_of_late(tuple(given))
    found: str | None = connection.scalar(most, {"workspace": workspace, **given})
    return found


@cache
def _most_of_late(names: tuple[str, ...]) -> Select[Any]:
    """Find the language of most questions of late that are alike in some columns."""
    alike = [questions.c[name] == bindparam(name) for name in ("workspace", *names)]
    newest = select(questions.c.detected).where(*alike, questions.c.detected.is_not(None))
    late = newest.order_by(questions.c.id.desc()).limit(_OF_LATE).subquery()
    counted = select(late.c.detected).group_by(late.c.detected)
    return counted.order_by(func.count().desc()).limit(1)


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
