import asyncio

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.desk.life import OVER, State
from bot.storage import tickets
from bot.storage.database import Database
from bot.storage.tickets import Ticket
from tests.storage.everything import (
    COMPANY,
    FORM,
    HANDED_OVER,
    KEY,
    NOW,
    OURS,
    PERSON,
    THEIRS,
    TICKET,
)
from tests.storage.plans import is_found_in_order


def send(connection: Connection, /, **values: object) -> int:
    return tickets.add(connection, OURS, {**TICKET, **values})


def send_about(connection: Connection, *keys: str, company: str = COMPANY) -> int:
    ticket = send(connection, company=company)
    tickets.set_keys(connection, OURS, ticket, company, FORM, keys)
    return ticket


def same(connection: Connection, *keys: str, besides: int | None = None) -> int | None:
    found = tickets.same(connection, OURS, COMPANY, FORM, keys, besides)
    return found.id if found else None


def kept(connection: Connection, ticket: int) -> Ticket:
    found = tickets.find(connection, OURS, ticket)
    assert found
    return found


def ids(found: list[Ticket]) -> list[int]:
    return [ticket.id for ticket in found]


def test_a_ticket_is_found_as_it_was_sent(connection: Connection) -> None:
    found = kept(connection, send(connection))
    assert TICKET.items() <= found._asdict().items()
    assert (found.workspace, found.state, found.revision) == (OURS, State.NEW, 1)
    assert (found.receipt_ts, found.card_ts) == (None, None)
    assert (found.priority, found.owner, found.waits, found.noticed) == ("normal", None, [], [])


def test_tickets_are_numbered_from_one_in_each_workspace(connection: Connection) -> None:
    for workspace in (OURS, THEIRS, OURS, OURS, THEIRS):
        tickets.add(connection, workspace, TICKET)
    numbers = [
        [ticket.number for ticket in tickets.of_person(connection, workspace, PERSON)]
        for workspace in (OURS, THEIRS)
    ]
    assert numbers == [[3, 2, 1], [2, 1]]


async def test_tickets_that_are_sent_at_once_get_a_number_each(
    database_url: str, database: Database
) -> None:
    processes = [Database(database_url) for _ in range(3)]
    await asyncio.gather(*(each.run(tickets.add, OURS, TICKET) for each in processes * 8))
    sent = await database.read(tickets.of_person, OURS, PERSON)
    assert [ticket.number for ticket in sent] == list(range(24, 0, -1))
    for process in processes:
        process.close()


def test_a_number_whose_ticket_failed_is_given_to_the_next(database: Database) -> None:
    with pytest.raises(KeyError):
        database.run_now(send_and_fail)
    ticket = database.run_now(send)
    assert database.run_now(kept, ticket).number == 1


def send_and_fail(connection: Connection) -> None:
    send(connection)
    raise KeyError


def test_a_change_leaves_the_rest_and_the_others_alone(connection: Connection) -> None:
    first, second = send(connection), send(connection)
    before = [kept(connection, first), kept(connection, second)]
    tickets.change(connection, OURS, first, answers={"lines": []}, revision=2, changed_at=NOW + 5)
    changed = before[0]._replace(answers={"lines": []}, revision=2, changed_at=NOW + 5)
    assert [kept(connection, first), kept(connection, second)] == [changed, before[1]]


@pytest.mark.parametrize("state", sorted(OVER))
def test_a_person_s_tickets_are_listed_newest_first_with_and_without_those_that_are_over(
    connection: Connection, state: State
) -> None:
    mine = [send(connection) for _ in range(3)]
    send(connection, person="U2")
    tickets.change(connection, OURS, mine[1], state=state)
    assert ids(tickets.of_person(connection, OURS, PERSON)) == mine[::-1]
    assert ids(tickets.open_of_person(connection, OURS, PERSON)) == [mine[2], mine[0]]


def test_what_was_resolved_of_late_is_listed_with_what_is_open(connection: Connection) -> None:
    mine = [send(connection) for _ in range(5)]
    for ticket, state, at in (
        (mine[1], State.RESOLVED, NOW),
        (mine[2], State.RESOLVED, NOW - 1),
        (mine[3], State.MERGED, None),
    ):
        tickets.change(connection, OURS, ticket, state=state, resolved_at=at)
    found = tickets.lately_of_person(connection, OURS, PERSON, NOW)
    assert ids(found) == [mine[4], mine[1], mine[0]]


def test_no_more_than_twenty_open_tickets_are_listed(connection: Connection) -> None:
    mine = [send(connection) for _ in range(23)]
    assert ids(tickets.open_of_person(connection, OURS, PERSON)) == mine[:2:-1]
    assert len(tickets.of_person(connection, OURS, PERSON)) == 23


def test_a_ticket_about_any_of_the_same_things_is_found_the_newest_first(
    connection: Connection,
) -> None:
    assert same(connection, KEY) is None
    send_about(connection, KEY, "other")
    newest = send_about(connection, KEY)
    send_about(connection, "third")
    assert same(connection, "unknown", KEY) == newest
    assert same(connection, "unknown") is None
    assert same(connection) is None


@pytest.mark.parametrize("state", sorted(OVER))
def test_a_ticket_is_not_the_same_as_itself_nor_as_one_that_is_over(
    connection: Connection, state: State
) -> None:
    first, second = send_about(connection, KEY), send_about(connection, KEY)
    assert same(connection, KEY, besides=second) == first
    tickets.change(connection, OURS, first, state=state)
    assert same(connection, KEY, besides=second) is None
    assert same(connection, KEY) == second


def test_another_company_s_tickets_and_those_of_other_kinds_are_never_the_same(
    connection: Connection,
) -> None:
    send_about(connection, KEY, company="T-OTHER")
    assert same(connection, KEY) is None
    send_about(connection, KEY)
    assert tickets.same(connection, OURS, COMPANY, "directory", [KEY], None) is None
    assert tickets.same(connection, THEIRS, COMPANY, FORM, [KEY], None) is None


def test_a_changed_ticket_is_about_its_new_keys_only(connection: Connection) -> None:
    ticket, other = send_about(connection, KEY), send_about(connection, "other")
    tickets.set_keys(connection, OURS, ticket, COMPANY, FORM, ["new", "new"])
    assert [same(connection, key) for key in (KEY, "new", "other")] == [None, ticket, other]
    tickets.set_keys(connection, OURS, ticket, COMPANY, FORM, [])
    assert same(connection, "new") is None


def test_a_ticket_is_found_by_the_number_that_people_know_it_by(connection: Connection) -> None:
    tickets.add(connection, THEIRS, TICKET)
    ours = send(connection)
    found = tickets.numbered(connection, OURS, 1)
    assert found
    assert found.id == ours != found.number
    assert tickets.numbered(connection, OURS, 2) is None


def test_a_question_has_one_ticket(connection: Connection) -> None:
    send(connection)
    made = send(connection, **HANDED_OVER)
    found = tickets.of_question(connection, OURS, 1)
    assert found == kept(connection, made)
    assert found.evidence == HANDED_OVER["evidence"]
    assert tickets.of_question(connection, OURS, 2) is None
    with pytest.raises(IntegrityError):
        send(connection, **HANDED_OVER)


def test_tickets_of_forms_are_of_no_question_however_many_they_are(
    connection: Connection,
) -> None:
    assert {kept(connection, send(connection)).question for _ in range(3)} == {None}


def test_a_person_s_tickets_are_found_by_the_index_and_in_its_order(
    connection: Connection,
) -> None:
    def ask(connection: Connection) -> object:
        return tickets.open_of_person(connection, OURS, PERSON)

    assert is_found_in_order(connection, ask, "tickets_of_person")
