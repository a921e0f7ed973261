"""Lists, held against the same lists made in Python, on both engines."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.desk.life import OPEN
from bot.desk.listings import LATELY_SECONDS, Listing, Place, Term, View, read_search, words_of
from bot.storage import listings, ticket_counts, ticket_words, tickets
from bot.storage.listings import Page
from bot.storage.ticket_counts import COUNTED
from bot.storage.tickets import Ticket
from tests.storage.everything import OURS, THEIRS, TICKET
from tests.storage.plans import is_found_in_order

NOW = 10_000_000.0
NOOR, SAM = "U-NOOR", "U-SAM"
STATES = (*sorted(OPEN), "resolved", "resolved", "withdrawn", "merged")
RANKS = ("urgent", "high", "normal", "low")
TEXTS = ("invoice of May", "invoices of June", "the KPIs of May", "发票没有显示", "FR2026-118")
LISTINGS = (
    *(Listing(view) for view in View),
    *(Listing(view, kind="question") for view in View),
    *(Listing(view, locale="fr") for view in View),
    *(Listing(view, partner="U2") for view in View),
    *(Listing(view, text=text) for view in View for text in ("invoice", "of may", "发票", "2026")),
    Listing(View.OPEN, kind="question", locale="nl", text="<@U1> of"),
    Listing(View.ALL, text="nowhere"),
    Listing(View.ALL, text="?!"),
)


def send(connection: Connection, **values: object) -> int:
    return tickets.add(connection, OURS, {**TICKET, "opened_at": NOW, **values})


def fill(connection: Connection, most: int = 120) -> list[tuple[Ticket, frozenset[str]]]:
    """Keep tickets of all sorts, many of them alike; give them with their words."""
    chance = random.Random(5)  # noqa: S311 - no secret, and the same each time
    for _ in range(most):
        state = chance.choice(STATES)
        ticket = send(
            connection,
            kind=chance.choice(["question", "discrepancy", "directory"]),
            person=chance.choice(["U1", "U2"]),
            locale=chance.choice(["nl", "fr"]),
            written_in=chance.choice([None, "nl", "fr"]),
            state=state,
            owner=chance.choice([None, NOOR, SAM]),
            priority=chance.choice(RANKS),
            opened_at=NOW - chance.randrange(5),
            answer_due=chance.choice([None, NOW - 1, NOW + 1]),
            answered_at=chance.choice([None, NOW - 2]),
            resolution_due=chance.choice([None, NOW - 1, NOW + 1]),
            resolved_at=NOW - chance.choice([5.0, 7.0, LATELY_SECONDS, LATELY_SECONDS + 1]),
        )
        words = words_of(chance.sample(TEXTS, 2))
        ticket_words.keep(connection, OURS, ticket, words)
    every = tickets.of_person(connection, OURS, "U1") + tickets.of_person(connection, OURS, "U2")
    return [(each, frozenset(ticket_words.of_ticket(connection, OURS, each.id))) for each in every]


def is_late(ticket: Ticket) -> bool:
    answer = ticket.answered_at is None and (ticket.answer_due or NOW) < NOW
    return ticket.state != "waiting" and (answer or (ticket.resolution_due or NOW) < NOW)


VIEWS: dict[View, Callable[[Ticket], bool]] = {
    View.MINE: lambda ticket: ticket.owner == NOOR,
    View.UNOWNED: lambda ticket: ticket.owner is None,
    View.OVERDUE: is_late,
    View.WAITING: lambda ticket: ticket.state == "waiting",
    View.OPEN: lambda _: True,
    View.RESOLVED: lambda t: t.state == "resolved" and (t.resolved_at or 0) >= NOW - LATELY_SECONDS,
    View.ALL: lambda _: True,
}
CLOSED = (View.RESOLVED, View.ALL)


def stands(ticket: Ticket, words: frozenset[str], listing: Listing) -> bool:
    search = read_search(listing.text)
    means_nothing = search.is_empty and bool(listing.text)
    conditions = (
        VIEWS[listing.view](ticket),
        listing.view in CLOSED or ticket.state in OPEN,
        listing.kind in {None, ticket.kind},
        listing.locale in {None, ticket.written_in or ticket.locale},
        listing.partner in {None, ticket.person},
        search.partner in {None, ticket.person},
        all(holds(words, term) for term in search.terms),
    )
    return all(conditions) and not means_nothing


def holds(words: frozenset[str], term: Term) -> bool:
    if term.is_prefix:
        return any(word.startswith(term.word) for word in words)
    return term.word in words


def in_order(found: Sequence[Ticket], view: View) -> list[int]:
    def key(ticket: Ticket) -> Any:  # noqa: ANN401 - of numbers
        if view is View.RESOLVED:
            return (-(ticket.resolved_at or 0), -ticket.id)
        if view is View.ALL:
            return -ticket.number
        rank = RANKS.index(ticket.priority)
        return (not is_late(ticket), rank, ticket.opened_at, ticket.id)

    return [ticket.id for ticket in sorted(found, key=key)]


def page(connection: Connection, listing: Listing, most: int = 7) -> Page:
    return listings.page(connection, OURS, NOOR, listing, NOW, most)


def ids(shown: Page) -> list[int]:
    return [ticket.id for ticket in shown.tickets]


def leafed(connection: Connection, listing: Listing) -> list[list[int]]:
    """Give the pages of a list, forwards; on the way each is found again backwards."""
    pages = [page(connection, listing)]
    while pages[-1].has_after:
        following = listing._replace(place=Place(pages[-1].keys[-1]))
        pages.append(page(connection, following))
        back = listing._replace(place=Place(pages[-1].keys[0], before=True))
        before = page(connection, back)
        assert ids(before) == ids(pages[-2])
        assert before.has_after
        assert before.has_before == (len(pages) > 2)
    assert [each.has_before for each in pages] == [False] + [True] * (len(pages) - 1)
    return [ids(each) for each in pages]


@pytest.mark.parametrize("few", [0, 30, 5_000])
def test_every_list_shows_what_it_says_in_its_order_page_by_page(
    connection: Connection, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("_FEW", "_FEW_OF_OPEN"):
        monkeypatch.setattr(listings, limit, few)
    every = fill(connection)
    for listing in LISTINGS:
        wanted = [ticket for ticket, words in every if stands(ticket, words, listing)]
        pages = leafed(connection, listing)
        assert [each for one in pages for each in one] == in_order(wanted, listing.view)
        assert all(len(one) == 7 for one in pages[:-1])


def test_counts_are_those_of_the_lists(connection: Connection) -> None:
    every = [ticket for ticket, _ in fill(connection)]
    for view in View:
        found = ticket_counts.counts(connection, OURS, NOOR, view, NOW)
        for each in View:
            assert found.views[each] == sum(
                stands(ticket, frozenset(), Listing(each)) for ticket in every
            )
        shown = [ticket for ticket in every if stands(ticket, frozenset(), Listing(view))]
        if view not in CLOSED:
            kinds = [ticket.kind for ticket in shown]
            locales = [ticket.written_in or ticket.locale for ticket in shown]
            assert found.kinds == {kind: kinds.count(kind) for kind in set(kinds)}
            assert found.locales == {locale: locales.count(locale) for locale in set(locales)}


def test_what_is_not_open_is_counted_up_to_a_bound(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_counts, "COUNTED", 3)
    for _ in range(9):
        send(connection, state="resolved", resolved_at=NOW)
    found = ticket_counts.counts(connection, OURS, NOOR, View.ALL, NOW)
    assert found.views[View.RESOLVED] == found.views[View.ALL] == 4
    assert COUNTED == 1_000


def test_tickets_that_come_and_go_move_no_page(connection: Connection) -> None:
    sent = [send(connection) for _ in range(9)]
    first = page(connection, Listing(View.OPEN), 3)
    tickets.change(connection, OURS, sent[0], state="resolved")
    urgent = send(connection, priority="urgent")
    rest = page(connection, Listing(View.OPEN, place=Place(first.keys[-1])), 3)
    assert ids(rest) == sent[3:6]
    back = page(connection, Listing(View.OPEN, place=Place(rest.keys[0], before=True)), 3)
    assert ids(back) == [urgent, *sent[1:3]]


def test_promise_33_lists_and_counts_are_of_one_workspace(connection: Connection) -> None:
    fill(connection, 9)
    for view in View:
        assert listings.page(connection, THEIRS, NOOR, Listing(view), NOW, 9).tickets == []
        assert not any(ticket_counts.counts(connection, THEIRS, NOOR, view, NOW).views.values())


def test_open_tickets_are_counted_as_their_index_has_them(connection: Connection) -> None:
    def counted(given: Connection) -> object:
        return ticket_counts.counts(given, OURS, NOOR, View.OPEN, NOW)

    assert is_found_in_order(connection, counted, "tickets_open")


def test_what_was_resolved_is_listed_as_its_index_has_it(connection: Connection) -> None:
    def listed(given: Connection) -> object:
        return page(given, Listing(View.RESOLVED))

    assert is_found_in_order(connection, listed, "tickets_resolved")
