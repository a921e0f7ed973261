"""A form is sent: it becomes a ticket, joins an open one, or waits for its day."""

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Connection

from bot.content.forms import Form, Position
from bot.forms.case import MOST_LINES, SAME, TWICE, Ask, Case, Checked, Same
from bot.forms.filled import REVIEW, Filled, from_json
from bot.forms.kinds.kind import as_text
from bot.forms.kinds.text import LONGEST_LONG
from bot.forms.readings import Given
from bot.forms.rules import ADD, KEEP, REMIND, SEND
from bot.services import filling, replying
from bot.services.filling import KEPT_SECONDS, Going, Turned, is_there, keep, step_to, taken
from bot.services.readers import day_in, zone
from bot.storage import drafts, people, reminders, tickets
from bot.storage.drafts import Draft
from bot.storage.schema import NEW, OPEN, SENT
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
    asks = asks_of(connection, current)
    if current.case.unsettled(asks):
        return Outcome(kept, asks=asks)
    _carry_out(connection, current, asks, now)
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
    found = _same(connection, current)
    asks = current.case.asks(_as_same(connection, found, current.draft.person) if found else None)
    return tuple(map(_without_adding, asks)) if found and not _takes(found, current) else asks


def _as_same(connection: Connection, found: Ticket, reader: str) -> Same:
    """Return an open request with the day when it was sent, as its reader counts days."""
    known = people.find(connection, found.workspace, reader)
    return Same(found.number, day_in(found.created_at, known.time_zone))


def same_as(connection: Connection, ticket: Ticket, case: Case) -> Same | None:
    """Return an open request of the same company about the same as one that was sent."""
    place, keys = (ticket.workspace, ticket.company, ticket.kind), case.keys()
    found = tickets.same(connection, *place, keys, ticket.id) if keys else None
    return _as_same(connection, found, ticket.person) if found else None


def _takes(ticket: Ticket, current: Going) -> bool:
    """Tell whether a form can be added to an open request: a new one, for which there is room.

    A request that is changed would else be there twice: added, and as it was.
    """
    lines = len(from_json(ticket.answers).lines) + len(current.filled.lines)
    return current.draft.ticket is None and lines <= MOST_LINES


def _without_adding(ask: Ask) -> Ask:
    return ask._replace(options=(SEND,)) if ask.rule == SAME else ask


def _same(connection: Connection, current: Going) -> Ticket | None:
    draft = current.draft
    keys = current.case.keys()
    place = (draft.workspace, company_of(connection, draft), draft.form)
    return tickets.same(connection, *place, keys, draft.ticket) if keys else None


def company_of(connection: Connection, draft: Draft) -> str:
    """Return by what the company of a draft's person is known.

    That is their own Slack team; within the app's workspace, where people of many companies may be
    members, also what stands after the @ of their mail address. Where that is not known, nobody
    else is of their company: they would see each other's requests.
    """
    if draft.company != draft.workspace:
        return draft.company
    known = people.find(connection, draft.workspace, draft.person)
    return f"{draft.company} {known.company_domain or draft.person}"


def _carry_out(connection: Connection, current: Going, asks: tuple[Ask, ...], now: float) -> None:
    """Do what the answers say: put off, add to an open request, change one, or send a new one."""
    draft, chosen = current.draft, current.filled.settled
    put_off = [ask for ask in asks if chosen[ask.id] == REMIND]
    same = _same(connection, current)
    changed = tickets.find(connection, draft.workspace, draft.ticket) if draft.ticket else None
    if put_off:
        _put_off(connection, current, max(_day(ask) for ask in put_off), now)
    elif same and any(ask.rule == SAME and chosen[ask.id] == ADD for ask in asks):
        _join(connection, current, same, now)
    elif changed and changed.state == NEW:
        _change(connection, current, changed, now)
    else:
        _create(connection, current, now)
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


def _create(connection: Connection, current: Going, now: float) -> None:
    draft = current.draft
    company = company_of(connection, draft)
    values = {
        "kind": draft.form,
        "person": draft.person,
        "company": company,
        "locale": draft.locale,
        "written_in": draft.locale,
        "channel": draft.channel if draft.talking and draft.channel else draft.person,
        "thread_ts": draft.thread_ts if draft.talking else None,
        "answers": current.filled.as_json(),
        "created_at": now,
        "changed_at": now,
    }
    ticket = tickets.add(connection, draft.workspace, values)
    keys = current.case.keys()
    tickets.set_keys(connection, draft.workspace, ticket, company, draft.form, keys)
    _end(connection, current)
    show(connection, draft.workspace, ticket, now)


def _join(connection: Connection, current: Going, ticket: Ticket, now: float) -> None:
    """Add what was given to an open request, and to a change of it that is on its way.

    What a colleague gave is told to the request's person alone, wherever they talked of it.
    """
    drafts.hold(connection, ticket.workspace, ticket.person)
    joined = _joined(current, from_json(ticket.answers))
    for draft in drafts.of_person(connection, ticket.workspace, ticket.person):
        if draft.ticket == ticket.id:
            more = _joined(current, from_json(draft.answers))
            drafts.change(connection, draft.workspace, draft.id, answers=more.as_json())
    is_own = current.draft.person == ticket.person
    place = {} if is_own else {"channel": ticket.person, "thread_ts": None}
    _change(connection, current.having(joined), ticket, now, **place)
    if not is_own:
        replying.joined(connection, ticket, current.draft.person, now)


def _joined(current: Going, before: Filled) -> Filled:
    """Return all of a request with what is added: that these lines are the same was settled."""
    joined = _both_texts(current.form, before, current.filled)
    for ask in current.case.having(joined).asks():
        if ask.rule == TWICE and ask.line >= len(before.lines):
            joined = joined.settle(ask.id, KEEP)
    return joined


def _both_texts(form: Form, before: Filled, more: Filled) -> Filled:
    """Return all of a request with what is added; of long texts both are kept, if they fit."""
    joined = before.joined(more)
    long = [name for name, field in form.fields.items() if field.long]
    texts = {f: _both(before.common.get(f), more.common.get(f)) for f in long}
    fitting = {f: Given(text) for f, text in texts.items() if 0 < len(text) <= LONGEST_LONG}
    return joined._replace(common={**joined.common, **fitting})


def _both(*given: Given | None) -> str:
    """Return texts one below the other, each once."""
    texts = [as_text(each.typed) for each in given if each and each.typed]
    return "\n".join(dict.fromkeys(texts))


def _change(
    connection: Connection, current: Going, ticket: Ticket, now: float, **place: str | None
) -> None:
    """Change what a request says; its receipt is posted anew, in another place if one is given."""
    workspace = ticket.workspace
    keys = current.case.keys()
    values = {"answers": current.filled.as_json(), "revision": ticket.revision + 1}
    anew = {"receipt_channel": None, "receipt_ts": None, "changed_at": now}
    tickets.change(connection, workspace, ticket.id, **values, **anew, **place)
    tickets.set_keys(connection, workspace, ticket.id, ticket.company, ticket.kind, keys)
    _end(connection, current)
    replying.superseded(connection, ticket, now)
    show(connection, workspace, ticket.id, now)


def _end(connection: Connection, current: Going) -> None:
    drafts.end(connection, current.draft.workspace, current.draft.id, SENT)
    reminders.drop_for(connection, current.draft.workspace, current.draft.id)


def show(connection: Connection, workspace: str, ticket: int, now: float) -> None:
    """Have a ticket's receipt, its card and its person's Home tab drawn as it stands."""
    found = tickets.find(connection, workspace, ticket)
    if found:
        replying.receipt(connection, found, now)
        replying.ticket_card(connection, found, now)
        replying.home(connection, workspace, found.person, now)
