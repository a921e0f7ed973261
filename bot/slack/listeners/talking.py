"""Messages of somebody who fills in a form by conversation."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.answering.decision import Decision, Kind, Preferences
from bot.answering.intents import Intent
from bot.content.shapes import Id
from bot.forms.case import Case
from bot.forms.phrases import Phrases, Word
from bot.forms.settling import Ask
from bot.services import asking, belonging, filling, flooding, hearing, places, talking
from bot.services.asking import Asked
from bot.services.filling import Going
from bot.services.flooding import Deed, Doer
from bot.services.hearing import Ears, Message
from bot.slack.deciding import decide
from bot.slack.office import Office, Work
from bot.slack.payloads import Payload, storable
from bot.slack.web_api import RefusedError, call
from bot.storage import drafts, questions

_INFO = "files.info"
_MOST_FILES = 10
_A_FEW_WORDS = 10
"""Characters that a wish has at least where any text may be a value ("person" may be a unit)."""

_WISHES = frozenset({Intent.LANGUAGE, Intent.PERSON})
_REPLIED = frozenset({Intent.GREETING, Intent.THANKS, Intent.LANGUAGE, Intent.HELP})
"""What is replied to in the midst of a form, of all that is no question."""


def is_talk(connection: Connection, asked: Asked) -> bool:
    """Tell whether a person fills in a form where they write.

    What went to the support team before is no answer to its questions.
    """
    place = (asked.person, asked.channel, asked.thread_ts)
    talks = places.find(connection, asked.workspace, *place) is not None
    return talks and not belonging.is_passed_on(connection, asked)


async def hear(work: Work, asked: Asked, message: Payload, known: Preferences) -> None:
    """Take a message as an answer to the form's question, or answer it as a question.

    `known` is what is known of its author's language.
    """
    decision = await decide(work, asked, known)
    said = Message(asked.text, await files_of(work, message), asked.message_ts)

    def heard(connection: Connection) -> None:
        now = work.office.clock()
        if not flooding.may(connection, Doer(asked.workspace, asked.person), now, Deed.TOUCH):
            return
        current = _current(connection, work, asked, now)
        if current is None:
            flooding.say(connection, asked, decision, now)
        elif _comes_again(current, asked):
            _correct(connection, current, asked, decision, now)
        elif _asks(work.office.phrases, current, asked.text, decision):
            asking.say(connection, asked, decision, now)
            _hear(connection, work.office, current, said._replace(text=""), now)
        elif _wants_help(work.office.phrases, current, asked.text):
            explain(connection, current, asked, now)
        else:
            _hear(connection, work.office, current, said, now)

    await work.do(heard)


def _comes_again(current: Going, asked: Asked) -> bool:
    """Tell whether a message was edited: Slack does not always say so of a mention."""
    heard = asked.message_ts and talking.heard_by(current, asked.message_ts)
    return bool(asked.edited_ts or heard)


def _correct(
    connection: Connection, current: Going, asked: Asked, decision: Decision, now: float
) -> None:
    """Take an edited message as what it was: a question, or the last answer."""
    place = (asked.workspace, asked.channel, str(asked.message_ts))
    if questions.at_message(connection, *place):
        asking.correct(connection, asked, decision, now)
    else:
        hearing.correct(connection, current, place[-1], asked.text, now)


def _current(connection: Connection, work: Work, asked: Asked, now: float) -> Going | None:
    """Return the form that is talked of there, which nobody else changes meanwhile."""
    place = (asked.person, asked.channel, asked.thread_ts)
    drafts.hold(connection, work.workspace, asked.person)
    draft = places.find(connection, work.workspace, *place)
    current = filling.going(connection, work.office.forms, draft, now) if draft else None
    return places.follow(connection, current, asked.thread_ts) if current else None


def _hear(
    connection: Connection, office: Office, current: Going, message: Message, now: float
) -> None:
    def labels(case: Case, ask: Ask) -> Mapping[Id, str]:
        return office.artist.forms.labels(case, ask)

    hearing.hear(connection, Ears(office.phrases, labels), current, message, now)


def _asks(phrases: Phrases, current: Going, text: str, decision: Decision) -> bool:
    """Tell whether a message is no answer here, but is answered elsewhere."""
    asks = phrases.asks(text)
    if hearing.said_at(phrases, current, text) or not text:
        return False
    if not hearing.understands(phrases, current, text):
        return _is_answered(decision, asks=asks, tells=any(map(str.isdecimal, text)))
    if not hearing.takes_anything(current):
        return False
    wishes = decision.intent in _WISHES and len(text) > _A_FEW_WORDS
    return wishes or (asks and decision.kind is Kind.ANSWER)


def _is_answered(decision: Decision, *, asks: bool, tells: bool) -> bool:
    """Tell whether what is no value here is answered; with digits in it, it is meant as one."""
    if decision.intent:
        return decision.intent in _REPLIED | _WISHES
    has_answer = decision.kind is Kind.ANSWER
    return asks and has_answer if tells else asks or has_answer


def _wants_help(phrases: Phrases, current: Going, text: str) -> bool:
    said = hearing.said_at(phrases, current, text)
    return said is not None and said.word is Word.HELP


def explain(connection: Connection, current: Going, asked: Asked, now: float) -> None:
    """Answer the topic that explains the field, then ask the field again."""
    spot = talking.spot_of(current)
    topic = current.form.fields[spot.field].topic if spot else None
    if topic:
        decision = Decision(Kind.ANSWER, current.draft.locale, topic=topic, confidence=1.0)
        asking.say(connection, asked, decision, now)
    talking.repeat(connection, current, now)


async def files_of(work: Work, message: Payload) -> tuple[str, ...]:
    """Return "<id> <name>" of the files that came with a message."""
    found = message.get("files")
    files = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    named = [await _named(work, each) for each in files[:_MOST_FILES]]
    return tuple(storable(each) for each in named if each)


async def _named(work: Work, file: Mapping[str, Any]) -> str:
    """Return "<id> <name>" of a file; of one that does not tell its id, nothing.

    The name of what a member of another company shared has to be asked for.
    """
    number = str(file.get("id") or "")
    if not number or " " in number:
        return ""
    return f"{number} {file.get('name') or await _name_of(work, number)}"


async def _name_of(work: Work, file: str) -> str:
    try:
        told = await call(work.office, work.workspace, _INFO, {"file": file}, verb="GET")
    except RefusedError:
        return file
    return str((told.get("file") or {}).get("name") or file)
