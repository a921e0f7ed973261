"""Messages, mentions and opened tabs."""

import re
from collections.abc import Awaitable, Callable, Mapping

from bot.services import asking, opening
from bot.services.asking import Asked, Place
from bot.slack.deciding import decide
from bot.slack.listeners import talking
from bot.slack.locales import look_up
from bot.slack.office import Work
from bot.slack.payloads import Payload, typed

_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_NOT_TYPED = ("bot_id", "bot_profile", "app_id")
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
        await _hear(work, asked(work.workspace, Place.DIRECT, event), event)


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


async def _hear(work: Work, question: Asked, message: Payload) -> None:
    """Take a message as part of the form that is filled in there, or else as a question."""
    if await talking.is_talk(work, question):
        await talking.hear(work, question, message)
    else:
        await _ask(work, question)


async def _ask(work: Work, question: Asked) -> None:
    decision = await decide(work, question)
    await work.do(asking.say, question, decision, work.office.clock())


async def _correct(work: Work, question: Asked) -> None:
    decision = await decide(work, question)
    await work.do(asking.correct, question, decision, work.office.clock())


async def _on_edit(work: Work, event: Payload) -> None:
    message = event.get("message") or {}
    before = event.get("previous_message") or {}
    if not is_typed(message) or message.get("text") == before.get("text"):
        return
    question = asked(work.workspace, Place.DIRECT, message, event.get("channel"))
    if await talking.is_talk(work, question):
        edited = question._replace(edited_ts=question.edited_ts or question.message_ts)
        await talking.hear(work, edited, message)
    else:
        await _correct(work, question)


async def _on_deletion(work: Work, event: Payload) -> None:
    channel, gone = event.get("channel"), event.get("deleted_ts")
    if channel and gone:
        now = work.office.clock()
        await work.do(asking.delete, work.workspace, str(channel), str(gone), now)


async def _on_mention(work: Work, event: Payload) -> None:
    """Answer a mention; one whose text changed since is a correction."""
    if not is_typed(event):
        return
    question = asked(work.workspace, Place.CHANNEL, event)
    if await talking.is_talk(work, question):
        await talking.hear(work, question, event)
    else:
        await _correct(work, question)


async def _on_tab(work: Work, event: Payload) -> None:
    person, channel = str(event.get("user")), str(event.get("channel"))
    office = work.office
    await look_up(office, work.workspace, person)
    if event.get("tab") == "messages":
        await work.do(opening.open_messages, work.workspace, person, channel, office.clock())
    elif event.get("tab") == "home":
        await work.do(opening.open_home, work.workspace, person, office.clock())


_HANDLERS: Mapping[str, Callable[[Work, Payload], Awaitable[None]]] = {
    "message": _on_message,
    "app_mention": _on_mention,
    "app_home_opened": _on_tab,
}
