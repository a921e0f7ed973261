"""The words by which support finds a ticket: written in the transaction that changes what it says.

They are those of its number, of the company's domain, of the question or of what was typed into a
form, and of what both sides said to each other.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from bot.desk.listings import words_of
from bot.forms.filled import Filled, from_json
from bot.forms.kinds.kind import as_text
from bot.services import replying
from bot.storage import people, questions, ticket_messages, ticket_words, tickets
from bot.storage.people import Profile
from bot.storage.tickets import Ticket

_SHOWN = ("company_domain", "team", "time_zone")
"""What a card tells of its partner, or is drawn by."""

_SAID = 500
"""How many messages of a ticket, the latest, it is found by."""


def index(connection: Connection, ticket: Ticket) -> None:
    """Let a ticket be found by what it says now, and no longer by what it said before."""
    words = words_of(_texts(connection, ticket))
    ticket_words.keep(connection, ticket.workspace, ticket.id, words)


def _texts(connection: Connection, ticket: Ticket) -> Iterator[str]:
    known = people.find(connection, ticket.workspace, ticket.person)
    asked = questions.find(connection, ticket.workspace, ticket.question or 0)
    yield str(ticket.number)
    yield known.company_domain or ""
    yield asked.text if asked and not asked.deleted else ""
    yield from _filled(from_json(ticket.answers))
    for said in ticket_messages.of_ticket(connection, ticket.workspace, ticket.id, _SAID):
        yield from () if said.deleted else (said.text, *said.files)


def _filled(filled: Filled) -> Iterator[str]:
    for line in (*filled.lines, filled.common):
        yield from (as_text(given.typed) for given in line.values())
    yield from filled.settled.values()


def keep_profile(
    connection: Connection, workspace: str, person: str, profile: Profile, now: float
) -> None:
    """Keep what Slack told of a person at `now`: their tickets are found by it, and show it."""
    before = people.find(connection, workspace, person)
    is_news = any(getattr(profile, name) != getattr(before, name) for name in _SHOWN)
    if is_news:
        tickets.hold(connection, workspace)
    people.keep_profile(connection, workspace, person, profile, now)
    if is_news:
        for ticket in tickets.of_person(connection, workspace, person):
            index(connection, ticket)
            replying.ticket_card(connection, ticket, now)
