"""The installations that were begun: whose the app will be is not known yet."""

from sqlalchemy import Connection, delete, insert

from bot.storage.schema import oauth_states


def keep(connection: Connection, state: str, expires_at: float) -> None:
    """Remember that an installation was begun."""
    connection.execute(insert(oauth_states).values(state=state, expires_at=expires_at))


def take(connection: Connection, state: str, now: float) -> bool:
    """Take a state back; False if it was taken before, is too old, or was never given out."""
    its = (oauth_states.c.state == state) & (oauth_states.c.expires_at > now)
    return connection.execute(delete(oauth_states).where(its)).rowcount == 1


def forget(connection: Connection, before: float) -> None:
    """Delete the states that expired."""
    connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= before))
