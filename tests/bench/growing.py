"""The earlier years of a large desk: all tickets once more for each, long closed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, text

from bot.storage import schema

_YEAR_SECONDS = 365 * 24 * 3600.0
_SERIES = "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {})"
_IS_OPEN = f"o.{schema.TICKET_IS_OPEN}"
_BACK = f"- n * {_YEAR_SECONDS}"
_EARLIER = "{} - n * {size}"

_CLOSED_TICKET = {
    **{name: _EARLIER.format(f"o.{name}", size="{size}") for name in ("id", "number", "question")},
    **{
        name: f"o.{name} {_BACK}"
        for name in ("created_at", "changed_at", "opened_at", "answered_at", "answer_due")
    },
    "resolution_due": f"o.resolution_due {_BACK}",
    "state": f"CASE WHEN {_IS_OPEN} THEN 'resolved' ELSE o.state END",
    "outcome": f"CASE WHEN {_IS_OPEN} THEN 'answered' ELSE o.outcome END",
    "resolved_at": f"CASE WHEN {_IS_OPEN} THEN o.created_at ELSE o.resolved_at END {_BACK}",
}
_QUESTION = {
    "id": _EARLIER.format("o.id", size="{size}"),
    "asked_at": f"o.asked_at {_BACK}",
    "message_ts": "o.message_ts || '-' || n",
}
_MESSAGE = {
    "ticket": _EARLIER.format("o.ticket", size="{size}"),
    "written_at": f"o.written_at {_BACK}",
    "ts": "o.ts || '-' || n",
}
_WORD = {
    "ticket": _EARLIER.format("o.ticket", size="{size}"),
    "word": "CASE WHEN o.word = CAST(o.ticket AS TEXT)"
    " THEN CAST(o.ticket - n * {size} AS TEXT) ELSE o.word END",
}
_COPIED: Mapping[Table, Mapping[str, str]] = {
    schema.questions: _QUESTION,
    schema.tickets: _CLOSED_TICKET,
    schema.ticket_messages: _MESSAGE,
    schema.ticket_words: _WORD,
}
_NUMBERED_ANEW = frozenset({schema.ticket_messages})
"""The tables whose rows are given their ids by the engine."""

_HISTORY = """
INSERT INTO ticket_history (workspace, ticket, at, actor, deed, before, after, details)
{series} SELECT o.workspace, o.id, o.created_at + n, 'U0SUPPORT1', 'take', 'new', 'in-progress',
'{{}}' FROM tickets o CROSS JOIN series ORDER BY o.id, n
"""


def grow(connection: Connection, size: int, years: int, entries: int) -> None:
    """Put `years` more of `size` closed tickets before those that are there; give each ticket
    `entries` of history.

    The numbers of those that are there begin after `size` times `years`.
    """
    if years:
        for table, changed in _COPIED.items():
            _copy(connection, table, changed, size, years)
    connection.execute(text(_HISTORY.format(series=_SERIES.format(entries))))


def _copy(
    connection: Connection, table: Table, changed: Mapping[str, str], size: int, years: int
) -> None:
    names = [column.name for column in table.c]
    if table in _NUMBERED_ANEW:
        names.remove("id")
    shown = ", ".join(changed.get(name, f'o."{name}"').format(size=size) for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    # In the order of its key a tree grows at its end only.
    key = ", ".join(str(names.index(column.name) + 1) for column in _sorted_by(table))
    source = f"{_SERIES.format(years)} SELECT {shown} FROM {table.name} o CROSS JOIN series"  # noqa: S608 - our names
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) {source} ORDER BY {key}")


def _sorted_by(table: Table) -> list[Column[Any]]:
    return [table.c.ticket] if table in _NUMBERED_ANEW else list(table.primary_key)
