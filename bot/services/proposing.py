"""From an answer to knowledge: support proposes what the knowledge base should learn."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from bot.content.editing import one_line
from bot.content.models import Knowledge
from bot.content.shapes import Id, Locale
from bot.desk.proposals import PHRASING, Wish, mistakes
from bot.desk.rights import Task, may
from bot.forms.readings import Problem
from bot.services import replying
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE, Actor, Refusal
from bot.storage import proposals, questions, ticket_history, ticket_messages, tickets
from bot.storage.proposals import Proposal
from bot.storage.schema import OPEN
from bot.storage.ticket_messages import SUPPORT
from bot.storage.tickets import Ticket

Mistakes = Mapping[str, Problem]

_LOOKED_AT = 50


class Material(NamedTuple):
    """What a ticket offers for a proposal.

    `asked` is the question as it was put, `locale` its language, `topic` the likeliest of those
    that the matching considered, `answer` what the support team wrote to the partner last.
    """

    ticket: Ticket
    asked: str
    locale: Locale
    topic: Id | None
    answer: str


def material(
    connection: Connection, knowledge: Knowledge, workspace: str, ticket: int
) -> Material | None:
    """Return what can be proposed from a ticket; None of one that comes from no question."""
    found = tickets.find(connection, workspace, ticket)
    if found is None or found.question is None:
        return None
    return Material(
        found,
        _asked(connection, found),
        _locale(knowledge, found),
        _likeliest(knowledge, found),
        _answer(connection, found),
    )


def _asked(connection: Connection, ticket: Ticket) -> str:
    """Return the text of a question, unless its person has deleted it."""
    asked = questions.find(connection, ticket.workspace, ticket.question or 0)
    return "" if asked is None or asked.deleted else asked.text


def _locale(knowledge: Knowledge, ticket: Ticket) -> Locale:
    written_in = ticket.written_in or ticket.locale
    return written_in if written_in in knowledge.locales else next(iter(knowledge.locales))


def _likeliest(knowledge: Knowledge, ticket: Ticket) -> Id | None:
    candidates = (ticket.evidence or {}).get("candidates") or []
    return next((topic for topic in candidates if topic in knowledge.topics), None)


def _answer(connection: Connection, ticket: Ticket) -> str:
    said = ticket_messages.of_ticket(connection, ticket.workspace, ticket.id, _LOOKED_AT)
    answers = [each.text for each in said if each.side == SUPPORT and not each.deleted]
    return answers[-1] if answers else ""


def cleaned(wish: Wish) -> Wish:
    """Return a wish as it would be kept: what is one line in the files is one here."""
    phrasing, title = map(one_line, (wish.phrasing, wish.title))
    return wish._replace(phrasing=phrasing, title=title, answer=wish.answer.strip())


def propose(
    connection: Connection, knowledge: Knowledge, actor: Actor, ticket: int, wish: Wish, now: float
) -> Proposal | Refusal | Mistakes:
    """Keep what somebody proposes, and have the card's thread tell it.

    The same phrasing of a ticket is one proposal: as long as no editor has decided, what was said
    last of it counts. A ticket that was opened again meanwhile has taught something all the same.
    """
    tickets.hold(connection, actor.workspace)
    found = tickets.find(connection, actor.workspace, ticket)
    if found is None or not may(actor.roles(found), Task.PROPOSE):
        return Refusal(NOT_ALLOWED)
    if found.question is None:
        return Refusal(NOT_POSSIBLE, found)
    kept = cleaned(wish)
    wrong = mistakes(knowledge, kept)
    return wrong or _keep(connection, actor, found, kept, now)


def _keep(
    connection: Connection, actor: Actor, ticket: Ticket, wish: Wish, now: float
) -> Proposal | Mistakes:
    its = (actor.workspace, ticket.id, wish.phrasing)
    before, values = proposals.of_phrasing(connection, *its), _values(wish)
    if before and before.state == OPEN and values.items() <= before._asdict().items():
        return before
    by = {"ticket": ticket.id, "proposed_by": actor.person, "proposed_at": now}
    made = proposals.keep(connection, actor.workspace, values | by)
    if made is None:
        return {PHRASING: Problem("phrasing-decided")}
    _write_down(connection, actor, ticket, made.id, now)
    replying.proposed(connection, made, now)
    return made


def _values(wish: Wish) -> dict[str, object]:
    """Return the columns that tell what is proposed."""
    new = {"topic": None, "title": wish.title, "answer": wish.answer}
    known = {"topic": wish.topic, "title": None, "answer": None}
    return {"phrasing": wish.phrasing, "locale": wish.locale, **(new if wish.is_new else known)}


def _write_down(
    connection: Connection, actor: Actor, ticket: Ticket, proposal: int, now: float
) -> None:
    told = {"ticket": ticket.id, "at": now, "actor": actor.person, "deed": str(Task.PROPOSE)}
    stays = {"before": ticket.state, "after": ticket.state, "details": {"proposal": proposal}}
    ticket_history.add(connection, actor.workspace, told | stays)


def settle(connection: Connection, proposal: Proposal, state: str, now: float) -> bool:
    """Have a proposal accepted or rejected, and the card's thread tell it; False if it was before.

    Whoever writes what was accepted does so in the same transaction.
    """
    settled = proposals.settle(connection, proposal.workspace, proposal.id, state)
    if settled:
        replying.proposed(connection, proposal, now)
    return settled
