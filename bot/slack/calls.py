"""From a message's meaning to the call that shows it, as things stand when it is sent."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.services import language, replying
from bot.services.asking import Place
from bot.slack import file_sharing, form_calls
from bot.slack.call import POST, PRIVATELY, UPDATE, Call, Drawn, ephemeral, message, post
from bot.slack.drawing import Held
from bot.slack.office import Office
from bot.slack.templates import Drawing
from bot.slack.web_api import Answer
from bot.storage import drafts, handovers, questions, tickets
from bot.storage.questions import Question


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
    if question.reply_ts and question.reply_ts != PRIVATELY:
        return _update_reply(question, question.reply_ts, drawing)
    if question.place == Place.PRIVATE and question.response_url:
        return _privately(question, question.response_url, drawing)
    return _post_reply(question, drawing)


def _post_reply(question: Question, drawing: Drawing) -> Call:
    """Post a reply where it was asked; one that can't be private any more to the person."""
    private = question.place == Place.PRIVATE
    thread = None if private else question.thread_ts
    if question.place == Place.CHANNEL:
        thread = thread or question.message_ts
    arguments = post(
        question.person if private else question.channel, drawing, question=question.id
    )

    def keep(connection: Connection, answer: Answer) -> None:
        values = {"reply_ts": answer["ts"], "reply_channel": answer["channel"]}
        questions.change(connection, question.workspace, question.id, **values)

    return Call(POST, arguments | ({"thread_ts": thread} if thread else {}), keep)


def _update_reply(question: Question, ts: str, drawing: Drawing) -> Call:
    channel = question.reply_channel or question.channel
    return Call(UPDATE, message(channel, drawing) | {"ts": ts}, instead=_anew(question))


def _privately(question: Question, url: str, drawing: Drawing) -> Call:
    body = ephemeral(drawing) | {"replace_original": question.reply_ts is not None}

    def keep(connection: Connection, _answer: Answer) -> None:
        questions.change(connection, question.workspace, question.id, reply_ts=PRIVATELY)

    return Call(PRIVATELY, {"url": url, "body": body}, keep, _anew(question, response_url=None))


def _anew(question: Question, **values: object) -> Callable[[Connection, float], None]:
    """Have a reply posted as if for the first time."""
    forgotten = {"reply_ts": None, "reply_channel": None, **values}

    def instead(connection: Connection, now: float) -> None:
        questions.change(connection, question.workspace, question.id, **forgotten)
        replying.reply(connection, question.workspace, question.id, question.channel, now)

    return instead


def _card(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    question = questions.find(connection, workspace, about["question"])
    if question is None or not office.desk_channel:
        return None
    handover = handovers.of_question(connection, workspace, question.id)
    drawing = office.artist.card(question, handover, office.desk_locale)
    if question.card_ts:
        channel = question.card_channel or office.desk_channel
        place = message(channel, drawing) | {"ts": question.card_ts}
        return _update_card(question, place, over=handover is None)
    if handover is None:
        return None
    return Call(
        POST, post(office.desk_channel, drawing, question=question.id), _kept_card(question)
    )


def _kept_card(question: Question) -> Callable[[Connection, Answer], None]:
    def keep(connection: Connection, answer: Answer) -> None:
        values = {"card_ts": answer["ts"], "card_channel": answer["channel"]}
        questions.change(connection, question.workspace, question.id, **values)

    return keep


def _update_card(question: Question, place: dict[str, Any], *, over: bool) -> Call:
    """Redraw a card; once it says that it is over, handing over again is another card."""

    def forget(connection: Connection) -> None:
        nowhere = {"card_ts": None, "card_channel": None}
        questions.change(connection, question.workspace, question.id, **nowhere)

    def keep(connection: Connection, _answer: Answer) -> None:
        if over:
            forget(connection)

    def instead(connection: Connection, now: float) -> None:
        forget(connection)
        replying.card(connection, question.workspace, question.id, now)

    return Call(UPDATE, place, keep, instead)


def _greeting(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    locale = language.locale_of(connection, workspace, about["person"], office.default_locale)
    drawing, _ = office.artist.greeting(locale)
    return Call(POST, post(about["channel"], drawing))


def _prompts(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    locale = language.locale_of(connection, workspace, about["person"], office.default_locale)
    _, prompts = office.artist.greeting(locale)
    arguments = {"channel_id": about["channel"], **prompts}
    return Call("assistant.threads.setSuggestedPrompts", arguments)


def _home(connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]) -> Call:
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.default_locale)
    view = office.artist.home(locale, _held(connection, workspace, person))
    return Call("views.publish", {"user_id": person, "view": view})


def _requests(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person, locale, url = about["person"], about["locale"], about["response_url"]
    drawing = office.artist.held(locale, _held(connection, workspace, person))
    if not url:
        return Call(POST, post(person, drawing))

    def instead(connection: Connection, now: float) -> None:
        replying.requests(connection, workspace, person, None, locale, now)

    return Call(PRIVATELY, {"url": url, "body": ephemeral(drawing)}, instead=instead)


_DRAFTS = 10
"""How many drafts are listed: a message has 50 blocks, and each of them takes two."""


def _held(connection: Connection, workspace: str, person: str) -> Held:
    return Held(
        questions.handed_over_by(connection, workspace, person),
        tickets.open_of_person(connection, workspace, person),
        drafts.of_person(connection, workspace, person)[:_DRAFTS],
    )


def _unopened(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.default_locale)
    return Call(POST, post(person, office.artist.unopened(locale, about["button"])))


_DRAWN: Mapping[str, Drawn] = {
    replying.REPLY: _reply,
    replying.CARD: _card,
    replying.GREETING: _greeting,
    replying.PROMPTS: _prompts,
    replying.HOME: _home,
    replying.REQUESTS: _requests,
    replying.UNOPENED: _unopened,
    **form_calls.DRAWN,
    **file_sharing.DRAWN,
}
