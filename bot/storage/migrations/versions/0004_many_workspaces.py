"""Make what several workspaces and several processes need."""

import sqlalchemy as sa
from alembic import op

from bot.storage.schema.common import Id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MADE = ("audit_log", "rate_limits", "oauth_states", "installations", "workspaces")

_COUNTED = (
    ("inbox_parked", "inbox", ["received_at"]),
    ("outbox_parked", "outbox", ["created_at"]),
    ("tickets_by_state", "tickets", ["state", "kind"]),
)
_PARKED = sa.text("state = 'parked'")

_LEASED = ("inbox", "outbox")
_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Make the change."""
    _make_workspaces()
    _make_records()
    op.add_column("outbox", sa.Column("turn_at", sa.Float(), nullable=True))
    op.add_column("people", sa.Column("is_admin", sa.Boolean(), nullable=True))
    _make_counting_quick()
    for table in _LEASED:
        _index_due(table, "workspace", "due_at", "id")


def downgrade() -> None:
    """Take it back."""
    for table in _LEASED:
        _index_due(table, "due_at", "id")
    for name, table, _ in _COUNTED:
        op.drop_index(name, table)
    op.drop_column("people", "is_admin")
    op.drop_column("outbox", "turn_at")
    for table in _MADE:
        op.drop_table(table)


def _index_due(table: str, *columns: str) -> None:
    """Have what waits in a table found by these columns."""
    name, its = f"{table}_due", list(columns)
    op.drop_index(name, table)
    op.create_index(name, table, its, sqlite_where=_WAITING, postgresql_where=_WAITING)


def _make_workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("workspace", sa.Text(), primary_key=True),
        sa.Column("enterprise", sa.Text()),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("known_since", sa.Float(), nullable=False),
        sa.Column("left_at", sa.Float()),
    )
    op.create_table(
        "installations",
        sa.Column("workspace", sa.Text(), primary_key=True),
        sa.Column("is_enterprise", sa.Boolean(), nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("refresh_token", sa.Text()),
        sa.Column("expires_at", sa.Float()),
        sa.Column("installed_by", sa.Text()),
        sa.Column("installed_at", sa.Float(), nullable=False),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.Text(), primary_key=True),
        sa.Column("expires_at", sa.Float(), nullable=False),
    )


def _make_records() -> None:
    op.create_table(
        "rate_limits",
        sa.Column("workspace", sa.Text(), primary_key=True),
        sa.Column("subject", sa.Text(), primary_key=True),
        sa.Column("free_at", sa.Float(), nullable=False),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", Id, primary_key=True),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_log_at", "audit_log", ["at"])


def _make_counting_quick() -> None:
    """Let monitoring count what was set aside, and tickets, without reading all rows."""
    for name, table, columns in _COUNTED:
        where = _PARKED if name.endswith("_parked") else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
