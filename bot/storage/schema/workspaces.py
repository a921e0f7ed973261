"""The workspaces that are served, how we may speak there, and what was done with their data."""

from sqlalchemy import JSON, Boolean, Column, Float, Index, Table, Text

from bot.storage.schema.common import Id, metadata

workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("enterprise", Text),
    Column("settings", JSON, nullable=False),
    Column("known_since", Float, nullable=False),
    Column("left_at", Float),
)
"""What each workspace chose for itself. `enterprise` is the organization that it belongs to where
the app is installed in all of that; `left_at` is when the app was uninstalled: what is known of
the workspace is then deleted, this row last.
"""

installations = Table(
    "installations",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("is_enterprise", Boolean, nullable=False),
    Column("app_id", Text, nullable=False),
    Column("bot_id", Text, nullable=False),
    Column("bot_user", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("refresh_token", Text),
    Column("expires_at", Float),
    Column("installed_by", Text),
    Column("installed_at", Float, nullable=False),
)
"""The app in a workspace, or in all of an organization (`is_enterprise`: `workspace` is then the
organization's id). The tokens are encrypted; `expires_at` is null where they are not rotated.
"""

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", Text, primary_key=True),
    Column("expires_at", Float, nullable=False),
)
"""The installations that were begun: each state is accepted once."""

rate_limits = Table(
    "rate_limits",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("free_at", Float, nullable=False),
)
"""When what has a pace of its own (a channel, a person) is free again, for all processes."""

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("person", Text),
    Column("action", Text, nullable=False),
    Column("about", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""Who changed settings, and whose data was given out or erased; `person` is null for operators."""

Index("audit_log_at", audit_log.c.at)
