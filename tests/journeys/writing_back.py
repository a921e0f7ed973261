"""Partners write about their tickets, and what the desk and they see of it."""

from typing import Any, NamedTuple

from bot.sandbox import Message, Person
from tests.journeys.desk import CHANNEL, MENTION, Desk
from tests.journeys.reading import actions, screen
from tests.journeys.triaging import write

WRITTEN = {
    "en": "It is the invoice of March, we paid it in April",
    "fr": "C’est la facture de mars, nous l’avons payée en avril",
    "nl": "Het is de factuur van maart, wij hebben die in april betaald",
    "sv": "Det är fakturan för mars, vi betalade den i april",
    "zh": "这是三月份的发票，我们在四月份付的款",
}

PASSED_ON = "Passed on to the support team (request {number})."


class Thread(NamedTuple):
    """A question that the support team has, and the thread below it."""

    person: Person
    ts: str
    channel: str | None = None


async def opened_thread(desk: Desk, locale: str = "en", channel: str | None = None) -> Thread:
    """Have a partner ask what nobody but a person can answer; give the thread below it."""
    person = desk.speaker(locale)
    mention = f"{MENTION} " if channel else ""
    ts = await person.say(channel, f"{mention}{desk.unanswerable(locale)}")
    await desk.calm()
    return Thread(person, ts, channel)


async def in_channel(desk: Desk, locale: str = "en") -> Thread:
    """Have it asked in a channel."""
    return await opened_thread(desk, locale, CHANNEL)


async def say(desk: Desk, thread: Thread, text: str) -> str:
    """Write in a thread; give the ts."""
    mention = f"{MENTION} " if thread.channel else ""
    ts = await thread.person.say(thread.channel, f"{mention}{text}", thread.ts)
    await desk.calm()
    return ts


async def upload(desk: Desk, thread: Thread, *files: str, text: str = "") -> str:
    """Write with files in a thread; give the ts."""
    ts = await thread.person.upload_message(text, files, thread.channel, thread.ts)
    await desk.calm()
    return ts


async def ask(desk: Desk, text: str = "Which month is on the invoice?") -> None:
    """Have support ask the partner for something."""
    await write(desk, desk.person("noor"), "ask", text)


async def resolve(desk: Desk, text: str = "It is done.", outcome: str = "answered") -> None:
    """Have support resolve the newest ticket."""
    await write(desk, desk.person("noor"), "resolve", text, outcome=outcome)


def below(desk: Desk, thread: Thread) -> list[Message]:
    """Give what the app says in a thread, oldest first."""
    return [m for m in desk.replies(thread.person, thread.channel) if m.thread_ts == thread.ts]


def acknowledged(desk: Desk, thread: Thread) -> list[Message]:
    """Give what tells in a thread that something was passed on."""
    return [each for each in below(desk, thread) if actions(each, "thread")]


def copies(desk: Desk, number: int = -1) -> list[str]:
    """Give what stands in the thread of a card, as support reads it."""
    return [screen(each) for each in desk.shared(desk.cards()[number])]


async def states(desk: Desk) -> list[str]:
    """Give the states of all tickets, in their order."""
    return [row["state"] for row in (await desk.rows())["tickets"]]


async def messages(desk: Desk) -> list[dict[str, Any]]:
    return (await desk.rows())["ticket_messages"]


async def asked(desk: Desk) -> list[str]:
    """Give the texts of all questions that were put to the bot."""
    return [row["text"] for row in (await desk.rows())["questions"]]
