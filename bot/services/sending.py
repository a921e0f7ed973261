"""A step of a form is submitted: kept, checked, and followed by the next, or by sending all."""

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Connection

from bot.content.forms import Position
from bot.desk.life import Deed, State, after
from bot.forms import settling
from bot.forms.case import Checked
from bot.forms.filled import REVIEW
from bot.forms.rules import ADD, REMIND, SEND
from bot.forms.settling import SAME, Ask
from bot.services import duplicates, filling, replying, ticketing
from bot.services.acting import Actor
from bot.services.filling import KEPT_SECONDS, Going, Turned, is_there, keep, step_to, taken
from bot.services.readers import zone
from bot.storage import people, reminders, tickets
from bot.storage.schema import OPEN, SENT
from bot.storage.tickets import Ticket

REMINDED_AT = time(9)
"""When on its day a reminder comes, where the person lives."""


class Outcome(NamedTuple):
    """What became of a step: the form as it goes on; None when it is sent or put off.

    `checked` says why a step is shown again; `asks` is what the review has settled.
    """

    going: Going | None = None
    checked: Checked | None = None
    asks: tuple[Ask, ...] = ()


OVER = Outcome()


def submit(connection: Connection, current: Going, turned: Turned, now: float) -> Outcome:
    """Take a submitted step: keep it, check it, go on; from the review, send all.

    A step that was submitted before is answered by where the form stands now. What is new in it is
    kept all the same: whoever did not see the first answer may have typed there since.
    """
    if current.draft.state == SENT:
        return OVER
    at_review, is_late = turned.position.step == REVIEW, turned.turn != current.draft.turn
    if not is_there(current.case, turned.position) or (at_review and is_late):
        return standing(connection, current)
    given = taken(current, answered(connection, current, turned))
    if is_late and given.filled == current.filled:
        return standing(connection, current)
    if at_review:
        return send(connection, given, now)
    kept = keep(connection, given, now, state=OPEN)
    return _go_on(connection, kept, turned.position, now, is_late=is_late)


def _go_on(
    connection: Connection, kept: Going, position: Position, now: float, *, is_late: bool
) -> Outcome:
    """Go on from a step that is right, or else show what is wrong there."""
    checked = kept.case.check(position)
    if not checked.is_right:
        return Outcome(step_to(connection, kept, position, now) if is_late else kept, checked)
    if not is_late:
        kept = step_to(connection, kept, kept.case.next_position(position), now)
    return standing(connection, kept)


def keep_typed(
    connection: Connection, current: Going, turned: Turned, typed_at: float, now: float
) -> Going:
    """Keep what was typed so far; of a step that is gone, nothing."""
    if not is_there(current.case, turned.position):
        return current
    known = answered(connection, current, turned)
    return filling.keep_typed(connection, current, known, typed_at, now)


def answered(connection: Connection, current: Going, turned: Turned) -> Turned:
    """Return what came from a step, with answers only to what the review asks."""
    if not turned.settled:
        return turned
    options = {ask.id: ask.options for ask in asks_of(connection, current)}
    known = {a: each for a, each in turned.settled.items() if each[0] in options.get(a, ())}
    return turned._replace(settled=known)


def send(connection: Connection, current: Going, now: float) -> Outcome:
    """Send a form, or say what has to be mended or settled before."""
    if current.draft.state == SENT:
        return OVER
    tickets.hold(connection, current.draft.workspace)
    kept = keep(connection, current, now, state=OPEN)
    wrong = _first_wrong(current)
    if wrong:
        position, checked = wrong
        return Outcome(step_to(connection, kept, position, now), checked)
    same = duplicates.find(connection, current)
    asks = _asks(connection, current, same)
    if settling.unsettled(current.case, asks):
        return Outcome(kept, asks=asks)
    _carry_out(connection, current, asks, same, now)
    return OVER


def standing(connection: Connection, current: Going) -> Outcome:
    """Return a form where it stands, with what its review asks."""
    at_review = current.position.step == REVIEW
    return Outcome(current, asks=asks_of(connection, current) if at_review else ())


def _first_wrong(current: Going) -> tuple[Position, Checked] | None:
    for position in current.case.positions():
        checked = current.case.check(position)
        if not checked.is_right:
            return position, checked
    return None


def asks_of(connection: Connection, current: Going) -> tuple[Ask, ...]:
    """Return what has to be settled before a form is sent, an open request that is the same too."""
    return _asks(connection, current, duplicates.find(connection, current))


def _asks(connection: Connection, current: Going, found: Ticket | None) -> tuple[Ask, ...]:
    person = current.draft.person
    asks = settling.asks(
        current.case, duplicates.as_same(connection, found, person) if found else None
    )
    if found and not duplicates.takes(found, current):
        return tuple(map(_without_adding, asks))
    return asks


def _without_adding(ask: Ask) -> Ask:
    return ask._replace(options=(SEND,)) if ask.rule == SAME else ask


def _carry_out(
    connection: Connection,
    current: Going,
    asks: tuple[Ask, ...],
    same: Ticket | None,
    now: float,
) -> None:
    """Do what the answers say: put off, add to an open request, change one, or send a new one."""
    draft, chosen = current.draft, current.filled.settled
    put_off = [ask for ask in asks if chosen[ask.id] == REMIND]
    changed = tickets.find(connection, draft.workspace, draft.ticket) if draft.ticket else None
    if put_off:
        _put_off(connection, current, max(_day(ask) for ask in put_off), now)
    elif same and any(ask.rule == SAME and chosen[ask.id] == ADD for ask in asks):
        ticketing.join(connection, current, same, now)
    elif changed and after(Deed.CHANGE, State(changed.state)):
        actor = Actor(draft.workspace, draft.person)
        ticketing.change(connection, actor, current, changed, now)
    else:
        ticketing.create(connection, current, now)
    replying.home(connection, draft.workspace, draft.person, now)


def _day(ask: Ask) -> date:
    due = ask.values["date"]
    if not isinstance(due, date):
        raise TypeError(due)
    return due


def _put_off(connection: Connection, current: Going, day: date, now: float) -> None:
    """Keep a draft, and have its person reminded in the morning of that day."""
    draft = current.draft
    known = people.find(connection, draft.workspace, draft.person)
    due = datetime.combine(day, REMINDED_AT, zone(known.time_zone)).timestamp()
    settled = {ask: chosen for ask, chosen in current.filled.settled.items() if chosen != REMIND}
    kept = current.having(current.filled._replace(settled=settled))
    until = max(draft.kept_until, due + KEPT_SECONDS)
    keep(connection, kept, now, kept_until=until, turn=draft.turn + 1, talking=False)
    reminders.drop_for(connection, draft.workspace, draft.id)
    reminders.add(connection, draft.workspace, draft.person, draft.id, due)
    replying.put_off(connection, draft, due, now)
