"""What is proposed for the knowledge base."""

from sqlalchemy import Column, Float, Table, Text, UniqueConstraint

from bot.storage.schema.common import OPEN, Id, metadata

proposals = Table(
    "proposals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("ticket", Id, nullable=False),
    Column("locale", Text, nullable=False),
    Column("topic", Text),
    Column("phrasing", Text, nullable=False),
    Column("title", Text),
    Column("answer", Text),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", Float, nullable=False),
    Column("state", Text, nullable=False, server_default=OPEN),
    Column("note_channel", Text),
    Column("note_ts", Text),
    UniqueConstraint("workspace", "ticket", "phrasing"),
    sqlite_autoincrement=True,
)
"""What the support team would have the knowledge base learn from a ticket: `phrasing` as a way to
ask for `topic`, or, where that is null, for a new one with a `title` and an `answer`.

It is `open` until an editor has it `accepted` or `rejected`. `note_channel` and `note_ts` are where
the thread of the card tells of it.
"""
