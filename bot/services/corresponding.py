"""Support writes to a partner: sent once, and not past what others said meanwhile."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from bot.desk.life import Deed
from bot.desk.replies import RULE_VALUES, values_of
from bot.forms.case import Forms
from bot.services import replying, requests
from bot.services.acting import NOT_ALLOWED, Actor, Refusal, act, refusal_of
from bot.services.readers import reader_of
from bot.storage import people, questions, ticket_history, ticket_messages, tickets
from bot.storage.questions import Question
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import SUPPORT, TicketMessage
from bot.storage.tickets import Ticket

WRITTEN = frozenset({Deed.REPLY, Deed.ASK, Deed.RESOLVE, Deed.REJECT})
"""What is done by writing to the partner."""

SENT_BEFORE = "sent-before"
"""Why a second text of the same modal is not sent: the first one was."""

UNDELIVERED = "undelivered"
"""What a writer is told whose message Slack does not take to the partner."""

_SHOWN = 3
_LOOKED_AT = 20
_TELLING = frozenset(
    {Deed.TAKE, Deed.HAND_BACK, Deed.ASSIGN, Deed.SUBMIT, Deed.REOPEN}
    | {Deed.CHANGE, Deed.WITHDRAW, Deed.RESTORE, Deed.CLOSE}
)
"""What matters to somebody who writes, besides what was said."""

_BY_THE_DAY = frozenset().union(*RULE_VALUES.values())
"""Values of a form that depend on the day on which they are told."""


class Seen(NamedTuple):
    """The last message, and the last entry of the history, when somebody began to write."""

    message: int = 0
    entry: int = 0


class Since(NamedTuple):
    """What others said and did since somebody began to write."""

    said: tuple[TicketMessage, ...] = ()
    done: tuple[Entry, ...] = ()


class Letter(NamedTuple):
    """What support writes to a partner: in which modal (`view`), and what its writer had seen.

    `outcome` tells how a ticket ends that is resolved by it.
    """

    text: str
    view: str
    seen: Seen
    outcome: str | None = None


class Correspondence(NamedTuple):
    """What somebody needs who writes to a ticket's partner.

    `said` is the end of the conversation; `values` fill in text blocks.
    """

    ticket: Ticket
    question: Question | None
    said: tuple[TicketMessage, ...]
    seen: Seen
    values: Mapping[str, str]


def correspondence(
    connection: Connection, forms: Forms, workspace: str, ticket: int, now: float
) -> Correspondence | None:
    """Return what is known of a ticket to who writes about it; None where there is none."""
    found = tickets.find(connection, workspace, ticket)
    if found is None:
        return None
    return Correspondence(
        found,
        questions.find(connection, workspace, found.question) if found.question else None,
        tuple(ticket_messages.of_ticket(connection, workspace, ticket, _SHOWN)),
        seen_of(connection, workspace, ticket),
        _values(connection, forms, found, now),
    )


def seen_of(connection: Connection, workspace: str, ticket: int) -> Seen:
    """Return what somebody has seen who looks at a ticket now."""
    said = ticket_messages.of_ticket(connection, workspace, ticket, 1)
    done = ticket_history.of_ticket(connection, workspace, ticket, 1)
    return Seen(said[-1].id if said else 0, done[0].id if done else 0)


def _values(connection: Connection, forms: Forms, ticket: Ticket, now: float) -> Mapping[str, str]:
    """Return what a ticket holds, as its partner writes it: read as on the day it was sent.

    What depends on the day on which it is told is that of today.
    """
    sent = requests.case_of(connection, forms, ticket)
    if sent is None:
        return values_of(None, ticket.number)
    known = people.find(connection, ticket.workspace, ticket.person)
    told = values_of(replace(sent, reader=reader_of(known, ticket.locale, now)))
    today = {name: value for name, value in told.items() if name in _BY_THE_DAY}
    return {**values_of(sent, ticket.number), **today}


def since(
    connection: Connection, workspace: str, ticket: int, seen: Seen, person: str | None
) -> Since | None:
    """Return what others than `person` said and did after what was seen; None where nothing."""
    said = ticket_messages.of_ticket(connection, workspace, ticket, _LOOKED_AT)
    done = reversed(ticket_history.of_ticket(connection, workspace, ticket, _LOOKED_AT))
    later = Since(
        tuple(each for each in said if each.id > seen.message and each.author != person),
        tuple(
            each
            for each in done
            if each.id > seen.entry and each.actor != person and each.deed in _TELLING
        ),
    )
    return later if any(later) else None


def send(
    connection: Connection, actor: Actor, ticket: int, deed: Deed, letter: Letter, now: float
) -> Ticket | Refusal | Since:
    """Do what is done by writing to the partner, and have them and the card's thread shown it.

    Nothing is sent twice from one modal; nothing past what others did since its writer looked:
    that is returned instead.
    """
    tickets.hold(connection, actor.workspace)
    found = tickets.find(connection, actor.workspace, ticket)
    before = ticket_messages.of_view(connection, actor.workspace, letter.view)
    refusal = None if before else refusal_of(actor, found, deed)
    if found is None or refusal:
        return refusal or Refusal(NOT_ALLOWED)
    if before:
        return _sent_before(actor, found, before, letter)
    later = since(connection, actor.workspace, ticket, letter.seen, actor.person)
    return later or _send(connection, actor, found, deed, letter, now)


def give_up(connection: Connection, ticket: Ticket, said: TicketMessage, now: float) -> None:
    """Tell whoever wrote to a partner that it does not reach them."""
    reason = {"code": UNDELIVERED, "ticket": ticket.id}
    replying.refused(connection, said.workspace, said.author, "", reason, now)


def _sent_before(
    actor: Actor, ticket: Ticket, before: TicketMessage, letter: Letter
) -> Ticket | Refusal:
    """Take a doubled submission for the first one; another text was not sent."""
    same = (before.ticket, before.author, before.text) == (ticket.id, actor.person, letter.text)
    return ticket if same else Refusal(SENT_BEFORE, ticket)


def _send(
    connection: Connection, actor: Actor, ticket: Ticket, deed: Deed, letter: Letter, now: float
) -> Ticket | Refusal:
    said = {"ticket": ticket.id, "side": SUPPORT, "author": actor.person, "text": letter.text}
    where = {"files": [], "written_at": now, "locale": ticket.locale, "view": letter.view}
    written = ticket_messages.add(connection, actor.workspace, said | where)
    if written is None:
        return ticket
    outcome = {"outcome": letter.outcome} if letter.outcome and deed is Deed.RESOLVE else {}
    details = {"message": written, **outcome}
    done = act(connection, actor, ticket.id, deed, now, details, **outcome)
    replying.message(connection, ticket, written, now)
    replying.copy(connection, ticket, written, now)
    return done
