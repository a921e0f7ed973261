"""A workspace in which much is kept of two partners and of somebody of the support team."""

import json
import re
from typing import Any

from sqlalchemy import Connection, select

from bot.services import erasing, exporting
from bot.services.erasing import Wish
from bot.slack.own_payloads import wrote_by
from bot.storage import (
    audit_log,
    batches,
    drafts,
    inbox,
    people,
    proposals,
    questions,
    reminders,
    ticket_files,
    ticket_followers,
    ticket_history,
    ticket_messages,
    ticket_threads,
    ticket_words,
    tickets,
)
from bot.storage.inbox import Received
from bot.storage.people import Profile
from bot.storage.schema import metadata, outbox, rate_limits
from bot.storage.tickets import Ticket
from tests.services.scene import NOW, OURS
from tests.services.tickets import SENT

EMMA, OTTO, NOOR = "U0EMMA", "U0EMMA2", "U0NOOR"
"""Two partners, the id of one of whom begins as that of the other; and support."""

Rows = dict[str, list[dict[str, Any]]]


def words(person: str) -> str:
    """Give a word that nobody writes but this person."""
    return f"zebra{person.lower()}"


def know(connection: Connection, workspace: str = OURS) -> None:
    """Keep everything that can be kept of two partners and of who helps them."""
    for person in (EMMA, OTTO):
        _know(connection, workspace, person)
    people.keep_listing(connection, workspace, NOOR, {"view": "all", "partner": EMMA})
    _batch(connection, workspace)
    audit_log.record(connection, workspace, NOOR, "settings-changed", {}, NOW)


def _know(connection: Connection, workspace: str, person: str) -> None:
    word, direct = words(person), f"D{person}"
    profile = Profile("fr", "Europe/Paris", f"{word}.example", f"T-{word}")
    people.keep_profile(connection, workspace, person, profile, NOW)
    asked = {
        "person": person,
        "place": "direct",
        "channel": direct,
        "message_ts": f"1.{person}",
        "text": f"My {word}?",
        "asked_at": NOW,
        "locale": "fr",
        "detected": "fr",
        "decision": "handover",
        "suggestions": ["a"],
        "confidence": 0.5,
        "reply_channel": direct,
        "reply_ts": f"2.{person}",
        "files": [f"F1 {word}.pdf"],
    }
    question = questions.add(connection, workspace, asked)
    draft = {
        "person": person,
        "company": "T1",
        "form": "directory",
        "locale": "fr",
        "step": "a",
        "answers": _filled(word),
        "begun_at": NOW,
        "changed_at": NOW,
        "kept_until": NOW + 9,
        "channel": direct,
        "message_ts": f"3.{person}",
    }
    begun = drafts.add(connection, workspace, draft)
    reminders.add(connection, workspace, person, begun, NOW + 5)
    for values in (
        {"kind": "question", "question": question, "card_channel": "C1", "card_ts": f"4.{person}"},
        {"answers": _filled(word), "receipt_channel": direct, "receipt_ts": f"5.{person}"},
        {"answers": _filled(word), "state": "resolved", "resolved_at": NOW, "rating": 1},
    ):
        _ticket(connection, workspace, person, values)
    _queues(connection, workspace, person)


def _filled(word: str) -> dict[str, Any]:
    return {"lines": [], "common": {"name": {"typed": word}}, "asks": {}}


def _ticket(connection: Connection, workspace: str, person: str, values: dict[str, Any]) -> None:
    word, direct = words(person), f"D{person}"
    own = {"person": person, "company": f"{word}.example", "owner": NOOR, "channel": direct}
    given = SENT | {"state": "in-progress", "thread_ts": f"9.{person}"} | own | values
    ticket = tickets.add(connection, workspace, given)
    tickets.set_keys(connection, workspace, ticket, f"{word}.example", "directory", [word])
    ticket_files.add(connection, workspace, ticket, f"F-{word}")
    ticket_files.change(connection, workspace, ticket, f"F-{word}", copy=f"F-COPY{person}")
    ticket_words.keep(connection, workspace, ticket, [word])
    ticket_threads.listen(connection, workspace, direct, f"6.{person}.{ticket}", ticket)
    ticket_followers.add(connection, workspace, ticket, NOOR)
    entry = {"ticket": ticket, "at": NOW, "deed": "change", "before": "new", "after": "new"}
    changed = {"actor": person, "details": {"before": word, "now": word}}
    ticket_history.add(connection, workspace, entry | changed)
    given_to = {"actor": NOOR, "details": {"to": NOOR}}
    ticket_history.add(connection, workspace, entry | given_to | {"deed": "assign"})
    for side, author in (("partner", person), ("support", NOOR)):
        where = {"channel": direct, "ts": f"7.{person}{ticket}{side}"}
        copy = {"copy_channel": "C1", "copy_ts": f"8.{person}{ticket}{side}"}
        text = {"text": f"About {word}, by {words(author)}", "files": [f"F2 {word}.pdf"]}
        said = {"ticket": ticket, "side": side, "author": author, "written_at": NOW}
        ticket_messages.add(connection, workspace, said | where | copy | text)
    proposed = {"locale": "fr", "topic": "a", "phrasing": word, "proposed_by": NOOR}
    proposals.keep(connection, workspace, proposed | {"ticket": ticket, "proposed_at": NOW})


def _queues(connection: Connection, workspace: str, person: str) -> None:
    payload = json.dumps({"event": {"user": person, "text": words(person)}})
    for key in ("waits", "parked"):
        request = Received(workspace, f"{key} {len(person)}", "events_api", payload)
        inbox.store(connection, [request], NOW)
    row = select(metadata.tables["inbox"].c.id).order_by(metadata.tables["inbox"].c.id.desc())
    inbox.park(connection, workspace, connection.scalar(row.limit(1)) or 0, 0, "Problem")
    said = {"message": "home", "about": {"person": person}, "created_at": NOW, "due_at": NOW}
    for state in ("waiting", "done", "parked"):
        told = {"workspace": workspace, "lane": f"home:{person}", "state": state}
        connection.execute(outbox.insert().values(said | told))
    pace = {"workspace": workspace, "subject": f"person {person}", "free_at": NOW}
    connection.execute(rate_limits.insert().values(pace))


def _batch(connection: Connection, workspace: str) -> None:
    batch = batches.open_new(connection, workspace, "directory", "2026-03", NOW) or 1
    batches.change(connection, workspace, batch, submitted_by=NOOR, confirmed_by=NOOR)


def wish(person: str, locale: str | None = None, workspace: str = OURS) -> Wish:
    return Wish(workspace, person, wrote_by(person), locale)


def erase(connection: Connection, wished: Wish, now: float = NOW) -> int:
    """Erase somebody; give in how many transactions it would have been done."""
    turns, stage = 0, erasing.BEGINNING
    while True:
        turns += 1
        further = erasing.erase(connection, wished, now, stage)
        if further is None:
            return turns
        stage = further


def export(connection: Connection, person: str) -> dict[str, Any]:
    parts: list[exporting.Part] = []
    found = exporting.part(connection, OURS, person)
    while found:
        parts.append(found)
        found = exporting.part(connection, OURS, person, found.step, found.after)
    document = exporting.as_text(exporting.collected(OURS, person, parts, NOW))
    return dict(json.loads(document))


def rows(connection: Connection) -> Rows:
    """Give all that is stored."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for table in metadata.sorted_tables
    }


def is_in(person: str, stored: object) -> bool:
    """Tell whether a person's id or their word stands anywhere."""
    text = json.dumps(stored, default=str)
    names = (person, words(person))
    return any(re.search(rf"(?<![A-Za-z0-9]){each}(?![A-Za-z0-9])", text) for each in names)


def tickets_of(connection: Connection, person: str) -> list[Ticket]:
    return tickets.of_person(connection, OURS, person)
