"""The lists in which support looks for tickets, full and empty, with the longest values."""

from collections.abc import Iterator, Sequence

from bot.console.desk_exhibits import handed_over
from bot.console.form_exhibits import Exhibit, held_draft, held_ticket, longest, ticket_of
from bot.content.desk import QUESTION
from bot.content.shapes import Locale
from bot.desk.life import State
from bot.desk.listings import LONGEST_SEARCH, Listing, Place, View
from bot.forms.case import Forms
from bot.services.listing import A_PAGE, Row, Shown
from bot.slack.messages.listing_calls import NOT_EXPORTED
from bot.slack.screens.drawing import Artist, Held
from bot.storage.people import Person
from bot.storage.ticket_counts import COUNTED, Counts
from bot.storage.tickets import Ticket

_NOW = 1_798_700_000.0
_LONG = "W" * 3_000
_ABROAD = Person(company_domain="w" * 60 + ".example", team="T0ELSEWHERE")
_HERE = Place((1.0, 2.0, _NOW + 0.123456, 10**15))


def listing_exhibits(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give every list, in the Home tab and in short, in one language."""
    rows = _rows(forms, locale)
    for view in View:
        narrowed = Listing(view, QUESTION, locale, "U0PARTNER", "W" * LONGEST_SEARCH, turn=10**6)
        for name, listing, some in (
            ("empty", Listing(view), ()),
            ("nothing found", narrowed, ()),
            ("full", narrowed, rows),
        ):
            shown = _shown(artist, listing, some)
            drawing = artist.listings.message(shown, locale, _NOW)
            yield Exhibit(f"list: {view}, {name}", drawing=drawing)
            desk = artist.listings.values(shown, locale, _NOW)
            home = artist.home(locale, _held(forms, locale), desk)
            yield Exhibit(f"home of support: {view}, {name}", home)
    refusal = artist.desk.refusal(NOT_EXPORTED, None, locale)
    yield Exhibit(f"refused: {NOT_EXPORTED}", drawing=refusal)


def _rows(forms: Forms, locale: Locale) -> list[Row]:
    """Return a page of rows: of every state, of questions and of forms."""
    asked = handed_over(locale)._replace(priority="urgent", outcome="unanswered")
    rows = [Row(asked._replace(state=state), _ABROAD, _LONG) for state in State]
    for form in forms.declared.values():
        case = longest(forms, form, locale)
        ticket = ticket_of(case)._replace(owner="U0OWNER", answered_at=_NOW)
        rows.append(Row(ticket, _ABROAD, case=case))
    numbered = enumerate((rows * A_PAGE)[:A_PAGE], start=10**12)
    return [row._replace(ticket=_due(row.ticket)._replace(id=number)) for number, row in numbered]


def _due(ticket: Ticket) -> Ticket:
    return ticket._replace(answer_due=_NOW - 1, resolution_due=_NOW + 1, resolved_at=_NOW)


def _shown(artist: Artist, listing: Listing, rows: Sequence[Row]) -> Shown:
    locales = dict.fromkeys(artist.knowledge.locales, 10**6)
    kinds = dict.fromkeys([QUESTION, *artist.knowledge.forms], 10**6)
    counts = Counts(dict.fromkeys(View, COUNTED + 1), kinds, locales)
    around = _HERE if rows else None
    return Shown(listing, rows, counts, around, around)


def _held(forms: Forms, locale: Locale) -> Held:
    """Return as much as somebody may have with the support team besides."""
    return Held([held_ticket(forms, locale)] * 20, drafts=[held_draft(forms, locale)] * 10)
