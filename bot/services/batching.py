"""What the support team does with a batch: sets aside, exports, submits, confirms.

What is decided for a whole batch is written down at once, and done bit by bit where it is about
many requests: whoever dies meanwhile leaves the rest to whoever is alive.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from bot.desk import batches as calendar
from bot.desk import replies
from bot.desk.batches import Stage
from bot.desk.life import Deed
from bot.desk.rights import Task
from bot.services import corresponding, replying, requests
from bot.services.acting import NOT_ALLOWED, Actor, Refusal, act
from bot.services.batch_contents import Contents, Rules, contents
from bot.services.corresponding import Letter
from bot.services.listing import may_do
from bot.storage import batches, tickets
from bot.storage.batches import Batch, ToDo
from bot.storage.tickets import Ticket

OVER, CHANGED = "batch-over", "batch-changed"
"""Why something is not done with a batch: somebody dealt with it, or it is not what was seen."""

_AT_ONCE = 20
"""For how many requests something is done in one transaction: others wait for it meanwhile."""


def put_aside(
    connection: Connection, actor: Actor, batch: int, chosen: Mapping[int, bool], now: float
) -> Batch | Refusal:
    """Set requests aside for the next batch (True), or take them in again (False).

    Of a batch that was submitted, those are set aside that do not show. What stands so already, a
    tick that comes after its batch was confirmed with it, changes nothing.
    """
    found = _allowed(connection, actor, batch)
    if isinstance(found, Refusal):
        return found
    if chosen.items() <= {(held.ticket.id, held.aside) for held in found.held}:
        return found.batch
    if not _is_at_work(found.batch):
        return _refused(connection, found.batch, OVER, now)
    if not {held.ticket.id for held in found.unsettled}.issuperset(chosen):
        return _refused(connection, found.batch, CHANGED, now)
    for ticket, aside in chosen.items():
        batches.put_aside(connection, actor.workspace, batch, ticket, aside=aside)
    replying.batch(connection, found.batch, now)
    return found.batch


def _is_at_work(batch: Batch) -> bool:
    """Tell whether something can be set aside: before submission, and once it is asked for."""
    is_asked = batch.state == Stage.SUBMITTED and batch.asked_at is not None
    return batch.state == Stage.OPEN or is_asked


def export(connection: Connection, actor: Actor, batch: int, now: float) -> Batch | Refusal:
    """Have a batch put into the thread of its card as a file."""
    found = _allowed(connection, actor, batch, Task.EXPORT)
    if isinstance(found, Refusal):
        return found
    replying.batch_sheet(connection, found.batch, str(actor.person), now)
    return found.batch


def submit(
    connection: Connection, actor: Actor, rules: Rules, batch: int, stamp: str, now: float
) -> Batch | Refusal:
    """Keep that the requests of a batch were handed in, and tell each partner when theirs shows.

    `stamp` is that of what the person saw: what came or changed meanwhile was not handed in.
    """
    found = _allowed(connection, actor, batch)
    if isinstance(found, Refusal):
        return found
    schedule = rules.schedule(found.batch.form)
    if found.batch.state != Stage.OPEN or schedule is None:
        return _refused(connection, found.batch, OVER, now)
    if not found.inside or found.stamp != stamp:
        return _refused(connection, found.batch, CHANGED, now)
    visible = schedule.visible_by(calendar.day_of(rules.hours, now))
    values = {"submitted_at": now, "submitted_by": actor.person, "visible_by": str(visible)}
    due = {"confirm_at": calendar.asked_at(rules.hours, visible)}
    place = (actor.workspace, batch)
    if not batches.move(connection, *place, Stage.OPEN, Stage.SUBMITTED, **values, **due):
        return _refused(connection, found.batch, OVER, now)
    inside = [ticket.id for ticket in found.inside]
    batches.fill(connection, *place, inside, Deed.SUBMIT)
    return _begin(connection, rules, found.batch, inside, now)


def confirm(
    connection: Connection,
    actor: Actor,
    rules: Rules,
    batch: int,
    hidden: Collection[int],
    now: float,
) -> Batch | Refusal:
    """Resolve the requests of a batch that show, and tell their partners so.

    Those that are `hidden`, or were set aside before, go on in the next batch.
    """
    found = _allowed(connection, actor, batch)
    if isinstance(found, Refusal):
        return found
    place, values = (actor.workspace, batch), {"confirmed_at": now, "confirmed_by": actor.person}
    is_asked = found.batch.asked_at is not None
    if not is_asked or not batches.move(connection, *place, Stage.SUBMITTED, Stage.DONE, **values):
        return _refused(connection, found.batch, OVER, now)
    inside = {ticket.id for ticket in found.inside}
    for ticket in inside.intersection(hidden):
        batches.put_aside(connection, *place, ticket, aside=True)
    shown = inside.difference(hidden)
    batches.plan(connection, *place, shown, Deed.RESOLVE)
    return _begin(connection, rules, found.batch, shown, now)


def _allowed(
    connection: Connection, actor: Actor, batch: int, task: Task = Task.BATCH
) -> Contents | Refusal:
    """Return a batch, with nobody else changing any of it until the transaction ends."""
    if not may_do(actor, task):
        return Refusal(NOT_ALLOWED)
    tickets.hold(connection, actor.workspace)
    return contents(connection, actor.workspace, batch) or Refusal(NOT_ALLOWED)


def _refused(connection: Connection, batch: Batch, code: str, now: float) -> Refusal:
    """Refuse something; what said that it can be done is drawn as it stands."""
    replying.batch(connection, batch, now)
    return Refusal(code)


def _begin(
    connection: Connection, rules: Rules, batch: Batch, about: Collection[int], now: float
) -> Batch:
    """Do what was decided for the requests of a batch, unless they are too many for one go."""
    if len(about) <= _AT_ONCE:
        carry_on(connection, batch.workspace, rules, now)
    replying.batch(connection, batch, now)
    return batches.find(connection, batch.workspace, batch.id) or batch


def carry_on(connection: Connection, workspace: str, rules: Rules, now: float) -> bool:
    """Do some of what was decided for requests of batches; tell whether there may be more."""
    if not batches.to_do(connection, workspace, 1):
        return False
    tickets.hold(connection, workspace)
    left = batches.to_do(connection, workspace, _AT_ONCE)
    for each in left:
        _carry_out(connection, workspace, rules, each, now)
    return len(left) == _AT_ONCE


def _carry_out(
    connection: Connection, workspace: str, rules: Rules, each: ToDo, now: float
) -> None:
    """Do what was decided for a request; whoever decided it was allowed to, then.

    A request that was withdrawn meanwhile was not handed in.
    """
    batch = batches.find(connection, workspace, each.batch)
    if batch is None:
        return
    if each.deed is Deed.RESOLVE:
        _resolve(connection, rules, batch, each.ticket, now)
    else:
        actor = Actor(workspace, batch.submitted_by, is_support=True)
        told = {"date": batch.visible_by}
        if isinstance(act(connection, actor, each.ticket, each.deed, now, told), Refusal):
            batches.drop(connection, workspace, batch.id, each.ticket)
    batches.done(connection, workspace, batch.id, each.ticket)


def _resolve(connection: Connection, rules: Rules, batch: Batch, ticket: int, now: float) -> None:
    """Resolve a request that shows, with what its form says then, in its partner's language."""
    form = rules.forms.declared.get(batch.form)
    found = tickets.find(connection, batch.workspace, ticket)
    if found is None or form is None or form.batch is None:
        return
    actor = Actor(batch.workspace, batch.confirmed_by, is_support=True)
    text = _text(connection, rules, found, form.batch.reply)
    seen = corresponding.seen_of(connection, batch.workspace, ticket)
    letter = Letter(text, f"batch:{batch.id}:{ticket}", seen, form.batch.outcome)
    corresponding.send(connection, actor, ticket, Deed.RESOLVE, letter, now)


def _text(connection: Connection, rules: Rules, ticket: Ticket, reply: str) -> str:
    """Return a text block with what a request holds."""
    case = requests.case_of(connection, rules.forms, ticket)
    values = replies.values_of(case, ticket.number)
    blocks = replies.texts(rules.knowledge, ticket.kind, str(Deed.RESOLVE), ticket.locale, values)
    return next(block.text for block in blocks if block.id == reply)
