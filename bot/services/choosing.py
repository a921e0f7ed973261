"""Somebody presses a button under a reply."""

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.answering.decision import Kind
from bot.answering.intents import Intent
from bot.content.models import Knowledge
from bot.services import handing_over, replying
from bot.services.acting import Refusal
from bot.storage import questions
from bot.storage.questions import Place, Question


def find(
    connection: Connection, workspace: str, question: int, channel: str, person: str
) -> Question | None:
    """Return the question that a button belongs to, if the presser can see its reply.

    The button's value names the question, but only the verified channel or person gives a right to
    it: whoever presses a button of another conversation gets nothing.
    """
    found = questions.find(connection, workspace, question)
    if found is None:
        return None
    if found.place == Place.PRIVATE:
        return found if found.person == person else None
    return found if (found.reply_channel or found.channel) == channel else None


def choose_topic(
    connection: Connection, knowledge: Knowledge, question: Question, topic: str, now: float
) -> None:
    """Answer a question with the suggested topic that the person meant."""
    if topic not in knowledge.topics:
        _add_reply(connection, question, now, _OUTDATED)
        return
    others = [t for t in (question.topic, *question.suggestions) if t and t != topic]
    values = _answering(topic) | {"suggestions": others, "useful": None}
    _change(connection, question, now, **values)


def ask_related(
    connection: Connection, knowledge: Knowledge, question: Question, topic: str, now: float
) -> None:
    """Answer a related topic in a message of its own."""
    if topic not in knowledge.topics:
        _add_reply(connection, question, now, _OUTDATED)
        return
    text = knowledge.topics[topic].answer(question.locale).question
    values = {"text": text, "suggestions": [], "confidence": 1.0}
    _add_reply(connection, question, now, _answering(topic) | values)


_OUTDATED = {"decision": str(Kind.TALK), "intent": str(Intent.OUTDATED), "topic": None}


def _answering(topic: str) -> dict[str, object]:
    return {"decision": str(Kind.ANSWER), "topic": topic, "intent": None}


def _add_reply(
    connection: Connection, question: Question, now: float, values: Mapping[str, object]
) -> None:
    """Reply once more in the conversation of a question."""
    copied = ("person", "place", "channel", "text", "response_url", "locale", "suggestions")
    kept = {name: getattr(question, name) for name in (*copied, "confidence")}
    in_channel = question.place == Place.CHANNEL
    thread_ts = question.thread_ts or (question.message_ts if in_channel else None)
    thread = {"thread_ts": thread_ts, "asked_at": now}
    made = questions.add(connection, question.workspace, kept | thread | dict(values))
    if made is not None:
        replying.reply(connection, question.workspace, made, question.channel, now)


def show_in(connection: Connection, question: Question, locale: str, now: float) -> None:
    """Redraw a reply in another language."""
    _change(connection, question, now, locale=locale)


def speak_in(connection: Connection, question: Question, locale: str, now: float) -> None:
    """Redraw a reply in the language that its reader chose; one that asked for it says so."""
    asked = question.intent == Intent.LANGUAGE
    _change(connection, question, now, locale=locale, **(_SPOKEN if asked else {}))


_SPOKEN = {"intent": str(Intent.SPOKEN)}


def judge(connection: Connection, question: Question, now: float, *, useful: bool) -> None:
    """Keep whether an answer helped; one that did not offers the runners-up and a person."""
    _change(connection, question, now, useful=useful)


def hand_over(connection: Connection, question: Question, now: float) -> None:
    """Give a question to the support team because the person wants so."""
    handing_over.hand_over(connection, question.workspace, question.id, now)
    _change(connection, question, now)


def withdraw(connection: Connection, question: Question, now: float) -> None:
    """Take a question back from the support team because the person wants so.

    Where that can't be done any more, they are told why.
    """
    done = handing_over.take_back(connection, question.workspace, question.id, now)
    if isinstance(done, Refusal):
        _refuse(connection, question, done, now)
        return
    values = _WITHDRAWN if question.decision == Kind.HANDOVER else {}
    _change(connection, question, now, **values)


def _refuse(connection: Connection, question: Question, refusal: Refusal, now: float) -> None:
    private = question.place == Place.PRIVATE
    channel = "" if private else question.reply_channel or question.channel
    if refusal.ticket:
        replying.not_done(connection, refusal.ticket, refusal.code, channel, now)
    _change(connection, question, now)


def need_after_all(connection: Connection, question: Question, now: float) -> None:
    """Give a question that was taken back to the support team again."""
    taken_back = question.decision == Kind.TALK and question.intent == Intent.WITHDRAWN
    values = {"decision": str(Kind.HANDOVER), "intent": None} if taken_back else {}
    if values:
        questions.change(connection, question.workspace, question.id, **values)
    hand_over(connection, question, now)


_WITHDRAWN = {"decision": str(Kind.TALK), "intent": str(Intent.WITHDRAWN), "topic": None}


def _change(connection: Connection, question: Question, now: float, **values: object) -> None:
    if values:
        questions.change(connection, question.workspace, question.id, **values)
    replying.reply(connection, question.workspace, question.id, question.channel, now)
