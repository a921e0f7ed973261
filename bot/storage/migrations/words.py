"""Writes down the words of the tickets that were there before tickets were found by words."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from bot.desk.listings import words_of

_tickets = sa.table(
    "tickets",
    *map(sa.column, ("id", "workspace", "number", "person", "question")),
    sa.column("answers", sa.JSON()),
)
_questions = sa.table("questions", *map(sa.column, ("id", "workspace", "text")))
_people = sa.table("people", *map(sa.column, ("workspace", "person", "company_domain")))
_words = sa.table("ticket_words", *map(sa.column, ("workspace", "word", "ticket")))


def index(connection: sa.Connection) -> None:
    """Let all tickets be found."""
    for row in connection.execute(_all()).mappings().all():
        found = {"workspace": row["workspace"], "ticket": row["id"]}
        rows = [{**found, "word": word} for word in sorted(words_of(_texts(row)))]
        connection.execute(sa.insert(_words), rows)


def _all() -> sa.Select[Any]:
    asked = sa.and_(
        _questions.c.workspace == _tickets.c.workspace, _questions.c.id == _tickets.c.question
    )
    known = sa.and_(
        _people.c.workspace == _tickets.c.workspace, _people.c.person == _tickets.c.person
    )
    joined = _tickets.outerjoin(_questions, asked).outerjoin(_people, known)
    columns = (_tickets, _questions.c.text, _people.c.company_domain)
    return sa.select(*columns).select_from(joined).order_by(_tickets.c.id)


def _texts(row: sa.RowMapping) -> Iterator[str]:
    yield from (f"#{row['number']}", row["company_domain"] or "", row["text"] or "")
    yield from _strings(row["answers"])


def _strings(value: object) -> Iterator[str]:
    """Give every text in what was filled in."""
    if isinstance(value, str):
        yield value
    for part in _parts(value):
        yield from _strings(part)


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
