"""Monthly batches of the requests of a form: when they turn, and what is done with them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.batches import Stage
from bot.forms.filled import Filled
from bot.forms.readings import Given, Typed
from bot.services import batch_calendar, batch_contents, batching
from bot.services.acting import Refusal
from bot.services.batch_contents import Contents, Rules
from bot.storage import batches
from bot.storage.batches import Batch
from tests.desk.offices import HOUR, at
from tests.services.scene import OURS, said
from tests.services.tickets import NOOR, send

FORM, MARCH = "directory", "2026-03"
SENT = at("2026-03-10T12:00")
OPENS = at("2026-03-16T09:00")
"""The 15th of March 2026 is a Sunday."""

CLOSES = at("2026-03-22T00:00")
ASKED = at("2026-04-07T09:00")
GIVEN: Mapping[str, Typed] = {
    "name": "Contoso",
    "country": "SE",
    "landing-page": "https://contoso.se/learn",
    "confirmations": ("only-this-partner", "no-competitors", "owned"),
}


def sent(connection: Connection, /, **values: Any) -> int:  # noqa: ANN401 - any column
    given = {field: Given(typed) for field, typed in GIVEN.items()}
    times = dict.fromkeys(("created_at", "changed_at", "opened_at"), SENT)
    return send(connection, **times, answers=Filled(common=given).as_json(), **values).id


def pass_time(connection: Connection, rules: Rules, now: float) -> bool:
    return batch_calendar.keep_up(connection, OURS, rules, now)


def newest(connection: Connection, stage: Stage = Stage.OPEN) -> Batch:
    return batches.at_stage(connection, OURS, stage)[-1]


def opened(connection: Connection, rules: Rules, *requests_: int) -> Batch:
    """Open the batch of March, with some requests that were sent before."""
    assert requests_ or sent(connection)
    pass_time(connection, rules, OPENS)
    said(connection)
    return newest(connection)


def contents(connection: Connection, batch: Batch) -> Contents:
    found = batch_contents.contents(connection, OURS, batch.id)
    assert found
    return found


def inside(connection: Connection, batch: Batch) -> list[int]:
    return [ticket.id for ticket in contents(connection, batch).inside]


def submit(
    connection: Connection, rules: Rules, batch: Batch, now: float = OPENS + HOUR
) -> Batch | Refusal:
    stamp = contents(connection, batch).stamp
    return batching.submit(connection, NOOR, rules, batch.id, stamp, now)


def asked(connection: Connection, rules: Rules, *requests_: int) -> Batch:
    """Have a batch submitted, and let the day come by which its requests show."""
    batch = opened(connection, rules, *requests_)
    submit(connection, rules, batch)
    pass_time(connection, rules, ASKED)
    said(connection)
    return batch


def meanings(connection: Connection) -> list[str]:
    return [meaning for _, meaning, _ in said(connection)]


def code(done: Batch | Refusal) -> str:
    assert isinstance(done, Refusal)
    return done.code
