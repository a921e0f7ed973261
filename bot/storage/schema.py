"""The tables, for SQLite and PostgreSQL alike. Times are UTC, in seconds since 1970."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

REVISION = "0002"
"""The migration that makes these tables: a test holds it to the newest one."""

WAITING, DONE, PARKED = "waiting", "done", "parked"
OPEN, SENT, DROPPED = "open", "sent", "dropped"
"""The states of a draft."""

NEW, WITHDRAWN = "new", "withdrawn"
"""The states of a ticket."""

metadata = MetaData()

_Id = BigInteger().with_variant(Integer(), "sqlite")
_UNTIL_DONE = text("state = 'waiting'")
_WHILE_OPEN = text("state = 'open'")

inbox = Table(
    "inbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text),
    Column("received_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("problem", Text),
    UniqueConstraint("workspace", "key"),
    sqlite_autoincrement=True,
)
"""What Slack sent and we acknowledged. `payload` is blanked once it is processed."""
Index(
    "inbox_due",
    inbox.c.due_at,
    inbox.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("about", JSON, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("settled", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("problem", Text),
    sqlite_autoincrement=True,
)
"""What is to be said, as a meaning: its state is drawn when it is sent. A lane keeps its order.

`attempts` counts leases, `settled` is the last of them of which we know that Slack took nothing,
`failures` counts those that Slack did not merely postpone.
"""
Index(
    "outbox_due",
    outbox.c.due_at,
    outbox.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)
Index(
    "outbox_lane",
    outbox.c.workspace,
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)

pauses = Table(
    "pauses",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("until", Float, nullable=False),
)
"""How long Slack asked us to leave a method alone (`Retry-After`)."""

people = Table(
    "people",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("chosen_locale", Text),
    Column("slack_locale", Text),
    Column("looked_up_at", Float),
    Column("greeted_at", Float),
    Column("company_domain", Text),
    Column("time_zone", Text),
)
"""What is known of somebody: of their mail address only the domain; the time zone is an IANA name.
"""

questions = Table(
    "questions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("message_ts", Text),
    Column("thread_ts", Text),
    Column("text", Text, nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("deleted", Boolean, nullable=False, server_default=text("false")),
    Column("response_url", Text),
    Column("locale", Text, nullable=False),
    Column("detected", Text),
    Column("edited_ts", Text),
    Column("decision", Text, nullable=False),
    Column("intent", Text),
    Column("topic", Text),
    Column("suggestions", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("mention", JSON),
    Column("useful", Boolean),
    Column("reply_channel", Text),
    Column("reply_ts", Text),
    Column("card_channel", Text),
    Column("card_ts", Text),
    UniqueConstraint("workspace", "channel", "message_ts"),
    sqlite_autoincrement=True,
)
"""Each question with what was decided and what its reply shows now."""
Index("questions_in_channel", questions.c.workspace, questions.c.channel, questions.c.id)
Index("questions_of_person", questions.c.workspace, questions.c.person, questions.c.id)

handovers = Table(
    "handovers",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("question", _Id, nullable=False),
    Column("locale", Text, nullable=False),
    Column("candidates", JSON, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("handed_over_at", Float, nullable=False),
    UniqueConstraint("workspace", "question"),
    sqlite_autoincrement=True,
)
"""The questions that wait for the support team, with what the matching considered."""

drafts = Table(
    "drafts",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("channel", Text),
    Column("thread_ts", Text),
    Column("question", _Id),
    Column("ticket", _Id),
    Column("view", Text),
    Column("talking", Boolean, nullable=False, server_default=text("false")),
    Column("step", Text, nullable=False),
    Column("line", Integer, nullable=False, server_default="0"),
    Column("answers", JSON, nullable=False),
    Column("asked", JSON),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("typed_at", Float, nullable=False, server_default="0"),
    Column("message_ts", Text),
    Column("begun_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("kept_until", Float, nullable=False),
    Column("state", Text, nullable=False, server_default=OPEN),
    sqlite_autoincrement=True,
)
"""Forms that are being filled in, in a modal or (`talking`) by conversation.

`company` is the id of the person's own Slack team, `question` the one that offered the form,
`ticket` the one that is being changed. `turn` is raised by every move, `typed_at` is when what was
kept last without a move was typed. `answers` is {"lines": [{field: given}], "common": {field:
given}, "asks": {key: answer}}, where given is {"typed": text or list of texts, "meant": text or
null}; it is blanked once the draft is sent.
"""
Index(
    "drafts_of_person",
    drafts.c.workspace,
    drafts.c.person,
    drafts.c.id,
    sqlite_where=_WHILE_OPEN,
    postgresql_where=_WHILE_OPEN,
)
Index("drafts_in_view", drafts.c.workspace, drafts.c.view)
Index("drafts_kept_until", drafts.c.kept_until)

tickets = Table(
    "tickets",
    metadata,
    Column("id", _Id, primary_key=True),
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
    Column("state", Text, nullable=False, server_default=NEW),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("created_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("receipt_channel", Text),
    Column("receipt_ts", Text),
    Column("card_channel", Text),
    Column("card_ts", Text),
    UniqueConstraint("workspace", "number"),
    sqlite_autoincrement=True,
)
"""The requests that were sent. `number` counts from 1 in each workspace; `kind` is the form's id;
`locale` is the language of the receipt, `written_in` that of the person when they sent it;
`answers` are like those of a draft; `revision` is raised by every change of them.
"""
Index("tickets_of_person", tickets.c.workspace, tickets.c.person, tickets.c.id)

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
    Column("ticket", _Id, primary_key=True, autoincrement=False),
)
"""What tickets are about, so that two about the same are found."""
Index("ticket_keys_of_ticket", ticket_keys.c.workspace, ticket_keys.c.ticket)

ticket_files = Table(
    "ticket_files",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("ticket", _Id, primary_key=True, autoincrement=False),
    Column("file", Text, primary_key=True),
    Column("copy", Text),
    Column("state", Text, nullable=False, server_default=WAITING),
)
"""The files of tickets that the support team is to see: `waiting`, `done`, or `parked` when Slack
refuses for good. `copy` is the id of the file that was uploaded for the support team, kept before
it is shared.
"""

reminders = Table(
    "reminders",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("draft", _Id, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("state", Text, nullable=False, server_default=WAITING),
    sqlite_autoincrement=True,
)
"""When somebody wants to be reminded of a draft."""
Index(
    "reminders_due",
    reminders.c.due_at,
    reminders.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)
Index("reminders_of_draft", reminders.c.workspace, reminders.c.draft)
