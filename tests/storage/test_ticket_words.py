from sqlalchemy import Connection

from bot.desk.listings import Listing, View
from bot.storage import listings, people, questions, ticket_words, tickets
from bot.storage.migrations import words
from bot.storage.people import Profile
from tests.storage.everything import DOMAIN, HANDED_OVER, NOW, OURS, PERSON, QUESTION, TICKET


def found(connection: Connection, text: str) -> list[int]:
    listing = Listing(View.ALL, text=text)
    return [each.id for each in listings.page(connection, OURS, PERSON, listing, NOW, 9).tickets]


def test_a_ticket_is_found_by_its_words_and_no_longer_by_those_that_are_gone(
    connection: Connection,
) -> None:
    ticket = tickets.add(connection, OURS, TICKET)
    ticket_words.keep(connection, OURS, ticket, {"invoice", "may"})
    assert found(connection, "invoice may") == [ticket]
    ticket_words.keep(connection, OURS, ticket, {"invoice", "june"})
    assert ticket_words.of_ticket(connection, OURS, ticket) == ["invoice", "june"]
    assert found(connection, "may") == []
    ticket_words.keep(connection, OURS, ticket, ())
    assert found(connection, "invoice") == []


def test_words_stand_in_the_order_of_their_code_points(connection: Connection) -> None:
    ticket = tickets.add(connection, OURS, TICKET)
    some = ["zz", "éa", "a-b", "ab", "发票", "aa", "\U0001d7d8x"]
    ticket_words.keep(connection, OURS, ticket, some)
    assert ticket_words.of_ticket(connection, OURS, ticket) == sorted(some)


def test_the_migration_lets_tickets_be_found_that_were_there_before(
    connection: Connection,
) -> None:
    people.keep_profile(connection, OURS, PERSON, Profile("nl", company_domain=DOMAIN), NOW)
    question = questions.add(connection, OURS, QUESTION)
    sent = tickets.add(connection, OURS, TICKET)
    asked = tickets.add(connection, OURS, HANDED_OVER | {"question": question, "answers": {}})
    words.index(connection)
    assert found(connection, "FR2026-118 mei") == [sent]
    assert found(connection, "when kpis") == [asked]
    assert found(connection, "learn.example") == [asked, sent]
