"""What decides how the reply to a question looks: the same for all who ask the same."""

from typing import NamedTuple

from bot.content.shapes import Locale
from bot.desk.life import State
from bot.storage.questions import Question
from bot.storage.tickets import Ticket


class Reply(NamedTuple):
    """How a reply looks; the question's own number stands in it, too.

    `number` and `state` are those of its ticket, which the support team has if it `is_held`.
    """

    decision: str
    locale: Locale
    deleted: bool
    useful: bool | None
    intent: str | None
    topic: str | None
    suggestions: tuple[str, ...]
    mention: tuple[int | None, ...] | None
    is_held: bool
    number: str
    state: str


def reply_to(question: Question, ticket: Ticket | None) -> Reply:
    """Return how the reply to a question looks, whose ticket the support team may have."""
    return Reply(
        decision=question.decision,
        locale=question.locale,
        deleted=question.deleted,
        useful=question.useful,
        intent=question.intent,
        topic=question.topic,
        suggestions=tuple(question.suggestions),
        mention=tuple(question.mention) if question.mention else None,
        is_held=ticket is not None and ticket.state != State.WITHDRAWN,
        number=str(ticket.number) if ticket else "",
        state=ticket.state if ticket else "",
    )
