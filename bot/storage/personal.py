"""All rows that hold somebody, table by table, as `bot.storage.holdings` declares."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from bot.storage.holdings import HOLDINGS, PERSON, Holds
from bot.storage.naming import between, names, until, without
from bot.storage.schema import tickets

TABLES: Sequence[Table] = tuple(
    table
    for table, holding in HOLDINGS.items()
    if holding.of or holding.holding(Holds.PERSON, Holds.MIXED)
)
"""The tables whose rows are somebody's, or may name somebody."""

LONG = frozenset(table for table in TABLES if "id" in table.c)
"""Those that are gone through bit by bit for what names somebody."""


def own(connection: Connection, workspace: str, person: str, table: Table) -> list[dict[str, Any]]:
    """Return the rows that are theirs, in the order of their keys."""
    its = _theirs(workspace, person, table)
    return [] if its is None else _rows(connection, table, table.c.workspace == workspace, its)


def naming(
    connection: Connection, workspace: str, person: str, table: Table, after: int, most: int
) -> tuple[list[dict[str, Any]], int | None]:
    """Return rows of others that name them, and the row to go on after (None at the end)."""
    if not HOLDINGS[table].holding(Holds.PERSON, Holds.MIXED):
        return [], None
    last = until(connection, table, after, most) if table in LONG else None
    if table in LONG and last is None:
        return [], None
    here = [] if last is None else [between(table, after, last)]
    own = _theirs(workspace, person, table)
    here += [] if own is None else [~own]
    its = (table.c.workspace == workspace, names(table, person), *here)
    found = _rows(connection, table, *its)
    return [row for row in found if without(row, person) != row], last


def _theirs(workspace: str, person: str, table: Table) -> ColumnElement[bool] | None:
    of = HOLDINGS[table].of
    if of is None:
        return None
    if of == PERSON:
        return table.c.person == person
    mine = (tickets.c.workspace == workspace) & (tickets.c.person == person)
    return table.c.ticket.in_(select(tickets.c.id).where(mine))


def _rows(connection: Connection, table: Table, *its: ColumnElement[bool]) -> list[dict[str, Any]]:
    keys = table.primary_key.columns
    found = select(table).where(*its).order_by(*keys)
    return [dict(row) for row in connection.execute(found).mappings()]
