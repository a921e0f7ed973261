"""Somebody asks, corrects or deletes a question."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bot.answering.decision import Decision, Kind, Preferences
from bot.answering.intents import Intent
from bot.answering.spoken import Languages
from bot.content.shapes import SOURCE_LOCALE
from bot.services import handing_over, language, replying
from bot.storage import people, questions, tickets
from bot.storage.questions import Place, Question

EDITABLE_SECONDS = 600
"""How long an edited question gets its answer redrawn."""


class Asked(NamedTuple):
    """A question as it came: a reply to PRIVATE goes to its `response_url`.

    `files` came with it, each as "<id> <name>".
    """

    workspace: str
    person: str
    place: Place
    channel: str
    text: str
    message_ts: str | None = None
    thread_ts: str | None = None
    response_url: str | None = None
    edited_ts: str | None = None
    files: tuple[str, ...] = ()


def day_of(now: float) -> date:
    """Return the day (UTC) of a time in seconds."""
    return datetime.fromtimestamp(now, UTC).date()


def say(connection: Connection, asked: Asked, decision: Decision, now: float) -> int | None:
    """Keep what was asked with what was decided, and have it answered."""
    kept = {"asked_at": now, "place": str(asked.place)}
    values = asked._asdict() | _decided(decision) | kept
    question = questions.add(connection, asked.workspace, values)
    if question is not None:
        _carry_out(connection, asked.workspace, question, decision, asked.person, now)
        replying.reply(connection, asked.workspace, question, asked.channel, now)
    return question


def preferences(connection: Connection, asked: Asked, languages: Languages) -> Preferences:
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
        default=languages.default,
        offered=languages.offered,
    )


def _decided(decision: Decision) -> dict[str, object]:
    return {
        "locale": decision.locale,
        "detected": decision.detected,
        "decision": str(decision.kind),
        "intent": kept_intent(decision),
        "topic": decision.topic,
        "suggestions": list(decision.suggestions),
        "confidence": decision.confidence,
        "mention": list(decision.mention) if decision.mention else None,
    }


def kept_intent(decision: Decision) -> str | None:
    """Return what a reply is about: a language that was named is spoken from now on."""
    if decision.named:
        return str(Intent.SPOKEN)
    return str(decision.intent) if decision.intent else None


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
    if decision.named:
        language.choose(connection, workspace, person, decision.named, now)


def correct(connection: Connection, asked: Asked, decision: Decision, now: float) -> None:
    """Answer an edited question anew in the same reply, within EDITABLE_SECONDS.

    What the support team works on stays with it: its card shows what was edited.

    An edit that overtook its original is asked as it is now; one that a later edit overtook, or
    a deletion, changes nothing.
    """
    tickets.hold(connection, asked.workspace)
    question = _asked_before(connection, asked)
    if question is None:
        say(connection, asked, decision, now)
    elif _is_news(question, asked):
        _take_edit(connection, question, asked, decision, now)


def _take_edit(
    connection: Connection, question: Question, asked: Asked, decision: Decision, now: float
) -> None:
    """Answer an edited question anew; one that somebody works on, or had for long, stays theirs."""
    ticket = handing_over.open_ticket(connection, question.workspace, question.id)
    is_late = now - question.asked_at > EDITABLE_SECONDS
    if ticket and (is_late or ticket.answers_taken):
        values = {"text": asked.text, "edited_ts": asked.edited_ts}
        questions.change(connection, question.workspace, question.id, **values)
        handing_over.reword(connection, question, now)
    elif not is_late:
        _decide_again(connection, question, asked, decision, now)


def _is_news(question: Question, asked: Asked) -> bool:
    later = (asked.edited_ts or "") >= (question.edited_ts or "")
    return later and not question.deleted and question.text != asked.text


def _decide_again(
    connection: Connection, question: Question, asked: Asked, decision: Decision, now: float
) -> None:
    """Decide anew; what the person themselves gave to the support team stays there."""
    workspace = question.workspace
    values = _decided(decision) | {"text": asked.text, "edited_ts": asked.edited_ts}
    questions.change(connection, workspace, question.id, **values, useful=None)
    if question.decision == Kind.HANDOVER != decision.kind:
        handing_over.take_back(connection, workspace, question.id, now)
    else:
        handing_over.reword(connection, question, now)
    _carry_out(connection, workspace, question.id, decision, asked.person, now)
    replying.reply(connection, workspace, question.id, question.channel, now)


def delete(
    connection: Connection, workspace: str, channel: str, message_ts: str, now: float
) -> None:
    """Mark the answer of a deleted question as such, and take it back from the support team.

    Where the deletion overtook its question, a mark keeps that from being answered.
    """
    tickets.hold(connection, workspace)
    question = questions.at_message(connection, workspace, channel, message_ts)
    if question is None:
        questions.add(connection, workspace, _gone(channel, message_ts, now))
    elif not question.deleted:
        questions.change(connection, workspace, question.id, deleted=True)
        handing_over.take_back(connection, workspace, question.id, now)
        replying.reply(connection, workspace, question.id, channel, now)


def _gone(channel: str, message_ts: str, now: float) -> dict[str, object]:
    nothing = Asked("", "", Place.DIRECT, channel, "", message_ts=message_ts)
    decided = _decided(Decision(Kind.TALK, SOURCE_LOCALE, intent=Intent.WITHDRAWN))
    kept = nothing._asdict() | decided
    return {**kept, "place": str(nothing.place), "asked_at": now, "deleted": True}


def _asked_before(connection: Connection, asked: Asked) -> Question | None:
    if not asked.message_ts:
        return None
    return questions.at_message(connection, asked.workspace, asked.channel, asked.message_ts)
