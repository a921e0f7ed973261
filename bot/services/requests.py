"""What somebody does with a request or a question of theirs that the support team has."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection

from bot.content.desk import Desk
from bot.desk.life import OPEN, Deed, State, after
from bot.desk.timing import may_reopen
from bot.forms.case import Case, Forms
from bot.forms.filled import from_json
from bot.services import acting, choosing, replying
from bot.services.acting import NOT_POSSIBLE, Actor, Refusal, act
from bot.services.readers import reader_of
from bot.storage import people, questions, ticket_history, ticket_messages, tickets
from bot.storage.questions import Question
from bot.storage.ticket_messages import TicketMessage
from bot.storage.tickets import Ticket

Done = Ticket | Refusal

TOO_LATE = "too-late"
"""Why what was resolved long ago is not opened again."""

LISTED_SECONDS = 30 * 24 * 3600.0
"""How long after its resolution a request is listed."""

_SAID = 10


class Whole(NamedTuple):
    """A ticket with what its person may see of it.

    `case` is what a form holds, `question` what was handed over, `said` what was said of it last,
    `merged_into` the number of the ticket that it goes on in.
    """

    ticket: Ticket
    case: Case | None = None
    question: Question | None = None
    said: tuple[TicketMessage, ...] = ()
    merged_into: int | None = None


def own(connection: Connection, workspace: str, person: str, ticket: int) -> Ticket | None:
    """Return a ticket if it is that person's."""
    found = tickets.find(connection, workspace, ticket)
    return found if found and found.person == person else None


def listed(connection: Connection, workspace: str, person: str, now: float) -> list[Ticket]:
    """Return a person's open tickets and those that were resolved of late, newest first."""
    return tickets.lately_of_person(connection, workspace, person, now - LISTED_SECONDS)


def whole(connection: Connection, forms: Forms, ticket: Ticket) -> Whole:
    """Return a ticket with what its person may see of it, in its language."""
    asked = ticket.question
    into = tickets.find(connection, ticket.workspace, ticket.merged_into or 0)
    said = ticket_messages.of_ticket(connection, ticket.workspace, ticket.id, _SAID)
    return Whole(
        ticket,
        case_of(connection, forms, ticket),
        questions.find(connection, ticket.workspace, asked) if asked else None,
        tuple(each for each in said if not each.deleted),
        into.number if into else None,
    )


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


def can(ticket: Ticket, deed: Deed) -> bool:
    """Tell whether something can be done with a ticket as it stands."""
    return after(deed, State(ticket.state)) is not None


def withdraw(connection: Connection, ticket: Ticket, now: float) -> Done:
    """Take a request back from the support team; `restore` undoes it."""
    return _do(connection, ticket, Deed.WITHDRAW, choosing.withdraw, now)


def restore(connection: Connection, ticket: Ticket, now: float) -> Done:
    """Give a request that was withdrawn to the support team again."""
    return _do(connection, ticket, Deed.RESTORE, choosing.need_after_all, now)


def refuse_change(_connection: Connection, ticket: Ticket, _now: float) -> Done:
    """Return why a request can't be changed any more; the ticket where it can."""
    return ticket if can(ticket, Deed.CHANGE) else Refusal(NOT_POSSIBLE, ticket)


def reopen(desk: Desk, connection: Connection, ticket: Ticket, now: float) -> Done:
    """Open a resolved request again, unless that was too long ago."""
    tickets.hold(connection, ticket.workspace)
    found = tickets.find(connection, ticket.workspace, ticket.id) or ticket
    if found.state in OPEN:
        return found
    if found.resolved_at is not None and not may_reopen(desk, found.resolved_at, now):
        return Refusal(TOO_LATE, found)
    done = act(connection, Actor(found.workspace, found.person), found.id, Deed.REOPEN, now)
    if isinstance(done, Ticket):
        _tell(connection, done, now)
    return done


def _tell(connection: Connection, ticket: Ticket, now: float) -> None:
    """Tell a partner that theirs is open again."""
    entry, *_ = ticket_history.of_ticket(connection, ticket.workspace, ticket.id, 1)
    replying.news(connection, ticket, entry.id, now)


def _do(
    connection: Connection,
    ticket: Ticket,
    deed: Deed,
    of_question: Callable[[Connection, Question, float], None],
    now: float,
) -> Done:
    """Do what a person does with their own, unless it is done already."""
    tickets.hold(connection, ticket.workspace)
    found = tickets.find(connection, ticket.workspace, ticket.id) or ticket
    if found.state in _DONE[deed]:
        return found
    asked = questions.find(connection, found.workspace, found.question or 0)
    if not can(found, deed):
        return Refusal(NOT_POSSIBLE, found)
    if asked is None:
        return act(connection, Actor(found.workspace, found.person), found.id, deed, now)
    of_question(connection, asked, now)
    return found


_DONE = {Deed.WITHDRAW: frozenset({State.WITHDRAWN}), Deed.RESTORE: OPEN}


def speak_in(connection: Connection, ticket: Ticket, locale: str, now: float) -> None:
    """Show a request to its person in another language."""
    tickets.hold(connection, ticket.workspace)
    tickets.change(connection, ticket.workspace, ticket.id, locale=locale)
    found = tickets.find(connection, ticket.workspace, ticket.id)
    if found:
        acting.show(connection, found, now)
