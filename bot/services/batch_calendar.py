"""What time brings about for batches: one opens, and later it is asked whether its requests show.

Whoever is alive does it, once; what was missed is caught up on while its week lasts.
"""

from sqlalchemy import Connection

from bot.content.forms import Form
from bot.desk import batches as calendar
from bot.desk.batches import Stage
from bot.services import batching, replying
from bot.services.batch_contents import Rules, contents
from bot.storage import batches
from bot.storage.batches import Batch


def keep_up(connection: Connection, workspace: str, rules: Rules, now: float) -> bool:
    """Do what time brings about, and what is left to do; tell whether there may be more."""
    for form in rules.forms.declared.values():
        _open(connection, workspace, rules, form, now)
    for batch in batches.at_stage(connection, workspace, Stage.SUBMITTED):
        _follow_up(connection, batch, now)
    return batching.carry_on(connection, workspace, rules, now)


def _open(connection: Connection, workspace: str, rules: Rules, form: Form, now: float) -> None:
    """Open the batch of a form whose time has come, if anything waits for it."""
    schedule = rules.schedule(form.id)
    window = calendar.window(schedule, rules.hours, now) if schedule else None
    if window is None or not window.has(now):
        return
    month = calendar.name_of(window.month)
    is_there = batches.of_month(connection, workspace, form.id, month)
    if is_there or not batches.is_waited_for(connection, workspace, form.id):
        return
    made = batches.open_new(connection, workspace, form.id, month, now)
    opened = batches.find(connection, workspace, made) if made else None
    if opened:
        _lapse(connection, opened, now)
        replying.batch(connection, opened, now)


def _lapse(connection: Connection, following: Batch, now: float) -> None:
    """End what was not submitted in time: its requests are in the following batch."""
    for batch in batches.at_stage(connection, following.workspace, Stage.OPEN):
        if batch.form == following.form and batch.id != following.id:
            place = (batch.workspace, batch.id)
            batches.move(connection, *place, Stage.OPEN, Stage.LAPSED)
            replying.batch(connection, batch, now)


def _follow_up(connection: Connection, batch: Batch, now: float) -> None:
    """Ask whether the requests of a batch show once they are to; one that has none is done."""
    if batch.confirm_at is None or now < batch.confirm_at:
        return
    found = contents(connection, batch.workspace, batch.id)
    place = (batch.workspace, batch.id)
    if found is None or not found.unsettled:
        batches.move(connection, *place, Stage.SUBMITTED, Stage.DONE)
    elif not batches.ask(connection, *place, now):
        return
    replying.batch(connection, batch._replace(asked_at=now), now)
