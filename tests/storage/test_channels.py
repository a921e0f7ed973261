"""Promise 36: when Slack gives a channel another id, all that is kept of it follows."""

from typing import Any

from sqlalchemy import Connection, insert, select

from bot.services.moving import follow, move_channel
from bot.storage import channels, outbox, questions, ticket_messages, ticket_threads, tickets
from bot.storage.schema import WAITING, metadata
from bot.storage.schema import outbox as waiting_room
from tests.storage.everything import (
    CHANNEL,
    HANDED_OVER,
    MESSAGE,
    NOW,
    OURS,
    QUESTION,
    THEIRS,
    TICKET,
    TS,
    attempt,
)

NEW = "C-NEW"
NEWER = "C-NEWER"


def everywhere(connection: Connection, workspace: str = OURS) -> set[str]:
    """Give all channels that any row names."""
    return {
        found
        for column in channels.PLACES
        for found in connection.scalars(
            select(column).where(column.table.c.workspace == workspace, column.is_not(None))
        )
    }


def fill_places(connection: Connection, workspace: str) -> None:
    """Name the channel in every column that names one."""
    connection.execute(insert(metadata.tables["questions"]), {**QUESTION, "workspace": workspace})
    for table in metadata.sorted_tables:
        named = [column.name for column in table.c if column in channels.PLACES]
        if named and table.name != "questions":
            row: dict[str, Any] = {**_row(table.name), **dict.fromkeys(named, CHANNEL)}
            connection.execute(insert(table), {**row, "workspace": workspace})


def _row(table: str) -> dict[str, Any]:
    kept = {"drafts": DRAFTED, "proposals": PROPOSED, "batches": BATCH}
    known = {"tickets": {**HANDED_OVER, "number": 1}, "ticket_messages": MESSAGE}
    return dict({**kept, **known, "ticket_threads": {"thread_ts": TS, "ticket": 1}}[table])


DRAFTED = {
    "person": "U1",
    "company": "T1",
    "form": "directory",
    "locale": "nl",
    "step": "step",
    "answers": {},
    **dict.fromkeys(("begun_at", "changed_at", "kept_until"), NOW),
}
PROPOSED = {
    "ticket": 1,
    "locale": "nl",
    "phrasing": "waar",
    "proposed_by": "U1",
    "proposed_at": NOW,
}
BATCH = {"form": "directory", "month": "2026-03", "opened_at": NOW}


def test_promise_36_every_place_that_names_a_channel_follows_it(connection: Connection) -> None:
    fill_places(connection, OURS)
    fill_places(connection, THEIRS)
    assert everywhere(connection) == {CHANNEL}
    channels.move(connection, OURS, CHANNEL, NEW)
    assert everywhere(connection) == {NEW}
    assert everywhere(connection, THEIRS) == {CHANNEL}


def test_promise_36_a_channel_is_known_by_each_id_that_it_had(connection: Connection) -> None:
    channels.move(connection, OURS, CHANNEL, NEW)
    channels.move(connection, OURS, NEW, NEWER)
    known = [channels.current(connection, OURS, each) for each in (CHANNEL, NEW, NEWER)]
    assert known == [NEWER] * 3
    assert channels.current(connection, THEIRS, CHANNEL) == CHANNEL


def test_promise_36_a_channel_that_gets_an_earlier_id_back_is_found_there(
    connection: Connection,
) -> None:
    channels.move(connection, OURS, CHANNEL, NEW)
    channels.move(connection, OURS, NEW, CHANNEL)
    assert [channels.current(connection, OURS, each) for each in (CHANNEL, NEW)] == [CHANNEL] * 2


def test_promise_36_what_came_under_the_new_id_before_stays(connection: Connection) -> None:
    for channel in (CHANNEL, NEW):
        questions.add(connection, OURS, {**QUESTION, "channel": channel})
        ticket_messages.add(connection, OURS, {**MESSAGE, "channel": channel})
        ticket_threads.listen(connection, OURS, channel, TS, 1)
    channels.move(connection, OURS, CHANNEL, NEW)
    found = questions.at_message(connection, OURS, NEW, TS)
    assert found
    assert found.id == 2
    assert ticket_threads.ticket_in(connection, OURS, NEW, TS) == 1


def test_promise_36_what_waits_to_be_said_there_is_said_under_the_new_id(
    connection: Connection,
) -> None:
    outbox.post(connection, OURS, CHANNEL, "greeting", {"person": "U1", "channel": CHANNEL}, NOW)
    channels.move(connection, OURS, CHANNEL, NEW)
    (row,) = outbox.lease(connection, NOW, 60, 16)
    assert (row.lane, row.about) == (NEW, {"person": "U1", "channel": NEW})


def test_promise_36_what_could_not_be_said_before_the_change_was_told_is_said_after_it(
    connection: Connection,
) -> None:
    ticket = tickets.add(connection, OURS, TICKET)
    for problem in ("channel_not_found", "is_archived"):
        outbox.post(connection, OURS, problem, "ticket-card", {"ticket": ticket}, NOW)
    outbox.lease(connection, NOW, 60, 16)
    for row, problem in enumerate(("channel_not_found", "is_archived"), 1):
        outbox.park(connection, OURS, row, attempt(connection, waiting_room, row), problem)
    move_channel(connection, OURS, CHANNEL, NEW, NOW + 60)
    states = select(waiting_room.c.id).where(waiting_room.c.state == WAITING)
    assert list(connection.scalars(states)) == [1]


def test_promise_36_what_was_written_down_under_the_old_id_after_the_change_is_found_again(
    connection: Connection,
) -> None:
    channels.move(connection, OURS, CHANNEL, NEW)
    ticket = tickets.add(connection, OURS, {**TICKET, "channel": CHANNEL})
    assert follow(connection, OURS, CHANNEL, NOW)
    found = tickets.find(connection, OURS, ticket)
    assert found
    assert found.channel == NEW


def test_promise_36_a_channel_that_is_gone_for_good_is_not_followed(
    connection: Connection,
) -> None:
    assert not follow(connection, OURS, CHANNEL, NOW)
