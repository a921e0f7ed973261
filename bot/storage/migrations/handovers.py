"""Makes tickets of the questions that were handed over, as the desk keeps them since 0003.

A question whose card is shown was handed over once; one that does not wait was withdrawn.
"""

import time
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

_questions = sa.table(
    "questions",
    *map(sa.column, ("id", "workspace", "person", "place", "channel", "message_ts", "thread_ts")),
    *map(sa.column, ("asked_at", "locale", "detected", "topic", "confidence")),
    *map(sa.column, ("reply_ts", "card_channel", "card_ts")),
    sa.column("suggestions", sa.JSON()),
)
_handovers = sa.table(
    "handovers",
    *map(sa.column, ("workspace", "question", "confidence", "handed_over_at")),
    sa.column("candidates", sa.JSON()),
)
_tickets = sa.table(
    "tickets",
    *map(sa.column, ("id", "workspace", "number", "kind", "person", "company", "locale", "state")),
    *map(sa.column, ("written_in", "channel", "thread_ts", "question", "created_at", "changed_at")),
    *map(sa.column, ("receipt_channel", "receipt_ts", "card_channel", "card_ts")),
    *map(sa.column, ("opened_at", "look_at")),
    sa.column("answers", sa.JSON()),
    sa.column("evidence", sa.JSON()),
)
_threads = sa.table(
    "ticket_threads", *map(sa.column, ("workspace", "channel", "thread_ts", "ticket"))
)
_numbers = sa.table("ticket_numbers", sa.column("workspace"), sa.column("last"))
_people = sa.table("people", *map(sa.column, ("workspace", "person", "company_domain")))
_outbox = sa.table(
    "outbox",
    *map(sa.column, ("id", "workspace", "lane", "message", "state", "created_at", "due_at")),
    sa.column("about", sa.JSON()),
)


def move(connection: sa.Connection) -> None:
    """Make the tickets, numbered after those that are there, and have all open cards drawn.

    What waits to be said of a handover is said of its ticket: a deploy loses nothing.
    """
    made: dict[tuple[str, int], int] = {}
    for asked in connection.execute(_handed_over()).mappings().all():
        number = _next_number(connection, asked["workspace"])
        row = sa.insert(_tickets).values(_ticket(asked, number)).returning(_tickets.c.id)
        ticket = connection.execute(row).scalar_one()
        made[asked["workspace"], asked["id"]] = ticket
        _listen(connection, asked, ticket)
    receipts = _tickets.c.receipt_ts.is_not(None) & _tickets.c.question.is_(None)
    for sent in connection.execute(sa.select(_tickets).where(receipts)).mappings().all():
        _listen_at(connection, sent, sent["receipt_channel"], sent["receipt_ts"], sent["id"])
    _say_of_tickets(connection, made)
    _show_open(connection)


def _handed_over() -> sa.Select[Any]:
    """Select what waits, and what was withdrawn but has a card."""
    of = sa.and_(
        _handovers.c.workspace == _questions.c.workspace, _handovers.c.question == _questions.c.id
    )
    known = sa.and_(
        _people.c.workspace == _questions.c.workspace, _people.c.person == _questions.c.person
    )
    waits = _handovers.c.question.is_not(None)
    then = (_handovers.c.confidence.label("confidence_then"), _handovers.c.candidates)
    joined = _questions.outerjoin(_handovers, of).outerjoin(_people, known)
    at = sa.func.coalesce(_handovers.c.handed_over_at, _questions.c.asked_at).label("at")
    return (
        sa.select(*_questions.c, waits.label("waits"), *then, at, _people.c.company_domain)
        .select_from(joined)
        .where(waits | _questions.c.card_ts.is_not(None))
        .order_by(at, _questions.c.id)
    )


def _next_number(connection: sa.Connection, workspace: str) -> int:
    its = _numbers.c.workspace == workspace
    last = connection.scalar(sa.select(_numbers.c.last).where(its))
    number = (last or 0) + 1
    row = {"workspace": workspace, "last": number}
    changed = sa.insert(_numbers).values(row)
    connection.execute(changed if last is None else sa.update(_numbers).where(its).values(row))
    return number


def _ticket(asked: sa.RowMapping, number: int) -> dict[str, Any]:
    same = ("workspace", "person", "locale", "card_channel", "card_ts")
    private = asked["place"] == "private"
    return {
        **{name: asked[name] for name in same},
        **dict.fromkeys(("created_at", "changed_at", "opened_at"), asked["at"]),
        "look_at": asked["at"] if asked["waits"] else None,
        "number": number,
        "kind": "question",
        "question": asked["id"],
        "company": f"{asked['workspace']} {asked['company_domain'] or asked['person']}",
        "written_in": asked["detected"] or asked["locale"],
        "channel": asked["person"] if private else asked["channel"],
        "thread_ts": None if private else asked["thread_ts"] or asked["message_ts"],
        "answers": {"lines": [], "common": {}, "asks": {}},
        "evidence": _evidence(asked),
        "state": "new" if asked["waits"] else "withdrawn",
    }


def _evidence(asked: sa.RowMapping) -> dict[str, Any]:
    if asked["waits"]:
        return {"candidates": asked["candidates"], "confidence": asked["confidence_then"]}
    topics = [asked["topic"]] if asked["topic"] else []
    return {"candidates": [*topics, *asked["suggestions"]], "confidence": asked["confidence"]}


def _listen(connection: sa.Connection, asked: sa.RowMapping, ticket: int) -> None:
    """Let what is written in a question's thread, or below its reply, be of its ticket."""
    if asked["place"] == "private":
        return
    ends = (asked["thread_ts"] or asked["message_ts"], asked["reply_ts"])
    for ts in dict.fromkeys(filter(None, ends)):
        _listen_at(connection, asked, asked["channel"], ts, ticket)


def _listen_at(
    connection: sa.Connection, row: sa.RowMapping, channel: str, ts: str, ticket: int
) -> None:
    thread = {"workspace": row["workspace"], "channel": channel, "thread_ts": ts}
    its = sa.and_(*(_threads.c[name] == value for name, value in thread.items()))
    if connection.scalar(sa.select(_threads.c.ticket).where(its)) is None:
        connection.execute(sa.insert(_threads).values(**thread, ticket=ticket))


def _say_of_tickets(connection: sa.Connection, made: Mapping[tuple[str, int], int]) -> None:
    """Let what waits to be said of a card be said of a ticket, in the lane that its card has now.

    What was withdrawn before it had a card has no ticket, and nothing to be said.
    """
    unsaid = _outbox.c.message.in_(("card", "ticket-card")) & (_outbox.c.state != "done")
    for row in connection.execute(sa.select(_outbox).where(unsaid)).mappings().all():
        of_question = made.get((row["workspace"], row["about"].get("question")))
        ticket = row["about"].get("ticket", of_question)
        said = {"message": "ticket-card", "about": {"ticket": ticket}, "lane": _lane(ticket)}
        over = {"state": "done", "about": {}}
        changed = sa.update(_outbox).where(_outbox.c.id == row["id"])
        connection.execute(changed.values(over if ticket is None else said))


def _show_open(connection: sa.Connection) -> None:
    """Have the cards of open tickets drawn anew: what can be done with them is new."""
    now = time.time()
    waits = (_outbox.c.message == "ticket-card") & (_outbox.c.state == "waiting")
    found = connection.execute(sa.select(_outbox.c.workspace, _outbox.c.lane).where(waits))
    lanes = {tuple(row) for row in found}
    is_open = sa.select(_tickets).where(_tickets.c.state == "new").order_by(_tickets.c.id)
    for ticket in connection.execute(is_open).mappings().all():
        row = {"workspace": ticket["workspace"], "lane": _lane(ticket["id"])}
        if tuple(row.values()) not in lanes:
            said = {"message": "ticket-card", "about": {"ticket": ticket["id"]}}
            at = {"state": "waiting", "created_at": now, "due_at": now}
            connection.execute(sa.insert(_outbox).values(row | said | at))


def _lane(ticket: int | None) -> str:
    return f"ticket-card:{ticket}"
