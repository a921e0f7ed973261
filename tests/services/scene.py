"""Who asks what, and what is to be said then."""

from typing import Any

from sqlalchemy import Connection, select

from bot.answering.decision import Decision, Kind
from bot.desk.life import State
from bot.services import asking
from bot.services.asking import Asked
from bot.storage import questions, tickets
from bot.storage.questions import Place, Question
from bot.storage.schema import outbox
from bot.storage.tickets import Ticket

OURS, EMMA, DIRECT, CHANNEL = "T1", "U-EMMA", "D-EMMA", "C-PARTNERS"
NOW = 1_700_000_000.0
OFFERED = ("en", "fr", "zh", "nl", "sv")

ANSWER = Decision(
    Kind.ANSWER, "nl", "nl", topic="enroll-where", suggestions=("a", "b"), confidence=0.9
)
SUGGEST = Decision(Kind.SUGGEST, "nl", "nl", suggestions=("enroll-where", "b"), confidence=0.4)
HANDOVER = Decision(Kind.HANDOVER, "nl", "nl", suggestions=("a", "b"), confidence=0.1)

Said = tuple[str, str, dict[str, Any]]


def asked(text: str = "A question", **more: Any) -> Asked:  # noqa: ANN401 - any field
    usual = Asked(OURS, EMMA, Place.DIRECT, DIRECT, text, message_ts="1.0")
    return usual._replace(**more)


def say(
    connection: Connection,
    decision: Decision = ANSWER,
    **more: Any,  # noqa: ANN401 - any field
) -> Question:
    """Have something asked and decided; give the question as it is kept."""
    number = asking.say(connection, asked(**more), decision, NOW)
    assert number is not None
    return kept(connection, number)


def kept(connection: Connection, number: int = 1) -> Question:
    found = questions.find(connection, OURS, number)
    assert found
    return found


def waits(connection: Connection, number: int = 1, workspace: str = OURS) -> bool:
    """Tell whether a question is with the support team, or was settled by it."""
    ticket = tickets.of_question(connection, workspace, number)
    return ticket is not None and ticket.state != State.WITHDRAWN


def ticket_of(connection: Connection, number: int = 1) -> Ticket:
    """Give the ticket of a question."""
    found = tickets.of_question(connection, OURS, number)
    assert found
    return found


def said(connection: Connection) -> list[Said]:
    """Give (lane, message, about) of all that is to be said, and forget it."""
    columns = (outbox.c.lane, outbox.c.message, outbox.c.about)
    rows = connection.execute(select(*columns).order_by(outbox.c.id)).all()
    connection.execute(outbox.delete())
    return [(lane, message, about) for lane, message, about in rows]


def reply(number: int = 1, lane: str = DIRECT) -> Said:
    return (lane, "reply", {"question": number})


def card(number: int = 1) -> Said:
    """Give that a ticket's card is to be drawn."""
    return (f"ticket-card:{number}", "ticket-card", {"ticket": number})


def note(entry: int, number: int = 1) -> Said:
    """Give that an entry of a ticket's history is to be told in the thread of its card."""
    return (f"ticket-card:{number}", "note", {"entry": entry})


def home(person: str = EMMA) -> Said:
    return (f"home:{person}", "home", {"person": person})
