"""What is known of people."""

from sqlalchemy import JSON, Boolean, Column, Float, Table, Text

from bot.storage.schema.common import metadata

people = Table(
    "people",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("chosen_locale", Text),
    Column("slack_locale", Text),
    Column("looked_up_at", Float),
    Column("greeted_at", Float),
    Column("company_domain", Text),
    Column("time_zone", Text),
    Column("team", Text),
    Column("listing", JSON),
    Column("rating_asked_at", Float),
    Column("is_admin", Boolean),
)
"""What is known of somebody: of their mail address only the domain; the time zone is an IANA name,
`team` the Slack team that they belong to; `listing` is what they chose to see of the tickets;
`is_admin` is whether they administered the workspace when they opened their Home tab last.
"""
