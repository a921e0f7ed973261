"""Somebody asks, corrects or deletes a question."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection

from bot.answering.decision import Decider, Decision, Kind, Preferences
from bot.answering.intents import Intent
from bot.services import handing_over, replying
from bot.storage import people, questions
from bot.storage.questions import Question

EDITABLE_SECONDS = 600
"""How long an edited question gets its answer redrawn."""


class Place(StrEnum):
    """Where something was asked, which decides who sees the reply."""

    DIRECT = "direct"
    CHANNEL = "channel"
    PRIVATE = "private"


class Asked(NamedTuple):
    """A question as it came: a reply to PRIVATE goes to its `response_url`."""

    workspace: str
    person: str
    place: Place
    channel: str
    text: str
    message_ts: str | None = None
    thread_ts: str | None = None
    response_url: str | None = None


def day_of(now: float) -> date:
    """Return the day (UTC) of a time in seconds."""
    return datetime.fromtimestamp(now, UTC).date()


def ask(
    connection: Connection, decider: Decider, asked: Asked, now: float, default_locale: str
) -> int | None:
    """Decide on a question, keep it and have it answered; a repeated message changes nothing."""
    known = preferences(connection, asked, default_locale)
    return say(connection, asked, decider.decide(asked.text, known, day_of(now)), now)


def say(
    connection: Connection, /, asked: Asked, decision: Decision, now: float, **more: object
) -> int | None:
    """Keep what was asked with what was decided (and `more` columns), and have it answered."""
    kept = {"asked_at": now, "place": str(asked.place)} | more
    values = asked._asdict() | _decided(decision) | kept
    question = questions.add(connection, asked.workspace, values)
    if question is not None:
        _carry_out(connection, asked.workspace, question, decision, asked.person, now)
        replying.reply(connection, asked.workspace, question, asked.channel, now)
    return question


def preferences(connection: Connection, asked: Asked, default_locale: str) -> Preferences:
    """Return what is known of the asker's language; in a channel, of the channel's habit."""
    known = people.find(connection, asked.workspace, asked.person)
    public = asked.place is Place.CHANNEL
    recent = questions.recent_locale(
        connection,
        asked.workspace,
        channel=asked.channel,
        person=None if public else asked.person,
    )
    return Preferences(
        chosen=None if public else known.chosen_locale,
        recent=recent,
        slack=known.slack_locale,
        default=default_locale,
    )


def _decided(decision: Decision) -> dict[str, object]:
    return {
        "locale": decision.locale,
        "decision": str(decision.kind),
        "intent": str(decision.intent) if decision.intent else None,
        "topic": decision.topic,
        "suggestions": list(decision.suggestions),
        "confidence": decision.confidence,
        "mention": list(decision.mention) if decision.mention else None,
    }


def _carry_out(
    connection: Connection,
    workspace: str,
    question: int,
    decision: Decision,
    person: str,
    now: float,
) -> None:
    """Do what a decision does beyond being shown."""
    if decision.kind is Kind.HANDOVER:
        handing_over.hand_over(connection, workspace, question, now)
    if decision.intent is Intent.LANGUAGE and decision.named:
        people.choose_locale(connection, workspace, person, decision.named)


def correct(
    connection: Connection, decider: Decider, asked: Asked, now: float, default_locale: str
) -> None:
    """Answer an edited question anew in the same reply, within EDITABLE_SECONDS.

    An edit that overtook its original is asked as it is now.
    """
    question = _asked_before(connection, asked)
    if question is None:
        ask(connection, decider, asked, now, default_locale)
    elif question.text != asked.text and now - question.asked_at <= EDITABLE_SECONDS:
        _decide_again(connection, decider, asked, question, now, default_locale)


def _decide_again(
    connection: Connection,
    decider: Decider,
    asked: Asked,
    question: Question,
    now: float,
    default_locale: str,
) -> None:
    known = preferences(connection, asked, default_locale)
    decision = decider.decide(asked.text, known, day_of(now))
    values = _decided(decision) | {"text": asked.text, "useful": None}
    questions.change(connection, asked.workspace, question.id, **values)
    handing_over.take_back(connection, asked.workspace, question.id, now)
    _carry_out(connection, asked.workspace, question.id, decision, asked.person, now)
    replying.reply(connection, asked.workspace, question.id, question.channel, now)


def delete(
    connection: Connection, workspace: str, channel: str, message_ts: str, now: float
) -> None:
    """Mark the answer of a deleted question as such."""
    question = questions.at_message(connection, workspace, channel, message_ts)
    if question and not question.deleted:
        questions.change(connection, workspace, question.id, deleted=True)
        replying.reply(connection, workspace, question.id, channel, now)


def _asked_before(connection: Connection, asked: Asked) -> Question | None:
    if not asked.message_ts:
        return None
    return questions.at_message(connection, asked.workspace, asked.channel, asked.message_ts)
