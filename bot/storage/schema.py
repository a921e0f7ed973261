"""The tables, for SQLite and PostgreSQL alike. Times are UTC, in seconds since 1970."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.desk import life

REVISION = "0003"
"""The migration that makes these tables: a test holds it to the newest one."""

WAITING, DONE, PARKED = "waiting", "done", "parked"
OPEN, SENT, DROPPED = "open", "sent", "dropped"
"""The states of a draft."""

ACCEPTED, REJECTED = "accepted", "rejected"
"""What became of a proposal that is OPEN no more."""

TICKET_IS_OPEN = "state IN ({})".format(", ".join(f"'{state}'" for state in sorted(life.OPEN)))
TICKET_IS_RESOLVED = f"state = '{life.State.RESOLVED}'"
"""The conditions of partial indexes: a query has to be in these very words, or it finds none."""

metadata = MetaData()

_Id = BigInteger().with_variant(Integer(), "sqlite")
_ByCodePoint = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point on both engines: what begins alike stands together."""

_UNTIL_DONE = text("state = 'waiting'")
_WHILE_OPEN = text("state = 'open'")

inbox = Table(
    "inbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text),
    Column("received_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("problem", Text),
    UniqueConstraint("workspace", "key"),
    sqlite_autoincrement=True,
)
"""What Slack sent and we acknowledged. `payload` is blanked once it is processed."""
Index(
    "inbox_due",
    inbox.c.due_at,
    inbox.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("about", JSON, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("settled", Integer, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default=WAITING),
    Column("problem", Text),
    sqlite_autoincrement=True,
)
"""What is to be said, as a meaning: its state is drawn when it is sent. A lane keeps its order.

`attempts` counts leases, `settled` is the last of them of which we know that Slack took nothing,
`failures` counts those that Slack did not merely postpone.
"""
Index(
    "outbox_due",
    outbox.c.due_at,
    outbox.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)
Index(
    "outbox_lane",
    outbox.c.workspace,
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)

pauses = Table(
    "pauses",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("until", Float, nullable=False),
)
"""How long Slack asked us to leave a method alone (`Retry-After`)."""

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
)
"""What is known of somebody: of their mail address only the domain; the time zone is an IANA name,
`team` the Slack team that they belong to; `listing` is what they chose to see of the tickets.
"""

questions = Table(
    "questions",
    metadata,
    Column("id", _Id, primary_key=True),
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

drafts = Table(
    "drafts",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("channel", Text),
    Column("thread_ts", Text),
    Column("question", _Id),
    Column("ticket", _Id),
    Column("view", Text),
    Column("talking", Boolean, nullable=False, server_default=text("false")),
    Column("step", Text, nullable=False),
    Column("line", Integer, nullable=False, server_default="0"),
    Column("answers", JSON, nullable=False),
    Column("asked", JSON),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("typed_at", Float, nullable=False, server_default="0"),
    Column("message_ts", Text),
    Column("begun_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("kept_until", Float, nullable=False),
    Column("state", Text, nullable=False, server_default=OPEN),
    sqlite_autoincrement=True,
)
"""Forms that are being filled in, in a modal or (`talking`) by conversation.

`company` is the id of the person's own Slack team, `question` the one that offered the form,
`ticket` the one that is being changed. `turn` is raised by every move, `typed_at` is when what was
kept last without a move was typed. `answers` is {"lines": [{field: given}], "common": {field:
given}, "asks": {key: answer}}, where given is {"typed": text or list of texts, "meant": text or
null}; it is blanked once the draft is sent.
"""
Index(
    "drafts_of_person",
    drafts.c.workspace,
    drafts.c.person,
    drafts.c.id,
    sqlite_where=_WHILE_OPEN,
    postgresql_where=_WHILE_OPEN,
)
Index("drafts_in_view", drafts.c.workspace, drafts.c.view)
Index("drafts_kept_until", drafts.c.kept_until)

tickets = Table(
    "tickets",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("written_in", Text),
    Column("channel", Text, nullable=False),
    Column("thread_ts", Text),
    Column("answers", JSON, nullable=False),
    Column("state", Text, nullable=False, server_default="new"),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("created_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("receipt_channel", Text),
    Column("receipt_ts", Text),
    Column("card_channel", Text),
    Column("card_ts", Text),
    Column("question", _Id),
    Column("evidence", JSON),
    Column("answers_taken", JSON),
    Column("priority", Text, nullable=False, server_default="normal"),
    Column("owner", Text),
    Column("outcome", Text),
    Column("merged_into", _Id),
    Column("opened_at", Float, nullable=False, server_default="0"),
    Column("answer_due", Float),
    Column("answered_at", Float),
    Column("resolution_due", Float),
    Column("resolved_at", Float),
    Column("waiting_since", Float),
    Column("waits", JSON, nullable=False, server_default="[]"),
    Column("look_at", Float),
    Column("noticed", JSON, nullable=False, server_default="[]"),
    Column("rating", Integer),
    UniqueConstraint("workspace", "number"),
    sqlite_autoincrement=True,
)
"""What the support team works on. `number` counts from 1 in each workspace; `kind` is the form's id
or "question"; `locale` is the language in which its person is told of it, `written_in` theirs when
they sent it.

Of a form, `answers` are like those of a draft, and `revision` is raised by every change of them;
`answers_taken` are those that stood there when the support team took it. Of a question, `question`
is its row, and `evidence` is {"candidates": [topics], "confidence": 0 to 1}: what the matching
considered when it was handed over.

`state` and `owner` go by `bot.desk.life`; `outcome` tells how it ended. `opened_at` is when it came
last, new or reopened. `waits` is [[from, to]] for each time that was spent waiting for the partner
since then, and is not counted for what is due. `look_at` is when time may have something to do, and
`noticed` what it has done, and that its partner was asked whether they were helped.
"""
Index("tickets_of_person", tickets.c.workspace, tickets.c.person, tickets.c.id)
Index("tickets_of_question", tickets.c.workspace, tickets.c.question, unique=True)
Index("tickets_look_at", tickets.c.look_at)
Index(
    "tickets_open",
    tickets.c.workspace,
    *(tickets.c.kind, tickets.c.written_in, tickets.c.locale),
    *(tickets.c.state, tickets.c.owner, tickets.c.priority, tickets.c.person),
    *(tickets.c.answered_at, tickets.c.answer_due, tickets.c.resolution_due),
    *(tickets.c.opened_at, tickets.c.id),
    sqlite_where=text(TICKET_IS_OPEN),
    postgresql_where=text(TICKET_IS_OPEN),
)
Index(
    "tickets_resolved",
    tickets.c.workspace,
    tickets.c.resolved_at,
    tickets.c.id,
    *(tickets.c.kind, tickets.c.person, tickets.c.locale, tickets.c.written_in),
    sqlite_where=text(TICKET_IS_RESOLVED),
    postgresql_where=text(TICKET_IS_RESOLVED),
)

ticket_numbers = Table(
    "ticket_numbers",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The number that was given last in each workspace."""

ticket_keys = Table(
    "ticket_keys",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("company", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("ticket", _Id, primary_key=True, autoincrement=False),
)
"""What tickets are about, so that two about the same are found."""
Index("ticket_keys_of_ticket", ticket_keys.c.workspace, ticket_keys.c.ticket)

ticket_files = Table(
    "ticket_files",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("ticket", _Id, primary_key=True, autoincrement=False),
    Column("file", Text, primary_key=True),
    Column("copy", Text),
    Column("state", Text, nullable=False, server_default=WAITING),
)
"""The files of tickets that the support team is to see: `waiting`, `done`, or `parked` when Slack
refuses for good. `copy` is the id of the file that was uploaded for the support team, kept before
it is shared.
"""

ticket_history = Table(
    "ticket_history",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("ticket", _Id, nullable=False),
    Column("at", Float, nullable=False),
    Column("actor", Text),
    Column("deed", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("details", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""Who did what with a ticket when: rows are added, never changed. Without an actor time did it."""
Index(
    "ticket_history_of_ticket",
    ticket_history.c.workspace,
    ticket_history.c.ticket,
    ticket_history.c.id,
)

ticket_messages = Table(
    "ticket_messages",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("ticket", _Id, nullable=False),
    Column("side", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("written_at", Float, nullable=False),
    Column("locale", Text),
    Column("view", Text),
    Column("channel", Text),
    Column("ts", Text),
    Column("copy_channel", Text),
    Column("copy_ts", Text),
    Column("edited_ts", Text),
    Column("deleted", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("workspace", "channel", "ts"),
    UniqueConstraint("workspace", "view"),
    sqlite_autoincrement=True,
)
"""What the partner and the support team said to each other about a ticket, and nothing else.

`side` is "partner" or "support"; `files` is ["<file id> <name>"]; `view` is the modal that a reply
came from; `channel` and `ts` are where the partner sees it, `copy_channel` and `copy_ts` where it
stands in the thread of the card.
"""
Index(
    "ticket_messages_of_ticket",
    ticket_messages.c.workspace,
    ticket_messages.c.ticket,
    ticket_messages.c.id,
)

ticket_threads = Table(
    "ticket_threads",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("thread_ts", Text, primary_key=True),
    Column("ticket", _Id, nullable=False),
)
"""The threads in which a partner writes to the support team about a ticket."""
Index("ticket_threads_of_ticket", ticket_threads.c.workspace, ticket_threads.c.ticket)

ticket_followers = Table(
    "ticket_followers",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("ticket", _Id, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
)
"""Who of the support team, besides its owner, is told when the partner writes."""

ticket_words = Table(
    "ticket_words",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("word", _ByCodePoint, primary_key=True),
    Column("ticket", _Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""By which words a ticket is found; they are folded."""
Index(
    "ticket_words_of_ticket", ticket_words.c.workspace, ticket_words.c.ticket, ticket_words.c.word
)

moved_channels = Table(
    "moved_channels",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("earlier", Text, primary_key=True),
    Column("current", Text, nullable=False),
)
"""The ids that channels had before Slack changed them, each with the one of now."""

jobs = Table(
    "jobs",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("job", Text, primary_key=True),
    Column("due_at", Float, nullable=False),
)
"""When each piece of scheduled work is due next, so that it is done once by whoever is alive."""

proposals = Table(
    "proposals",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("ticket", _Id, nullable=False),
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

batches = Table(
    "batches",
    metadata,
    Column("id", _Id, primary_key=True),
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
    Column("batch", _Id, primary_key=True, autoincrement=False),
    Column("ticket", _Id, primary_key=True, autoincrement=False),
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

reminders = Table(
    "reminders",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("draft", _Id, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("state", Text, nullable=False, server_default=WAITING),
    sqlite_autoincrement=True,
)
"""When somebody wants to be reminded of a draft."""
Index(
    "reminders_due",
    reminders.c.due_at,
    reminders.c.id,
    sqlite_where=_UNTIL_DONE,
    postgresql_where=_UNTIL_DONE,
)
Index("reminders_of_draft", reminders.c.workspace, reminders.c.draft)
