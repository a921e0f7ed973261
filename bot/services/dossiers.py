"""All that is known of a ticket, for those who work on it."""

from typing import NamedTuple

from sqlalchemy import Connection

from bot.forms.case import Case, Forms
from bot.forms.settling import Same
from bot.services import duplicates, requests, sharing
from bot.services.sharing import Source
from bot.storage import people, questions, ticket_followers, ticket_messages, tickets
from bot.storage.people import Person
from bot.storage.questions import Question
from bot.storage.ticket_messages import TicketMessage
from bot.storage.tickets import Ticket

_EARLIER_SECONDS = 3600.0
"""What was asked longer before a question is another conversation."""

_EARLIER = 3
_SAID = 50


class Dossier(NamedTuple):
    """A ticket with what belongs to it.

    `case` is what a form holds, in the language of the desk, `taken` what it held when somebody
    took it; `question` is what was handed over, `earlier` what its person asked before in the same
    conversation. `missing` are the names of files that could not be shared, `same` an open request
    of the same company about the same, `merged_into` the number of the ticket that it goes on in.
    """

    ticket: Ticket
    person: Person
    case: Case | None = None
    taken: Case | None = None
    question: Question | None = None
    earlier: tuple[Question, ...] = ()
    followers: tuple[str, ...] = ()
    said: tuple[TicketMessage, ...] = ()
    missing: tuple[str, ...] = ()
    same: Same | None = None
    merged_into: int | None = None


def of_ticket(
    connection: Connection, forms: Forms, workspace: str, ticket: int, locale: str
) -> Dossier | None:
    """Return what is known of a ticket, for a reader of `locale`; None where there is none."""
    found = tickets.find(connection, workspace, ticket)
    if found is None:
        return None
    case = requests.case_of(connection, forms, found, locale)
    question = questions.find(connection, workspace, found.question) if found.question else None
    said = tuple(ticket_messages.of_ticket(connection, workspace, ticket, _SAID))
    return Dossier(
        found,
        people.find(connection, workspace, found.person),
        case,
        _as_taken(connection, forms, found, locale),
        question,
        _earlier(connection, question),
        tuple(ticket_followers.of_ticket(connection, workspace, ticket)),
        said,
        _missing(connection, found, Source(case, question, said)),
        duplicates.same_as(connection, found, case) if case else None,
        _number(connection, workspace, found.merged_into),
    )


def _as_taken(connection: Connection, forms: Forms, ticket: Ticket, locale: str) -> Case | None:
    """Return what a form held when somebody took it, if it holds something else now."""
    if not ticket.answers_taken or ticket.answers_taken == ticket.answers:
        return None
    before = ticket._replace(answers=ticket.answers_taken)
    return requests.case_of(connection, forms, before, locale)


def _earlier(connection: Connection, question: Question | None) -> tuple[Question, ...]:
    if question is None:
        return ()
    since = question.asked_at - _EARLIER_SECONDS
    return tuple(questions.earlier(connection, question, since, _EARLIER))


def _missing(connection: Connection, ticket: Ticket, source: Source) -> tuple[str, ...]:
    missing = sharing.missing(connection, ticket)
    files = sharing.given(source)
    return tuple(name for file, name in files.items() if file in missing)


def _number(connection: Connection, workspace: str, ticket: int | None) -> int | None:
    found = tickets.find(connection, workspace, ticket) if ticket else None
    return found.number if found else None
