"""From a message's meaning to the call that shows it, as things stand when it is sent."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.privacy import ERASED
from bot.services import handing_over, language, replying
from bot.slack.call import POST, PRIVATELY, UPDATE, Call, Drawn, ephemeral, let_go, message, post
from bot.slack.messages import (
    batch_calls,
    correspondence_calls,
    desk_calls,
    desk_move_calls,
    failures,
    file_sharing,
    form_calls,
    home_calls,
    installation_calls,
    listing_calls,
    own_data_calls,
    partner_calls,
    proposal_calls,
    summary_calls,
)
from bot.slack.messages.own_requests import held_of
from bot.slack.office import Office
from bot.slack.screens.templates import Drawing
from bot.slack.web_api import Answer
from bot.storage import postings, questions, ticket_history, tickets
from bot.storage.questions import Place, Question


def draw(
    connection: Connection, office: Office, workspace: str, message: str, about: Mapping[str, Any]
) -> Call | None:
    """Return what to call for a message; None when there is nothing left to show."""
    if _is_erased(connection, workspace, about):
        return None
    return _DRAWN[message](connection, office, workspace, about)


def _is_erased(connection: Connection, workspace: str, about: Mapping[str, Any]) -> bool:
    """Tell whether something was to be shown of a ticket whose person was erased meanwhile."""
    told = about.get("entry")
    entry = ticket_history.find(connection, workspace, told) if told else None
    ticket = entry.ticket if entry else about.get("ticket")
    return bool(ticket) and postings.is_erased(connection, workspace, int(str(ticket)))


def _reply(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    question = questions.find(connection, workspace, about["question"])
    if question is None or question.person == ERASED:
        return None
    ticket = tickets.of_question(connection, workspace, question.id)
    drawing = office.artist.reply(question, ticket, office.today())
    if question.reply_ts and question.reply_ts != PRIVATELY:
        return _update_reply(question, question.reply_ts, drawing)
    if question.place == Place.PRIVATE and question.response_url:
        way = let_go if ticket and question.reply_ts else _anew(question, response_url=None)
        return _privately(question, question.response_url, drawing, way)
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
        handing_over.listen_below(connection, question, answer["channel"], answer["ts"])

    return Call(POST, arguments | ({"thread_ts": thread} if thread else {}), keep)


def _update_reply(question: Question, ts: str, drawing: Drawing) -> Call:
    channel = question.reply_channel or question.channel
    return Call(UPDATE, message(channel, drawing) | {"ts": ts}, instead=_anew(question))


def _privately(
    question: Question, url: str, drawing: Drawing, instead: Callable[[Connection, float], None]
) -> Call:
    body = ephemeral(drawing) | {"replace_original": question.reply_ts is not None}

    def keep(connection: Connection, _answer: Answer) -> None:
        questions.change(connection, question.workspace, question.id, reply_ts=PRIVATELY)

    return Call(PRIVATELY, {"url": url, "body": body}, keep, instead)


def _anew(question: Question, **values: object) -> Callable[[Connection, float], None]:
    """Have a reply posted as if for the first time."""
    forgotten = {"reply_ts": None, "reply_channel": None, **values}

    def instead(connection: Connection, now: float) -> None:
        questions.change(connection, question.workspace, question.id, **forgotten)
        replying.reply(connection, question.workspace, question.id, question.channel, now)

    return instead


def _greeting(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    locale = language.locale_of(connection, workspace, about["person"], office.languages)
    drawing, _ = office.artist.greeting(locale)
    return Call(POST, post(about["channel"], drawing))


def _prompts(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    locale = language.locale_of(connection, workspace, about["person"], office.languages)
    _, prompts = office.artist.greeting(locale)
    arguments = {"channel_id": about["channel"], **prompts}
    return Call("assistant.threads.setSuggestedPrompts", arguments)


def _requests(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person, locale, url = about["person"], about["locale"], about["response_url"]
    drawing = office.artist.held(locale, held_of(connection, office, workspace, person))
    if not url:
        return Call(POST, post(person, drawing))

    def instead(connection: Connection, now: float) -> None:
        replying.requests(connection, workspace, person, None, locale, now)

    return Call(PRIVATELY, {"url": url, "body": ephemeral(drawing)}, instead=instead)


def _unopened(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.languages)
    return Call(POST, post(person, office.artist.unopened(locale, about["button"])))


def _limited(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call:
    person = about["person"]
    locale = language.locale_of(connection, workspace, person, office.languages)
    return Call(POST, post(person, office.artist.templates.message("limited", locale, {})))


_DRAWN: Mapping[str, Drawn] = {
    replying.REPLY: _reply,
    replying.GREETING: _greeting,
    replying.PROMPTS: _prompts,
    replying.REQUESTS: _requests,
    replying.UNOPENED: _unopened,
    replying.LIMITED: _limited,
    **form_calls.DRAWN,
    **desk_calls.DRAWN,
    **desk_move_calls.DRAWN,
    **correspondence_calls.DRAWN,
    **partner_calls.DRAWN,
    **proposal_calls.DRAWN,
    **summary_calls.DRAWN,
    **batch_calls.DRAWN,
    **home_calls.DRAWN,
    **failures.DRAWN,
    **installation_calls.DRAWN,
    **own_data_calls.DRAWN,
    **listing_calls.DRAWN,
    **file_sharing.DRAWN,
}
