"""A question goes to the support team as a ticket, or comes back from it."""

from typing import Any

from sqlalchemy import Connection

from bot.desk.life import OPEN, Deed, State
from bot.forms.filled import Filled
from bot.services import acting, duplicates, indexing
from bot.services.acting import Actor, Refusal, act
from bot.storage import people, questions, ticket_threads, tickets
from bot.storage.questions import Place, Question
from bot.storage.tickets import Ticket

QUESTION = "question"
"""The kind of the tickets that come from no form."""


def hand_over(connection: Connection, workspace: str, question: int, now: float) -> None:
    """Give a question to the support team, once; one that was withdrawn goes there again."""
    tickets.hold(connection, workspace)
    asked = questions.find(connection, workspace, question)
    if asked is None:
        return
    ticket = tickets.of_question(connection, workspace, question)
    if ticket is None:
        _create(connection, asked, now)
    elif ticket.state == State.WITHDRAWN:
        act(connection, Actor(workspace, ticket.person), ticket.id, Deed.RESTORE, now)


def take_back(
    connection: Connection, workspace: str, question: int, now: float
) -> Ticket | Refusal | None:
    """Take a question back from the support team; None where it does not have it."""
    ticket = tickets.of_question(connection, workspace, question)
    if ticket is None or ticket.state == State.WITHDRAWN:
        return None
    return act(connection, Actor(workspace, ticket.person), ticket.id, Deed.WITHDRAW, now)


def reword(connection: Connection, before: Question, now: float) -> None:
    """Have the support team shown that a question was edited, and what was considered for it now.

    `before` is the question as it was.
    """
    ticket = tickets.of_question(connection, before.workspace, before.id)
    asked = questions.find(connection, before.workspace, before.id)
    if ticket and asked:
        changed = {"evidence": _evidence(asked), "revision": ticket.revision + 1}
        details = {"before": before.text, "now": asked.text} if ticket.answers_taken else {}
        actor = Actor(before.workspace, ticket.person)
        act(connection, actor, ticket.id, Deed.CHANGE, now, details, changed_at=now, **changed)
        indexing.index(connection, ticket)


def listen_below(connection: Connection, asked: Question, channel: str, reply_ts: str) -> None:
    """Let what is written below the reply to a question be of its ticket, if it has one."""
    ticket = tickets.of_question(connection, asked.workspace, asked.id)
    if ticket:
        ticket_threads.listen(connection, asked.workspace, channel, reply_ts, ticket.id)


def open_ticket(connection: Connection, workspace: str, question: int) -> Ticket | None:
    """Return the ticket of a question that the support team is not done with."""
    ticket = tickets.of_question(connection, workspace, question)
    return ticket if ticket and ticket.state in OPEN else None


def _create(connection: Connection, asked: Question, now: float) -> None:
    ticket = tickets.add(connection, asked.workspace, _ticket(connection, asked, now))
    for ts in dict.fromkeys(filter(None, (_thread(asked), asked.reply_ts))):
        if asked.place != Place.PRIVATE:
            ticket_threads.listen(connection, asked.workspace, asked.channel, ts, ticket)
    made = tickets.find(connection, asked.workspace, ticket)
    if made:
        acting.show(connection, made, now)


def _ticket(connection: Connection, asked: Question, now: float) -> dict[str, Any]:
    """Return a ticket with what the matching considered.

    Its partner hears of it where they asked; who asked in private hears of it in private.
    """
    known = people.find(connection, asked.workspace, asked.person)
    team = known.team or asked.workspace
    return {
        "kind": QUESTION,
        "question": asked.id,
        "person": asked.person,
        "company": duplicates.company_in(connection, asked.workspace, asked.person, team),
        "locale": asked.locale,
        "written_in": asked.detected or asked.locale,
        "channel": asked.person if asked.place == Place.PRIVATE else asked.channel,
        "thread_ts": _thread(asked),
        "answers": Filled().as_json(),
        "evidence": _evidence(asked),
        **dict.fromkeys(("created_at", "changed_at", "opened_at", "look_at"), now),
    }


def _evidence(asked: Question) -> dict[str, Any]:
    candidates = [asked.topic, *asked.suggestions] if asked.topic else asked.suggestions
    return {"candidates": candidates, "confidence": asked.confidence}


def _thread(asked: Question) -> str | None:
    private = asked.place == Place.PRIVATE
    return None if private else asked.thread_ts or asked.message_ts
