"""What the support team does with a ticket besides writing to its partner."""

from sqlalchemy import Connection

from bot.desk.life import OPEN, Deed, State
from bot.services import acting
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE, Actor, Refusal, act
from bot.storage import ticket_followers, ticket_threads, tickets
from bot.storage.tickets import Ticket


def take(connection: Connection, actor: Actor, ticket: int, now: float) -> Ticket | Refusal:
    """Make a ticket one's own, unless somebody was faster."""
    return act(connection, actor, ticket, Deed.TAKE, now)


def hand_back(connection: Connection, actor: Actor, ticket: int, now: float) -> Ticket | Refusal:
    """Leave a ticket to whoever takes it next."""
    return act(connection, actor, ticket, Deed.HAND_BACK, now)


def assign(
    connection: Connection, actor: Actor, ticket: int, person: str, now: float
) -> Ticket | Refusal:
    """Make a ticket a colleague's; that they are of the support team is for the caller to know."""
    tickets.hold(connection, actor.workspace)
    found = tickets.find(connection, actor.workspace, ticket)
    taken = found.answers_taken or found.answers if found else None
    given = {"owner": person, "answers_taken": taken}
    return act(connection, actor, ticket, Deed.ASSIGN, now, {"to": person}, **given)


def prioritize(
    connection: Connection, actor: Actor, ticket: int, priority: str, now: float
) -> Ticket | Refusal:
    """Say how much a ticket matters."""
    details = {"to": priority}
    return act(connection, actor, ticket, Deed.PRIORITIZE, now, details, priority=priority)


def follow(connection: Connection, actor: Actor, ticket: int, now: float) -> Ticket | Refusal:
    """Be told when a ticket's partner writes."""
    done = act(connection, actor, ticket, Deed.FOLLOW, now)
    if isinstance(done, Ticket) and actor.person:
        ticket_followers.add(connection, actor.workspace, ticket, actor.person)
    return done


def unfollow(connection: Connection, actor: Actor, ticket: int, now: float) -> Ticket | Refusal:
    """Be told no more."""
    done = act(connection, actor, ticket, Deed.UNFOLLOW, now)
    if isinstance(done, Ticket) and actor.person:
        ticket_followers.drop(connection, actor.workspace, ticket, actor.person)
    return done


def reopen(connection: Connection, actor: Actor, ticket: int, now: float) -> Ticket | Refusal:
    """Open a resolved ticket again."""
    return act(connection, actor, ticket, Deed.REOPEN, now)


def merge(
    connection: Connection, actor: Actor, ticket: int, into: int, now: float
) -> Ticket | Refusal:
    """Go on with a ticket in another one of the same partner, which hears what they write then."""
    tickets.hold(connection, actor.workspace)
    one = tickets.find(connection, actor.workspace, ticket)
    other = tickets.find(connection, actor.workspace, into)
    refusal = acting.refusal_of(actor, one, Deed.MERGE)
    if refusal or one is None:
        return refusal or Refusal(NOT_ALLOWED)
    if other is None or not can_merge(one, other):
        return Refusal(NOT_POSSIBLE, one)
    details = {"into": other.number}
    done = act(connection, actor, ticket, Deed.MERGE, now, details, merged_into=into)
    ticket_threads.move(connection, actor.workspace, ticket, into)
    acting.show(connection, other, now)
    return done


def can_merge(one: Ticket, other: Ticket | None) -> bool:
    """Tell whether a ticket can go on in another: both are of one partner, and that is open."""
    return (
        other is not None
        and other.id != one.id
        and (other.person, other.workspace) == (one.person, one.workspace)
        and State(other.state) in OPEN
    )
