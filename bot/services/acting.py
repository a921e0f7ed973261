"""What is done with a ticket: allowed by one table, possible by another, written down."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.desk.effects import Standing, effects
from bot.desk.life import Deed, State, after
from bot.desk.privacy import ERASED
from bot.desk.rights import Role, Task, may
from bot.services import indexing, replying
from bot.storage import batches, people, questions, ticket_history, ticket_messages, tickets
from bot.storage.ticket_messages import SUPPORT
from bot.storage.tickets import Ticket

NOT_ALLOWED, NOT_POSSIBLE, TAKEN = "not-allowed", "not-possible", "taken"
"""Why something is not done."""

_NOTED = frozenset({Deed.WITHDRAW, Deed.RESTORE, Deed.REOPEN, Deed.CLOSE, Deed.MERGE, Deed.RATE})
"""What is told in the thread of the card, besides whatever opens a ticket again."""

_NEWS = frozenset({Deed.MERGE, Deed.SUBMIT, Deed.REMIND, Deed.CLOSE, Deed.REOPEN})
"""What is told to the partner, unless they did it themselves."""

_QUIET = frozenset({Deed.FOLLOW, Deed.UNFOLLOW})
"""What nothing of a ticket is drawn anew for but its card."""


class Actor(NamedTuple):
    """Who does something; None is nobody but time.

    That they are of the support team is what the desk's channel tells, never what a button says.
    That they are a colleague of the partner is found by who adds to a colleague's request.
    """

    workspace: str
    person: str | None
    is_support: bool = False
    is_colleague: bool = False

    def roles(self, ticket: Ticket) -> frozenset[Role]:
        """Return what somebody is to a ticket."""
        if self.person is None:
            return frozenset({Role.TIME})
        held = {
            Role.SUPPORT: self.is_support,
            Role.PARTNER: ticket.person == self.person,
            Role.COLLEAGUE: self.is_colleague,
        }
        return frozenset(role for role, holds in held.items() if holds)


class Refusal(NamedTuple):
    """Why something was not done; the ticket stands as it is. Nothing is told to nobody's role."""

    code: str
    ticket: Ticket | None = None


def act(
    connection: Connection,
    actor: Actor,
    ticket: int,
    deed: Deed,
    now: float,
    details: Mapping[str, Any] | None = None,
    **values: object,
) -> Ticket | Refusal:
    """Do something with a ticket, and write down who did it; return it as it stands then.

    `values` are set beside what the deed itself changes, `details` are kept in the history. Of
    several at once one wins: they wait for each other.
    """
    tickets.hold(connection, actor.workspace)
    found = tickets.find(connection, actor.workspace, ticket)
    refusal = _refused(actor, found, deed)
    if found is None or refusal:
        return refusal or Refusal(NOT_ALLOWED)
    if deed is Deed.TAKE and found.owner == actor.person and found.state != State.REOPENED:
        return found
    to = after(deed, State(found.state))
    if to is None or found.person == ERASED:
        return Refusal(NOT_POSSIBLE, found)
    changed = effects(standing(found), deed, to, actor.person, now) | values
    tickets.change(connection, actor.workspace, ticket, **changed)
    moved = {"before": found.state, "after": str(to), "details": dict(details or {})}
    entry = _write_down(connection, actor, found, deed, moved, now)
    return _tell(connection, actor, found, deed, entry, now)


def _write_down(
    connection: Connection,
    actor: Actor,
    ticket: Ticket,
    deed: Deed,
    moved: Mapping[str, Any],
    now: float,
) -> int:
    """Keep who did what when, and what it moved; return the entry of the history."""
    told = {"ticket": ticket.id, "at": now, "actor": actor.person, "deed": str(deed)}
    return ticket_history.add(connection, actor.workspace, {**told, **moved})


def refusal_of(actor: Actor, ticket: Ticket | None, deed: Deed | Task) -> Refusal | None:
    """Return why somebody can't do something with a ticket as it stands; None where they can."""
    is_possible = ticket is None or can(ticket, deed)
    return _refused(actor, ticket, deed) or (None if is_possible else Refusal(NOT_POSSIBLE, ticket))


def can(ticket: Ticket, deed: Deed | Task) -> bool:
    """Tell whether a ticket stands so that something can be done with it, by whoever may.

    There is something to learn from a question that is resolved.
    """
    if deed is Task.PROPOSE:
        return ticket.question is not None and ticket.state == State.RESOLVED
    is_possible = after(deed, State(ticket.state)) is not None if isinstance(deed, Deed) else True
    return is_possible and (deed is Task.READ or ticket.person != ERASED)


def _refused(actor: Actor, ticket: Ticket | None, deed: Deed | Task) -> Refusal | None:
    """Return why somebody can't do something with a ticket; None where they can."""
    if ticket is None or not may(actor.roles(ticket), deed):
        return Refusal(NOT_ALLOWED)
    if deed is Deed.TAKE and ticket.owner not in {None, actor.person}:
        return Refusal(TAKEN, ticket)
    return None


def standing(ticket: Ticket) -> Standing:
    """Return what matters of a ticket before something is done with it."""
    same = {name: getattr(ticket, name) for name in Standing._fields if name != "state"}
    return Standing(state=State(ticket.state), **same)


def _tell(
    connection: Connection, actor: Actor, before: Ticket, deed: Deed, entry: int, now: float
) -> Ticket:
    """Have everybody shown how a ticket stands, and told of what matters to them."""
    found = tickets.find(connection, actor.workspace, before.id) or before
    if deed in _QUIET:
        replying.ticket_card(connection, found, now)
        return found
    show(connection, found, now)
    _show_list(connection, actor, now)
    wakes = before.state == State.RESOLVED != found.state
    if deed in _NOTED or wakes or (deed is Deed.CHANGE and before.answers_taken):
        replying.note(connection, found, entry, now)
    if deed in _NEWS and actor.person != found.person:
        replying.news(connection, found, entry, now)
    if wakes:
        _show_last_message(connection, found, now)
    return found


def _show_last_message(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have what support wrote last drawn anew: below a resolution stands what can be done then."""
    last = ticket_messages.last_of(connection, ticket.workspace, ticket.id, SUPPORT)
    if last:
        replying.message(connection, ticket, last.id, now)
        replying.copy(connection, ticket, last.id, now)


def show(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have card, batch, what its person sent and their Home tab drawn as a ticket stands.

    It is found by what it says then.
    """
    indexing.index(connection, ticket)
    replying.ticket_card(connection, ticket, now)
    _show_sent(connection, ticket, now)
    replying.home(connection, ticket.workspace, ticket.person, now)
    for batch in batches.showing(connection, ticket.workspace, ticket.kind, ticket.id):
        replying.batch(connection, batch, now)


def _show_list(connection: Connection, actor: Actor, now: float) -> None:
    """Have the list drawn anew in which somebody of the support team looks for tickets."""
    person = actor.person if actor.is_support else None
    if person and people.listing(connection, actor.workspace, person) is not None:
        replying.home(connection, actor.workspace, person, now)


def _show_sent(connection: Connection, ticket: Ticket, now: float) -> None:
    """Have what its person sent drawn: of a question the reply, in the lane of all its replies."""
    if ticket.question is None:
        replying.receipt(connection, ticket, now)
        return
    asked = questions.find(connection, ticket.workspace, ticket.question)
    if asked:
        replying.reply(connection, ticket.workspace, asked.id, asked.channel, now)
