"""The tables, for SQLite and PostgreSQL alike. Times are UTC, in seconds since 1970."""

from bot.storage.schema.batches import batch_tickets, batches
from bot.storage.schema.channels import moved_channels
from bot.storage.schema.common import (
    ACCEPTED,
    DONE,
    DROPPED,
    OPEN,
    PARKED,
    REJECTED,
    SENT,
    TICKET_IS_OPEN,
    TICKET_IS_RESOLVED,
    WAITING,
    metadata,
)
from bot.storage.schema.conversations import (
    ticket_followers,
    ticket_history,
    ticket_messages,
    ticket_threads,
    ticket_words,
)
from bot.storage.schema.forms import drafts, reminders
from bot.storage.schema.people import people
from bot.storage.schema.proposals import proposals
from bot.storage.schema.questions import questions
from bot.storage.schema.queues import inbox, jobs, outbox, pauses
from bot.storage.schema.tickets import ticket_files, ticket_keys, ticket_numbers, tickets
from bot.storage.schema.workspaces import (
    audit_log,
    installations,
    oauth_states,
    rate_limits,
    workspaces,
)

REVISION = "0004"
"""The migration that makes these tables: a test holds it to the newest one."""

__all__ = [
    "ACCEPTED",
    "DONE",
    "DROPPED",
    "OPEN",
    "PARKED",
    "REJECTED",
    "REVISION",
    "SENT",
    "TICKET_IS_OPEN",
    "TICKET_IS_RESOLVED",
    "WAITING",
    "audit_log",
    "batch_tickets",
    "batches",
    "drafts",
    "inbox",
    "installations",
    "jobs",
    "metadata",
    "moved_channels",
    "oauth_states",
    "outbox",
    "pauses",
    "people",
    "proposals",
    "questions",
    "rate_limits",
    "reminders",
    "ticket_files",
    "ticket_followers",
    "ticket_history",
    "ticket_keys",
    "ticket_messages",
    "ticket_numbers",
    "ticket_threads",
    "ticket_words",
    "tickets",
    "workspaces",
]
