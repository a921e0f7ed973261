"""Somebody hears that what they did was not done, with the number by which operators find it."""

from sqlalchemy import Connection

from bot.storage import inbox, outbox

FAILED = "failed"


def give_up(
    connection: Connection,
    lease: tuple[str, int, int],
    problem: str,
    person: str | None,
    now: float,
) -> None:
    """Set a request aside for good, and have its person told, if somebody waits for it.

    `lease` is the request's workspace, row and attempt; without it, nothing is done.
    """
    workspace, row, _ = lease
    if inbox.park(connection, *lease, problem) and person:
        about = {"person": person, "reference": row}
        outbox.post(connection, workspace, f"{FAILED}:{person}", FAILED, about, now)
