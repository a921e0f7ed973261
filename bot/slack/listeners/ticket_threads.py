"""What partners write: of a ticket in its thread, and else as a question."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import Connection

from bot.answering.decision import Decision, Preferences
from bot.services import asking, belonging, flooding, partner_messages, replying
from bot.services.asking import Asked
from bot.services.flooding import Doer
from bot.services.partner_messages import Written
from bot.services.places import is_direct
from bot.slack.deciding import decide
from bot.slack.listeners import talking
from bot.slack.listeners.press import Press
from bot.slack.office import Work
from bot.slack.payloads import Payload
from bot.storage.questions import Place
from bot.storage.ticket_messages import TicketMessage

Ask = Callable[[Connection, Asked, Decision, float], object]
"""Has a question answered, or one that was asked before corrected."""


async def hear(work: Work, asked: Asked, message: Payload, ask: Ask, known: Preferences) -> None:
    """Pass a message on to the support team whose ticket it is about, or else ask it.

    `known` is what is known of its author's language.
    """
    written = await _written(work, asked, message, known)
    desk = work.office.knowledge.desk

    def heard(connection: Connection) -> None:
        now = work.office.clock()
        is_passed_on = partner_messages.hear(connection, desk, written, now)
        if not (is_passed_on or partner_messages.hear_directly(connection, written, now)):
            with_files = asked._replace(files=written.files)
            if flooding.may(connection, Doer(asked.workspace, asked.person), now):
                ask(connection, with_files, written.decision, now)

    await work.do(heard)


async def delete(work: Work, asked: Asked, message: Payload) -> None:
    """Blank a message that was passed on, or mark the answer to it."""
    office, place = work.office, (asked.workspace, asked.channel, str(asked.message_ts))
    desk, now = office.knowledge.desk, office.clock()
    if not await office.database.read(belonging.is_theirs, desk, asked, now):
        await work.do(asking.delete, *place, now)
        return
    written = await _written(work, asked, message)

    def deleted(connection: Connection) -> None:
        if not partner_messages.delete(connection, desk, written, now):
            asking.delete(connection, *place, now)

    await work.do(deleted)


async def _written(
    work: Work, asked: Asked, message: Payload, known: Preferences | None = None
) -> Written:
    decision = await decide(work, asked, known)
    return Written(asked, decision, await talking.files_of(work, message))


async def _thread(press: Press) -> None:
    """Answer by the bot what its author wrote to the support team."""
    work, number = press.work, press.number or 0
    own = (work.workspace, press.person, number)
    message = await work.office.database.read(partner_messages.own, *own)
    if message is None:
        return
    asked = _asked(press, message)
    decision, shown = await decide(work, asked), _shown(press)

    def instead(connection: Connection) -> None:
        partner_messages.ask_instead(connection, number, asked, decision, press.now)
        place = (work.workspace, asked.channel, number)
        replying.acknowledged(connection, *place, shown, press.now)

    await work.do(instead)


def _asked(press: Press, message: TicketMessage) -> Asked:
    """Return a message as a question, in the thread that it was written in."""
    return Asked(
        message.workspace,
        message.author,
        Place.DIRECT if is_direct(message.channel) else Place.CHANNEL,
        str(message.channel),
        message.text,
        message_ts=message.ts,
        thread_ts=(press.payload.get("message") or {}).get("thread_ts"),
        edited_ts=message.edited_ts,
    )


def _shown(press: Press) -> Mapping[str, object]:
    """Return where it was said that the support team has a message."""
    pressed = press.payload.get("message") or {}
    return {"way": "", "thread_ts": pressed.get("thread_ts"), "ts": pressed.get("ts")}


HANDLERS: Mapping[str, Callable[[Press], Awaitable[None]]] = {"thread": _thread}
