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

REVISION = "0001"
"""The migration that makes these tables: a test holds it to the newest one."""

WAITING, DONE, PARKED = "waiting", "done", "parked"

metadata = MetaData()

_Id = BigInteger().with_variant(Integer(), "sqlite")
_UNTIL_DONE = text("state = 'waiting'")

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
)

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
    Column("form", Text),
    Column("details", JSON),
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
