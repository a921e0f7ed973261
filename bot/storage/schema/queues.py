"""The inbox, the outbox, and what is scheduled."""

from sqlalchemy import JSON, Column, Float, Index, Integer, Table, Text, UniqueConstraint

from bot.storage.schema.common import SET_ASIDE, UNTIL_DONE, WAITING, Id, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
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
    inbox.c.workspace,
    inbox.c.due_at,
    inbox.c.id,
    sqlite_where=UNTIL_DONE,
    postgresql_where=UNTIL_DONE,
)

Index(
    "inbox_parked",
    inbox.c.received_at,
    sqlite_where=SET_ASIDE,
    postgresql_where=SET_ASIDE,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
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
    Column("turn_at", Float),
    sqlite_autoincrement=True,
)
"""What is to be said, as a meaning: its state is drawn when it is sent. A lane keeps its order.

`attempts` counts leases, `settled` is the last of them of which we know that Slack took nothing,
`failures` counts those that Slack did not merely postpone. `turn_at` is the time that was booked
for it in the pace of its channel. What stands behind others of its lane may be due late: it is due
again when the one before it ends.
"""

Index(
    "outbox_due",
    outbox.c.workspace,
    outbox.c.due_at,
    outbox.c.id,
    sqlite_where=UNTIL_DONE,
    postgresql_where=UNTIL_DONE,
)

Index(
    "outbox_lane",
    outbox.c.workspace,
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=UNTIL_DONE,
    postgresql_where=UNTIL_DONE,
)

Index(
    "outbox_parked",
    outbox.c.created_at,
    sqlite_where=SET_ASIDE,
    postgresql_where=SET_ASIDE,
)

pauses = Table(
    "pauses",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("until", Float, nullable=False),
)
"""How long Slack asked us to leave a method alone (`Retry-After`)."""

jobs = Table(
    "jobs",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("job", Text, primary_key=True),
    Column("due_at", Float, nullable=False),
)
"""When each piece of scheduled work is due next, so that it is done once by whoever is alive."""
