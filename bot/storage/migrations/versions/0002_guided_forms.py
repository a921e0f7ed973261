"""Make drafts, tickets and reminders; the forms that were kept as questions become tickets."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_questions = sa.table(
    "questions",
    sa.column("id"),
    sa.column("workspace"),
    sa.column("person"),
    sa.column("channel"),
    sa.column("thread_ts"),
    sa.column("asked_at"),
    sa.column("locale"),
    sa.column("form"),
    sa.column("details", sa.JSON()),
    sa.column("reply_channel"),
    sa.column("reply_ts"),
    sa.column("card_channel"),
    sa.column("card_ts"),
)
_handovers = sa.table("handovers", sa.column("workspace"), sa.column("question"))
_tickets = sa.table(
    "tickets",
    sa.column("id"),
    sa.column("workspace"),
    sa.column("number"),
    sa.column("kind"),
    sa.column("person"),
    sa.column("company"),
    sa.column("locale"),
    sa.column("written_in"),
    sa.column("channel"),
    sa.column("thread_ts"),
    sa.column("answers", sa.JSON()),
    sa.column("state"),
    sa.column("created_at"),
    sa.column("changed_at"),
    sa.column("receipt_channel"),
    sa.column("receipt_ts"),
    sa.column("card_channel"),
    sa.column("card_ts"),
)
_ticket_numbers = sa.table("ticket_numbers", sa.column("workspace"), sa.column("last"))
_outbox = sa.table(
    "outbox",
    sa.column("id"),
    sa.column("workspace"),
    sa.column("message"),
    sa.column("about", sa.JSON()),
    sa.column("state"),
)
_IS_FORM = _questions.c.form.is_not(None)
_MADE = ("reminders", "ticket_files", "ticket_keys", "ticket_numbers", "tickets", "drafts")
_MESSAGES = {"reply": "receipt", "card": "ticket-card"}
"""What is said of a ticket where something was said of a question."""


def upgrade() -> None:
    """Make the change."""
    _make_drafts()
    _make_tickets()
    _make_reminders()
    op.add_column("people", sa.Column("company_domain", sa.Text(), nullable=True))
    op.add_column("people", sa.Column("time_zone", sa.Text(), nullable=True))
    if not op.get_context().as_sql:
        _move_forms(op.get_bind())
    # Not in a batch: on SQLite that would copy the table, and forget which ids were given.
    op.drop_column("questions", "details")
    op.drop_column("questions", "form")


def downgrade() -> None:
    """Take it back; drafts and tickets have no place in the older tables."""
    op.add_column("questions", sa.Column("form", sa.Text(), nullable=True))
    op.add_column("questions", sa.Column("details", sa.JSON(), nullable=True))
    op.drop_column("people", "time_zone")
    op.drop_column("people", "company_domain")
    for table in _MADE:
        op.drop_table(table)


def _make_drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("thread_ts", sa.Text(), nullable=True),
        sa.Column("question", _id(), nullable=True),
        sa.Column("ticket", _id(), nullable=True),
        sa.Column("view", sa.Text(), nullable=True),
        sa.Column("talking", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=True),
        sa.Column("turn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("typed_at", sa.Float(), server_default="0", nullable=False),
        sa.Column("message_ts", sa.Text(), nullable=True),
        sa.Column("begun_at", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.Column("kept_until", sa.Float(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "drafts_of_person",
        "drafts",
        ["workspace", "person", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("drafts_in_view", "drafts", ["workspace", "view"], unique=False)
    op.create_index("drafts_kept_until", "drafts", ["kept_until"], unique=False)


def _make_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("written_in", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("thread_ts", sa.Text(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), server_default="new", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("changed_at", sa.Float(), nullable=False),
        sa.Column("receipt_channel", sa.Text(), nullable=True),
        sa.Column("receipt_ts", sa.Text(), nullable=True),
        sa.Column("card_channel", sa.Text(), nullable=True),
        sa.Column("card_ts", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("tickets_of_person", "tickets", ["workspace", "person", "id"], unique=False)
    op.create_table(
        "ticket_numbers",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace"),
    )
    op.create_table(
        "ticket_keys",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ticket", _id(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("workspace", "company", "kind", "key", "ticket"),
    )
    op.create_index("ticket_keys_of_ticket", "ticket_keys", ["workspace", "ticket"], unique=False)
    op.create_table(
        "ticket_files",
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("ticket", _id(), autoincrement=False, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("copy", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.PrimaryKeyConstraint("workspace", "ticket", "file"),
    )


def _make_reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", _id(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("draft", _id(), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "reminders_due",
        "reminders",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("reminders_of_draft", "reminders", ["workspace", "draft"], unique=False)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _move_forms(connection: sa.Connection) -> None:
    """Make tickets of the questions that came from a form, numbered in their order."""
    last: Counter[str] = Counter()
    made: dict[tuple[str, int], int] = {}
    for form in connection.execute(_forms()).mappings():
        workspace = form["workspace"]
        last[workspace] += 1
        row = sa.insert(_tickets).values(_ticket(form, last[workspace]))
        made[workspace, form["id"]] = connection.execute(row.returning(_tickets.c.id)).scalar_one()
    numbers = [{"workspace": workspace, "last": number} for workspace, number in last.items()]
    if numbers:
        connection.execute(sa.insert(_ticket_numbers), numbers)
    _say_of_tickets(connection, made)
    connection.execute(sa.delete(_handovers).where(sa.exists().where(_IS_FORM, _handed_over())))
    connection.execute(sa.delete(_questions).where(_IS_FORM))


def _say_of_tickets(connection: sa.Connection, made: Mapping[tuple[str, int], int]) -> None:
    """Let what waits to be said of a form be said of its ticket: it is not lost by the deploy."""
    unsaid = sa.and_(_outbox.c.message.in_(_MESSAGES), _outbox.c.state != "done")
    for row in connection.execute(sa.select(_outbox).where(unsaid)).mappings().all():
        ticket = made.get((row["workspace"], row["about"].get("question")))
        if ticket is not None:
            said = {"message": _MESSAGES[row["message"]], "about": {"ticket": ticket}}
            connection.execute(sa.update(_outbox).where(_outbox.c.id == row["id"]).values(said))


def _handed_over() -> sa.ColumnElement[bool]:
    same = _handovers.c.workspace == _questions.c.workspace
    return sa.and_(same, _handovers.c.question == _questions.c.id)


def _forms() -> sa.Select[Any]:
    waits = sa.exists().where(_handed_over()).correlate(_questions).label("waits")
    return sa.select(*_questions.c, waits).where(_IS_FORM).order_by(_questions.c.id)


def _ticket(form: sa.RowMapping, number: int) -> dict[str, Any]:
    given = {field: {"typed": text} for field, text in (form["details"] or {}).items()}
    of_lines = form["form"] == "discrepancy"
    same = ("workspace", "person", "locale", "channel", "thread_ts", "card_channel", "card_ts")
    return {
        **{name: form[name] for name in same},
        "number": number,
        "kind": form["form"],
        "company": form["workspace"],
        "written_in": form["locale"],
        "answers": {
            "lines": [given] if of_lines else [],
            "common": {} if of_lines else given,
            "asks": {},
        },
        "state": "new" if form["waits"] else "withdrawn",
        "created_at": form["asked_at"],
        "changed_at": form["asked_at"],
        "receipt_channel": form["reply_channel"],
        "receipt_ts": form["reply_ts"],
    }
