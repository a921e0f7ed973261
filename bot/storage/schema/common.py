"""What the tables have in common: their metadata, kinds of columns, states, and conditions."""

from sqlalchemy import BigInteger, Integer, MetaData, Text, text

from bot.desk import life

WAITING, DONE, PARKED = "waiting", "done", "parked"
"""The states of what is worked off: inbox, outbox, files and reminders."""

OPEN, SENT, DROPPED = "open", "sent", "dropped"
"""The states of a draft."""

ACCEPTED, REJECTED = "accepted", "rejected"
"""What became of a proposal that is OPEN no more."""

TICKET_IS_OPEN = "state IN ({})".format(", ".join(f"'{state}'" for state in sorted(life.OPEN)))
TICKET_IS_RESOLVED = f"state = '{life.State.RESOLVED}'"
"""The conditions of partial indexes: a query has to be in these very words, or it finds none."""

metadata = MetaData()

Id = BigInteger().with_variant(Integer(), "sqlite")
ByCodePoint = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point on both engines: what begins alike stands together."""

UNTIL_DONE = text("state = 'waiting'")
SET_ASIDE = text("state = 'parked'")
WHILE_OPEN = text("state = 'open'")
