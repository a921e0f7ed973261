"""What the support team works on."""

from sqlalchemy import JSON, Column, Float, Index, Integer, Table, Text, UniqueConstraint, text

from bot.storage.schema.common import TICKET_IS_OPEN, TICKET_IS_RESOLVED, WAITING, Id, metadata

tickets = Table(
    "tickets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("written_in", Text),
    Column("channel", Text, nullable=False),
    Column("thread_ts", Text),
    Column("answers", JSON, nullable=False),
    Column("state", Text, nullable=False, server_default="new"),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("created_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("receipt_channel", Text),
    Column("receipt_ts", Text),
    Column("card_channel", Text),
    Column("card_ts", Text),
    Column("question", Id),
    Column("evidence", JSON),
    Column("answers_taken", JSON),
    Column("priority", Text, nullable=False, server_default="normal"),
    Column("owner", Text),
    Column("outcome", Text),
    Column("merged_into", Id),
    Column("opened_at", Float, nullable=False, server_default="0"),
    Column("answer_due", Float),
    Column("answered_at", Float),
    Column("resolution_due", Float),
    Column("resolved_at", Float),
    Column("waiting_since", Float),
    Column("waits", JSON, nullable=False, server_default="[]"),
    Column("look_at", Float),
    Column("noticed", JSON, nullable=False, server_default="[]"),
    Column("rating", Integer),
    UniqueConstraint("workspace", "number"),
    sqlite_autoincrement=True,
)
"""What the support team works on. `number` counts from 1 in each workspace; `kind` is the form's id
or "question"; `locale` is the language in which its person is told of it, `written_in` theirs when
they sent it.

Of a form, `answers` are like those of a draft, and `revision` is raised by every change of them;
`answers_taken` are those that stood there when the support team took it. Of a question, `question`
is its row, and `evidence` is {"candidates": [topics], "confidence": 0 to 1}: what the matching
considered when it was handed over.

`state` and `owner` go by `bot.desk.life`; `outcome` tells how it ended. `opened_at` is when it came
last, new or reopened. `waits` is [[from, to]] for each time that was spent waiting for the partner
since then, and is not counted for what is due. `look_at` is when time may have something to do, and
`noticed` what it has done, and that its partner was asked whether they were helped.
"""

Index("tickets_of_person", tickets.c.workspace, tickets.c.person, tickets.c.id)

Index("tickets_of_question", tickets.c.workspace, tickets.c.question, unique=True)

Index("tickets_look_at", tickets.c.look_at)

Index("tickets_by_state", tickets.c.state, tickets.c.kind)

Index(
    "tickets_open",
    tickets.c.workspace,
    *(tickets.c.kind, tickets.c.written_in, tickets.c.locale),
    *(tickets.c.state, tickets.c.owner, tickets.c.priority, tickets.c.person),
    *(tickets.c.answered_at, tickets.c.answer_due, tickets.c.resolution_due),
    *(tickets.c.opened_at, tickets.c.id),
    sqlite_where=text(TICKET_IS_OPEN),
    postgresql_where=text(TICKET_IS_OPEN),
)

Index(
    "tickets_resolved",
    tickets.c.workspace,
    tickets.c.resolved_at,
    tickets.c.id,
    *(tickets.c.kind, tickets.c.person, tickets.c.locale, tickets.c.written_in),
    sqlite_where=text(TICKET_IS_RESOLVED),
    postgresql_where=text(TICKET_IS_RESOLVED),
)

ticket_numbers = Table(
    "ticket_numbers",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The number that was given last in each workspace."""

ticket_keys = Table(
    "ticket_keys",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("company", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("ticket", Id, primary_key=True, autoincrement=False),
)
"""What tickets are about, so that two about the same are found."""

Index("ticket_keys_of_ticket", ticket_keys.c.workspace, ticket_keys.c.ticket)

ticket_files = Table(
    "ticket_files",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("ticket", Id, primary_key=True, autoincrement=False),
    Column("file", Text, primary_key=True),
    Column("copy", Text),
    Column("state", Text, nullable=False, server_default=WAITING),
)
"""The files of tickets that the support team is to see: `waiting`, `done`, or `parked` when Slack
refuses for good. `copy` is the id of the file that was uploaded for the support team, kept before
it is shared.
"""
