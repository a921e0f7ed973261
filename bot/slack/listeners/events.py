"""Messages, mentions and opened tabs."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import Connection

from bot.answering.decision import Preferences
from bot.answering.spoken import Languages
from bot.services import asking, opening
from bot.services.acting import Actor
from bot.services.asking import Asked
from bot.slack.admins import is_admin
from bot.slack.listeners import channels, talking, ticket_threads
from bot.slack.listeners.ticket_threads import Ask
from bot.slack.locales import look_up
from bot.slack.members import is_support
from bot.slack.office import Work
from bot.slack.payloads import Payload, typed
from bot.storage.questions import Place

_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_NOT_TYPED = ("bot_id", "bot_profile", "app_id")
_TOMBSTONE = "tombstone"
_TYPED_SUBTYPES = frozenset({None, "", "file_share", "thread_broadcast"})


async def on_event(work: Work, event: Payload) -> None:
    """Do what an event asks for; most ask for nothing."""
    handle = _HANDLERS.get(str(event.get("type")))
    if handle:
        await handle(work, event)


async def _on_message(work: Work, event: Payload) -> None:
    if event.get("channel_type") != "im":
        return
    if event.get("subtype") == "message_changed":
        await _on_edit(work, event)
    elif event.get("subtype") == "message_deleted":
        await _on_deletion(work, event)
    elif is_typed(event):
        await _hear(work, asked(work.workspace, Place.DIRECT, event), event, asking.say)


def is_typed(message: Payload) -> bool:
    """Tell whether a person typed this message: not a bot, not Slack itself."""
    by_person = bool(message.get("user") and message.get("ts"))
    by_app = any(message.get(key) for key in _NOT_TYPED)
    return by_person and not by_app and message.get("subtype") in _TYPED_SUBTYPES


def asked(workspace: str, place: Place, message: Payload, channel: object = None) -> Asked:
    """Return a typed message as a question, without the mentions in it."""
    return Asked(
        workspace=workspace,
        person=str(message["user"]),
        place=place,
        channel=str(channel or message.get("channel")),
        text=typed(_MENTION.sub(" ", str(message.get("text") or ""))).strip(),
        message_ts=str(message["ts"]),
        thread_ts=message.get("thread_ts"),
        edited_ts=(message.get("edited") or {}).get("ts"),
    )


async def _hear(work: Work, question: Asked, message: Payload, ask: Ask) -> None:
    """Take a message as part of the form that is filled in there, of a ticket, or as a question."""
    is_talk, known = await work.office.database.read(_looked_up, question, work.office.languages)
    if is_talk:
        await talking.hear(work, question, message, known)
    else:
        await ticket_threads.hear(work, question, message, ask, known)


def _looked_up(
    connection: Connection, question: Asked, languages: Languages
) -> tuple[bool, Preferences]:
    """Return whether a form is filled in there, and what is known of the asker's language."""
    is_talk = talking.is_talk(connection, question)
    return is_talk, asking.preferences(connection, question, languages)


async def _on_edit(work: Work, event: Payload) -> None:
    """Take what an edit says; of a message with replies, its deletion comes as one."""
    message = event.get("message") or {}
    before = event.get("previous_message") or {}
    if message.get("subtype") == _TOMBSTONE:
        await _on_deletion(work, {**event, "deleted_ts": message.get("ts")})
        return
    if not is_typed(message) or message.get("text") == before.get("text"):
        return
    question = asked(work.workspace, Place.DIRECT, message, event.get("channel"))
    edited = question._replace(edited_ts=question.edited_ts or question.message_ts)
    await _hear(work, edited, message, asking.correct)


async def _on_deletion(work: Work, event: Payload) -> None:
    channel, gone = event.get("channel"), event.get("deleted_ts")
    before = event.get("previous_message") or {}
    if not (channel and gone):
        return
    if is_typed(before) and before.get("ts") == gone:
        question = asked(work.workspace, Place.DIRECT, before, channel)
        await ticket_threads.delete(work, question, before)
    else:
        now = work.office.clock()
        await work.do(asking.delete, work.workspace, str(channel), str(gone), now)


async def _on_mention(work: Work, event: Payload) -> None:
    """Take a mention; one whose text changed since is a correction.

    What support says below a card is said among themselves.
    """
    is_between_us = event.get("channel") == work.office.desk_channel and event.get("thread_ts")
    if is_typed(event) and not is_between_us:
        await _hear(work, asked(work.workspace, Place.CHANNEL, event), event, asking.correct)


async def _on_tab(work: Work, event: Payload) -> None:
    person, channel = str(event.get("user")), str(event.get("channel"))
    office = work.office
    await look_up(office, work.workspace, person)
    if event.get("tab") == "messages":
        await work.do(opening.open_messages, work.workspace, person, channel, office.clock())
    elif event.get("tab") == "home":
        supports, administers = await asyncio.gather(
            is_support(office, person), is_admin(office, person)
        )
        actor = Actor(work.workspace, person, is_support=supports)
        await work.do(opening.open_home, actor, office.clock(), is_admin=administers)


_HANDLERS: Mapping[str, Callable[[Work, Payload], Awaitable[None]]] = {
    "message": _on_message,
    "app_mention": _on_mention,
    "app_home_opened": _on_tab,
    **channels.HANDLERS,
}
