"""Requests that are handed in together."""

from sqlalchemy import Boolean, Column, Float, Index, Table, Text, UniqueConstraint, text

from bot.storage.schema.common import OPEN, Id, metadata

batches = Table(
    "batches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("state", Text, nullable=False, server_default=OPEN),
    Column("opened_at", Float, nullable=False),
    Column("exported_at", Float),
    Column("submitted_at", Float),
    Column("submitted_by", Text),
    Column("visible_by", Text),
    Column("confirm_at", Float),
    Column("asked_at", Float),
    Column("confirmed_at", Float),
    Column("confirmed_by", Text),
    Column("card_channel", Text),
    Column("card_ts", Text),
    Column("question_channel", Text),
    Column("question_ts", Text),
    UniqueConstraint("workspace", "form", "month"),
    sqlite_autoincrement=True,
)
"""The requests that are handed in together once a month (`month` is "2026-11"); `state` goes by
`bot.desk.batches`. `visible_by` is the ISO date by which they show; at `confirm_at` it is to be
asked whether they do, at `asked_at` it was. `card_ts` is the message that shows a batch,
`question_ts` the one that asks.
"""

batch_tickets = Table(
    "batch_tickets",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("batch", Id, primary_key=True, autoincrement=False),
    Column("ticket", Id, primary_key=True, autoincrement=False),
    Column("aside", Boolean, nullable=False, server_default=text("false")),
    Column("to_do", Text),
)
"""What is in a batch that was submitted; of an open one, whatever was set aside or taken in again.

What is `aside` goes on in the next batch. `to_do` is the deed that was decided for a request and is
not done yet: many at once are done bit by bit.
"""

Index("batch_tickets_of_ticket", batch_tickets.c.workspace, batch_tickets.c.ticket)

Index(
    "batch_tickets_to_do",
    batch_tickets.c.workspace,
    batch_tickets.c.batch,
    batch_tickets.c.ticket,
    sqlite_where=batch_tickets.c.to_do.is_not(None),
    postgresql_where=batch_tickets.c.to_do.is_not(None),
)
