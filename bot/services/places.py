"""Where a form is filled in by conversation: in a direct message, or in a thread of a channel."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.forms import conversation
from bot.forms.case import Forms
from bot.services import talking
from bot.services.beginning import Filler, Start, begin
from bot.services.filling import Going, going
from bot.storage import drafts
from bot.storage.drafts import Draft

_Place = tuple[str | None, str | None]
"""A channel and a thread."""

_PEOPLE = ("D", "U", "W")
"""What the channels begin with in which a person is alone with the app."""


def is_direct(channel: str | None) -> bool:
    """Tell whether a person is alone with the app in a channel; nowhere, they are not."""
    return (channel or "").startswith(_PEOPLE)


def find(
    connection: Connection, workspace: str, person: str, channel: str, thread_ts: str | None
) -> Draft | None:
    """Return the form that a person fills in by conversation there.

    A thread under the last question belongs to it: phones offer to reply there.
    """
    place = (workspace, person, channel)
    here = drafts.talking_in(connection, *place, thread_ts)
    if here or thread_ts is None:
        return here
    above = drafts.talking_in(connection, *place, None)
    is_under = above is not None and above.message_ts == thread_ts
    return above if is_under else None


def start(
    connection: Connection,
    forms: Forms,
    filler: Filler,
    start: Start,
    values: Mapping[str, Any],
    now: float,
) -> None:
    """Begin a form as a conversation, the only one in its place, or go on with it there."""
    _be_silent(connection, filler.workspace, filler.person, _place(start))
    draft = begin(connection, filler, start, values, now)
    current = going(connection, forms, draft, now)
    if current:
        heard = conversation.onward(current.case)
        talking.ask(connection, current, heard, now, overview=current.filled.begun())


def _be_silent(connection: Connection, workspace: str, person: str, place: _Place) -> None:
    """End what a person talks of there; what was given is kept."""
    for other in drafts.of_person(connection, workspace, person):
        if other.talking and _place(other) == place:
            drafts.change(connection, workspace, other.id, talking=False)


def _place(where: Draft | Start) -> _Place:
    """Return where a form is talked of: all direct messages of a person are one place."""
    return ("D" if is_direct(where.channel) else where.channel), where.thread_ts


def resume(
    connection: Connection, current: Going, channel: str | None, thread_ts: str | None
) -> Going:
    """Go on with a form that was put aside, where its person pressed a button of it."""
    if current.draft.talking:
        return current
    draft = current.draft._replace(channel=channel, thread_ts=thread_ts)
    _be_silent(connection, draft.workspace, draft.person, _place(draft))
    where = {"channel": channel, "thread_ts": thread_ts}
    drafts.change(connection, draft.workspace, draft.id, **where)
    return replace(current, draft=draft)


def follow(connection: Connection, current: Going, thread_ts: str | None) -> Going:
    """Go on in the thread that its person writes in."""
    draft = current.draft
    if draft.thread_ts == thread_ts:
        return current
    drafts.change(connection, draft.workspace, draft.id, thread_ts=thread_ts)
    return replace(current, draft=draft._replace(thread_ts=thread_ts))
