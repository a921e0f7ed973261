"""Make what the desk needs; questions that were handed over become tickets."""

import sqlalchemy as sa
from alembic import op

from bot.storage.migrations import handovers, words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MADE = (
    "proposals",
    "batch_tickets",
    "batches",
    "jobs",
    "moved_channels",
    "ticket_words",
    "ticket_followers",
    "ticket_threads",
    "ticket_messages",
    "ticket_history",
)
_ON_TICKETS = ("tickets_resolved", "tickets_open", "tickets_look_at", "tickets_of_question")
_OPEN_LISTED = (
    *("kind", "written_in", "locale", "state", "owner", "priority", "person"),
    *("answered_at", "answer_due", "resolution_due", "opened_at", "id"),
)
_RESOLVED_LISTED = ("resolved_at", "id", "kind", "person", "locale", "written_in")
_OF_TICKETS = (
    *("question", "evidence", "answers_taken", "priority", "owner", "outcome", "merged_into"),
    *("opened_at", "answer_due", "answered_at", "resolution_due", "resolved_at"),
    *("waiting_since", "waits", "look_at", "noticed", "rating"),
)
_OF_PEOPLE = ("team", "listing", "rating_asked_at")


def upgrade() -> None:
    """Make the change."""
    _make_conversations()
    _make_lists()
    _make_batches()
    _make_proposals()
    _widen()
    if not op.get_context().as_sql:
        handovers.move(op.get_bind())
        words.index(op.get_bind())
    op.drop_table("handovers")
    # Not in a batch: on SQLite that would copy the table, and forget which ids were given.
    op.drop_column("questions", "card_ts")
    op.drop_column("questions", "card_channel")


def downgrade() -> None:
    """Take it back; what the desk did has no place in the older tables."""
    op.drop_column("questions", "files")
    op.add_column("questions", sa.Column("card_channel", sa.Text(), nullable=True))
    op.add_column("questions", sa.Column("card_ts", sa.Text(), nullable=True))
    op.create_table(
        "handovers",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("question", _id(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("handed_over_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace", "question"),
        sqlite_autoincrement=True,
    )
    for index in _ON_TICKETS:
        op.drop_index(index, table_name="tickets")
    for column in reversed(_OF_TICKETS):
        op.drop_column("tickets", column)
    for column in reversed(_OF_PEOPLE):
        op.drop_column("people", column)
    for table in _MADE:
        op.drop_table(table)


def _make_conversations() -> None:
    op.create_table(
        "ticket_history",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("ticket", _id(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ticket_history_of_ticket", "ticket_history", ["workspace", "ticket", "id"])
    op.create_table(
        "ticket_messages",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("ticket", _id(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.Float(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("view", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("copy_channel", sa.Text(), nullable=True),
        sa.Column("copy_ts", sa.Text(), nullable=True),
        sa.Column("edited_ts", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace", "channel", "ts"),
        sa.UniqueConstraint("workspace", "view"),
        sqlite_autoincrement=True,
    )
    op.create_index("ticket_messages_of_ticket", "ticket_messages", ["workspace", "ticket", "id"])
    op.create_table(
        "ticket_threads",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread_ts", sa.Text(), nullable=False),
        sa.Column("ticket", _id(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "channel", "thread_ts"),
    )
    op.create_index("ticket_threads_of_ticket", "ticket_threads", ["workspace", "ticket"])


def _make_lists() -> None:
    op.create_table(
        "ticket_followers",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("ticket", _id(), autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "ticket", "person"),
    )
    op.create_table(
        "ticket_words",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("word", _by_code_point(), nullable=False),
        sa.Column("ticket", _id(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "word", "ticket"),
        sqlite_with_rowid=False,
    )
    op.create_index("ticket_words_of_ticket", "ticket_words", ["workspace", "ticket", "word"])


def _make_batches() -> None:
    op.create_table(
        "moved_channels",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("earlier", sa.Text(), nullable=False),
        sa.Column("current", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "earlier"),
    )
    op.create_table(
        "jobs",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "job"),
    )
    op.create_table(
        "batches",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("opened_at", sa.Float(), nullable=False),
        sa.Column("exported_at", sa.Float(), nullable=True),
        sa.Column("submitted_at", sa.Float(), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("visible_by", sa.Text(), nullable=True),
        sa.Column("confirm_at", sa.Float(), nullable=True),
        sa.Column("asked_at", sa.Float(), nullable=True),
        sa.Column("confirmed_at", sa.Float(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("card_channel", sa.Text(), nullable=True),
        sa.Column("card_ts", sa.Text(), nullable=True),
        sa.Column("question_channel", sa.Text(), nullable=True),
        sa.Column("question_ts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace", "form", "month"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "batch_tickets",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("batch", _id(), autoincrement=False, nullable=False),
        sa.Column("ticket", _id(), autoincrement=False, nullable=False),
        sa.Column("aside", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("to_do", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("workspace", "batch", "ticket"),
    )
    op.create_index("batch_tickets_of_ticket", "batch_tickets", ["workspace", "ticket"])
    op.create_index(
        "batch_tickets_to_do",
        "batch_tickets",
        ["workspace", "batch", "ticket"],
        sqlite_where=sa.text("to_do IS NOT NULL"),
        postgresql_where=sa.text("to_do IS NOT NULL"),
    )


def _make_proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("ticket", _id(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("phrasing", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.Float(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("note_channel", sa.Text(), nullable=True),
        sa.Column("note_ts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace", "ticket", "phrasing"),
        sqlite_autoincrement=True,
    )


def _widen() -> None:
    """Give people and tickets what the desk keeps of them."""
    files = sa.Column("files", sa.JSON(), server_default="[]", nullable=False)
    op.add_column("questions", files)
    op.add_column("people", sa.Column("team", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("listing", sa.JSON(), nullable=True))
    op.add_column("people", sa.Column("rating_asked_at", sa.Float(), nullable=True))
    for column in (
        sa.Column("question", _id(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=True),
        sa.Column("answers_taken", sa.JSON(), nullable=True),
        sa.Column("priority", sa.Text(), server_default="normal", nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("merged_into", _id(), nullable=True),
        sa.Column("opened_at", sa.Float(), server_default="0", nullable=False),
        sa.Column("answer_due", sa.Float(), nullable=True),
        sa.Column("answered_at", sa.Float(), nullable=True),
        sa.Column("resolution_due", sa.Float(), nullable=True),
        sa.Column("resolved_at", sa.Float(), nullable=True),
        sa.Column("waiting_since", sa.Float(), nullable=True),
        sa.Column("waits", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("look_at", sa.Float(), nullable=True),
        sa.Column("noticed", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
    ):
        op.add_column("tickets", column)
    tickets = sa.table("tickets", *map(sa.column, ("state", "created_at", "opened_at", "look_at")))
    op.execute(sa.update(tickets).values(opened_at=tickets.c.created_at))
    is_new = tickets.c.state == "new"
    op.execute(sa.update(tickets).where(is_new).values(look_at=tickets.c.created_at))
    op.create_index("tickets_of_question", "tickets", ["workspace", "question"], unique=True)
    op.create_index("tickets_look_at", "tickets", ["look_at"])
    for name, columns, condition in (
        ("tickets_open", _OPEN_LISTED, "state IN ('in-progress', 'new', 'reopened', 'waiting')"),
        ("tickets_resolved", _RESOLVED_LISTED, "state = 'resolved'"),
    ):
        such = sa.text(condition)
        listed = ["workspace", *columns]
        op.create_index(name, "tickets", listed, sqlite_where=such, postgresql_where=such)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _by_code_point() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
