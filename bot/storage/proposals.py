"""What the support team would have the knowledge base learn."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.schema import OPEN, proposals


class Proposal(NamedTuple):
    """One row; the columns are told in the schema."""

    id: int
    workspace: str
    ticket: int
    locale: str
    topic: str | None
    phrasing: str
    title: str | None
    answer: str | None
    proposed_by: str
    proposed_at: float
    state: str
    note_channel: str | None
    note_ts: str | None


_COLUMNS = [proposals.c[name] for name in Proposal._fields]
_IS_OPEN: ColumnElement[bool] = proposals.c.state == OPEN


def keep(connection: Connection, workspace: str, values: Mapping[str, Any]) -> Proposal | None:
    """Keep a proposal; of the same phrasing of the same ticket, what was said last counts.

    None where an editor has decided about it already: then it stays as it was.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first = insert(proposals).values({**values, "workspace": workspace})
    again = first.on_conflict_do_update(
        index_elements=["workspace", "ticket", "phrasing"], set_=dict(values), where=_IS_OPEN
    )
    row = connection.execute(again.returning(*_COLUMNS)).first()
    return Proposal(*row) if row else None


def find(connection: Connection, workspace: str, proposal: int) -> Proposal | None:
    """Return a proposal by its id."""
    return _first(connection, workspace, proposals.c.id == proposal)


def of_phrasing(
    connection: Connection, workspace: str, ticket: int, phrasing: str
) -> Proposal | None:
    """Return what was proposed from a ticket with that very phrasing."""
    its = (proposals.c.ticket == ticket) & (proposals.c.phrasing == phrasing)
    return _first(connection, workspace, its)


def change(connection: Connection, /, workspace: str, proposal: int, **values: Any) -> None:  # noqa: ANN401 - any column's value
    """Set columns of a proposal."""
    its = (proposals.c.workspace == workspace) & (proposals.c.id == proposal)
    connection.execute(update(proposals).where(its).values(**values))


def settle(connection: Connection, workspace: str, proposal: int, state: str) -> bool:
    """Have an open proposal accepted or rejected; of two at once, one is told False."""
    its = (proposals.c.workspace == workspace) & (proposals.c.id == proposal) & _IS_OPEN
    settled = update(proposals).where(its).values(state=state).returning(proposals.c.id)
    return connection.scalar(settled) is not None


def every_open(connection: Connection) -> list[Proposal]:
    """Return what waits for an editor, of all workspaces, oldest first."""
    found = select(*_COLUMNS).where(_IS_OPEN).order_by(proposals.c.id)
    return [Proposal(*row) for row in connection.execute(found)]


def _first(
    connection: Connection, workspace: str, condition: ColumnElement[bool]
) -> Proposal | None:
    found = select(*_COLUMNS).where(proposals.c.workspace == workspace, condition)
    row = connection.execute(found).first()
    return Proposal(*row) if row else None
