"""Insert-or-update, which SQLAlchemy has for each engine but not for both."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection, table: Table, key: Mapping[str, object], values: Mapping[str, object]
) -> None:
    """Set `values` in the row with that primary key, which is made if it is not there."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = insert(table).values(dict(key) | dict(values))
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def insert_once(connection: Connection, table: Table, values: Mapping[str, object]) -> int | None:
    """Insert a row and return its id, or None if its unique key is there already."""
    made: int | None = connection.scalar(_once(table, connection.dialect.name), dict(values))
    return made


@cache
def _once(table: Table, engine: str) -> Any:  # noqa: ANN401 - an insert of the engine's own kind
    insert = sqlite.insert if engine == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing().returning(table.c.id)
