"""Copies the rows of all tables from one database into another, whatever the engines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from sqlalchemy import JSON, Connection, Table, Text, cast, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.storage.schema import metadata

_AT_ONCE = 2_000
"""How many rows are in memory at a time."""

_NUL = "\0"

_LAST_ID = {
    "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = :table",
    "postgresql": "SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :column))",
}
_SET_LAST_ID = {
    "sqlite": (
        "DELETE FROM sqlite_sequence WHERE name = :table",
        "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)",
    ),
    "postgresql": ("SELECT setval(pg_get_serial_sequence(:table, :column), :last)",),
}

_Values = Sequence[Any]

Tell = Callable[[str, int, int], None]
"""Is told, again and again, how many rows of a table are copied, and how many there are."""


class Copied(NamedTuple):
    """How many rows a table has in the source, and how many were then counted in the target."""

    table: str
    expected: int
    found: int


class UnstorableError(Exception):
    """A value that the target can't hold.

    `table` tells where it is; so do `column` and `row` (its primary key) where it is a text with a
    NUL character, and else they are empty.
    """

    def __init__(self, table: str, column: str = "", row: str = "") -> None:
        """Keep the place; never the value, which somebody may have written."""
        self.table, self.column, self.row = table, column, row
        super().__init__(table)


def copy(source: Connection, target: Connection, tell: Tell) -> list[Copied]:
    """Copy all rows into tables that have none; ids stay, and those of deleted rows stay taken.

    The source must not change meanwhile. Raises UnstorableError.
    """
    tables = metadata.sorted_tables
    expected = {table.name: _count(source, table) for table in tables}
    indexes = [index for table in tables for index in table.indexes]
    for index in indexes:  # Made afterwards, an index takes a fraction of the time.
        index.drop(target)
    for table in tables:
        _copy_table(source, target, table, tell, expected[table.name])
    for index in indexes:
        index.create(target)
    for table in tables:  # Last of all: PostgreSQL would not take it back.
        _go_on_after(source, target, table)
    if target.dialect.name == "postgresql":
        target.execute(text("ANALYZE"))
    return [Copied(table.name, expected[table.name], _count(target, table)) for table in tables]


def _copy_table(
    source: Connection, target: Connection, table: Table, tell: Tell, expected: int
) -> None:
    rows = _told(_batches(source, table), table, tell, expected)
    try:
        _WRITERS[target.dialect.name](target, table, rows)
    except (psycopg.DataError, DBAPIError) as error:
        if isinstance(error, DBAPIError) and not isinstance(error.orig, psycopg.DataError):
            raise
        raise UnstorableError(table.name) from None


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _batches(source: Connection, table: Table) -> Iterator[Sequence[_Values]]:
    """Read a table bit by bit; JSON as it is written, for reading it could change a number."""
    columns = [
        cast(column, Text) if isinstance(column.type, JSON) else column for column in table.c
    ]
    streamed = {"yield_per": _AT_ONCE}
    return source.execute(select(*columns), execution_options=streamed).partitions()


def _told(
    batches: Iterable[Sequence[_Values]], table: Table, tell: Tell, expected: int
) -> Iterator[Sequence[_Values]]:
    done = 0
    tell(table.name, done, expected)
    for batch in batches:
        yield batch
        done += len(batch)
        tell(table.name, done, expected)


def _copy_in(target: Connection, table: Table, batches: Iterable[Sequence[_Values]]) -> None:
    """Write rows as PostgreSQL takes them fastest."""
    driver: Any = target.connection.driver_connection
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.c)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    with driver.cursor() as cursor, cursor.copy(statement) as writing:
        for row in (row for batch in batches for row in batch):
            try:
                writing.write_row(row)
            except psycopg.DataError:
                raise _with_nul(table, row) from None


def _with_nul(table: Table, row: _Values) -> UnstorableError:
    """Tell which column holds what psycopg refuses to write at all: a text with a NUL."""
    values = dict(zip(table.c.keys(), row, strict=True))
    column = next((name for name, value in values.items() if _NUL in str(value)), "")
    keys = (str(values[each.name]) for each in table.primary_key if each.name != column)
    return UnstorableError(table.name, column, " ".join(keys))


def _insert(target: Connection, table: Table, batches: Iterable[Sequence[_Values]]) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.c)
    marks = ", ".join("?" * len(table.c))
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'  # noqa: S608 - our names
    for batch in batches:
        target.exec_driver_sql(statement, [tuple(row) for row in batch])


_WRITERS: dict[str, Callable[[Connection, Table, Iterable[Sequence[_Values]]], None]] = {
    "postgresql": _copy_in,
    "sqlite": _insert,
}


def _go_on_after(source: Connection, target: Connection, table: Table) -> None:
    """Have the next id follow the last one that the source gave, were its row deleted since."""
    column = table.autoincrement_column
    if column is None:
        return
    values = {"table": table.name, "column": column.name}
    given = source.scalar(_said(_LAST_ID[source.dialect.name], values))
    highest = source.scalar(select(func.max(column)))
    last = max(given or 0, highest or 0)
    if last:
        for statement in _SET_LAST_ID[target.dialect.name]:
            target.execute(_said(statement, values | {"last": last}))


def _said(statement: str, values: dict[str, Any]) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    """Fill in those values that a statement asks for."""
    asked = {name: value for name, value in values.items() if f":{name}" in statement}
    return text(statement).bindparams(**asked)
