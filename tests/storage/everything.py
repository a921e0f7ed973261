"""Every function of the storage floor, called once: on rows of one workspace or of another."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, select

from bot import storage
from bot.desk.batches import Stage
from bot.desk.life import Deed
from bot.desk.listings import Listing, View
from bot.desk.privacy import ERASED
from bot.desk.summary import FirstAnswers, Ratings, Span, Week
from bot.storage import (
    audit_log,
    batches,
    channels,
    drafts,
    emptying,
    erasures,
    expiry,
    gauges,
    inbox,
    installations,
    jobs,
    listings,
    locks,
    oauth_states,
    outbox,
    pauses,
    people,
    personal,
    postings,
    proposals,
    questions,
    rate_limits,
    reminders,
    schema,
    statistics,
    ticket_counts,
    ticket_files,
    ticket_followers,
    ticket_history,
    ticket_messages,
    ticket_threads,
    ticket_words,
    tickets,
    workspaces,
)
from bot.storage.inbox import Received
from bot.storage.listings import Page
from bot.storage.outbox import Message
from bot.storage.people import Person, Profile
from bot.storage.questions import Question
from bot.storage.rate_limits import Rate
from bot.storage.schema import ACCEPTED, SENT
from bot.storage.ticket_counts import Counts

Calls = Mapping[str, Callable[[Connection], object]]

OURS, THEIRS = "T-OURS", "T-THEIRS"
NOW = 1_000.0
PERSON, CHANNEL, TS, METHOD, LANE = "U1", "C1", "1.0", "chat.postMessage", "C1"
COMPANY, FORM, KEY, DOMAIN = "T-LEARN", "discrepancy", "FR2026-118", "learn.example"
FILE, VIEW = "F1", "V1"
EARLIER = "G1"
PACE, ONCE = Rate(1.0, 9), Rate(1.0, 1)
SUPPORTER, MONTH, JOB = "U-NOOR", "2026-03", "summary"
PHRASING = "waar schrijf ik me in"
WEEK = Span(date(1970, 1, 1), 0.0, 2 * NOW)
QUIET = Week(WEEK.first_day, {}, {}, FirstAnswers(), Ratings(), 0, 0)
TOOLS = {
    *(
        "backing_up",
        "copying",
        "database",
        "grouping",
        "hints",
        "holdings",
        "idleness",
        "leases",
        "listening",
    ),
    "migrating",
    *(
        "migrations",
        "moving_over",
        "naming",
        "notices",
        "prepared",
        "schema",
        "shares",
        "upserts",
        "views",
    ),
}
"""The modules that work on no table of their own: whose rows they touch is their caller's word."""

MODULES = tuple(
    importlib.import_module(f"{storage.__name__}.{each.name}")
    for each in pkgutil.iter_modules(storage.__path__)
    if each.name not in TOOLS
)

QUESTION: dict[str, Any] = {
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
ANSWERS: dict[str, Any] = {
    "lines": [{"invoice": {"typed": KEY, "meant": None}}],
    "common": {"month": {"typed": "mei", "meant": "5"}},
    "asks": {"another": "no"},
}
DRAFT: dict[str, Any] = {
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
TICKET: dict[str, Any] = {
    "kind": FORM,
    "person": PERSON,
    "company": COMPANY,
    "locale": "nl",
    "channel": CHANNEL,
    "thread_ts": TS,
    "answers": ANSWERS,
    "created_at": NOW,
    "changed_at": NOW,
    "look_at": NOW,
}
HANDED_OVER: dict[str, Any] = {
    **TICKET,
    "kind": "question",
    "question": 1,
    "evidence": {"candidates": ["a"], "confidence": 0.25},
}
PROPOSAL: dict[str, Any] = {
    "locale": "nl",
    "topic": "enroll-where",
    "phrasing": PHRASING,
    "proposed_by": SUPPORTER,
    "proposed_at": NOW,
}
ENTRY: dict[str, Any] = {
    "ticket": 1,
    "at": NOW,
    "actor": SUPPORTER,
    "deed": "assign",
    "before": "new",
    "after": "in-progress",
    "details": {"to": "U-SAM"},
}
INSTALLATION: dict[str, Any] = {
    "is_enterprise": False,
    "app_id": "A1",
    "bot_id": "B1",
    "bot_user": "U-BOT",
    "scopes": "chat:write",
    "token": "encrypted",
    "installed_at": NOW,
}
MESSAGE: dict[str, Any] = {
    "ticket": 1,
    "side": ticket_messages.PARTNER,
    "author": PERSON,
    "text": "I have the invoice now.",
    "files": [f"{FILE} invoice.pdf"],
    "written_at": NOW,
    "locale": "nl",
    "channel": CHANNEL,
    "ts": TS,
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
    people.ask_rating(connection, workspace, PERSON, NOW)
    people.keep_listing(connection, workspace, PERSON, {"view": "all"})
    people.keep_is_admin(connection, workspace, PERSON, is_admin=True)
    question = questions.add(connection, workspace, QUESTION)
    draft = drafts.add(connection, workspace, DRAFT)
    reminders.add(connection, workspace, PERSON, draft, NOW)
    ticket = tickets.add(connection, workspace, TICKET)
    tickets.set_keys(connection, workspace, ticket, COMPANY, FORM, [KEY])
    ticket_files.add(connection, workspace, ticket, FILE)
    for values in (HANDED_OVER | {"question": question}, TICKET):
        tickets.add(connection, workspace, values)
    ticket_followers.add(connection, workspace, ticket, SUPPORTER)
    said = ticket_messages.add(connection, workspace, MESSAGE | {"ticket": ticket, "view": VIEW})
    entry = ENTRY | {"ticket": ticket, "details": {"message": said}}
    ticket_history.add(connection, workspace, entry)
    ticket_threads.listen(connection, workspace, CHANNEL, TS, ticket)
    jobs.plan(connection, workspace, JOB, NOW)
    channels.move(connection, workspace, EARLIER, CHANNEL)
    proposals.keep(connection, workspace, PROPOSAL | {"ticket": ticket})
    ticket_words.keep(connection, workspace, ticket, [KEY])
    _fill_batches(connection, workspace, ticket)
    _fill_house(connection, workspace)


def _fill_batches(connection: Connection, workspace: str, ticket: int) -> None:
    batch = batches.open_new(connection, workspace, FORM, MONTH, NOW) or 1
    batches.fill(connection, workspace, batch, [ticket], Deed.SUBMIT)


def _fill_house(connection: Connection, workspace: str) -> None:
    """Put rows into what tells of the workspace itself."""
    workspaces.know(connection, workspace, None, NOW)
    rows: dict[Table, dict[str, Any]] = {
        schema.installations: INSTALLATION | {"workspace": workspace},
        schema.oauth_states: {"state": f"state of {workspace}", "expires_at": NOW},
        schema.rate_limits: {"workspace": workspace, "subject": CHANNEL, "free_at": NOW},
        schema.audit_log: {"workspace": workspace, "at": NOW, "action": "export", "about": {}},
    }
    for table, row in rows.items():
        connection.execute(table.insert().values(row))


def leased_message(workspace: str) -> Message:
    """Give a message as it is leased first."""
    return Message(1, workspace, LANE, "reply", {}, NOW, 0, 0, 0, None)


def later(workspace: str) -> Question:
    """Give a question that was asked after the one that is kept."""
    nothing = dict.fromkeys(Question._fields)
    same = {name: QUESTION[name] for name in ("person", "channel", "asked_at")}
    return Question(**nothing | same | {"id": 99, "workspace": workspace})  # type: ignore[arg-type]


def elapsed(start: float, end: float) -> float:
    return end - start


def erased(connection: Connection) -> None:
    """Have the first ticket be one of somebody who was erased, which is still shown."""
    shown = {"person": ERASED, "card_channel": CHANNEL, "card_ts": TS}
    tickets.change(connection, OURS, 1, **shown)


def shown_of(connection: Connection, workspace: str) -> object:
    erased(connection)
    return postings.shown(connection, workspace, schema.tickets, 1, "card")


def is_erased(connection: Connection, workspace: str) -> bool:
    erased(connection)
    return postings.is_erased(connection, workspace, 1)


def posted(connection: Connection, workspace: str) -> object:
    ticket_files.change(connection, OURS, 1, FILE, copy="F2")
    return postings.posted(connection, workspace, 1)


def posted_of_drafts(connection: Connection, workspace: str) -> object:
    drafts.change(connection, OURS, 1, message_ts=TS)
    return postings.posted_of_drafts(connection, workspace, PERSON)


def owned(connection: Connection, workspace: str) -> object:
    tickets.change(connection, OURS, 1, owner=SUPPORTER)
    return erasures.owned(connection, workspace, SUPPORTER, 9)


def reading(workspace: str) -> Mapping[str, tuple[Callable[[Connection], object], object]]:
    """Every function that tells something of a workspace, and what it says of nothing."""
    return {
        "audit_log.of_workspace": (lambda c: audit_log.of_workspace(c, workspace, 9), []),
        "emptying.is_empty": (lambda c: emptying.is_empty(c, workspace), True),
        "erasures.own_questions": (
            lambda c: erasures.own_questions(c, workspace, PERSON, 9),
            [],
        ),
        "erasures.own_tickets": (lambda c: erasures.own_tickets(c, workspace, PERSON, 9), []),
        "erasures.owned": (lambda c: owned(c, workspace), []),
        "personal.naming": (
            lambda c: personal.naming(c, workspace, SUPPORTER, schema.proposals, 0, 9),
            ([], 1),
        ),
        "personal.own": (lambda c: personal.own(c, workspace, PERSON, schema.people), []),
        "postings.is_erased": (lambda c: is_erased(c, workspace), False),
        "postings.posted": (lambda c: posted(c, workspace), postings.Posted([], [])),
        "postings.posted_of_drafts": (lambda c: posted_of_drafts(c, workspace), []),
        "postings.shown": (lambda c: shown_of(c, workspace), None),
        "channels.current": (lambda c: channels.current(c, workspace, EARLIER), EARLIER),
        "batches.find": (lambda c: batches.find(c, workspace, 1), None),
        "batches.of_month": (lambda c: batches.of_month(c, workspace, FORM, MONTH), None),
        "batches.at_stage": (lambda c: batches.at_stage(c, workspace, Stage.OPEN), []),
        "batches.showing": (lambda c: batches.showing(c, workspace, FORM, 1), []),
        "batches.waiting": (lambda c: batches.waiting(c, workspace, FORM, 1), []),
        "batches.is_waited_for": (lambda c: batches.is_waited_for(c, workspace, FORM), False),
        "batches.held": (lambda c: batches.held(c, workspace, 1), []),
        "batches.to_do": (lambda c: batches.to_do(c, workspace, 5), []),
        "drafts.find": (lambda c: drafts.find(c, workspace, 1), None),
        "drafts.of_person": (lambda c: drafts.of_person(c, workspace, PERSON), []),
        "drafts.in_view": (lambda c: drafts.in_view(c, workspace, PERSON, VIEW), None),
        "drafts.open_for": (lambda c: drafts.open_for(c, workspace, PERSON, FORM), None),
        "drafts.talking_in": (
            lambda c: drafts.talking_in(c, workspace, PERSON, CHANNEL, TS),
            None,
        ),
        "installations.find": (lambda c: installations.find(c, workspace), None),
        "jobs.due_at": (lambda c: jobs.due_at(c, workspace, JOB), None),
        "jobs.take": (lambda c: jobs.take(c, workspace, JOB, NOW, NOW + 5), False),
        "rate_limits.is_free": (
            lambda c: rate_limits.is_free(c, workspace, CHANNEL, ONCE, 0),
            True,
        ),
        "pauses.paused": (lambda c: pauses.paused(c, {(workspace, METHOD)}, NOW), {}),
        "pauses.paused_until": (lambda c: pauses.paused_until(c, workspace, METHOD), 0.0),
        "people.find": (lambda c: people.find(c, workspace, PERSON), Person()),
        "people.several": (lambda c: people.several(c, workspace, [PERSON]), {}),
        "people.listing": (lambda c: people.listing(c, workspace, PERSON), None),
        "people.is_admin": (lambda c: people.is_admin(c, workspace, PERSON), False),
        "people.admins": (lambda c: people.admins(c, workspace), []),
        "people.rating_asked_at": (lambda c: people.rating_asked_at(c, workspace, PERSON), None),
        "proposals.find": (lambda c: proposals.find(c, workspace, 1), None),
        "proposals.of_phrasing": (
            lambda c: proposals.of_phrasing(c, workspace, 1, PHRASING),
            None,
        ),
        "questions.find": (lambda c: questions.find(c, workspace, 1), None),
        "questions.texts": (lambda c: questions.texts(c, workspace, [1]), {}),
        "questions.at_message": (
            lambda c: questions.at_message(c, workspace, CHANNEL, TS),
            None,
        ),
        "questions.recent_locale": (
            lambda c: questions.recent_locale(c, workspace, channel=CHANNEL, person=PERSON),
            None,
        ),
        "questions.earlier": (lambda c: questions.earlier(c, later(workspace), 0, 3), []),
        "statistics.week": (
            lambda c: statistics.week(c, workspace, WEEK, NOW, elapsed),
            QUIET,
        ),
        "ticket_files.find": (lambda c: ticket_files.find(c, workspace, 1, FILE), None),
        "ticket_files.of_ticket": (lambda c: ticket_files.of_ticket(c, workspace, 1), []),
        "ticket_followers.of_ticket": (lambda c: ticket_followers.of_ticket(c, workspace, 1), []),
        "ticket_history.find": (lambda c: ticket_history.find(c, workspace, 1), None),
        "ticket_history.of_message": (
            lambda c: ticket_history.of_message(c, workspace, 1, 1),
            None,
        ),
        "ticket_history.of_ticket": (lambda c: ticket_history.of_ticket(c, workspace, 1, 5), []),
        "ticket_messages.at": (lambda c: ticket_messages.at(c, workspace, CHANNEL, TS), None),
        "ticket_messages.before": (
            lambda c: ticket_messages.before(c, workspace, 1, 99, 5),
            [],
        ),
        "ticket_messages.last_of": (
            lambda c: ticket_messages.last_of(c, workspace, 1, ticket_messages.PARTNER),
            None,
        ),
        "ticket_messages.of_view": (lambda c: ticket_messages.of_view(c, workspace, VIEW), None),
        "ticket_messages.find": (lambda c: ticket_messages.find(c, workspace, 1), None),
        "ticket_messages.of_ticket": (lambda c: ticket_messages.of_ticket(c, workspace, 1, 5), []),
        "ticket_threads.ticket_in": (
            lambda c: ticket_threads.ticket_in(c, workspace, CHANNEL, TS),
            None,
        ),
        "ticket_counts.counts": (
            lambda c: ticket_counts.counts(c, workspace, PERSON, View.OPEN, NOW),
            Counts(dict.fromkeys(View, 0), {}, {}),
        ),
        "ticket_words.of_ticket": (lambda c: ticket_words.of_ticket(c, workspace, 1), []),
        "workspaces.find": (lambda c: workspaces.find(c, workspace), None),
        "listings.page": (
            lambda c: listings.page(c, workspace, PERSON, Listing(View.ALL), NOW, 9),
            Page([], [], has_before=False, has_after=False),
        ),
        "tickets.find": (lambda c: tickets.find(c, workspace, 1), None),
        "tickets.numbered": (lambda c: tickets.numbered(c, workspace, 1), None),
        "tickets.open_ids": (lambda c: tickets.open_ids(c, workspace), []),
        "tickets.of_question": (lambda c: tickets.of_question(c, workspace, 1), None),
        "tickets.of_person": (lambda c: tickets.of_person(c, workspace, PERSON), []),
        "tickets.open_of_person": (lambda c: tickets.open_of_person(c, workspace, PERSON), []),
        "tickets.lately_of_person": (
            lambda c: tickets.lately_of_person(c, workspace, PERSON, NOW),
            [],
        ),
        "tickets.of_person_in": (
            lambda c: tickets.of_person_in(c, workspace, CHANNEL, TS, PERSON),
            None,
        ),
        "tickets.to_look_at": (lambda c: tickets.to_look_at(c, workspace, NOW, 16), []),
        "tickets.same": (
            lambda c: tickets.same(c, workspace, COMPANY, FORM, [KEY], None),
            None,
        ),
    }


def writing(workspace: str) -> Calls:
    """Every function that changes or makes something in a workspace."""
    return {
        "audit_log.record": lambda c: audit_log.record(c, workspace, PERSON, "x", {}, NOW),
        "emptying.leave": lambda c: emptying.leave(c, workspace, NOW + 5),
        "emptying.take_away": lambda c: emptying.take_away(c, workspace, 10**6),
        "erasures.drop_ticket": lambda c: erasures.drop_ticket(c, workspace, 1),
        "erasures.drop_unsent": lambda c: erasures.drop_unsent(c, workspace, LANE),
        "erasures.erase_named": lambda c: erasures.erase_named(
            c, workspace, SUPPORTER, schema.proposals, (), 0, 9
        ),
        "erasures.erase_own": lambda c: erasures.erase_own(c, workspace, PERSON),
        "erasures.erase_questions": lambda c: erasures.erase_questions(c, workspace, PERSON, [1]),
        "erasures.erase_requests": lambda c: erasures.erase_requests(
            c, workspace, "{}", bool, 0, 9
        ),
        "erasures.erase_ticket": lambda c: erasures.erase_ticket(c, workspace, PERSON, 1),
        "expiry.forget_batches": lambda c: expiry.forget_batches(c, workspace, NOW + 5),
        "expiry.forget_tickets": lambda c: expiry.forget_tickets(c, workspace, NOW + 5, 9),
        "postings.forget_shown": lambda c: postings.forget_shown(
            c, workspace, schema.tickets, 1, "card"
        ),
        "channels.move": lambda c: channels.move(c, workspace, CHANNEL, "C3"),
        "batches.open_new": lambda c: batches.open_new(c, workspace, FORM, "2026-04", NOW),
        "batches.change": lambda c: batches.change(c, workspace, 1, exported_at=NOW),
        "batches.move": lambda c: batches.move(c, workspace, 1, Stage.OPEN, Stage.DONE),
        "batches.ask": lambda c: batches.ask(c, workspace, 1, NOW),
        "batches.put_aside": lambda c: batches.put_aside(c, workspace, 1, 1, aside=True),
        "batches.fill": lambda c: batches.fill(c, workspace, 1, [1], Deed.RESOLVE),
        "batches.plan": lambda c: batches.plan(c, workspace, 1, [1], Deed.RESOLVE),
        "batches.done": lambda c: batches.done(c, workspace, 1, 1),
        "batches.drop": lambda c: batches.drop(c, workspace, 1, 1),
        "drafts.add": lambda c: drafts.add(c, workspace, DRAFT),
        "drafts.change": lambda c: drafts.change(c, workspace, 1, view="V2"),
        "drafts.end": lambda c: drafts.end(c, workspace, 1, SENT),
        "drafts.hold": lambda c: drafts.hold(c, workspace, PERSON),
        "installations.keep": lambda c: installations.keep(
            c, workspace, INSTALLATION | {"token": "another"}
        ),
        "installations.change": lambda c: installations.change(
            c, workspace, "encrypted", token="another"
        ),
        "installations.drop": lambda c: installations.drop(c, workspace),
        "jobs.drop": lambda c: jobs.drop(c, workspace, JOB),
        "jobs.plan": lambda c: jobs.plan(c, workspace, JOB, NOW + 5),
        "jobs.take": lambda c: jobs.take(c, workspace, JOB, NOW, NOW + 5),
        "locks.hold": lambda c: locks.hold(c, workspace, "name"),
        "inbox.finish": lambda c: inbox.finish(c, workspace, 1, 0),
        "inbox.drop": lambda c: inbox.drop(c, workspace, 1, 0),
        "inbox.note": lambda c: inbox.note(c, workspace, "Ev1", "interactive", NOW + 5),
        "inbox.park": lambda c: inbox.park(c, workspace, 1, 0, "problem"),
        "inbox.revive": lambda c: inbox.revive(c, workspace, "problem", 0.0, NOW + 5),
        "inbox.retry": lambda c: inbox.retry(c, workspace, 1, 0, NOW + 5, "problem"),
        "inbox.store": lambda c: inbox.store(c, [request(workspace, payload="[]")], NOW + 5),
        "outbox.finish": lambda c: outbox.finish(c, workspace, 1, 0),
        "outbox.park": lambda c: outbox.park(c, workspace, 1, 0, "problem"),
        "outbox.post": lambda c: outbox.post(c, workspace, LANE, "reply", {}, NOW),
        "outbox.post_once": lambda c: outbox.post_once(c, workspace, LANE, "home", {}, NOW),
        "outbox.revive": lambda c: outbox.revive(c, workspace, "problem", NOW, NOW + 5),
        "outbox.retry": lambda c: outbox.retry(c, workspace, 1, 0, NOW + 5, "problem"),
        "outbox.postpone": lambda c: outbox.postpone(c, workspace, 1, 0, NOW + 5, "problem", 0),
        "inbox.claim": lambda c: inbox.claim(c, request(workspace), NOW + 5, 60),
        "outbox.post_all": lambda c: outbox.post_all(c, workspace, "reply", {LANE: {}}, NOW),
        "outbox.wait": lambda c: outbox.wait(c, leased_message(workspace), NOW + 5),
        "rate_limits.book": lambda c: rate_limits.book(c, {(workspace, CHANNEL): 1.0}, NOW),
        "rate_limits.take": lambda c: rate_limits.take(c, workspace, CHANNEL, PACE, NOW),
        "pauses.pause": lambda c: pauses.pause(c, workspace, METHOD, NOW + 99),
        "people.keep_is_admin": lambda c: people.keep_is_admin(
            c, workspace, PERSON, is_admin=False
        ),
        "people.ask_rating": lambda c: people.ask_rating(c, workspace, PERSON, NOW + 5),
        "people.keep_listing": lambda c: people.keep_listing(
            c, workspace, PERSON, {"view": "open"}
        ),
        "people.choose_locale": lambda c: people.choose_locale(c, workspace, PERSON, "sv"),
        "people.greet_once": lambda c: people.greet_once(c, workspace, PERSON, NOW + 5),
        "people.keep_profile": lambda c: people.keep_profile(
            c, workspace, PERSON, Profile("zh", "Asia/Shanghai", DOMAIN, COMPANY), NOW + 5
        ),
        "people.keep_slack_locale": lambda c: people.keep_slack_locale(
            c, workspace, PERSON, "zh", NOW + 5
        ),
        "proposals.keep": lambda c: proposals.keep(c, workspace, PROPOSAL | {"ticket": 1}),
        "proposals.change": lambda c: proposals.change(c, workspace, 1, note_ts=TS),
        "proposals.settle": lambda c: proposals.settle(c, workspace, 1, ACCEPTED),
        "questions.add": lambda c: questions.add(c, workspace, QUESTION),
        "questions.change": lambda c: questions.change(c, workspace, 1, text="changed"),
        "reminders.add": lambda c: reminders.add(c, workspace, PERSON, 1, NOW),
        "reminders.drop_for": lambda c: reminders.drop_for(c, workspace, 1),
        "ticket_files.add": lambda c: ticket_files.add(c, workspace, 1, FILE),
        "ticket_files.change": lambda c: ticket_files.change(c, workspace, 1, FILE, copy="F2"),
        "ticket_files.forget": lambda c: ticket_files.forget(c, workspace, 1, FILE),
        "ticket_followers.add": lambda c: ticket_followers.add(c, workspace, 1, PERSON),
        "ticket_followers.drop": lambda c: ticket_followers.drop(c, workspace, 1, SUPPORTER),
        "ticket_history.add": lambda c: ticket_history.add(c, workspace, ENTRY),
        "ticket_messages.hold": lambda c: ticket_messages.hold(c, workspace, PERSON),
        "ticket_messages.add": lambda c: ticket_messages.add(c, workspace, MESSAGE),
        "ticket_messages.change": lambda c: ticket_messages.change(c, workspace, 1, deleted=True),
        "ticket_threads.listen": lambda c: ticket_threads.listen(c, workspace, CHANNEL, TS, 2),
        "ticket_threads.move": lambda c: ticket_threads.move(c, workspace, 1, 2),
        "ticket_words.keep": lambda c: ticket_words.keep(c, workspace, 1, ["other"]),
        "tickets.add": lambda c: tickets.add(c, workspace, TICKET),
        "tickets.hold": lambda c: tickets.hold(c, workspace),
        "tickets.change": lambda c: tickets.change(c, workspace, 1, revision=2),
        "tickets.set_keys": lambda c: tickets.set_keys(c, workspace, 1, COMPANY, FORM, ["other"]),
        "workspaces.choose": lambda c: workspaces.choose(c, workspace, {"desk_locale": "nl"}),
        "workspaces.know": lambda c: workspaces.know(c, workspace, None, NOW + 5),
    }


ACROSS: Calls = {
    "audit_log.forget": lambda c: audit_log.forget(c, NOW + 5, 9),
    "expiry.forget_paces": lambda c: expiry.forget_paces(c, NOW + 5),
    "expiry.forget_people": lambda c: expiry.forget_people(c, NOW + 5, 9),
    "expiry.forget_questions": lambda c: expiry.forget_questions(c, NOW + 5, 9),
    "expiry.numbering": expiry.numbering,
    "jobs.overdue": lambda c: jobs.overdue(c, NOW),
    "jobs.due": lambda c: jobs.due(c, JOB, NOW),
    "gauges.aside": gauges.aside,
    "gauges.by_state": gauges.by_state,
    "gauges.messages": lambda c: gauges.messages(c, "ratelimited", NOW),
    "gauges.overdue": lambda c: gauges.overdue(c, NOW),
    "gauges.planned": gauges.planned,
    "gauges.requests": gauges.requests,
    "gauges.served": gauges.served,
    "gauges.version": gauges.version,
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
    "installations.every": installations.every,
    "installations.expiring": lambda c: installations.expiring(c, NOW),
    "oauth_states.forget": lambda c: oauth_states.forget(c, NOW),
    "oauth_states.keep": lambda c: oauth_states.keep(c, "state", NOW + 5),
    "oauth_states.take": lambda c: oauth_states.take(c, "state", NOW),
    "inbox.lease": lambda c: inbox.lease(c, NOW, 60, 16),
    "inbox.oldest_waiting": inbox.oldest_waiting,
    "proposals.every_open": proposals.every_open,
    "outbox.forget": lambda c: outbox.forget(c, NOW + 5),
    "outbox.lease": lambda c: outbox.lease(c, NOW, 60, 16),
    "outbox.oldest_waiting": outbox.oldest_waiting,
    "workspaces.known": workspaces.known,
    "workspaces.left": lambda c: workspaces.left(c, NOW),
    "workspaces.organized": lambda c: workspaces.organized(c, "E1"),
}
"""What workers, the clean-up and monitoring do for all workspaces at once."""


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
