"""Locks on what is read before it is changed: of two at once, one waits for the other."""

from sqlalchemy import Connection, func, select


def hold(connection: Connection, workspace: str, name: str) -> None:
    """Wait for whoever holds that name, and hold it until the transaction ends.

    SQLite needs no lock: whoever writes there is alone from the beginning.
    """
    if connection.dialect.name == "postgresql":
        number = func.hashtextextended(f"{workspace} {name}", 0)
        connection.execute(select(func.pg_advisory_xact_lock(number)))
