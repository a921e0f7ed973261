import asyncio

import pytest
from sqlalchemy import Connection

from bot.storage import tickets
from bot.storage.database import Database
from bot.storage.schema import NEW, WITHDRAWN
from bot.storage.tickets import Ticket
from tests.storage.everything import COMPANY, FORM, KEY, NOW, OURS, PERSON, THEIRS, TICKET


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
    assert (found.workspace, found.state, found.revision) == (OURS, NEW, 1)
    assert (found.receipt_ts, found.card_ts) == (None, None)


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


def test_a_person_s_tickets_are_listed_newest_first_with_and_without_withdrawn_ones(
    connection: Connection,
) -> None:
    mine = [send(connection) for _ in range(3)]
    send(connection, person="U2")
    tickets.change(connection, OURS, mine[1], state=WITHDRAWN)
    assert ids(tickets.of_person(connection, OURS, PERSON)) == mine[::-1]
    assert ids(tickets.open_of_person(connection, OURS, PERSON)) == [mine[2], mine[0]]


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


def test_a_ticket_is_not_the_same_as_itself_nor_as_a_withdrawn_one(connection: Connection) -> None:
    first, second = send_about(connection, KEY), send_about(connection, KEY)
    assert same(connection, KEY, besides=second) == first
    tickets.change(connection, OURS, first, state=WITHDRAWN)
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
