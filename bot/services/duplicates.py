"""Open requests of the same company about the same."""

from sqlalchemy import Connection

from bot.forms import settling
from bot.forms.case import MOST_LINES, Case
from bot.forms.filled import from_json
from bot.forms.settling import Same
from bot.services.filling import Going
from bot.services.readers import day_in
from bot.storage import people, tickets
from bot.storage.drafts import Draft
from bot.storage.tickets import Ticket


def as_same(connection: Connection, found: Ticket, reader: str) -> Same:
    """Return an open request with the day when it was sent, as its reader counts days."""
    known = people.find(connection, found.workspace, reader)
    return Same(found.number, day_in(found.created_at, known.time_zone))


def same_as(connection: Connection, ticket: Ticket, case: Case) -> Same | None:
    """Return an open request of the same company about the same as one that was sent."""
    place, keys = (ticket.workspace, ticket.company, ticket.kind), settling.keys(case)
    found = tickets.same(connection, *place, keys, ticket.id) if keys else None
    return as_same(connection, found, ticket.person) if found else None


def takes(ticket: Ticket, current: Going) -> bool:
    """Tell whether a form can be added to an open request: a new one, for which there is room.

    A request that is changed would else be there twice: added, and as it was.
    """
    lines = len(from_json(ticket.answers).lines) + len(current.filled.lines)
    return current.draft.ticket is None and lines <= MOST_LINES


def find(connection: Connection, current: Going) -> Ticket | None:
    """Return an open request about the same as a form that is about to be sent."""
    draft = current.draft
    keys = settling.keys(current.case)
    place = (draft.workspace, company_of(connection, draft), draft.form)
    return tickets.same(connection, *place, keys, draft.ticket) if keys else None


def company_of(connection: Connection, draft: Draft) -> str:
    """Return by what the company of a draft's person is known.

    That is their own Slack team; within the app's workspace, where people of many companies may be
    members, also what stands after the @ of their mail address. Where that is not known, nobody
    else is of their company: they would see each other's requests.
    """
    return company_in(connection, draft.workspace, draft.person, draft.company)


def company_in(connection: Connection, workspace: str, person: str, team: str) -> str:
    """Return by what the company of somebody of a Slack team is known."""
    if team != workspace:
        return team
    known = people.find(connection, workspace, person)
    return f"{team} {known.company_domain or person}"
