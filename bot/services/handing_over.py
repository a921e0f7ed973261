"""A question goes to the support team, or comes back from it."""

from sqlalchemy import Connection

from bot.services import replying
from bot.storage import handovers, questions


def hand_over(connection: Connection, workspace: str, question: int, now: float) -> None:
    """Give a question to the support team, once, with what the matching considered."""
    asked = questions.find(connection, workspace, question)
    if asked is None:
        return
    candidates = [asked.topic, *asked.suggestions] if asked.topic else asked.suggestions
    made = handovers.add(
        connection,
        workspace,
        {
            "question": question,
            "locale": asked.locale,
            "candidates": candidates,
            "confidence": asked.confidence,
            "handed_over_at": now,
        },
    )
    if made is not None:
        replying.card(connection, workspace, question, now)


def take_back(connection: Connection, workspace: str, question: int, now: float) -> None:
    """Take a question back from the support team."""
    if handovers.withdraw(connection, workspace, question):
        replying.card(connection, workspace, question, now)
