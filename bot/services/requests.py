"""What somebody does with a request that they sent."""

from sqlalchemy import Connection

from bot.forms.case import Case, Forms
from bot.forms.filled import from_json
from bot.services import ticketing
from bot.services.readers import reader_of
from bot.storage import people, tickets
from bot.storage.schema import NEW, WITHDRAWN
from bot.storage.tickets import Ticket


def own(connection: Connection, workspace: str, person: str, ticket: int) -> Ticket | None:
    """Return a ticket if it is that person's."""
    found = tickets.find(connection, workspace, ticket)
    return found if found and found.person == person else None


def case_of(
    connection: Connection, forms: Forms, ticket: Ticket, locale: str | None = None
) -> Case | None:
    """Return what a ticket holds, for a reader of `locale`; None where its form is gone.

    It is read as on the day when it was sent: what was settled then stays settled.
    """
    form = forms.declared.get(ticket.kind)
    if form is None:
        return None
    known = people.find(connection, ticket.workspace, ticket.person)
    reader = reader_of(known, locale or ticket.locale, ticket.created_at)
    return Case(forms, form, from_json(ticket.answers), reader)


def withdraw(connection: Connection, ticket: Ticket, now: float) -> None:
    """Take a request back from the support team; `restore` undoes it."""
    _bring(connection, ticket, NEW, WITHDRAWN, now)


def restore(connection: Connection, ticket: Ticket, now: float) -> None:
    """Give a request that was withdrawn to the support team again."""
    _bring(connection, ticket, WITHDRAWN, NEW, now)


def speak_in(connection: Connection, ticket: Ticket, locale: str, now: float) -> None:
    """Show a request to its person in another language."""
    tickets.change(connection, ticket.workspace, ticket.id, locale=locale)
    ticketing.show(connection, ticket.workspace, ticket.id, now)


def _bring(connection: Connection, ticket: Ticket, before: str, after: str, now: float) -> None:
    """Change a state; one that changed meanwhile stays, and is shown as it is."""
    tickets.hold(connection, ticket.workspace)
    current = tickets.find(connection, ticket.workspace, ticket.id)
    if current and current.state == before:
        tickets.change(connection, ticket.workspace, ticket.id, state=after)
    ticketing.show(connection, ticket.workspace, ticket.id, now)
