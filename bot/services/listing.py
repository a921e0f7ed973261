"""Support looks for tickets: what they chose to see stays chosen until they choose again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.desk.listings import Listing, Place, View, listing_of, named, read_search
from bot.desk.rights import Role, Task, may
from bot.forms.case import Case, Forms
from bot.forms.filled import from_json
from bot.services import replying
from bot.services.acting import NOT_ALLOWED, Actor, Refusal
from bot.services.readers import reader_of
from bot.storage import listings, people, questions, ticket_counts, tickets
from bot.storage.listings import Page
from bot.storage.people import Person
from bot.storage.ticket_counts import Counts
from bot.storage.tickets import Ticket

A_PAGE = 10
"""How many tickets are shown at once."""

EXPORTED = 50_000
"""How many tickets one file holds at most."""

_READ_AT_ONCE = 200


class Row(NamedTuple):
    """A ticket in a list: what is known of its person, and what they asked or filled in."""

    ticket: Ticket
    person: Person
    text: str | None = None
    case: Case | None = None


class Shown(NamedTuple):
    """What is shown of a list: its rows, where the pages around it begin, and how much there is."""

    listing: Listing
    rows: Sequence[Row]
    counts: Counts
    before: Place | None = None
    after: Place | None = None


def may_do(actor: Actor, task: Task) -> bool:
    """Tell whether somebody may look for tickets, or export them."""
    return may({Role.SUPPORT} if actor.is_support else (), task)


def chosen(connection: Connection, workspace: str, person: str) -> Listing:
    """Return what somebody chose to see."""
    return listing_of(people.listing(connection, workspace, person))


def open_list(connection: Connection, actor: Actor) -> None:
    """Begin at the beginning of what somebody of support chose to see."""
    if actor.person and may_do(actor, Task.LIST):
        listing = chosen(connection, actor.workspace, actor.person)
        _keep(connection, actor, listing.chosen())


def choose(
    connection: Connection, actor: Actor, values: Mapping[str, Any], now: float
) -> Refusal | None:
    """Keep another choice, and have it shown; who is not of support is shown that they are not."""
    if not actor.person:
        return Refusal(NOT_ALLOWED)
    replying.home(connection, actor.workspace, actor.person, now)
    if not may_do(actor, Task.LIST):
        return Refusal(NOT_ALLOWED)
    listing = chosen(connection, actor.workspace, actor.person)
    _keep(connection, actor, listing.chosen(**values))
    return None


def _keep(connection: Connection, actor: Actor, listing: Listing) -> None:
    people.keep_listing(connection, actor.workspace, str(actor.person), listing.as_json())


def export(connection: Connection, actor: Actor, now: float) -> Refusal | None:
    """Have all of what somebody chose to see sent to them as a file."""
    if not (actor.person and may_do(actor, Task.EXPORT)):
        return Refusal(NOT_ALLOWED)
    listing = chosen(connection, actor.workspace, actor.person)._replace(place=None)
    replying.export(connection, actor.workspace, actor.person, listing.as_json(), now)
    return None


def shown(
    connection: Connection, forms: Forms, actor: Actor, listing: Listing, locale: str, now: float
) -> Shown:
    """Return a page of what somebody chose to see, for a reader of `locale`."""
    person = str(actor.person)
    page = _page(connection, actor, listing, now)
    counts = ticket_counts.counts(connection, actor.workspace, person, listing.view, now)
    found = _with_numbered(connection, actor.workspace, listing, page)
    before = Place(page.keys[0], before=True) if page.has_before and page.keys else None
    after = Place(page.keys[-1]) if page.has_after and page.keys else None
    rows = _rows(connection, forms, found, locale)
    return Shown(listing, rows, counts, before, after)


def _page(connection: Connection, actor: Actor, listing: Listing, now: float) -> Page:
    """Return a page, the first one where nothing stands any more from where it was to begin."""
    place = (connection, actor.workspace, str(actor.person))
    page = listings.page(*place, listing, now, A_PAGE)
    if page.tickets or listing.place is None:
        return page
    return listings.page(*place, listing._replace(place=None), now, A_PAGE)


def _with_numbered(
    connection: Connection, workspace: str, listing: Listing, page: Page
) -> list[Ticket]:
    """Return a page; a number that was looked for finds its ticket first, wherever it stands."""
    number = read_search(listing.text).number
    others = [ticket for ticket in page.tickets if ticket.number != number]
    if number is None or listing.place is not None:
        return others
    meant = tickets.numbered(connection, workspace, number)
    return [meant, *others] if meant else others


def exported(
    connection: Connection, forms: Forms, actor: Actor, listing: Listing, locale: str, now: float
) -> tuple[Sequence[Row], Place | None]:
    """Return some of the rows of a file, and where the next ones begin; None after the last."""
    person = str(actor.person)
    page = listings.page(connection, actor.workspace, person, listing, now, _READ_AT_ONCE)
    found = _with_numbered(connection, actor.workspace, listing, page)
    after = Place(page.keys[-1]) if page.has_after and page.keys else None
    return _rows(connection, forms, found, locale), after


def _rows(connection: Connection, forms: Forms, found: Sequence[Ticket], locale: str) -> list[Row]:
    if not found:
        return []
    workspace = found[0].workspace
    known = people.several(connection, workspace, {ticket.person for ticket in found})
    asked = {ticket.question for ticket in found if ticket.question}
    texts = questions.texts(connection, workspace, asked)
    return [
        Row(
            ticket,
            known.get(ticket.person, Person()),
            texts.get(ticket.question or 0),
            _case(forms, ticket, known.get(ticket.person, Person()), locale),
        )
        for ticket in found
    ]


def _case(forms: Forms, ticket: Ticket, known: Person, locale: str) -> Case | None:
    form = forms.declared.get(ticket.kind)
    reader = reader_of(known, locale, ticket.created_at)
    return Case(forms, form, from_json(ticket.answers), reader) if form else None


def list_named(
    connection: Connection,
    actor: Actor,
    text: str,
    labels: Mapping[View, Iterable[str]],
    response_url: str | None,
    locale: str,
    now: float,
) -> None:
    """Have support shown the list that a text names, or all tickets that it finds.

    Without one, that is what they chose to see last.
    """
    person = str(actor.person)
    listing = _named(text, labels) if text else chosen(connection, actor.workspace, person)
    place = (connection, actor.workspace, person, response_url)
    replying.listed(*place, listing._replace(place=None).as_json(), locale, now)


def _named(text: str, labels: Mapping[View, Iterable[str]]) -> Listing:
    view = named(text, labels)
    return Listing(view) if view else Listing(**everywhere(text))


def everywhere(text: str) -> dict[str, Any]:
    """Return the choice of all tickets that hold a text."""
    return {"view": View.ALL, "kind": None, "locale": None, "partner": None, "text": text}
