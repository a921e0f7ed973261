"""Lists of tickets for the support team: what stands in a view, in its order, page by page."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    Select,
    asc,
    case,
    column,
    desc,
    false,
    func,
    literal,
    select,
    true,
    tuple_,
)

from bot.content.desk import Priority
from bot.desk.listings import Key, Listing, Term, View, read_search
from bot.storage.hints import not_by, one_by_one
from bot.storage.schema import ticket_words, tickets
from bot.storage.tickets import Ticket
from bot.storage.views import CLOSED, is_overdue, of_view

_FEW = 5_000
"""Up to so many tickets with a word are found by it; of more, each ticket is asked for it."""

_FEW_OF_OPEN = 50_000
"""The same among open tickets, which are gone through sooner than each is asked."""

_EVERY = 2**31 - 1
_LAST = "\U0010ffff"

_Condition = ColumnElement[bool]
_Column = ColumnElement[Any]


_COLUMNS = [tickets.c[name] for name in Ticket._fields]
_RANKS = {str(priority): rank for rank, priority in enumerate(reversed(Priority))}


class Page(NamedTuple):
    """Tickets in the order of their list, each with its key, and whether there are more."""

    tickets: Sequence[Ticket]
    keys: Sequence[Key]
    has_before: bool
    has_after: bool


def page(
    connection: Connection, workspace: str, person: str, listing: Listing, now: float, most: int
) -> Page:
    """Return what somebody chose to see, from their place in it, up to `most` tickets."""
    found = _ordered(connection, workspace, person, listing, now).limit(most + 1)
    rows = [tuple(row) for row in connection.execute(found)]
    is_more, rows = len(rows) > most, rows[:most]
    backwards = _is_backwards(listing)
    if backwards:
        rows.reverse()
    return Page(
        _tickets(connection, workspace, [row[0] for row in rows]),
        [row[1:] for row in rows],
        has_before=is_more if backwards else listing.place is not None,
        has_after=backwards or is_more,
    )


def _is_backwards(listing: Listing) -> bool:
    return listing.place is not None and listing.place.before


def _ordered(
    connection: Connection, workspace: str, person: str, listing: Listing, now: float
) -> Select[Any]:
    """Select ids and keys, from a place in the list on, in the direction in which it is read."""
    keys = [each.label(f"key_{index}") for index, each in enumerate(_order(listing.view, now))]
    most = _FEW if listing.view in CLOSED else _FEW_OF_OPEN
    few, many = _by_frequency(connection, workspace, read_search(listing.text).terms, most)
    # Engines expect to come across even a rare word soon, and read all tickets in their order.
    whose = not_by(tickets.c.workspace) if few and listing.view is View.ALL else tickets.c.workspace
    conditions = [
        whose == workspace,
        *_chosen(person, listing, now),
        *(_is_one_of(_holders(workspace, each), listing.view) for each in few),
    ]
    found = select(tickets.c.id, *keys).where(*conditions, _beyond(keys, listing))
    turn = desc if (listing.view in CLOSED) is not _is_backwards(listing) else asc
    ordered = found.order_by(*map(turn, keys))
    if not many:
        return ordered
    is_kept = connection.dialect.name == "sqlite"
    order: list[_Column] = [] if is_kept else [turn(column(each.name)) for each in keys]
    return _holding(ordered, workspace, many, order)


def _order(view: View, now: float) -> list[_Column]:
    """Return by what a view is sorted; what is late and urgent comes first, then what is oldest."""
    if view is View.RESOLVED:
        return [tickets.c.resolved_at, tickets.c.id]
    if view is View.ALL:
        return [tickets.c.number]
    late = case((is_overdue(now), 0), else_=1)
    rank = case(_RANKS, value=tickets.c.priority, else_=len(_RANKS))
    return [late, rank, tickets.c.opened_at, tickets.c.id]


def _beyond(order: Sequence[Label[Any]], listing: Listing) -> _Condition:
    """Tell that a ticket stands beyond the place from which the list is shown."""
    place = listing.place
    if place is None:
        return true()
    stands = tuple_(*(each.element for each in order))
    there = tuple_(*map(literal, place.key))
    is_less = (listing.view in CLOSED) is not place.before
    return stands < there if is_less else stands > there


def _chosen(person: str, listing: Listing, now: float) -> list[_Condition]:
    """Tell what somebody chose to see, but for the words; a text that means nothing is nowhere."""
    search = read_search(listing.text)
    given = [
        (tickets.c.kind, listing.kind),
        (tickets.c.person, listing.partner),
        (tickets.c.person, search.partner),
    ]
    return [
        *of_view(listing.view, person, now),
        *(each == value for each, value in given if value is not None),
        *([_is_in(listing.locale)] if listing.locale else []),
        *([false()] if search.is_empty and listing.text.strip() else []),
    ]


def _is_in(locale: str) -> _Condition:
    """Tell that a ticket is in a language; of what is computed, engines guess nothing."""
    unknown = tickets.c.written_in.is_(None) & (tickets.c.locale == locale)
    return (tickets.c.written_in == locale) | unknown


def _by_frequency(
    connection: Connection, workspace: str, terms: Iterable[Term], most: int
) -> tuple[list[Term], list[Term]]:
    """Part the words that are looked for: those that up to `most` tickets hold, and others."""
    few: list[Term] = []
    many: list[Term] = []
    for term in terms:
        some = _holders(workspace, term).limit(most + 1).subquery()
        is_rare = (connection.scalar(select(func.count()).select_from(some)) or 0) <= most
        (few if is_rare else many).append(term)
    return few, many


def _holders(workspace: str, term: Term) -> Select[tuple[int]]:
    """Select the tickets that hold a word."""
    word = ticket_words.c.word
    is_it = (
        (word >= term.word) & (word < term.word + _LAST) if term.is_prefix else word == term.word
    )
    return select(ticket_words.c.ticket).where(ticket_words.c.workspace == workspace, is_it)


def _is_one_of(held: Select[tuple[int]], view: View) -> _Condition:
    """Tell that a ticket is in a short list: of open ones each is looked up there."""
    is_held = tickets.c.id.in_(held)
    return is_held if view in CLOSED else one_by_one(is_held)


def _holding(
    ordered: Select[Any], workspace: str, many: Iterable[Term], order: Sequence[_Column]
) -> Select[Any]:
    """Take from ordered tickets those with common words: each is asked, until there are enough.

    The limit keeps engines from asking all of them before they are put in their order; that it has
    to stay is said in `order` again, unless an engine keeps it anyway and would begin to sort.
    """
    each = ordered.limit(_EVERY).subquery()
    held = (_holds(workspace, each.c.id, term) for term in many)
    return select(each).where(*held).order_by(*order)


def _holds(workspace: str, ticket: _Column, term: Term) -> _Condition:
    """Tell that a ticket holds a word.

    Together they are compared as the words of a ticket are sorted: engines would else guess that a
    beginning of words is rare, and read all tickets with it for each of those that they ask.
    """
    its = ticket_words.c.workspace == workspace
    if not term.is_prefix:
        is_it = (ticket_words.c.ticket == ticket) & (ticket_words.c.word == term.word)
        return select(ticket_words.c.ticket).where(its, is_it).exists()
    held = tuple_(ticket_words.c.ticket, ticket_words.c.word)
    ends = (literal(end, ticket_words.c.word.type) for end in (term.word, term.word + _LAST))
    first, last = (tuple_(ticket, end) for end in ends)
    return select(ticket_words.c.ticket).where(its, held >= first, held < last).exists()


def _tickets(connection: Connection, workspace: str, ids: Sequence[int]) -> list[Ticket]:
    its = (not_by(tickets.c.workspace) == workspace) & tickets.c.id.in_(ids)
    found = {row.id: Ticket(*row) for row in connection.execute(select(*_COLUMNS).where(its))}
    return [found[each] for each in ids if each in found]
