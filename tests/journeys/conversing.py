"""People fill in forms by conversation: one message or button after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from babel.dates import get_month_names

from bot.sandbox import Message, Person
from bot.sandbox.payload import elements_of
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.reading import actions, labels, screen

KPI: Final = "kpi-dashboard"
PC_KPI: Final = "kpi-partner-center"
REVENUE: Final = "revenue-dashboard"
PC_REVENUE: Final = "revenue-partner-center"

PURCHASE: Final = ("lab", "Unit A", "INV-0042")
NUMBERS: Final = ("12.5", "0", "1250 EUR", "0 EUR")
FILE: Final = "invoice.pdf"

AMOUNTS: Final[Mapping[str, str]] = {
    "en": "1,250.50 EUR",
    "fr": "1 250,50 €",
    "zh": "１２５０.５０ EUR",
    "nl": "€ 1.250,50",
    "sv": "1 250,50 EUR",
}
"""The same amount as it is written in each language."""


def month(locale: str, number: int = 1, year: str = "2026") -> str:
    """Give a month with its year as somebody types it."""
    name = get_month_names("wide", "format", locale)[number]
    return f"{year}年{name}" if locale == "zh" else f"{name} {year}"


@dataclass
class Talk:
    """Somebody's conversation about a form, where it is."""

    desk: Desk
    person: Person
    form: str
    locale: str
    channel: str | None = None
    thread_ts: str | None = None

    @property
    def shown(self) -> list[Message]:
        """All that the app said there to this person, oldest first."""
        return self.desk.replies(self.person, self.channel)

    @property
    def last(self) -> Message:
        return self.shown[-1]

    def question(self, field: str) -> str:
        """Give how a field is asked for."""
        return self.desk.knowledge.forms[self.form].say(self.locale).fields[field].question

    def label(self, field: str) -> str:
        return self.desk.knowledge.forms[self.form].say(self.locale).fields[field].label

    def words(self, english: str) -> str:
        return self.desk.words(self.locale, english)

    def phrase(self, word: str) -> str:
        """Give what somebody says for a word in the language of this conversation."""
        return self.desk.knowledge.conversation[word][self.locale][0]

    def asks(self, field: str) -> bool:
        """Tell whether the last message asks for a field."""
        return self.question(field) in screen(self.last)

    def is_at_review(self) -> bool:
        return self.words("Please check, then send") in screen(self.last)

    async def say(self, *texts: str) -> Message:
        """Write messages, one after the other; give the app's newest."""
        for text in texts:
            mention = f"{MENTION} " if self.channel else ""
            await self.person.say(self.channel, f"{mention}{text}", self.thread_ts)
            await self.desk.calm()
        return self.last

    async def give(self, *files: str, text: str = "") -> Message:
        """Send files as a message."""
        mention = f"{MENTION} " if self.channel else ""
        said = f"{mention}{text}".strip()
        await self.person.upload_message(said, files, self.channel, self.thread_ts)
        await self.desk.calm()
        return self.last

    async def press(self, action: str, value: object = None, *, on: Message | None = None) -> None:
        await self.desk.press(self.person, on or self.last, action, value)

    async def choose(self, label: str) -> None:
        """Press the button of that label on the last message."""
        ids = [action for action, each in labels(self.last).items() if each == label]
        assert ids, labels(self.last)
        await self.press(ids[0])

    async def row(self) -> dict[str, Any]:
        """Give the newest draft as it is stored."""
        drafts = (await self.desk.rows())["drafts"]
        return max(drafts, key=lambda draft: draft["id"])

    async def typed(self) -> dict[str, Any]:
        """Give all that was given so far by field, as it was typed; of the last line."""
        answers = (await self.row())["answers"]
        given = {**(answers["lines"] or [{}])[-1], **answers["common"]}
        return {field: each["typed"] for field, each in given.items()}

    async def tickets(self) -> list[dict[str, Any]]:
        return (await self.desk.rows())["tickets"]

    async def until_review(self, *, year: str = "2026", number: int = 1) -> None:
        """Answer everything of a discrepancy report."""
        await self.say(month(self.locale, number, year), *PURCHASE, *NUMBERS)
        await self.give(FILE)
        await self.say(self.phrase("no"))


def choices(message: Message) -> Sequence[str]:
    """Give the values of a message's menu or buttons, in their order."""
    found = [element for block in message.blocks or [] for element in elements_of(block)]
    menus = [each for each in found if "options" in each]
    if menus:
        return [str(option["value"]) for option in menus[0]["options"]]
    return [str(each.get("value")) for each in found]


async def begin(desk: Desk, locale: str = "en", form: str = "discrepancy") -> Talk:
    """Ask about a form in a direct message, and begin it there."""
    person = desk.speaker(locale)
    await desk.ask(person, desk.answer(desk.knowledge.forms[form].topic, locale).question)
    offers = [each for each in desk.replies(person) if f"talk:{form}" in actions(each, "talk")]
    await desk.press(person, offers[-1], f"talk:{form}")
    return Talk(desk, person, form, locale)


async def begin_in_channel(desk: Desk, name: str, locale: str, form: str = "discrepancy") -> Talk:
    """Ask about a form by a mention in a channel, and begin it in the thread."""
    person = desk.person(name)
    question = desk.answer(desk.knowledge.forms[form].topic, locale).question
    asked = await person.say(CHANNEL, f"{MENTION} {question}")
    await desk.calm()
    await desk.press(person, desk.replies(person, CHANNEL)[-1], f"talk:{form}")
    return Talk(desk, person, form, locale, CHANNEL, asked)
