"""What was asked, and what was decided."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Table, Text, UniqueConstraint, text

from bot.storage.schema.common import Id, metadata

questions = Table(
    "questions",
    metadata,
    Column("id", Id, primary_key=True),
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
    Column("files", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("workspace", "channel", "message_ts"),
    sqlite_autoincrement=True,
)
"""Each question with what was decided and what its reply shows now; `files` is ["<id> <name>"]."""

Index("questions_in_channel", questions.c.workspace, questions.c.channel, questions.c.id)

Index("questions_of_person", questions.c.workspace, questions.c.person, questions.c.id)
