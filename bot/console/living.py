"""The lived-in workspace of `demo --with-examples`: its people act what examples.json tells.

Nothing is put into the database: every message, ticket and picture comes of what somebody does.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from time import time as real_time
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from bot.content.models import Knowledge
from bot.content.shapes import Locale
from bot.sandbox import Message, Person, View, Workspace
from bot.sandbox.clock import Clock
from bot.sandbox.demo import PARTNERS, SUPPORT_CHANNEL
from bot.settings import TEMPLATES
from bot.slack.screens.drawing import PROMPTS
from bot.slack.screens.form_blocks import field_of, is_field

EXAMPLES: Final = TEMPLATES / "sandbox" / "examples.json"
INVOICE: Final = EXAMPLES.with_name("invoice.pdf")
"""What is in every file that a person of the story has."""

_PAUSE_SECONDS: Final = 120.0
"""How long people take for one thing: nobody's messages come too fast for Slack."""

_DAYS: Final = 16
_WEDNESDAY: Final = 2
_THIRD_WEEK: Final = range(15, 22)
_MONTHS: Final = 12

Act = Mapping[str, Any]


class Stage(Protocol):
    """Where people act: the running demo."""

    @property
    def slack(self) -> Workspace:
        """Its workspace."""

    @property
    def clock(self) -> Clock:
        """The clock of workspace and app."""

    def person(self, name: str) -> Person:
        """Give one of its people."""

    async def calm(self) -> None:
        """Wait until everything that was done is answered and shown."""

    async def look(self) -> None:
        """Wait until what time brought about is done and shown."""


def beginning(now: float, zone: str) -> float:
    """Return when a story begins that ends on the latest Wednesday of a third week of a month.

    On such a day the desk has its batch, and a Monday with its summary lies behind it. Times are
    in seconds since 1970, `zone` is that of the desk.

    >>> str(datetime.fromtimestamp(beginning(1_795_176_000, "UTC"), ZoneInfo("UTC")))
    '2026-11-02 09:00:00+00:00'
    """
    today = datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    days = (today - timedelta(days) for days in count())
    last = next(d for d in days if d.weekday() == _WEDNESDAY and d.day in _THIRD_WEEK)
    return datetime.combine(last - timedelta(_DAYS), time(9), ZoneInfo(zone)).timestamp()


def story_clock(knowledge: Knowledge) -> Clock:
    """Give a clock that runs from the beginning of the story on."""
    ago = real_time() - beginning(real_time(), knowledge.desk.time_zone)
    return Clock(lambda: real_time() - ago)


async def live_in(stage: Stage, knowledge: Knowledge) -> None:
    """Fill a workspace by acting in it, from a morning on; its clock goes on with the story."""
    story = Story(stage, knowledge, INVOICE.read_bytes())
    await story.be_told(json.loads(EXAMPLES.read_text("utf-8")))


@dataclass(frozen=True)
class Story:
    """What people do, one thing after the other; `invoice` is what is in the files they have."""

    stage: Stage
    knowledge: Knowledge
    invoice: bytes

    async def be_told(self, scenes: Iterable[Mapping[str, Any]]) -> None:
        """Act scene after scene, each at its day (0 is the first) and time of day."""
        first = self._now().date()
        for scene in scenes:
            at = time.fromisoformat(scene["at"])
            begins = datetime.combine(first + timedelta(scene["day"]), at, self._zone)
            self._pass(begins.timestamp() - self.stage.clock())
            await self.stage.look()
            self._pass(_PAUSE_SECONDS)
            for act in scene["acts"]:
                await _ACTS[act["act"]](self, self.stage.person(act["who"]), act)
                await self.stage.calm()
                self._pass(_PAUSE_SECONDS)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.knowledge.desk.time_zone)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.stage.clock(), self._zone)

    def _pass(self, seconds: float) -> None:
        self.stage.clock.forward(max(0.0, seconds))

    async def begin(self, person: Person, _: Act) -> None:
        """Open the app for the first time, ask two things that it knows, and say that it helped."""
        locale = next(locale for locale, name in PARTNERS.items() if name == person.user.name)
        await person.open_messages_tab()
        await self.stage.calm()
        for topic in PROMPTS[1:3]:
            await person.say(None, self._question(topic, locale))
            await self.stage.calm()
            self._pass(_PAUSE_SECONDS)
        reply = _last(person, "feedback")
        await person.press(reply, "feedback", _useful(reply))

    def _question(self, topic: str, locale: Locale) -> str:
        return self.knowledge.topics[topic].answer(locale).question

    async def ask(self, person: Person, act: Act) -> None:
        """Write to the app, in a channel or alone."""
        await person.say(act.get("in"), act["text"])

    async def answer(self, person: Person, act: Act) -> None:
        """Write, with files or without, in the thread in which support wrote last."""
        thread = next(each.thread_ts for each in reversed(person.sees()) if each.thread_ts)
        if "files" in act:
            files = self._files(act["files"])
            await person.upload_message(act["text"], files, thread_ts=thread)
        else:
            await person.say(None, act["text"], thread)

    def _files(self, names: Iterable[str]) -> list[tuple[str, bytes]]:
        return [(name, self.invoice) for name in names]

    async def discuss(self, person: Person, act: Act) -> None:
        """Write in the thread of a ticket's card, among colleagues."""
        card = self._card(act["ticket"])
        await person.say(SUPPORT_CHANNEL, act["text"], card.ts)

    async def send(self, person: Person, act: Act) -> None:
        """Fill in a form step by step, and send it."""
        await person.command(act["form"])
        await self.stage.calm()
        details = _dated(act["with"], self._now().date())
        while person.view:
            await self._fill_in(person, person.view, details)
            submission = await person.submit_view()
            await self.stage.calm()
            if not (submission.view or submission.closed):
                raise ValueError(act, submission)

    async def _fill_in(self, person: Person, view: View, details: Mapping[str, object]) -> None:
        for block in [each for each in view.body["blocks"] if each["type"] == "input"]:
            value = details.get(field_of(block["block_id"]))
            if value and is_field(block["block_id"]):
                person.fill_in({block["block_id"]: await self._chosen(person, view, block, value)})

    async def _chosen(
        self,
        person: Person,
        view: View,
        block: Mapping[str, Any],
        value: Any,  # noqa: ANN401
    ) -> object:
        """Search where the app finds options, take files from the story; type what is left."""
        kind = block["element"]["type"]
        if kind == "file_input":
            return self._files(value)
        if kind == "external_select":
            return (await person.suggestions(view, block["block_id"], value))[0]
        return value

    async def press(self, person: Person, act: Act) -> None:
        """Press a button of the newest message that has it, in a channel or alone."""
        await person.press(_last(person, act["button"], act.get("in")), act["button"])

    async def work(self, person: Person, act: Act) -> None:
        """Do something with a ticket: press its button, and fill in what opens."""
        card, deed = self._card(act["ticket"]), act["deed"]
        ids = [each.get("action_id") for each in _elements(card)]
        opens = f"desk_open:{deed}"
        if f"desk:{deed}" in ids:
            await person.press(card, f"desk:{deed}")
        elif opens in ids:
            await person.press(card, opens)
        else:
            await person.press(card, "desk_more", f"{deed}:{act['ticket']}")
        await self.stage.calm()
        if "fields" in act:
            await self._write(person, act["fields"])

    async def _write(self, person: Person, fields: Mapping[str, object]) -> None:
        await person.submit_view(fields)
        while person.view:
            await person.submit_view()
            await self.stage.calm()

    async def go_home(self, person: Person, _: Act) -> None:
        """Open the Home tab."""
        await person.open_home()

    def _card(self, ticket: int) -> Message:
        noor = self.stage.person("noor")
        shown = [each for each in noor.sees(SUPPORT_CHANNEL) if each.thread_ts in {None, each.ts}]
        return next(each for each in shown if _is_about(each, str(ticket)))


_ACTS: Final[Mapping[str, Callable[[Story, Person, Act], Awaitable[None]]]] = {
    "begin": Story.begin,
    "ask": Story.ask,
    "answer": Story.answer,
    "discuss": Story.discuss,
    "send": Story.send,
    "press": Story.press,
    "work": Story.work,
    "home": Story.go_home,
}


def _elements(message: Message) -> Iterator[Mapping[str, Any]]:
    for block in message.blocks or []:
        yield from block.get("elements", [])


def _is_about(card: Message, ticket: str) -> bool:
    """Tell whether a message is the card of a ticket: its buttons say so."""
    buttons = (each for each in _elements(card) if each.get("action_id", "").startswith("desk"))
    return ticket in {each.get("value") for each in buttons}


def _last(person: Person, action: str, channel: str | None = None) -> Message:
    """Give the newest message that a person can press something in."""
    shown = reversed(person.sees(channel))
    return next(m for m in shown if action in {each.get("action_id") for each in _elements(m)})


def _useful(reply: Message) -> str:
    """Give what the first feedback button of a reply says."""
    found = next(each for each in _elements(reply) if each["type"] == "feedback_buttons")
    return str(found["positive_button"]["value"])


def _dated(details: Mapping[str, Any], today: date) -> Mapping[str, object]:
    """Give what is filled in, with the month that lies so many months before today."""
    if "months-ago" not in details:
        return details
    year, month = divmod(today.year * _MONTHS + today.month - 1 - details["months-ago"], _MONTHS)
    return {**details, "month": str(month + 1), "year": str(year)}
