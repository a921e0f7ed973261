"""Rows that name somebody: found by their id, wherever it stands in text or data."""

import re
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, false, func, or_, select

from bot.desk.privacy import ERASED
from bot.storage.holdings import HOLDINGS, Holds


def names(table: Table, person: str) -> ColumnElement[bool]:
    """Tell that a row may name somebody: of text, whether their id is a part of it."""
    holding = HOLDINGS[table]
    exact = (table.c[name] == person for name in holding.holding(Holds.PERSON))
    texts = (cast(table.c[name], Text) for name in holding.holding(Holds.MIXED))
    return or_(false(), *exact, *(text.contains(person, autoescape=True) for text in texts))


def without(value: Any, person: str) -> Any:  # noqa: ANN401 - JSON, or text
    """Return text or data with ERASED in place of somebody's id, wherever it stands."""
    if isinstance(value, str):
        return re.sub(rf"(?<![A-Za-z0-9]){re.escape(person)}(?![A-Za-z0-9])", ERASED, value)
    if isinstance(value, list):
        return [without(each, person) for each in value]
    if isinstance(value, dict):
        return {without(name, person): without(each, person) for name, each in value.items()}
    return value


def until(connection: Connection, table: Table, after: int, most: int) -> int | None:
    """Return the last of the `most` rows that come after one, whoever's they are."""
    some = select(table.c.id).where(table.c.id > after).order_by(table.c.id).limit(most).subquery()
    last: int | None = connection.scalar(select(func.max(some.c.id)))
    return last


def between(table: Table, after: int, last: int) -> ColumnElement[bool]:
    """Tell that a row comes after one, up to the last."""
    return (table.c.id > after) & (table.c.id <= last)
