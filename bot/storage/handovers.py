"""The questions that wait for the support team."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.storage.schema import handovers
from bot.storage.upserts import insert_once


class Handover(NamedTuple):
    """A handed-over question: its language, and what was considered."""

    id: int
    question: int
    locale: str
    candidates: list[str]
    confidence: float
    handed_over_at: float


_COLUMNS = [handovers.c[name] for name in Handover._fields]


def add(connection: Connection, workspace: str, values: Mapping[str, Any]) -> int | None:
    """Keep a handover; return its id, or None if the question was handed over before."""
    return insert_once(connection, handovers, {**values, "workspace": workspace})


def of_question(connection: Connection, workspace: str, question: int) -> Handover | None:
    """Return the handover of a question, if there is one."""
    found = select(*_COLUMNS).where(_is(workspace, question))
    row = connection.execute(found).first()
    return Handover(*row) if row else None


def withdraw(connection: Connection, workspace: str, question: int) -> bool:
    """Take a handover back; return whether there was one."""
    return connection.execute(delete(handovers).where(_is(workspace, question))).rowcount == 1


def _is(workspace: str, question: int) -> ColumnElement[bool]:
    return (handovers.c.workspace == workspace) & (handovers.c.question == question)
