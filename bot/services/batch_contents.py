"""What a batch holds: the requests of a form that are handed in together."""

from datetime import date
from hashlib import blake2s
from typing import NamedTuple

from sqlalchemy import Connection

from bot.content.forms import Position
from bot.content.models import Knowledge
from bot.desk import batches as calendar
from bot.desk.batches import SCHEDULES, Schedule, Stage
from bot.desk.hours import Hours
from bot.desk.life import OPEN
from bot.forms.case import Case, Forms, Item
from bot.forms.kinds.kind import Widget
from bot.forms.settling import Same
from bot.services import duplicates, requests
from bot.storage import batches, people
from bot.storage.batches import Batch, Held
from bot.storage.people import Person
from bot.storage.tickets import Ticket


class Rules(NamedTuple):
    """What batches go by: the forms with their schedules, text blocks, and the desk's hours."""

    knowledge: Knowledge
    forms: Forms
    hours: Hours

    def schedule(self, form: str) -> Schedule | None:
        """Return the schedule of a form's batches; None where it has none any more."""
        declared = self.forms.declared.get(form)
        return SCHEDULES.get(declared.batch.schedule) if declared and declared.batch else None


class Contents(NamedTuple):
    """A batch with its requests, in their order."""

    batch: Batch
    held: tuple[Held, ...] = ()

    @property
    def inside(self) -> tuple[Ticket, ...]:
        """Return the open requests that were not set aside."""
        return tuple(ticket for ticket, aside in self.held if not aside and ticket.state in OPEN)

    @property
    def unsettled(self) -> tuple[Held, ...]:
        """Return the open requests, whether set aside or not."""
        return tuple(held for held in self.held if held.ticket.state in OPEN)

    @property
    def since_export(self) -> tuple[Ticket, ...]:
        """Return the requests that came or changed after the batch was exported."""
        exported_at = self.batch.exported_at
        if exported_at is None:
            return ()
        return tuple(ticket for ticket in self.inside if ticket.changed_at > exported_at)

    @property
    def stamp(self) -> str:
        """Return what tells whether these are still the same requests, saying the same."""
        told = ",".join(f"{ticket.id}:{ticket.revision}" for ticket in self.inside)
        return blake2s(told.encode(), digest_size=8).hexdigest()


class Value(NamedTuple):
    """What a request says in a field: as it was understood, and as it was typed.

    `kept` is an understood text as it is kept; of confirmations, `ticked` of `total` were given.
    """

    label: str
    shown: str
    typed: str
    kept: str | None = None
    ticked: int = 0
    total: int = 0


class Entry(NamedTuple):
    """A request as it is checked: `case` is what it holds, `same` another open one like it."""

    ticket: Ticket
    aside: bool
    person: Person
    case: Case | None = None
    same: Same | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """Return all that it says, in its order; nothing where its form is gone."""
        case = self.case
        positions = case.positions() if case else ()
        return tuple(_value(case, p, item) for p in positions if case for item in case.show(p))


def _value(case: Case, position: Position, item: Item) -> Value:
    given = case.at(position)[item.field]
    kept = case.read(item.field, given).value
    boxes = case.form.fields[item.field].choices
    is_ticked = case.widget(item.field) is Widget.CHECKBOXES
    return Value(
        item.label,
        item.shown,
        item.typed,
        kept if isinstance(kept, str) else None,
        len(set(given.typed).intersection(boxes)) if is_ticked else 0,
        len(boxes) if is_ticked else 0,
    )


def contents(connection: Connection, workspace: str, batch: int) -> Contents | None:
    """Return a batch as it stands: while it is open, with all that waits for being handed in."""
    found = batches.find(connection, workspace, batch)
    if found is None:
        return None
    if found.state == Stage.LAPSED:
        return Contents(found)
    if found.state == Stage.OPEN:
        held = batches.waiting(connection, workspace, found.form, batch)
    else:
        held = batches.held(connection, workspace, batch)
    return Contents(found, tuple(held))


def entry_of(connection: Connection, forms: Forms, held: Held, locale: str) -> Entry:
    """Return all that is known of a request, for a reader of `locale`."""
    ticket = held.ticket
    case = requests.case_of(connection, forms, ticket, locale)
    return Entry(
        ticket,
        held.aside,
        people.find(connection, ticket.workspace, ticket.person),
        case,
        duplicates.same_as(connection, ticket, case) if case else None,
    )


class Page(NamedTuple):
    """Some requests of a batch, from the one of that index on, with what is told of the whole.

    `week` is when it is submitted, `visible` the day by which it shows; both are None where its
    form has no batches any more.
    """

    contents: Contents
    entries: tuple[Entry, ...]
    start: int
    week: tuple[date, date] | None
    visible: date | None


def page_of(
    connection: Connection, rules: Rules, found: Contents, locale: str, now: float, cut: slice
) -> Page:
    """Return a part of a batch, for a reader of `locale`."""
    some = found.held[cut]
    entries = tuple(entry_of(connection, rules.forms, held, locale) for held in some)
    schedule, batch = rules.schedule(found.batch.form), found.batch
    week = calendar.week_of(schedule, calendar.month_of(batch.month)) if schedule else None
    return Page(found, entries, cut.start or 0, week, _visible(rules, batch, now))


def _visible(rules: Rules, batch: Batch, now: float) -> date | None:
    """Return the day by which a batch shows that is submitted now, or was."""
    if batch.visible_by:
        return date.fromisoformat(batch.visible_by)
    schedule = rules.schedule(batch.form)
    return schedule.visible_by(calendar.day_of(rules.hours, now)) if schedule else None
