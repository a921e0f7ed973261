"""What a transaction tells other processes: that rows were written which they may work on.

It is told once the transaction is through, and not by its commit: PostgreSQL lets only one
transaction that tells something commit at a time. What is lost where a process dies before it told
is found by looking now and again.
Source: https://www.postgresql.org/docs/current/sql-notify.html
"""

from collections.abc import Collection

from sqlalchemy import Connection, func, select

TO_DO, TO_SAY = "to-do", "to-say"
"""The inbox has got a row; the outbox has."""

WORKSPACE = "workspace"
"""A workspace was installed, or chose something, or went."""

LISTENING = ""
"""What is heard first: others may have told something before."""

CHANNEL = "partner_desk"
"""Where PostgreSQL tells it."""

_NOTED = "notices"


def note(connection: Connection, notice: str) -> None:
    """Have something told when the transaction is through."""
    connection.info.setdefault(_NOTED, set()).add(notice)


def notify_workspace(connection: Connection, workspace: str) -> None:
    """Have all processes look up a workspace anew when the transaction is through."""
    note(connection, f"{WORKSPACE} {workspace}")


def noted(connection: Connection) -> Collection[str]:
    """Return what is to be told, once."""
    found: Collection[str] = connection.info.pop(_NOTED, ())
    return found


def tell(connection: Connection, notices: Collection[str]) -> None:
    """Tell other processes; SQLite has no way to."""
    if connection.dialect.name == "postgresql":
        for notice in notices:
            connection.execute(select(func.pg_notify(CHANNEL, notice)))
