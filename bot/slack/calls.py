"""From a message's meaning to the call that shows it, as things stand when it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from bot.services import language, replying
from bot.services.asking import Place
from bot.slack.drawing import Drawing
from bot.slack.office import Office
from bot.storage import handovers, questions
from bot.storage.questions import Question

Answer = Mapping[str, Any]

PRIVATELY = "response_url"
METADATA = "partner_desk"


@dataclass(frozen=True)
class Call:
    """A Web API method with its arguments, or an answer to a `response_url`.

    `keep` writes down what came back, in the transaction that ends the message.
    """

    method: str
    arguments: dict[str, Any]
    keep: Callable[[Connection, Answer], None] = field(default=lambda _connection, _answer: None)
    then: "Call | None" = None


def draw(
    connection: Connection, office: Office, workspace: str, message: str, about: Mapping[str, Any]
) -> Call | None:
    """Return what to call for a message; None when there is nothing left to show."""
    return _DRAWN[message](connection, office, workspace, about)


def _reply(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    question = questions.find(connection, workspace, about["question"])
    if question is None:
        return None
    handover = handovers.of_question(connection, workspace, question.id)
    drawing = office.artist.reply(question, handover, office.today())
    if question.place == Place.PRIVATE:
        return _privately(question, drawing)
    if question.reply_ts:
        return _update(question.channel, question.reply_ts, drawing)
    return _post_reply(question, drawing)


def _post_reply(question: Question, drawing: Drawing) -> Call:
    thread = question.thread_ts
    if question.place == Place.CHANNEL:
        thread = thread or question.message_ts
    about = {"event_type": METADATA, "event_payload": {"question": question.id}}
    arguments = _message(question.channel, drawing) | {"metadata": about, "unfurl_links": False}
    arguments["unfurl_media"] = False

    def keep(connection: Connection, answer: Answer) -> None:
        values = {"reply_ts": answer["ts"], "channel": answer["channel"]}
        questions.change(connection, question.workspace, question.id, **values)

    return Call("chat.postMessage", arguments | ({"thread_ts": thread} if thread else {}), keep)


def _privately(question: Question, drawing: Drawing) -> Call | None:
    if not question.response_url:
        return None
    body = {
        "text": drawing.text,
        "blocks": drawing.blocks,
        "response_type": "ephemeral",
        "replace_original": question.reply_ts is not None,
    }

    def keep(connection: Connection, _answer: Answer) -> None:
        questions.change(connection, question.workspace, question.id, reply_ts=PRIVATELY)

    return Call(PRIVATELY, {"url": question.response_url, "body": body}, keep)


def _card(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    question = questions.find(connection, workspace, about["question"])
    if question is None or not office.desk_channel:
        return None
    handover = handovers.of_question(connection, workspace, question.id)
    drawing = office.artist.card(question, handover, office.desk_locale)
    if question.card_ts:
        return _update(office.desk_channel, question.card_ts, drawing)
    if handover is None:
        return None

    def keep(connection: Connection, answer: Answer) -> None:
        questions.change(connection, workspace, question.id, card_ts=answer["ts"])

    return Call("chat.postMessage", _message(office.desk_channel, drawing), keep)


def _message(channel: str, drawing: Drawing) -> dict[str, Any]:
    return {"channel": channel, "text": drawing.text, "blocks": drawing.blocks}


def _update(channel: str, ts: str, drawing: Drawing) -> Call:
    return Call("chat.update", _message(channel, drawing) | {"ts": ts})


def _greeting(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    locale = language.locale_of(connection, workspace, about["person"], office.default_locale)
    drawing, prompts = office.artist.greeting(locale)
    suggest = Call(
        "assistant.threads.setSuggestedPrompts", {"channel_id": about["channel"], **prompts}
    )
    return Call("chat.postMessage", _message(about["channel"], drawing), then=suggest)


def _home(connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]) -> Call:
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.default_locale)
    waiting = questions.handed_over_by(connection, workspace, person)
    view = office.artist.home(locale, waiting)
    return Call("views.publish", {"user_id": person, "view": view})


def _requests(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.default_locale)
    waiting = questions.handed_over_by(connection, workspace, person)
    drawing = office.artist.requests(locale, waiting)
    body = {"text": drawing.text, "blocks": drawing.blocks, "response_type": "ephemeral"}
    return Call(PRIVATELY, {"url": about["response_url"], "body": body})


_DRAWN: Mapping[str, Callable[[Connection, Office, str, Mapping[str, Any]], Call | None]] = {
    replying.REPLY: _reply,
    replying.CARD: _card,
    replying.GREETING: _greeting,
    replying.HOME: _home,
    replying.REQUESTS: _requests,
}
