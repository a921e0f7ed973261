"""The files of a ticket reach the support team: each is shared once beside the ticket's card."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from bot.desk.life import State
from bot.forms.case import Case
from bot.forms.conversation import spots
from bot.forms.kinds.kind import Widget
from bot.forms.readings import Given
from bot.services import replying
from bot.storage import ticket_files
from bot.storage.questions import Question
from bot.storage.schema import DONE, PARKED
from bot.storage.ticket_messages import TicketMessage
from bot.storage.tickets import Ticket


def files_of(case: Case) -> dict[str, str]:
    """Return the names of all files that were given, by their ids."""
    wanted = [spot for spot in spots(case) if case.widget(spot.field) is Widget.FILES]
    given = [case.at(spot.position).get(spot.field, Given("")).typed for spot in wanted]
    return named(file for each in given if isinstance(each, tuple) for file in each)


def named(files: Iterable[str]) -> dict[str, str]:
    """Return the names of files that are kept as "<id> <name>", by their ids."""
    return {file: name for file, _, name in (each.partition(" ") for each in files)}


class Source(NamedTuple):
    """What files of a ticket come with: a form or a question, and what its partner said then."""

    case: Case | None
    question: Question | None
    said: Iterable[TicketMessage]


def given(source: Source) -> dict[str, str]:
    """Return the names of all files, by their ids; those of what was taken back are none."""
    with_form = files_of(source.case) if source.case else {}
    asked = source.question.files if source.question and not source.question.deleted else []
    said = [file for each in source.said if not each.deleted for file in each.files]
    return with_form | named([*asked, *said])


def wanted(ticket: Ticket, source: Source) -> dict[str, str]:
    """Return the files that the support team is to see: none of what is no longer needed."""
    return {} if ticket.state == State.WITHDRAWN else given(source)


def share(connection: Connection, ticket: Ticket, files: Iterable[str], now: float) -> None:
    """Have files of a ticket shared, each once."""
    for file in files:
        if ticket_files.add(connection, ticket.workspace, ticket.id, file):
            replying.ticket_file(connection, ticket, file, now)


def shared(connection: Connection, ticket: Ticket, file: str) -> None:
    """Keep that a file was shared."""
    ticket_files.change(connection, ticket.workspace, ticket.id, file, state=DONE)


def forget(connection: Connection, ticket: Ticket, file: str) -> None:
    """Let a file be shared as if for the first time."""
    ticket_files.forget(connection, ticket.workspace, ticket.id, file)


def forget_all(connection: Connection, ticket: Ticket) -> None:
    """Let all files of a ticket be shared as if for the first time."""
    for row in ticket_files.of_ticket(connection, ticket.workspace, ticket.id):
        forget(connection, ticket, row.file)


def give_up(connection: Connection, ticket: Ticket, file: str, now: float) -> None:
    """Keep that a file can't be shared, and have the card tell so."""
    ticket_files.change(connection, ticket.workspace, ticket.id, file, state=PARKED)
    replying.ticket_card(connection, ticket, now)


def missing(connection: Connection, ticket: Ticket) -> set[str]:
    """Return the files of a ticket that can't be shared."""
    rows = ticket_files.of_ticket(connection, ticket.workspace, ticket.id)
    return {row.file for row in rows if row.state == PARKED}
