"""Tickets at the desk, and who does something with them."""

from typing import Any

from sqlalchemy import Connection, select

from bot.services.acting import Actor, Refusal
from bot.storage import ticket_history, tickets
from bot.storage.schema import outbox
from bot.storage.tickets import Ticket
from tests.services.scene import EMMA, NOW, OURS

NOOR_ID, SAM_ID, OSCAR_ID = "U-NOOR", "U-SAM", "U-OSCAR"
NOOR, SAM = (Actor(OURS, person, is_support=True) for person in (NOOR_ID, SAM_ID))
EMMAS, OSCAR = Actor(OURS, EMMA), Actor(OURS, OSCAR_ID)
COLLEAGUE, TIME = Actor(OURS, OSCAR_ID, is_colleague=True), Actor(OURS, None)

SENT: dict[str, Any] = {
    "kind": "directory",
    "person": EMMA,
    "company": "T-HERS",
    "locale": "nl",
    "channel": EMMA,
    "answers": {"lines": [], "common": {"name": {"typed": "Contoso"}}, "asks": {}},
    "created_at": NOW - 9,
    "changed_at": NOW - 9,
    "opened_at": NOW - 9,
    "look_at": NOW - 9,
}


def send(connection: Connection, workspace: str = OURS, /, **values: object) -> Ticket:
    """Have a form sent that stands as `values` say."""
    state = values.get("state")
    since = {"waiting_since": NOW - 5} if state == "waiting" else {}
    return kept(connection, tickets.add(connection, workspace, SENT | since | values), workspace)


def kept(connection: Connection, ticket: int = 1, workspace: str = OURS) -> Ticket:
    found = tickets.find(connection, workspace, ticket)
    assert found
    return found


def deeds(connection: Connection, ticket: int = 1) -> list[str]:
    """Give what was done with a ticket, in its order."""
    told = ticket_history.of_ticket(connection, OURS, ticket, 99)
    return [entry.deed for entry in reversed(told)]


def meant(connection: Connection) -> list[str]:
    """Give the meanings of all that is to be said, and forget it."""
    found = list(connection.scalars(select(outbox.c.message).order_by(outbox.c.id)))
    connection.execute(outbox.delete())
    return found


def as_done(done: Ticket | Refusal) -> Ticket:
    assert isinstance(done, Ticket), done
    return done
