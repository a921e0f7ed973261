"""Every function of the storage floor, called once: on rows of one workspace or of another."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from bot.storage import (
    drafts,
    handovers,
    inbox,
    locks,
    outbox,
    pauses,
    people,
    questions,
    reminders,
    ticket_files,
    tickets,
)
from bot.storage.inbox import Received
from bot.storage.people import Person
from bot.storage.schema import SENT

Calls = Mapping[str, Callable[[Connection], object]]

OURS, THEIRS = "T-OURS", "T-THEIRS"
NOW = 1_000.0
PERSON, CHANNEL, TS, METHOD, LANE = "U1", "C1", "1.0", "chat.postMessage", "C1"
COMPANY, FORM, KEY, DOMAIN = "T-LEARN", "discrepancy", "FR2026-118", "learn.example"
FILE, VIEW = "F1", "V1"
MODULES = (
    drafts,
    handovers,
    inbox,
    locks,
    outbox,
    pauses,
    people,
    questions,
    reminders,
    ticket_files,
    tickets,
)

QUESTION: Mapping[str, Any] = {
    "person": PERSON,
    "place": "direct",
    "channel": CHANNEL,
    "message_ts": TS,
    "text": "When do KPIs show?",
    "asked_at": NOW,
    "locale": "nl",
    "detected": "nl",
    "decision": "answer",
    "suggestions": ["a", "b"],
    "confidence": 0.75,
    "mention": [None, 3],
}
HANDOVER: Mapping[str, Any] = {
    "question": 1,
    "locale": "nl",
    "candidates": ["a"],
    "confidence": 0.25,
    "handed_over_at": NOW,
}
ANSWERS: Mapping[str, Any] = {
    "lines": [{"invoice": {"typed": KEY, "meant": None}}],
    "common": {"month": {"typed": "mei", "meant": "5"}},
    "asks": {"another": "no"},
}
DRAFT: Mapping[str, Any] = {
    "person": PERSON,
    "company": COMPANY,
    "form": FORM,
    "locale": "nl",
    "channel": CHANNEL,
    "thread_ts": TS,
    "view": VIEW,
    "talking": True,
    "step": "invoice",
    "answers": ANSWERS,
    "asked": {"problem": "month-unknown"},
    "begun_at": NOW,
    "changed_at": NOW,
    "kept_until": NOW + 1,
}
TICKET: Mapping[str, Any] = {
    "kind": FORM,
    "person": PERSON,
    "company": COMPANY,
    "locale": "nl",
    "channel": CHANNEL,
    "thread_ts": TS,
    "answers": ANSWERS,
    "created_at": NOW,
    "changed_at": NOW,
}


def request(workspace: str, key: str = "Ev1", payload: str = "{}") -> Received:
    return Received(workspace, key, "events_api", payload)


def attempt(connection: Connection, table: Table, row: int) -> int:
    """Give the number of a row's lease."""
    found = select(table.c.attempts).where(table.c.id == row)
    return connection.scalar(found) or 0


def fill(connection: Connection, workspace: str) -> None:
    """Put one row into every table; the first to be filled gets the ids 1."""
    inbox.store(connection, [request(workspace)], NOW)
    outbox.post(connection, workspace, LANE, "reply", {"question": 1}, NOW)
    pauses.pause(connection, workspace, METHOD, NOW + 30)
    people.keep_slack_locale(connection, workspace, PERSON, "fr", NOW)
    people.choose_locale(connection, workspace, PERSON, "nl")
    people.greet_once(connection, workspace, PERSON, NOW)
    questions.add(connection, workspace, QUESTION)
    handovers.add(connection, workspace, HANDOVER)
    draft = drafts.add(connection, workspace, DRAFT)
    reminders.add(connection, workspace, PERSON, draft, NOW)
    ticket = tickets.add(connection, workspace, TICKET)
    tickets.set_keys(connection, workspace, ticket, COMPANY, FORM, [KEY])
    ticket_files.add(connection, workspace, ticket, FILE)


def reading(workspace: str) -> Mapping[str, tuple[Callable[[Connection], object], object]]:
    """Every function that tells something of a workspace, and what it says of nothing."""
    return {
        "drafts.find": (lambda c: drafts.find(c, workspace, 1), None),
        "drafts.of_person": (lambda c: drafts.of_person(c, workspace, PERSON), []),
        "drafts.in_view": (lambda c: drafts.in_view(c, workspace, PERSON, VIEW), None),
        "drafts.open_for": (lambda c: drafts.open_for(c, workspace, PERSON, FORM), None),
        "drafts.talking_in": (
            lambda c: drafts.talking_in(c, workspace, PERSON, CHANNEL, TS),
            None,
        ),
        "handovers.of_question": (lambda c: handovers.of_question(c, workspace, 1), None),
        "handovers.withdraw": (lambda c: handovers.withdraw(c, workspace, 1), False),
        "pauses.paused_until": (lambda c: pauses.paused_until(c, workspace, METHOD), 0.0),
        "people.find": (lambda c: people.find(c, workspace, PERSON), Person()),
        "questions.find": (lambda c: questions.find(c, workspace, 1), None),
        "questions.at_message": (
            lambda c: questions.at_message(c, workspace, CHANNEL, TS),
            None,
        ),
        "questions.recent_locale": (
            lambda c: questions.recent_locale(c, workspace, channel=CHANNEL, person=PERSON),
            None,
        ),
        "questions.handed_over_by": (lambda c: questions.handed_over_by(c, workspace, PERSON), []),
        "ticket_files.find": (lambda c: ticket_files.find(c, workspace, 1, FILE), None),
        "ticket_files.of_ticket": (lambda c: ticket_files.of_ticket(c, workspace, 1), []),
        "tickets.find": (lambda c: tickets.find(c, workspace, 1), None),
        "tickets.of_person": (lambda c: tickets.of_person(c, workspace, PERSON), []),
        "tickets.open_of_person": (lambda c: tickets.open_of_person(c, workspace, PERSON), []),
        "tickets.same": (
            lambda c: tickets.same(c, workspace, COMPANY, FORM, [KEY], None),
            None,
        ),
    }


def writing(workspace: str) -> Calls:
    """Every function that changes or makes something in a workspace."""
    return {
        "drafts.add": lambda c: drafts.add(c, workspace, DRAFT),
        "drafts.change": lambda c: drafts.change(c, workspace, 1, view="V2"),
        "drafts.end": lambda c: drafts.end(c, workspace, 1, SENT),
        "drafts.hold": lambda c: drafts.hold(c, workspace, PERSON),
        "handovers.add": lambda c: handovers.add(c, workspace, HANDOVER),
        "handovers.withdraw": lambda c: handovers.withdraw(c, workspace, 1),
        "locks.hold": lambda c: locks.hold(c, workspace, "name"),
        "inbox.finish": lambda c: inbox.finish(c, workspace, 1, 0),
        "inbox.note": lambda c: inbox.note(c, workspace, "Ev1", "interactive", NOW + 5),
        "inbox.park": lambda c: inbox.park(c, workspace, 1, 0, "problem"),
        "inbox.retry": lambda c: inbox.retry(c, workspace, 1, 0, NOW + 5, "problem"),
        "inbox.store": lambda c: inbox.store(c, [request(workspace, payload="[]")], NOW + 5),
        "outbox.finish": lambda c: outbox.finish(c, workspace, 1, 0),
        "outbox.park": lambda c: outbox.park(c, workspace, 1, 0, "problem"),
        "outbox.post": lambda c: outbox.post(c, workspace, LANE, "reply", {}, NOW),
        "outbox.retry": lambda c: outbox.retry(c, workspace, 1, 0, NOW + 5, "problem"),
        "outbox.postpone": lambda c: outbox.postpone(c, workspace, 1, 0, NOW + 5, "problem", 0),
        "inbox.claim": lambda c: inbox.claim(c, request(workspace), NOW + 5, 60),
        "pauses.pause": lambda c: pauses.pause(c, workspace, METHOD, NOW + 99),
        "people.choose_locale": lambda c: people.choose_locale(c, workspace, PERSON, "sv"),
        "people.greet_once": lambda c: people.greet_once(c, workspace, PERSON, NOW + 5),
        "people.keep_profile": lambda c: people.keep_profile(
            c, workspace, PERSON, "zh", NOW + 5, "Asia/Shanghai", DOMAIN
        ),
        "people.keep_slack_locale": lambda c: people.keep_slack_locale(
            c, workspace, PERSON, "zh", NOW + 5
        ),
        "questions.add": lambda c: questions.add(c, workspace, QUESTION),
        "questions.change": lambda c: questions.change(c, workspace, 1, text="changed"),
        "reminders.add": lambda c: reminders.add(c, workspace, PERSON, 1, NOW),
        "reminders.drop_for": lambda c: reminders.drop_for(c, workspace, 1),
        "ticket_files.add": lambda c: ticket_files.add(c, workspace, 1, FILE),
        "ticket_files.change": lambda c: ticket_files.change(c, workspace, 1, FILE, copy="F2"),
        "ticket_files.forget": lambda c: ticket_files.forget(c, workspace, 1, FILE),
        "tickets.add": lambda c: tickets.add(c, workspace, TICKET),
        "tickets.hold": lambda c: tickets.hold(c, workspace),
        "tickets.change": lambda c: tickets.change(c, workspace, 1, revision=2),
        "tickets.set_keys": lambda c: tickets.set_keys(c, workspace, 1, COMPANY, FORM, ["other"]),
    }


ACROSS: Calls = {
    "drafts.forget": lambda c: drafts.forget(c, NOW + 5),
    "reminders.forget": lambda c: reminders.forget(c, NOW + 5),
    "reminders.take_due": lambda c: reminders.take_due(c, NOW, 16),
    "inbox.blank_parked": lambda c: inbox.blank_parked(c, NOW + 5),
    "inbox.forget_parked": lambda c: inbox.forget_parked(c, NOW + 5),
    "inbox.parked": inbox.parked,
    "outbox.blank_parked": lambda c: outbox.blank_parked(c, NOW + 5),
    "outbox.forget_parked": lambda c: outbox.forget_parked(c, NOW + 5),
    "outbox.parked": outbox.parked,
    "inbox.forget": lambda c: inbox.forget(c, NOW + 5),
    "inbox.lease": lambda c: inbox.lease(c, NOW, 60, 16),
    "inbox.oldest_waiting": inbox.oldest_waiting,
    "outbox.forget": lambda c: outbox.forget(c, NOW + 5),
    "outbox.lease": lambda c: outbox.lease(c, NOW, 60, 16),
    "outbox.oldest_waiting": outbox.oldest_waiting,
}
"""What workers, the clean-up and the readiness check do for all workspaces at once."""


def public_functions() -> set[str]:
    """The names of all functions of the modules above, as `module.function`."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, value in vars(module).items()
        if not name.startswith("_")
        and getattr(value, "__module__", "") == module.__name__
        and not isinstance(value, type)
    }
