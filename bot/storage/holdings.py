"""What the tables hold of people, and what becomes of it when a person is erased.

Every column of every table stands here: a test holds this to the schema.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Table

from bot.storage import schema


class Holds(StrEnum):
    """What a column holds.

    NOTHING says nothing of anybody: numbers of rows, times, states, ids of content. PERSON is the
    id of somebody; CONTENT is what they wrote, what is known of them, or what was made of it. PLACE
    is where somebody spoke with the app; POSTED is where the app shows something of theirs, known
    until that is deleted there. MIXED is text or data in which ids of people may stand; SECRET is
    told to nobody.
    """

    NOTHING = "nothing"
    PERSON = "person"
    CONTENT = "content"
    PLACE = "place"
    POSTED = "posted"
    MIXED = "mixed"
    SECRET = "secret"  # noqa: S105 - a kind of column


class Fate(StrEnum):
    """What becomes of a row when somebody is erased.

    One that is DELETED goes; of one that is BLANKED the numbers, states and times stay; in one that
    is MARKED their id alone is replaced.
    """

    DELETED = "deleted"
    BLANKED = "blanked"
    MARKED = "marked"


class Holding(NamedTuple):
    """What a table holds.

    A row is theirs whose id, or whose ticket, stands in the column `of`: it is `own`. A row of
    somebody else that names them is `named`. Of several people the one in `author` wrote its
    CONTENT.
    """

    columns: Mapping[str, Holds]
    of: str | None = None
    own: Fate = Fate.DELETED
    named: Fate = Fate.MARKED
    author: str | None = None

    def holding(self, *kinds: Holds) -> tuple[str, ...]:
        """Return the columns that hold any of these."""
        return tuple(name for name, holds in self.columns.items() if holds in kinds)


PERSON, TICKET = "person", "ticket"
"""The columns by which a row is somebody's."""


def _columns(**names: str) -> Mapping[str, Holds]:
    """Return what columns hold, of their names by kind."""
    named = {name: Holds(kind) for kind, given in names.items() for name in given.split()}
    return MappingProxyType(named)


HOLDINGS: Mapping[Table, Holding] = {
    schema.people: Holding(
        _columns(
            nothing="workspace looked_up_at greeted_at rating_asked_at",
            person="person",
            content="chosen_locale slack_locale company_domain time_zone team is_admin",
            mixed="listing",
        ),
        PERSON,
    ),
    schema.questions: Holding(
        _columns(
            nothing="id workspace place asked_at deleted locale detected decision intent topic"
            " suggestions confidence mention useful",
            person="person",
            content="text files",
            place="channel message_ts thread_ts response_url edited_ts",
            posted="reply_channel reply_ts",
        ),
        PERSON,
        Fate.BLANKED,
    ),
    schema.drafts: Holding(
        _columns(
            nothing="id workspace form locale question ticket talking step line turn typed_at"
            " begun_at changed_at kept_until state",
            person="person",
            content="company answers asked",
            place="channel thread_ts view message_ts",
        ),
        PERSON,
    ),
    schema.reminders: Holding(
        _columns(nothing="id workspace draft due_at state", person="person"), PERSON
    ),
    schema.tickets: Holding(
        _columns(
            nothing="id workspace number kind locale written_in state revision created_at"
            " changed_at question priority outcome merged_into opened_at answer_due answered_at"
            " resolution_due resolved_at waiting_since waits look_at noticed rating",
            person="person owner",
            content="company answers evidence answers_taken",
            place="channel thread_ts",
            posted="receipt_channel receipt_ts card_channel card_ts",
        ),
        PERSON,
        Fate.BLANKED,
    ),
    schema.ticket_keys: Holding(
        _columns(nothing="workspace kind ticket", content="company key"), TICKET
    ),
    schema.ticket_files: Holding(
        _columns(nothing="workspace ticket state", content="file", posted="copy"), TICKET
    ),
    schema.ticket_history: Holding(
        _columns(
            nothing="id workspace ticket at deed before after", person="actor", mixed="details"
        ),
        TICKET,
        Fate.BLANKED,
    ),
    schema.ticket_messages: Holding(
        _columns(
            nothing="id workspace ticket side written_at locale deleted",
            person="author",
            content="text files",
            place="view edited_ts",
            posted="channel ts copy_channel copy_ts",
        ),
        TICKET,
        author="author",
    ),
    schema.ticket_threads: Holding(
        _columns(nothing="workspace ticket", place="channel thread_ts"), TICKET
    ),
    schema.ticket_followers: Holding(
        _columns(nothing="workspace ticket", person="person"), TICKET, named=Fate.DELETED
    ),
    schema.ticket_words: Holding(_columns(nothing="workspace ticket", content="word"), TICKET),
    schema.ticket_numbers: Holding(_columns(nothing="workspace last")),
    schema.batches: Holding(
        _columns(
            nothing="id workspace form month state opened_at exported_at submitted_at visible_by"
            " confirm_at asked_at confirmed_at card_channel card_ts question_channel question_ts",
            person="submitted_by confirmed_by",
        )
    ),
    schema.batch_tickets: Holding(_columns(nothing="workspace batch ticket aside to_do"), TICKET),
    schema.proposals: Holding(
        _columns(
            nothing="id workspace ticket locale topic proposed_at state",
            person="proposed_by",
            content="phrasing title answer",
            posted="note_channel note_ts",
        ),
        TICKET,
        author="proposed_by",
    ),
    schema.inbox: Holding(
        _columns(
            nothing="id workspace key kind received_at due_at attempts state problem",
            mixed="payload",
        ),
    ),
    schema.outbox: Holding(
        _columns(
            nothing="id workspace message created_at due_at attempts settled failures state"
            " problem turn_at",
            mixed="lane about",
        ),
        named=Fate.DELETED,
    ),
    schema.jobs: Holding(_columns(nothing="workspace due_at", mixed="job"), named=Fate.DELETED),
    schema.rate_limits: Holding(
        _columns(nothing="workspace free_at", mixed="subject"), named=Fate.DELETED
    ),
    schema.pauses: Holding(_columns(nothing="workspace method until")),
    schema.moved_channels: Holding(_columns(nothing="workspace earlier current")),
    schema.workspaces: Holding(
        _columns(nothing="workspace enterprise known_since left_at", mixed="settings")
    ),
    schema.installations: Holding(
        _columns(
            nothing="workspace is_enterprise app_id bot_id bot_user scopes expires_at installed_at",
            person="installed_by",
            secret="token refresh_token",  # noqa: S106 - names of columns
        )
    ),
    schema.oauth_states: Holding(_columns(nothing="expires_at", secret="state")),  # noqa: S106 - the same
    schema.audit_log: Holding(
        _columns(nothing="id workspace at action", person="person", mixed="about")
    ),
}
"""What each table holds, and what erasing somebody does there."""
