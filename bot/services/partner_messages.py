"""What partners write about their tickets reaches the support team, as theirs.

The same message may come as it was written, edited and deleted, in any order: the ends are alike.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from bot.answering.decision import Decision, Kind
from bot.answering.intents import Intent
from bot.content.desk import Desk
from bot.desk.life import Deed, State
from bot.services import asking, belonging, indexing, replying, sharing
from bot.services.acting import Actor, act
from bot.services.asking import Asked
from bot.storage import ticket_history, ticket_messages, tickets
from bot.storage.questions import Place
from bot.storage.ticket_messages import PARTNER, SUPPORT, TicketMessage
from bot.storage.tickets import Ticket

IN_THREAD, REOPENED, DIRECTLY = "in-thread", "reopened", "directly"
"""How a message came to the support team, for what its author is told: in the thread of a ticket,
opening it again, or outside of it while the support team waited for an answer.
"""

_COURTESIES = frozenset({Intent.THANKS, Intent.ACKNOWLEDGEMENT, Intent.GOODBYE})
_UNSURE = frozenset({Kind.HANDOVER, Kind.SUGGEST})
_LATEST = 200


class Written(NamedTuple):
    """A message of a partner: `files` are "<id> <name>", `decision` what its text means."""

    asked: Asked
    decision: Decision
    files: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Tell whether it is more than thanks, an "all right" or a goodbye."""
        return bool(self.files) or self.decision.intent not in _COURTESIES

    @property
    def is_unanswered(self) -> bool:
        """Tell whether the bot has no sure answer: a wish for a person is one that it fulfils."""
        if not self.asked.text:
            return bool(self.files)
        return self.decision.kind in _UNSURE and self.decision.intent is None


def hear(connection: Connection, desk: Desk, written: Written, now: float) -> bool:
    """Pass on what is written in the thread of a ticket, as it stands; False for a question.

    It sets a waiting ticket back to work, and opens a resolved one again unless it is mere thanks.
    """
    asked = written.asked
    ticket_messages.hold(connection, asked.workspace, asked.person)
    if not _concerns_support(connection, desk, asked, now):
        return False
    tickets.hold(connection, asked.workspace)
    known = belonging.passed_on(connection, asked)
    if known:
        _hear_again(connection, desk, known, written, now)
        return True
    ticket = belonging.ticket_for(connection, desk, asked, now)
    if ticket:
        _pass_on(connection, ticket, written, now, IN_THREAD)
    return ticket is not None


def _concerns_support(connection: Connection, desk: Desk, asked: Asked, now: float) -> bool:
    """Tell whether a message may be of a ticket: most are not, and must not wait for each other."""
    is_known = belonging.is_passed_on(connection, asked)
    return is_known or belonging.ticket_for(connection, desk, asked, now) is not None


def hear_directly(connection: Connection, written: Written, now: float) -> bool:
    """Pass on what has no answer to the only ticket that waits for its author; False for others."""
    asked = written.asked
    is_direct = asked.place is Place.DIRECT and asked.thread_ts is None
    if not (is_direct and written.is_unanswered) or belonging.question_at(connection, asked):
        return False
    tickets.hold(connection, asked.workspace)
    mine = tickets.open_of_person(connection, asked.workspace, asked.person)
    waiting = [ticket for ticket in mine if ticket.state == State.WAITING]
    if len(waiting) != 1:
        return False
    _pass_on(connection, waiting[0], written, now, DIRECTLY)
    return True


def delete(connection: Connection, desk: Desk, written: Written, now: float) -> bool:
    """Blank what was passed on; False for what is not theirs.

    A deletion that overtook its message passes it on first: once both are there, they can't be told
    apart from those that came in their order.
    """
    if not belonging.is_theirs(connection, desk, written.asked, now):
        return False
    hear(connection, desk, written, now)
    known = belonging.passed_on(connection, written.asked)
    if known and not known.deleted:
        _blank(connection, known, now)
    return True


def own(connection: Connection, workspace: str, person: str, message: int) -> TicketMessage | None:
    """Return a message to the support team if that person wrote it."""
    found = ticket_messages.find(connection, workspace, message)
    is_own = found is not None and (found.side, found.author) == (PARTNER, person)
    return found if is_own else None


def ask_instead(
    connection: Connection, message: int, asked: Asked, decision: Decision, now: float
) -> None:
    """Take a message back from the support team and answer it as a question, unless it is gone.

    What it changed of its ticket stays: the support team may have gone on meanwhile.
    """
    tickets.hold(connection, asked.workspace)
    found = own(connection, asked.workspace, asked.person, message)
    if found and not found.deleted:
        asking.say(connection, asked, decision, now)
        _blank(connection, found, now)


def _pass_on(
    connection: Connection, ticket: Ticket, written: Written, now: float, way: str
) -> None:
    """Keep a message for the support team; its author is told once until they are answered."""
    asked, is_over = written.asked, ticket.state == State.RESOLVED
    is_first = _is_first(connection, ticket)
    message = ticket_messages.add(connection, asked.workspace, _kept(ticket, written, now))
    if message is None:
        return
    replying.copy(connection, ticket, message, now)
    if written.says_something or not is_over:
        _answer(connection, ticket, message, now)
        if is_first or is_over or way == DIRECTLY:
            _acknowledge(connection, message, asked, now, REOPENED if is_over else way)
    indexing.index(connection, ticket)
    sharing.share(connection, ticket, sharing.named(written.files), now)


def _kept(ticket: Ticket, written: Written, now: float) -> dict[str, object]:
    asked = written.asked
    return {
        "ticket": ticket.id,
        "side": PARTNER,
        "author": asked.person,
        "text": asked.text,
        "files": list(written.files),
        "written_at": now,
        "locale": written.decision.detected or ticket.written_in or ticket.locale,
        "channel": asked.channel,
        "ts": asked.message_ts,
        "edited_ts": asked.edited_ts,
    }


def _is_first(connection: Connection, ticket: Ticket) -> bool:
    """Tell whether nothing was passed on since the support team last spoke."""
    said = ticket_messages.of_ticket(connection, ticket.workspace, ticket.id, _LATEST)
    last = next((each for each in reversed(said) if not each.deleted), None)
    return last is None or last.side == SUPPORT


def _hear_again(
    connection: Connection, desk: Desk, known: TicketMessage, written: Written, now: float
) -> None:
    """Take what is known already in other words, unless later ones came before."""
    asked = written.asked
    if not known.deleted and _is_news(known, asked):
        edited = {"text": asked.text, "edited_ts": asked.edited_ts or asked.message_ts}
        locale = written.decision.detected or known.locale
        ticket_messages.change(connection, known.workspace, known.id, **edited, locale=locale)
        _copy_anew(connection, known, now)
    _wake(connection, desk, known, written, now)


def _is_news(known: TicketMessage, asked: Asked) -> bool:
    """Tell whether a message says something later than what is known of it.

    In a direct message the original may come late; a mention comes again when it is edited, and
    Slack does not always say that it was.
    """
    is_edit = asked.edited_ts is not None or asked.place is Place.CHANNEL
    at, known_at = asked.edited_ts or asked.message_ts, known.edited_ts or known.ts
    return is_edit and str(at) >= str(known_at) and asked.text != known.text


def _wake(
    connection: Connection, desk: Desk, known: TicketMessage, written: Written, now: float
) -> None:
    """Open a resolved ticket again if a message says more now than the thanks that it was."""
    ticket = tickets.find(connection, known.workspace, known.ticket)
    if ticket is None or ticket.state != State.RESOLVED or not written.says_something:
        return
    if belonging.hears(desk, ticket, now) and not _has_answered(connection, known):
        _answer(connection, ticket, known.id, now)
        _acknowledge(connection, known.id, written.asked, now, REOPENED)


def _has_answered(connection: Connection, known: TicketMessage) -> bool:
    """Tell whether a message moved its ticket before: each does so once."""
    place = (known.workspace, known.ticket, known.id)
    return ticket_history.of_message(connection, *place) is not None


def _answer(connection: Connection, ticket: Ticket, message: int, now: float) -> None:
    actor = Actor(ticket.workspace, ticket.person)
    act(connection, actor, ticket.id, Deed.ANSWER, now, {"message": message})


def _acknowledge(connection: Connection, message: int, asked: Asked, now: float, way: str) -> None:
    """Have an author told, where they wrote, that the support team has it."""
    shown = {"way": way, "thread_ts": asked.thread_ts}
    replying.acknowledged(connection, asked.workspace, asked.channel, message, shown, now)


def _blank(connection: Connection, known: TicketMessage, now: float) -> None:
    gone = {"text": "", "deleted": True, "edited_ts": None}
    ticket_messages.change(connection, known.workspace, known.id, **gone)
    _copy_anew(connection, known, now)


def _copy_anew(connection: Connection, known: TicketMessage, now: float) -> None:
    ticket = tickets.find(connection, known.workspace, known.ticket)
    if ticket:
        indexing.index(connection, ticket)
        replying.copy(connection, ticket, known.id, now)
