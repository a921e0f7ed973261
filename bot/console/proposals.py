"""`proposals`: what the support team would have the knowledge base learn, for editors to decide."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy import Connection

from bot.console import accepting
from bot.console.accepting import TO_DO, How, NotYetError
from bot.console.serving import told_plainly
from bot.console.words import errors, place, say, screen, tell_findings, tell_settings
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.services import proposing
from bot.settings import KNOWLEDGE, SettingsError, read_settings
from bot.storage import proposals, tickets
from bot.storage.database import Database
from bot.storage.migrating import migrate
from bot.storage.proposals import Proposal
from bot.storage.schema import ACCEPTED, REJECTED


def tell_open(folder: Path = KNOWLEDGE) -> None:
    """List what waits for a decision."""
    with _editing(folder) as (knowledge, database):
        waiting = database.run_now(_waiting)
    shown = [_row(knowledge, each, number) for each, number in waiting]
    screen.print(say("proposals-open", proposals=shown))


def _waiting(connection: Connection) -> list[tuple[Proposal, int]]:
    """Return what waits for a decision, each with its request's number."""
    return [(each, _number(connection, each)) for each in proposals.every_open(connection)]


def _number(connection: Connection, proposal: Proposal) -> int:
    ticket = tickets.find(connection, proposal.workspace, proposal.ticket)
    return ticket.number if ticket else 0


def _row(knowledge: Knowledge, proposal: Proposal, number: int) -> dict[str, object]:
    topic = knowledge.topics.get(proposal.topic or "")
    return {
        **proposal._asdict(),
        "day": datetime.fromtimestamp(proposal.proposed_at, UTC).date().isoformat(),
        "request": number,
        "topic_title": topic.answer(proposal.locale).title if topic else None,
    }


def show(number: int, folder: Path = KNOWLEDGE) -> None:
    """Print what was proposed as a file of the knowledge base, to be edited."""
    with _editing(folder) as (_, database):
        found = database.run_now(_open, number)
    screen.print(accepting.draft(found), end="")


def _open(connection: Connection, number: int) -> Proposal:
    """Return an open proposal; end with a sentence where there is none."""
    waiting = {each.id: each for each in proposals.every_open(connection)}
    return waiting.get(number) or _end("unknown", number=str(number))


def _end(sentence: str, **values: str) -> NoReturn:
    errors.print(say("proposals", sentence=sentence, values=values))
    raise typer.Exit(1)


def reject(number: int, folder: Path = KNOWLEDGE) -> None:
    """Set a proposal aside."""
    with _editing(folder) as (_, database):
        database.run_now(_settle, number, REJECTED, time.time())
    _say("rejected", number=str(number))


def _settle(connection: Connection, number: int, state: str, now: float) -> Proposal:
    found = _open(connection, number)
    if not proposing.settle(connection, found, state, now):
        _end("unknown", number=str(number))
    return found


def _say(sentence: str, **values: str) -> None:
    screen.print(say("proposals", sentence=sentence, values=values))


def accept(number: int, how: How, folder: Path = KNOWLEDGE) -> None:
    """Write a proposal into the knowledge base, unless this would not be in order then."""
    with _editing(folder) as (knowledge, database):
        left = database.run_now(_accept, knowledge, number, how, time.time())
    _say("accepted", number=str(number))
    if left:
        _say("left")
        tell_findings(left)


def _accept(
    connection: Connection, knowledge: Knowledge, number: int, how: How, now: float
) -> list[Finding]:
    """Write the files and the decision: none without the other. Return what is left to do."""
    proposal = _settle(connection, number, ACCEPTED, now)
    request = str(_number(connection, proposal))
    source = say("proposals", sentence="source", values={"number": request})
    day = datetime.fromtimestamp(now, UTC).date()
    files = accepting.additions(knowledge, proposal, source, how, day)
    found = accepting.new_findings(knowledge.folder, files)
    refused = [each for each in found if each.rule not in TO_DO]
    if refused:
        tell_findings(refused)
        _end("refused", number=str(number))
    accepting.write(files)
    for path, text in files.items():
        _say("written", place=place(Finding(path, len(text.splitlines()), "")))
    return found


@contextmanager
def _editing(folder: Path) -> Iterator[tuple[Knowledge, Database]]:
    """Give the knowledge base and the database; end with a sentence where one can't be used."""
    try:
        knowledge = read_knowledge(folder)
        settings = read_settings((), knowledge.locales)
        with told_plainly(), _opened(settings.database_url) as database:
            yield knowledge, database
    except ContentError as error:
        tell_findings(error.findings)
        raise typer.Exit(1) from None
    except SettingsError as error:
        tell_settings(error)
        raise typer.Exit(1) from None
    except NotYetError as error:
        _end(error.need, **error.values)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        if not database.is_current():
            migrate(url)
        yield database
    finally:
        database.close()
