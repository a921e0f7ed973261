"""A database of a large desk: tickets with their questions, messages, history and words."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import JSON, Connection, Table, text

from bot.answering.examples import Example, topic_examples
from bot.content.models import Knowledge
from bot.desk.listings import words_of
from bot.storage import schema
from tests.bench.growing import grow
from tests.bench.synthetic import recombined

WORKSPACE = "T0BENCH"
SUPPORT = tuple(f"U0SUPPORT{number}" for number in range(12))
NOW = 1_790_000_000.0
ENTRIES = 10
"""How often something was done with each ticket."""

_SEED = 20_260_301
_PARTNERS = 2_000
_SAID, _SHARE_TALKED_OF = 2, 0.4
_DAY_SECONDS = 24 * 3600.0
_YEAR_DAYS = 365
_TEXTS = 20_000
_STATES = {
    "resolved": 50,
    "withdrawn": 20,
    "merged": 10,
    "in-progress": 8,
    "new": 6,
    "waiting": 4,
    "reopened": 2,
}
_KINDS = {"question": 60, "discrepancy": 25, "directory": 15}
_PRIORITIES = {"low": 10, "normal": 70, "high": 15, "urgent": 5}
_UNOWNED = frozenset({"new", "reopened"})
_CHUNK = 20_000
_FILLED = (
    schema.people,
    schema.questions,
    schema.tickets,
    schema.ticket_messages,
    schema.ticket_history,
    schema.ticket_words,
)

Row = Mapping[str, Any]


class _Text(NamedTuple):
    """Something that was said, and the words by which it is found."""

    said: Example
    words: frozenset[str]


class _Made(NamedTuple):
    """A ticket with the rows of other tables that belong to it."""

    ticket: Row
    question: Row | None
    messages: Sequence[Row]
    words: Iterable[str]


def fill(connection: Connection, knowledge: Knowledge, tickets: int, years: int = 0) -> None:
    """Put so many tickets of a year into a migrated database without rows, and as many for each of
    the `years` before, long closed; indexes are made afterwards.
    """
    _take_time(connection)
    indexes = [index for table in _FILLED for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    _bulk(connection, schema.people, _people())
    made = _tickets(knowledge, tickets, tickets * years)
    while some := list(islice(made, _CHUNK)):
        _keep(connection, some)
    grow(connection, tickets, years, ENTRIES)
    for index in indexes:
        index.create(connection)


def _take_time(connection: Connection) -> None:
    """Let statements be slow that fill a database."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET statement_timeout = 0")


def settle(connection: Connection) -> None:
    """Have the engine count what is there, as its own housekeeping does sooner or later."""
    if connection.dialect.name == "postgresql":
        _take_time(connection)
        connection.commit()
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))


def _keep(connection: Connection, made: Sequence[_Made]) -> None:
    _bulk(connection, schema.questions, (each.question for each in made if each.question))
    _bulk(connection, schema.tickets, (each.ticket for each in made))
    _bulk(connection, schema.ticket_messages, (row for each in made for row in each.messages))
    words = sorted((word, each.ticket["id"]) for each in made for word in each.words)
    _bulk(connection, schema.ticket_words, map(_word, words))


def _word(found: tuple[str, int]) -> Row:
    return {"workspace": WORKSPACE, "word": found[0], "ticket": found[1]}


def _bulk(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows that all have the same columns, as quickly as the engine can."""
    given = list(rows)
    if not given:
        return
    names = list(given[0])
    values = [list(row.values()) for row in given]
    for column in [names.index(name) for name in names if isinstance(table.c[name].type, JSON)]:
        for each in values:
            each[column] = json.dumps(each[column])
    driver: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for each in values:
                copy.write_row(each)
    else:
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608
        driver.executemany(statement, values)


def _people() -> Iterator[Row]:
    for number in range(_PARTNERS):
        yield {
            "workspace": WORKSPACE,
            "person": _partner(number),
            "company_domain": _domain(number),
            "slack_locale": "en",
        }


def _partner(number: int) -> str:
    return f"U0PARTNER{number}"


def _invoice(number: int) -> str:
    return f"INV-{number:06}"


def _domain(number: int) -> str:
    return f"learning{number}.example"


def _tickets(knowledge: Knowledge, most: int, earlier: int) -> Iterator[_Made]:
    chance = random.Random(_SEED)  # noqa: S311 - no secret, and the same each time
    texts = [_Text(each, words_of([each.text])) for each in _texts(knowledge)]
    for number in range(1, most + 1):
        said = _SAID if chance.random() < _SHARE_TALKED_OF else 0
        at = NOW - (most - number) * _YEAR_DAYS * _DAY_SECONDS / most
        yield _made(earlier + number, at, chance, chance.choices(texts, k=1 + said))


def _texts(knowledge: Knowledge) -> Iterator[Example]:
    """Give texts as long as our phrasings; so many that two tickets rarely share one."""
    return recombined(list(topic_examples(knowledge)), _TEXTS)


def _made(number: int, at: float, chance: random.Random, texts: Sequence[_Text]) -> _Made:
    said = [each.said for each in texts]
    kind, partner = _one(chance, _KINDS), chance.randrange(_PARTNERS)
    ticket = _ticket(number, kind, partner, at, chance, said[0])
    words = words_of([_domain(partner), str(number), _invoice(number)])
    base = {"workspace": WORKSPACE, "ticket": number}
    return _Made(
        ticket,
        _question(number, ticket, said[0]) if kind == "question" else None,
        [{**base, **_message(ticket, turn, each, at)} for turn, each in enumerate(said[1:])],
        words.union(*(each.words for each in texts)),
    )


def _one(chance: random.Random, shares: Mapping[str, int]) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _ticket(
    number: int, kind: str, partner: int, at: float, chance: random.Random, said: Example
) -> Row:
    state = _one(chance, _STATES)
    typed = {"invoice": _invoice(number), "text": said.text}
    answers = {name: {"typed": each, "meant": None} for name, each in typed.items()}
    is_question = kind == "question"
    return {
        "id": number,
        "workspace": WORKSPACE,
        "number": number,
        "kind": kind,
        "person": _partner(partner),
        "company": f"{WORKSPACE} {_domain(partner)}",
        "locale": said.locale,
        "written_in": said.locale,
        "channel": _partner(partner),
        "answers": {"lines": [], "common": {} if is_question else answers, "asks": {}},
        "state": state,
        "created_at": at,
        "changed_at": at,
        "opened_at": at,
        "card_channel": "C0DESK",
        "card_ts": f"{at:.6f}",
        "question": number if is_question else None,
        "evidence": {"candidates": [], "confidence": 0.2} if is_question else None,
        "priority": _one(chance, _PRIORITIES),
        "owner": None if state in _UNOWNED else chance.choice(SUPPORT),
        "outcome": "answered" if state == "resolved" else None,
        "answer_due": NOW + chance.uniform(-2, 8) * _DAY_SECONDS,
        "answered_at": at + _DAY_SECONDS if chance.random() < 0.5 else None,
        "resolution_due": NOW + chance.uniform(-2, 20) * _DAY_SECONDS,
        "resolved_at": at + 2 * _DAY_SECONDS if state == "resolved" else None,
    }


def _question(number: int, ticket: Row, said: Example) -> Row:
    return {
        "id": number,
        "workspace": WORKSPACE,
        "person": ticket["person"],
        "place": "direct",
        "channel": ticket["channel"],
        "message_ts": f"{ticket['created_at']:.6f}",
        "text": said.text,
        "asked_at": ticket["created_at"],
        "locale": said.locale,
        "detected": said.locale,
        "decision": "handover",
        "suggestions": [],
        "confidence": 0.2,
    }


def _message(ticket: Row, turn: int, said: Example, at: float) -> Row:
    is_support = turn % 2 == 0
    return {
        "side": "support" if is_support else "partner",
        "author": ticket["owner"] or SUPPORT[0] if is_support else ticket["person"],
        "text": said.text,
        "files": [],
        "written_at": at + turn,
        "locale": said.locale,
        "channel": ticket["channel"],
        "ts": f"{at + turn + 1:.6f}",
    }
