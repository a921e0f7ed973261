import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.storage import drafts
from bot.storage.database import Database
from bot.storage.drafts import Draft
from bot.storage.schema import DROPPED, OPEN, SENT
from bot.storage.schema import drafts as table
from tests.storage.everything import ANSWERS, CHANNEL, DRAFT, FORM, NOW, OURS, PERSON, THEIRS, TS
from tests.storage.plans import is_found_in_order


def begin(connection: Connection, **values: object) -> int:
    return drafts.add(connection, OURS, {**DRAFT, **values})


def kept(connection: Connection, draft: int) -> Draft:
    found = drafts.find(connection, OURS, draft)
    assert found
    return found


def ids(found: list[Draft]) -> list[int]:
    return [draft.id for draft in found]


def test_a_draft_is_found_as_it_was_begun(connection: Connection) -> None:
    found = kept(connection, begin(connection))
    assert DRAFT.items() <= found._asdict().items()
    assert (found.workspace, found.state, found.turn, found.line) == (OURS, OPEN, 0, 0)
    assert (found.typed_at, found.ticket) == (0, None)


def test_a_modal_s_draft_knows_no_place(connection: Connection) -> None:
    begun = {name: DRAFT[name] for name in DRAFT if name not in {"channel", "thread_ts", "asked"}}
    found = kept(connection, drafts.add(connection, OURS, {**begun, "talking": False}))
    assert (found.channel, found.thread_ts, found.asked, found.talking) == (None, None, None, False)


def test_a_person_s_open_drafts_are_listed_newest_first(connection: Connection) -> None:
    first, sent, second = (begin(connection) for _ in range(3))
    begin(connection, person="U2")
    drafts.end(connection, OURS, sent, SENT)
    assert ids(drafts.of_person(connection, OURS, PERSON)) == [second, first]


def test_the_newest_draft_that_a_modal_shows_is_found_whatever_became_of_it(
    connection: Connection,
) -> None:
    _, newest = begin(connection, view="V7"), begin(connection, view="V7")
    begin(connection)
    drafts.end(connection, OURS, newest, SENT)
    found = drafts.in_view(connection, OURS, PERSON, "V7")
    assert found == kept(connection, newest)
    assert drafts.in_view(connection, OURS, "U2", "V7") is None


@pytest.mark.parametrize("other", [{"form": "directory"}, {"ticket": 7}, {"person": "U2"}])
def test_a_form_is_continued_in_its_newest_draft_which_changes_no_ticket(
    connection: Connection, other: Mapping[str, Any]
) -> None:
    assert drafts.open_for(connection, OURS, PERSON, FORM) is None
    begin(connection)
    newest = begin(connection, talking=False)
    begin(connection, **other)
    found = drafts.open_for(connection, OURS, PERSON, FORM)
    assert found == kept(connection, newest)


@pytest.mark.parametrize(
    "other",
    [{"talking": False}, {"thread_ts": None}, {"thread_ts": "2.0"}, {"channel": "C2"}],
)
def test_a_conversation_is_about_the_newest_draft_that_is_talked_of_there(
    connection: Connection, other: Mapping[str, Any]
) -> None:
    assert drafts.talking_in(connection, OURS, PERSON, CHANNEL, TS) is None
    begin(connection)
    newest = begin(connection)
    begin(connection, **other)
    assert drafts.talking_in(connection, OURS, PERSON, CHANNEL, TS) == kept(connection, newest)


def test_outside_of_threads_only_what_is_talked_of_outside_of_them_is_meant(
    connection: Connection,
) -> None:
    begin(connection)
    assert drafts.talking_in(connection, OURS, PERSON, CHANNEL, None) is None
    outside = begin(connection, thread_ts=None)
    begin(connection)
    found = drafts.talking_in(connection, OURS, PERSON, CHANNEL, None)
    assert found == kept(connection, outside)


def test_a_change_leaves_the_rest_the_turn_and_the_others_alone(connection: Connection) -> None:
    first, second = begin(connection), begin(connection)
    before = [kept(connection, first), kept(connection, second)]
    drafts.change(connection, OURS, first, view="V2", answers={}, typed_at=NOW + 2)
    after = [kept(connection, first), kept(connection, second)]
    assert after == [before[0]._replace(view="V2", answers={}, typed_at=NOW + 2), before[1]]


@pytest.mark.parametrize("state", [SENT, DROPPED])
def test_a_draft_ends_once(connection: Connection, state: str) -> None:
    draft = begin(connection)
    assert drafts.end(connection, OURS, draft, state)
    assert not drafts.end(connection, OURS, draft, DROPPED)
    assert kept(connection, draft).state == state


def test_a_sent_draft_forgets_what_was_typed_and_a_dropped_one_can_come_back(
    connection: Connection,
) -> None:
    sent, dropped = begin(connection), begin(connection)
    drafts.end(connection, OURS, sent, SENT)
    drafts.end(connection, OURS, dropped, DROPPED)
    assert (kept(connection, sent).answers, kept(connection, sent).asked) == ({}, None)
    assert kept(connection, dropped).answers == ANSWERS
    drafts.change(connection, OURS, dropped, state=OPEN)
    assert ids(drafts.of_person(connection, OURS, PERSON)) == [dropped]


def test_drafts_are_forgotten_when_their_time_is_over_in_every_workspace(
    connection: Connection,
) -> None:
    begin(connection)
    drafts.add(connection, THEIRS, DRAFT)
    later = begin(connection, kept_until=NOW + 9)
    drafts.forget(connection, NOW + 1)
    assert len(connection.scalars(select(table.c.id)).all()) == 3
    drafts.forget(connection, NOW + 1.1)
    assert connection.scalars(select(table.c.id)).all() == [later]


async def test_of_ends_at_once_one_is_the_end(database_url: str, database: Database) -> None:
    draft = await database.run(drafts.add, OURS, DRAFT)
    processes = [Database(database_url) for _ in range(3)]
    ends = (each.run(drafts.end, OURS, draft, SENT) for each in processes * 4)
    assert sorted(await asyncio.gather(*ends))[-2:] == [False, True]
    for process in processes:
        process.close()


def test_a_person_s_drafts_are_found_by_the_index_and_in_its_order(connection: Connection) -> None:
    def ask(connection: Connection) -> object:
        return drafts.open_for(connection, OURS, PERSON, FORM)

    assert is_found_in_order(connection, ask, "drafts_of_person")
