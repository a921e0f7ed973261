"""Somebody gets all that is kept of them, as data: every row that holds them.

Of other people nothing is told: their ids are replaced, and in rows that are theirs only what names
the one who asks is shown.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from bot.storage import audit_log, personal
from bot.storage.holdings import HOLDINGS, Holds
from bot.storage.naming import without

EXPORTED_BY_OPERATOR, EXPORTED_BY_THEMSELVES = "person-exported", "own-data-exported"
"""What the audit log calls it."""

SOMEBODY_ELSE = "somebody-else"
"""Stands where the id of another person stood."""

_ROWS = 5_000
_SLACK_ID = re.compile(r"(?<![A-Za-z0-9])[UW][A-Z0-9]{4,}(?![A-Za-z0-9])")
"""The id of a person in Slack. Source: https://docs.slack.dev/reference/objects/user-object"""

Row = dict[str, Any]


class Part(NamedTuple):
    """Rows of a table, and from where to go on: the table's place among all, and the row."""

    table: str
    rows: list[Row]
    step: int
    after: int


def part(
    connection: Connection, workspace: str, person: str, step: int = 0, after: int = 0
) -> Part | None:
    """Return some of what holds a person; None after all of it.

    It is read bit by bit, so that others read and write between. What is theirs comes first.
    """
    if step >= 2 * len(personal.TABLES):
        return None
    which, is_naming = divmod(step, 2)
    table = personal.TABLES[which]
    if not is_naming:
        rows = personal.own(connection, workspace, person, table)
        return Part(table.name, [_own(table, row, person) for row in rows], step + 1, 0)
    found = (connection, workspace, person, table, after, _ROWS)
    rows, until = personal.naming(*found)
    named = [_named(table, row, person) for row in rows]
    return Part(table.name, named, *((step + 1, 0) if until is None else (step, until)))


def _own(table: Table, row: Row, person: str) -> Row:
    """Return a row that is theirs, without secrets and without others."""
    columns = HOLDINGS[table].columns
    return {
        name: _shown(columns[name], value, person)
        for name, value in row.items()
        if columns[name] is not Holds.SECRET
    }


def _shown(holds: Holds, value: Any, person: str) -> Any:  # noqa: ANN401 - any column's value
    if holds is Holds.PERSON:
        return value if value in {None, person} else SOMEBODY_ELSE
    return _without_others(value, person) if holds is Holds.MIXED else value


def _without_others(value: Any, person: str) -> Any:  # noqa: ANN401 - JSON, or text
    others = {each for each in _SLACK_ID.findall(json.dumps(value)) if each != person}
    for other in others:
        value = json.loads(json.dumps(value).replace(other, SOMEBODY_ELSE))
    return value


def _named(table: Table, row: Row, person: str) -> Row:
    """Return of somebody else's row what names them, and what they wrote there."""
    holding = HOLDINGS[table]
    wrote = holding.author is not None and row[holding.author] == person
    shown = {Holds.NOTHING, *((Holds.CONTENT,) if wrote else ())}
    return {
        name: value
        for name, value in row.items()
        if holding.columns[name] in shown or without(value, person) == without(person, person)
    }


def collected(workspace: str, person: str, parts: Iterable[Part], now: float) -> Mapping[str, Any]:
    """Return everything as one document: the rows of each table, and the files among them."""
    tables: dict[str, list[Row]] = {}
    for each in parts:
        if each.rows:
            tables.setdefault(each.table, []).extend(each.rows)
    about = {"workspace": workspace, "person": person, "made_at": now}
    return {**about, "tables": tables, "files": sorted(set(_files(tables)))}


def _files(tables: Mapping[str, list[Row]]) -> Iterable[str]:
    """Give "<id> <name>" of each file that they gave."""
    for name in ("questions", "ticket_messages"):
        for row in tables.get(name, ()):
            yield from map(str, row.get("files") or ())
    for row in (*tables.get("tickets", ()), *tables.get("drafts", ())):
        yield from _given(row.get("answers") or {})


def _given(answers: Mapping[str, Any]) -> Iterable[str]:
    """Give the files of a form: what is typed there is text, or a list of files."""
    for line in (*answers.get("lines", ()), answers.get("common") or {}):
        for given in line.values():
            typed = given.get("typed")
            yield from map(str, typed) if isinstance(typed, list) else ()


def as_text(document: Mapping[str, Any]) -> str:
    """Return a document as JSON that people can read, too."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def record(
    connection: Connection, workspace: str, person: str, now: float, *, by_operator: bool
) -> None:
    """Write down that somebody's data was given out, and to whom."""
    action = EXPORTED_BY_OPERATOR if by_operator else EXPORTED_BY_THEMSELVES
    audit_log.record(connection, workspace, person, action, {}, now)
