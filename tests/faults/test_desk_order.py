"""Promise 9: in whatever order things arrive about a ticket, it ends in the same state."""

import asyncio
from random import Random
from typing import Any, Final, NamedTuple

import pytest
from sqlalchemy import Connection, select

from bot.app import Content
from bot.desk.life import Deed, State
from bot.sandbox import Answer, Person
from bot.sandbox.demo import PARTNERS
from bot.sandbox.envelopes import event_callback
from bot.services import flooding
from bot.slack.sending.delivery import Delivery
from bot.storage import (
    schema,
    ticket_files,
    ticket_followers,
    ticket_messages,
    ticket_threads,
    tickets,
)
from bot.storage.rate_limits import Rate
from bot.storage.schema import DONE
from bot.storage.ticket_messages import TicketMessage
from tests.conftest import POSTGRESQL, SQLITE
from tests.journeys.desk import Desk, opened
from tests.journeys.gestures import button, pressed

Json = dict[str, Any]

SETS = {SQLITE: 50, POSTGRESQL: 10}
"""A thousand sequences, and so many as tell what the engines could tell apart."""

ORDERS: Final = 20
PATIENCE_SECONDS: Final = 300.0
SEED: Final = 9
_BEGUN: Final = 1_773_144_001
"""The second after the tickets came."""

STATES: Final = (State.NEW, State.IN_PROGRESS, State.WAITING, State.REOPENED, State.RESOLVED)
TEXTS: Final = (
    "We have the invoice now.",
    "Voici la facture.",
    "Thank you!",
    "Tack!",
    "发票在这里。",
)


class Written(NamedTuple):
    """What a partner does to one of their messages: `text` is what it says from then on."""

    message: int
    text: str = ""
    edit: int = 0
    deletes: bool = False
    files: tuple[str, ...] = ()


class Pressed(NamedTuple):
    """What somebody of support presses."""

    name: str
    deed: Deed


Event = Written | Pressed

_TAKES, _FOLLOWS = Pressed("noor", Deed.TAKE), Pressed("sam", Deed.FOLLOW)
PRESSED: Final = ([_TAKES, _FOLLOWS], [Pressed("sam", Deed.REOPEN), _FOLLOWS])
"""What support does with a ticket that is open, and with a resolved one, whenever it does."""


class Sequence(NamedTuple):
    """A ticket of its own, about which the events of a set come in one order."""

    number: int
    ticket: int
    partner: Person
    events: list[Event]

    def ts(self, place: int) -> str:
        """Give the timestamp of one of its messages; 0 is what its thread is below."""
        return f"{_BEGUN + self.number}.{place:06d}"


def some_events(random: Random, state: State) -> list[Event]:
    """Make a small set of what may happen to a ticket in any order."""
    events: list[Event] = []
    for message in range(1, random.choice((1, 1, 1, 2)) + 1):
        files = ("F0SCAN",) if random.random() < 0.2 else ()
        texts = random.sample(TEXTS, random.choice((1, 1, 2)))
        events += [Written(message, t, edit, files=files) for edit, t in enumerate(texts)]
        if random.random() < 0.4:
            gone = Written(message, texts[-1], len(texts) - 1, deletes=True, files=files)
            events.append(gone)
    offered = PRESSED[state is State.RESOLVED]
    return [*events, *random.sample(offered, random.randint(0, 1))]


@pytest.fixture(autouse=True)
def unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be said: what is stored tells what will be."""

    async def idle(_: Delivery, stopping: asyncio.Event) -> None:
        await stopping.wait()

    monkeypatch.setattr(Delivery, "run", idle)
    boundless = dict.fromkeys(flooding.Deed, Rate(0.001, 1_000_000))
    monkeypatch.setattr(flooding, "RATES", boundless)  # Few people do the presses of thousands.


async def test_promise_09_the_same_events_in_any_order_end_in_the_same_state(
    content: Content, database_url: str, engine: str
) -> None:
    random = Random(SEED)  # noqa: S311 - chance that can be repeated
    states = [STATES[number % len(STATES)] for number in range(SETS[engine])]
    sets = [some_events(random, state) for state in states]
    async with opened(content, database_url) as desk:
        database = desk.office.database
        sequences = await database.run(_open, desk, random, states, sets)
        for step in range(max(map(len, sets))):
            await _deliver_all(desk, sequences, step)
        ends = await desk.read(lambda c: [end_of(c, desk, each) for each in sequences])
    assert len(ends) == len(sets) * ORDERS
    for first in range(0, len(ends), ORDERS):
        for number in range(first, first + ORDERS):
            orders = (sequences[first].events, sequences[number].events)
            assert ends[number] == ends[first], f"seed {SEED}: {states[first // ORDERS]} {orders}"


async def _deliver_all(desk: Desk, sequences: list[Sequence], step: int) -> None:
    """Deliver the next event of every sequence that has one, and wait until all are processed."""
    due = [each for each in sequences if step < len(each.events)]
    answers = await asyncio.gather(*(_deliver(desk, each, step) for each in due))
    assert all(answer.ok for answer in answers)
    await _processed(desk)


def _open(
    connection: Connection,
    desk: Desk,
    random: Random,
    states: list[State],
    sets: list[list[Event]],
) -> list[Sequence]:
    """Have a ticket in its state for each order of each set."""
    partners = [desk.person(name) for name in PARTNERS.values()]
    made: list[Sequence] = []
    for state, events in zip(states, sets, strict=True):
        for _ in range(ORDERS):
            number, partner = len(made), partners[len(made) % len(partners)]
            ticket = tickets.add(
                connection, desk.workspace.team_id, _kept(desk, partner, state, number)
            )
            order = random.sample(events, len(events))
            made.append(Sequence(number, ticket, partner, order))
            place = (desk.workspace.team_id, partner.direct.id, made[-1].ts(0))
            ticket_threads.listen(connection, *place, ticket)
    return made


def _kept(desk: Desk, partner: Person, state: State, number: int) -> Json:
    now = desk.clock()
    times = dict.fromkeys(("created_at", "changed_at", "opened_at"), now)
    ended = {"resolved_at": now, "outcome": "answered"} if state is State.RESOLVED else {}
    waits = {"waiting_since": now} if state is State.WAITING else {}
    who = {"person": partner.user.id, "company": partner.user.team_id, "locale": "en"}
    what = {"kind": "directory", "channel": f"D{number}", "answers": FILLED}
    return {**times, **ended, **waits, **who, **what, "state": str(state)}


FILLED: Final[Json] = {"lines": [{}], "common": {}, "asks": {}}


async def _deliver(desk: Desk, sequence: Sequence, step: int) -> Answer:
    """Deliver the next event of a sequence, signed; every fourth one twice."""
    event = sequence.events[step]
    if isinstance(event, Pressed):
        press = button(f"desk:{event.deed}", str(sequence.ticket))
        return await desk.sender.send_interaction(
            pressed(desk, desk.person(event.name), None, press)
        )
    envelope = event_callback(desk.workspace, told(sequence, event))
    headers, body = desk.sender.request_for(envelope)
    if (sequence.number + step) % 4 == 0:
        await desk.sender.post(headers, body)
    return await desk.sender.post(headers, body)


def told(sequence: Sequence, event: Written) -> Json:
    """Give the event that tells what a partner did."""
    where = {"type": "message", "channel": sequence.partner.direct.id, "channel_type": "im"}
    message = _message(sequence, event)
    if event.deletes:
        gone = {"subtype": "message_deleted", "deleted_ts": message["ts"]}
        return {**where, **gone, "previous_message": message}
    if event.edit:
        before = {**message, "text": f"not {event.text}"}
        changed = {"message": message, "previous_message": before}
        return {**where, "subtype": "message_changed", **changed}
    return {**message, **where}


def _message(sequence: Sequence, event: Written) -> Json:
    ts = sequence.ts(event.message)
    edited = {"ts": f"{ts}{event.edit}"} if event.edit else None
    files = [{"id": file, "name": "scan.pdf"} for file in event.files]
    return {
        "type": "message",
        "user": sequence.partner.user.id,
        "text": event.text,
        "ts": ts,
        "thread_ts": sequence.ts(0),
        **({"edited": edited} if edited else {}),
        **({"files": files, "subtype": "file_share"} if files else {}),
    }


async def _processed(desk: Desk) -> None:
    """Wait until everything received is processed."""
    waits = select(schema.inbox.c.id, schema.inbox.c.problem).where(schema.inbox.c.state != DONE)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while waiting := await desk.read(lambda c: c.execute(waits).all()):
            assert not any(row.problem for row in waiting)
            await asyncio.sleep(0.01)


def end_of(connection: Connection, desk: Desk, sequence: Sequence) -> object:
    """Give how a ticket stands, and what is kept of what was said about it."""
    place = (desk.workspace.team_id, sequence.ticket)
    ticket = tickets.find(connection, *place)
    said = ticket_messages.of_ticket(connection, *place, 10)
    assert ticket
    return (
        (ticket.state, ticket.owner, ticket.waiting_since is None),
        sorted(ticket_followers.of_ticket(connection, *place)),
        sorted(_kept_of(each) for each in said),
        sorted(each.file for each in ticket_files.of_ticket(connection, *place)),
    )


def _kept_of(said: TicketMessage) -> tuple[object, ...]:
    place, edited = str(said.ts).partition(".")[2], (said.edited_ts or "")[-1:]
    return place, said.text, edited, said.deleted, said.side, tuple(said.files)
