"""A form becomes a ticket: a new one, more of an open one, or a changed one."""

from sqlalchemy import Connection

from bot.content.forms import Form
from bot.desk.life import Deed
from bot.forms import settling
from bot.forms.filled import Filled, from_json
from bot.forms.kinds.kind import as_text
from bot.forms.kinds.text import LONGEST_LONG
from bot.forms.readings import Given
from bot.forms.rules import KEEP
from bot.forms.settling import TWICE
from bot.services import acting, duplicates, replying
from bot.services.acting import Actor, act
from bot.services.filling import Going
from bot.storage import drafts, reminders, ticket_threads, tickets
from bot.storage.schema import SENT
from bot.storage.tickets import Ticket


def create(connection: Connection, current: Going, now: float) -> None:
    """Make a form a request of its own."""
    draft = current.draft
    company = duplicates.company_of(connection, draft)
    values = {
        "kind": draft.form,
        "person": draft.person,
        "company": company,
        "locale": draft.locale,
        "written_in": draft.locale,
        "channel": draft.channel if draft.talking and draft.channel else draft.person,
        "thread_ts": draft.thread_ts if draft.talking else None,
        "answers": current.filled.as_json(),
        **dict.fromkeys(("created_at", "changed_at", "opened_at", "look_at"), now),
    }
    ticket = tickets.add(connection, draft.workspace, values)
    keys = settling.keys(current.case)
    tickets.set_keys(connection, draft.workspace, ticket, company, draft.form, keys)
    _end(connection, current)
    if draft.talking and draft.channel and draft.thread_ts:
        ticket_threads.listen(connection, draft.workspace, draft.channel, draft.thread_ts, ticket)
    made = tickets.find(connection, draft.workspace, ticket)
    if made:
        acting.show(connection, made, now)


def join(connection: Connection, current: Going, ticket: Ticket, now: float) -> None:
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
    actor = Actor(ticket.workspace, current.draft.person, is_colleague=not is_own)
    change(connection, actor, current.having(joined), ticket, now, **place)
    if not is_own:
        replying.joined(connection, ticket, current.draft.person, now)


def _joined(current: Going, before: Filled) -> Filled:
    """Return all of a request with what is added: that these lines are the same was settled."""
    joined = _both_texts(current.form, before, current.filled)
    for ask in settling.asks(current.case.having(joined)):
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


def change(
    connection: Connection,
    actor: Actor,
    current: Going,
    ticket: Ticket,
    now: float,
    **place: str | None,
) -> None:
    """Change what a request says; its receipt is posted anew, in another place if one is given.

    What it said before is kept once the support team has seen it.
    """
    keys = settling.keys(current.case)
    tickets.set_keys(connection, ticket.workspace, ticket.id, ticket.company, ticket.kind, keys)
    _end(connection, current)
    replying.superseded(connection, ticket, now)
    values = {"answers": current.filled.as_json(), "revision": ticket.revision + 1}
    anew = {"receipt_channel": None, "receipt_ts": None, "changed_at": now}
    details = {"before": ticket.answers, "now": values["answers"]} if ticket.answers_taken else {}
    act(connection, actor, ticket.id, Deed.CHANGE, now, details, **values, **anew, **place)


def _end(connection: Connection, current: Going) -> None:
    drafts.end(connection, current.draft.workspace, current.draft.id, SENT)
    reminders.drop_for(connection, current.draft.workspace, current.draft.id)
