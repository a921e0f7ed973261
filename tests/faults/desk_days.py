"""Days at the desk: everybody there and around it, and time that passes over a bad network."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final

import httpx
from sqlalchemy import Connection, Table, func, select

from bot.sandbox import Person, Sender, View
from bot.sandbox.demo import PARTNERS, SUPPORT, SUPPORT_CHANNEL
from bot.services.watching import watch
from bot.slack.intake.web import web_app
from bot.storage import schema
from bot.storage.schema import WAITING, inbox, outbox
from tests.faults.house import busy
from tests.faults.postman import Postman, deliver_late
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.filling import FORMS, request
from tests.journeys.gestures import card_of, press

Row = Mapping[str, Any]

HIRED: Final = 3
_SEEN: Final = ("id", "number", "kind", "person", "question", "state", "card_ts")
_LOOKED_BACK: Final = 20
_PATIENCE_SECONDS = 60.0


TEXTS: Final = (
    "We have the invoice now, it is number",
    "Nous avons la facture, voici le numéro",
    "We hebben de factuur, dit is het nummer",
    "Vi har fakturan nu, här är numret",
    "我们现在有发票了，号码是",
)


@dataclass(repr=False)
class Days:
    """Everybody at the desk and around it, and what they did."""

    desk: Desk
    random: Random
    postman: Postman
    done: list[str] = field(default_factory=list)
    said: list[tuple[Person, str, str]] = field(default_factory=list)
    tickets: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)

    @property
    def team(self) -> list[Person]:
        hired = [f"hired{number}" for number in range(HIRED)]
        return [self.desk.person(name) for name in (*SUPPORT, *hired)]

    @property
    def partners(self) -> list[Person]:
        return [self.desk.person(name) for name in PARTNERS.values()]

    def somebody(self) -> Person:
        return self.random.choice(self.team)

    def partner_of(self, ticket: Row) -> Person:
        return self.desk.person(ticket["person"])

    def text(self) -> str:
        """Give a text that nobody else writes."""
        return f"{self.random.choice(TEXTS)} {len(self.done)}.{self.random.randrange(10**6)}"

    async def look(self) -> None:
        """See which tickets there are; now and then, that nothing of their past was changed."""
        seen = select(*(schema.tickets.c[name] for name in _SEEN)).order_by(schema.tickets.c.id)
        self.tickets = await self.desk.read(lambda c: [dict(r) for r in c.execute(seen).mappings()])
        if len(self.done) % _LOOKED_BACK == 0:
            await self.look_back()

    async def look_back(self) -> None:
        """See that what was done is written down as before: history only grows."""
        history = await self.rows(schema.ticket_history)
        assert history[: len(self.history)] == self.history
        self.history = history

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """Give all that is stored in a table."""
        ordered = select(table).order_by(*table.primary_key)
        return await self.desk.read(
            lambda c: [dict(each) for each in c.execute(ordered).mappings()]
        )

    async def open_view(self, person: Person, ticket: Row, action: dict[str, Any]) -> View | None:
        """Press what opens a modal; give the modal, if it opened."""
        before = person.view
        await press(self.desk, person, card_of(self.desk, ticket), action)
        await self.desk.office.errands.drain()
        return person.view if person.view is not before else None


async def let_pass(days: Days, seconds: float) -> None:
    """Let time pass where nothing is being done."""
    await rest(days)
    days.desk.clock.pass_by(seconds=seconds)
    wake(days.desk)


async def pass_time(days: Days, seconds: float) -> None:
    """Let time pass: what waits to be tried again is, for nothing is tried longer than a day."""
    await deliver_late(days.desk, days.postman, days.random)
    await try_again(days)
    days.desk.clock.pass_by(seconds=seconds)
    await keep_watch(days.desk)
    await rest(days)


async def keep_watch(desk: Desk) -> None:
    """Have time do its work, as the loop that watches does."""
    office = desk.office
    place = (office.workspace, office.knowledge.desk, office.hours)
    while await office.database.run(watch, *place, office.clock()):
        pass
    wake(desk)


def wake(desk: Desk) -> None:
    desk.office.something_to_do.set()
    desk.office.something_to_say.set()


async def rest(days: Days) -> None:
    """Wait until nothing is due any more; what failed may wait for its next time."""
    office = days.desk.office
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await days.desk.sender.drain()
        for slots in (office.errands, office.lookups):
            await slots.drain()
        while await office.database.read(busy, office.clock()):  # noqa: ASYNC110
            await asyncio.sleep(0.003)  # a database tells no event


async def come_to_rest(days: Days) -> None:
    """Have everything work again, and all arrive, be done and be said."""
    days.desk.workspace.faults.clear()
    days.postman.calm = True
    await deliver_late(days.desk, days.postman, days.random)
    await try_again(days)
    await keep_watch(days.desk)
    await rest(days)
    await days.look_back()


async def try_again(days: Days) -> None:
    """Let time pass until all that failed was tried again, and is done."""
    await rest(days)
    while (due := await days.desk.read(_next_due)) is not None:
        await let_pass(days, max(0.0, due - days.desk.clock()))
        await rest(days)


def _next_due(connection: Connection) -> float | None:
    """Return when something is due next; what waits behind another message is not."""
    first = select(func.min(outbox.c.id)).where(outbox.c.state == WAITING).group_by(outbox.c.lane)
    to_do = select(func.min(inbox.c.due_at)).where(inbox.c.state == WAITING)
    to_say = select(func.min(outbox.c.due_at)).where(outbox.c.id.in_(first))
    times = (connection.scalar(each) for each in (to_do, to_say))
    return min((each for each in times if each is not None), default=None)


async def begin(desk: Desk, seed: int) -> Days:
    """Have some twenty tickets of all kinds, and a bad network from now on."""
    random = Random(seed)  # noqa: S311 - chance that can be repeated
    app = web_app(desk.running, desk.workspace.app.signing_secret)
    postman = Postman(httpx.ASGITransport(app), random)
    http = httpx.AsyncClient(transport=postman, base_url="http://app")
    days = Days(
        replace(desk, http=http, sender=Sender(desk.workspace, http, pace=0)), random, postman
    )
    _hire(desk)
    for locale, name in PARTNERS.items():
        await _hand_over(days, desk.person(name), locale)
    await rest(days)
    await days.look()
    postman.calm = False
    return days


def _hire(desk: Desk) -> None:
    for number in range(HIRED):
        user = desk.workspace.add_user(f"U0HIRED{number:03}", f"hired{number}", f"Hired {number}")
        desk.workspace.channel(SUPPORT_CHANNEL).members.add(user.id)


async def _hand_over(days: Days, person: Person, locale: str) -> None:
    """Have one partner ask in all the ways there are."""
    question = days.desk.unanswerable(locale)
    await person.say(None, question)
    await rest(days)
    await person.say(CHANNEL, f"{MENTION} {question}")
    await rest(days)
    await person.command(f"{question} 2")
    await rest(days)
    for form in FORMS:
        if form == "directory" or person.user.is_external is False:
            await request(_Restful(days), person, form)


@dataclass
class _Restful:
    """What fills in forms waits by resting."""

    days: Days

    async def calm(self) -> None:
        await rest(self.days)
