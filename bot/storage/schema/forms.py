"""Forms that are being filled in."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, Table, Text, text

from bot.storage.schema.common import OPEN, UNTIL_DONE, WAITING, WHILE_OPEN, Id, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("channel", Text),
    Column("thread_ts", Text),
    Column("question", Id),
    Column("ticket", Id),
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
    sqlite_where=WHILE_OPEN,
    postgresql_where=WHILE_OPEN,
)

Index("drafts_in_view", drafts.c.workspace, drafts.c.view)

Index("drafts_kept_until", drafts.c.kept_until)

reminders = Table(
    "reminders",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("draft", Id, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("state", Text, nullable=False, server_default=WAITING),
    sqlite_autoincrement=True,
)
"""When somebody wants to be reminded of a draft."""

Index(
    "reminders_due",
    reminders.c.due_at,
    reminders.c.id,
    sqlite_where=UNTIL_DONE,
    postgresql_where=UNTIL_DONE,
)

Index("reminders_of_draft", reminders.c.workspace, reminders.c.draft)
