"""What helps an engine to find rows the short way where it would go the long one."""

from sqlalchemy import Column, ColumnElement, false, func


def not_by(column: Column[str]) -> ColumnElement[str]:
    """Return a text as it is, but as no index has it.

    Of rows in a workspace that are known by a few ids, SQLite else reads all of the workspace.
    """
    return column.concat("")


def one_by_one(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition as it is, but as no engine begins with it.

    What an index finds is held against it row by row: of texts that begin alike PostgreSQL expects
    next to none, and would else find the few rows one at a time, of which there are thousands.
    """
    return func.coalesce(condition, false())
