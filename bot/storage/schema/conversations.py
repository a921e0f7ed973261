"""What was done with tickets and said about them, and how they are found."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Table, Text, UniqueConstraint, text

from bot.storage.schema.common import ByCodePoint, Id, metadata

ticket_history = Table(
    "ticket_history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("ticket", Id, nullable=False),
    Column("at", Float, nullable=False),
    Column("actor", Text),
    Column("deed", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("details", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""Who did what with a ticket when: rows are added, never changed. Without an actor time did it."""

Index(
    "ticket_history_of_ticket",
    ticket_history.c.workspace,
    ticket_history.c.ticket,
    ticket_history.c.id,
)

ticket_messages = Table(
    "ticket_messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("ticket", Id, nullable=False),
    Column("side", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("written_at", Float, nullable=False),
    Column("locale", Text),
    Column("view", Text),
    Column("channel", Text),
    Column("ts", Text),
    Column("copy_channel", Text),
    Column("copy_ts", Text),
    Column("edited_ts", Text),
    Column("deleted", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("workspace", "channel", "ts"),
    UniqueConstraint("workspace", "view"),
    sqlite_autoincrement=True,
)
"""What the partner and the support team said to each other about a ticket, and nothing else.

`side` is "partner" or "support"; `files` is ["<file id> <name>"]; `view` is the modal that a reply
came from; `channel` and `ts` are where the partner sees it, `copy_channel` and `copy_ts` where it
stands in the thread of the card.
"""

Index(
    "ticket_messages_of_ticket",
    ticket_messages.c.workspace,
    ticket_messages.c.ticket,
    ticket_messages.c.id,
)

ticket_threads = Table(
    "ticket_threads",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("thread_ts", Text, primary_key=True),
    Column("ticket", Id, nullable=False),
)
"""The threads in which a partner writes to the support team about a ticket."""

Index("ticket_threads_of_ticket", ticket_threads.c.workspace, ticket_threads.c.ticket)

ticket_followers = Table(
    "ticket_followers",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("ticket", Id, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
)
"""Who of the support team, besides its owner, is told when the partner writes."""

ticket_words = Table(
    "ticket_words",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("word", ByCodePoint, primary_key=True),
    Column("ticket", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""By which words a ticket is found; they are folded."""

Index(
    "ticket_words_of_ticket", ticket_words.c.workspace, ticket_words.c.ticket, ticket_words.c.word
)
