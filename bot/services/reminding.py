"""What was put off comes back on its day."""

from sqlalchemy import Connection

from bot.services import replying
from bot.storage import reminders

_AT_ONCE = 100


def remind(connection: Connection, now: float) -> bool:
    """Have people reminded whose time has come; tell whether there may be more."""
    due = reminders.take_due(connection, now, _AT_ONCE)
    for each in due:
        replying.reminder(connection, each, now)
    return len(due) == _AT_ONCE
