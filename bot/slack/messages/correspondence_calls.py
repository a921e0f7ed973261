"""The calls that show partners what the support team writes to them."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.desk.life import Deed, State
from bot.services import corresponding, rating, replying
from bot.slack.call import POST, UPDATE, Call, Drawn, message, post
from bot.slack.messages.ticket_places import RECEIPT, below, keep_place, thread_of
from bot.slack.office import Office
from bot.slack.screens.letter_drawing import Around, Written
from bot.slack.web_api import Answer
from bot.storage import questions, ticket_history, ticket_messages, ticket_threads, tickets
from bot.storage.ticket_messages import SUPPORT, TicketMessage
from bot.storage.tickets import Ticket

_ENDING = frozenset({Deed.RESOLVE, Deed.REJECT})


def _message(
    connection: Connection, office: Office, workspace: str, about: Mapping[str, Any]
) -> Call | None:
    """Show a message where its ticket's partner is written to, or show it as it stands now."""
    said = ticket_messages.find(connection, workspace, about["message"])
    ticket = tickets.find(connection, workspace, said.ticket) if said else None
    if said is None or ticket is None or said.side != SUPPORT:
        return None
    written = _written(connection, said)
    around = _around(connection, office, ticket, said, written)
    drawing = office.artist.letters.message(ticket, written, around)
    keep = _keeping(office, ticket, said, around)
    if said.channel and said.ts:
        place = message(said.channel, drawing) | {"ts": said.ts}
        return Call(UPDATE, place, keep, instead=_anew(ticket, said))
    channel, thread = thread_of(ticket)
    arguments = post(channel, drawing, message=said.id) | below(channel, thread)

    def given_up(connection: Connection, now: float) -> None:
        corresponding.give_up(connection, ticket, said, now)

    return Call(POST, arguments, keep, given_up=given_up)


def _written(connection: Connection, said: TicketMessage) -> Written:
    entry = ticket_history.of_message(connection, said.workspace, said.ticket, said.id)
    deed, details = (entry.deed, entry.details) if entry else (str(Deed.REPLY), {})
    text = "" if said.deleted else said.text
    return Written(deed, said.author, text, details.get("outcome"))


def _around(
    connection: Connection, office: Office, ticket: Ticket, said: TicketMessage, written: Written
) -> Around:
    """Return what stands around a message: below the one that ended its ticket, what to do."""
    quoted = _question_of(connection, ticket) if _begins(ticket, said) else None
    ended = ticket.state == State.RESOLVED and written.deed in _ENDING
    if not ended or not _is_last(connection, said):
        return Around(quoted)
    stage = rating.stage_of(connection, office.knowledge.desk, ticket, office.clock())
    return Around(quoted, can_reopen=True, rating=stage)


def _begins(ticket: Ticket, said: TicketMessage) -> bool:
    """Tell whether a message stands in no thread, but begins one."""
    return thread_of(ticket)[1] in {None, said.ts}


def _question_of(connection: Connection, ticket: Ticket) -> str | None:
    asked = questions.find(connection, ticket.workspace, ticket.question or 0)
    return asked.text if asked and not asked.deleted else None


def _is_last(connection: Connection, said: TicketMessage) -> bool:
    last = ticket_messages.last_of(connection, said.workspace, said.ticket, SUPPORT)
    return last is not None and last.id == said.id


def _keeping(
    office: Office, ticket: Ticket, said: TicketMessage, around: Around
) -> Callable[[Connection, Answer], None]:
    """Keep where a message is, that its thread is of its ticket, and that a rating was asked for.

    The first message about a question that was asked in private is what tells of its ticket.
    """

    def keep(connection: Connection, answer: Answer) -> None:
        if around.rating == rating.ASK:
            rating.was_asked(connection, ticket, office.clock())
        if not said.ts:
            _keep_place(connection, ticket, said, answer)

    return keep


def _keep_place(
    connection: Connection, ticket: Ticket, said: TicketMessage, answer: Answer
) -> None:
    channel, ts = answer["channel"], answer["ts"]
    place = {"channel": channel, "ts": ts}
    ticket_messages.change(connection, said.workspace, said.id, **place)
    now = tickets.find(connection, ticket.workspace, ticket.id) or ticket
    root = thread_of(now)[1]
    if root is None and ticket.question:
        keep_place(ticket, RECEIPT)(connection, answer)
    about = now.merged_into or now.id
    ticket_threads.listen(connection, ticket.workspace, channel, root or ts, about)


def _anew(ticket: Ticket, said: TicketMessage) -> Callable[[Connection, float], None]:
    """Have a message that is gone posted as if for the first time."""

    def instead(connection: Connection, now: float) -> None:
        ticket_messages.change(connection, said.workspace, said.id, channel=None, ts=None)
        if ticket.receipt_ts == said.ts:
            nowhere = {"receipt_channel": None, "receipt_ts": None}
            tickets.change(connection, ticket.workspace, ticket.id, **nowhere)
        replying.message(connection, ticket, said.id, now)

    return instead


DRAWN: Mapping[str, Drawn] = {replying.MESSAGE: _message}
"""How each message of the support team to a partner is drawn."""
