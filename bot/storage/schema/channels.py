"""What became of channels."""

from sqlalchemy import Column, Table, Text

from bot.storage.schema.common import metadata

moved_channels = Table(
    "moved_channels",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("earlier", Text, primary_key=True),
    Column("current", Text, nullable=False),
)
"""The ids that channels had before Slack changed them, each with the one of now."""
