"""Lists of tickets, as support looks at them: in its Home tab, and in short after a command."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from babel.numbers import format_decimal

from bot.content.desk import QUESTION
from bot.content.models import Knowledge
from bot.content.shapes import Locale
from bot.desk.life import OPEN, State
from bot.desk.listings import Place, View
from bot.forms.case import Case
from bot.services.listing import Row, Shown
from bot.slack.screens.desk_drawing import DeskArtist
from bot.slack.screens.languages import named
from bot.slack.screens.shortening import cut
from bot.slack.screens.templates import Drawing, Templates
from bot.storage.ticket_counts import COUNTED
from bot.storage.tickets import Ticket

ANY = "any"
"""The option of a menu that narrows nothing down."""

_GIST = 150
_ITEMS = 3
"""Of what was asked or filled in, the characters and the fields that a row shows."""


_Name = TypeVar("_Name", bound=str)


class _Choice(NamedTuple):
    """An option of a menu: how many tickets it shows, in words, and whether it is chosen."""

    id: str
    number: str
    chosen: bool


@dataclass(frozen=True)
class ListingArtist:
    """Draws lists of tickets in their reader's language."""

    knowledge: Knowledge
    templates: Templates
    desk: DeskArtist

    def message(self, shown: Shown, locale: Locale, now: float) -> Drawing:
        """Draw a list in short."""
        return self.templates.message(
            "desk-list", locale, {"desk": self.values(shown, locale, now)}
        )

    def labels(self) -> Mapping[View, list[str]]:
        """Return the names of the views in every language."""
        drawn = [self.templates.blocks("view-names", each, {}) for each in self.knowledge.locales]
        return {view: [str(names[view]) for names in drawn] for view in View}

    def values(self, shown: Shown, locale: Locale, now: float) -> dict[str, object]:
        """Return what the templates of lists show."""
        listing, counts = shown.listing, shown.counts
        kinds = [QUESTION, *self.knowledge.forms]
        return {
            "turn": str(listing.turn),
            "view": str(listing.view),
            "text": listing.text,
            "partner": listing.partner,
            "narrowed": listing.is_narrowed,
            "views": self._choices(list(View), counts.views, listing.view, locale),
            "kinds": self._choices([ANY, *kinds], counts.kinds, listing.kind or ANY, locale),
            "titles": {kind: self.knowledge.form_title(kind, locale) for kind in kinds},
            "locales": self._choices(
                [ANY, *self.knowledge.locales], counts.locales, listing.locale or ANY, locale
            ),
            "names": {each["locale"]: each["name"] for each in named(self.knowledge.locales)},
            "rows": [self._row(row, locale, now) for row in shown.rows],
            "before": _written(shown.before),
            "after": _written(shown.after),
        }

    def _choices(
        self, ids: Sequence[_Name], numbers: Mapping[_Name, int], chosen: str, locale: Locale
    ) -> list[_Choice]:
        """Return the options of a menu."""
        return [
            _Choice(str(each), _number(each, numbers.get(each), locale), each == chosen)
            for each in ids
        ]

    def _row(self, row: Row, locale: Locale, now: float) -> dict[str, object]:
        ticket = row.ticket
        is_over = ticket.state == State.RESOLVED and ticket.resolved_at is not None
        return {
            "id": str(ticket.id),
            **self.desk.named(ticket, locale),
            "text": gist(row),
            "person": ticket.person,
            "company": row.person.company_domain,
            "language_name": named([ticket.written_in or ticket.locale])[0]["name"],
            "state": ticket.state,
            "priority": ticket.priority,
            "owner": ticket.owner,
            "outcome": ticket.outcome if is_over else None,
            "opened": self.desk.moment(ticket.opened_at, locale),
            "due": self._due(ticket, locale, now),
            "resolved": self.desk.moment(ticket.resolved_at or 0, locale) if is_over else None,
        }

    def _due(self, ticket: Ticket, locale: Locale, now: float) -> dict[str, object] | None:
        """Return what is due next of a ticket; while its partner is waited for, nothing is."""
        if ticket.state not in OPEN or ticket.state == State.WAITING:
            return None
        ends = [(ticket.resolution_due, "resolution")]
        if ticket.answered_at is None:
            ends.append((ticket.answer_due, "answer"))
        known = [(at, what) for at, what in ends if at is not None]
        if not known:
            return None
        at, what = min(known)
        return {**self.desk.moment(at, locale), "what": what, "late": at < now}


def gist(row: Row) -> str:
    """Return the beginning of what was asked, or of what was filled in, on one line."""
    said = row.text if row.text is not None else " · ".join(_first(row.case))
    return cut(" ".join(said.split()), _GIST)


def _first(case: Case | None) -> Iterator[str]:
    """Give the values of the first step that was filled in."""
    items = case.show(case.positions()[0]) if case else []
    yield from (item.shown for item in items[:_ITEMS])


def _number(name: str, number: int | None, locale: Locale) -> str:
    """Return how many there are; beyond what is counted, that there are more."""
    if number is None:
        return ""
    is_bounded = name in {View.RESOLVED, View.ALL} and number > COUNTED
    return f"{format_decimal(COUNTED, locale=locale)}+" if is_bounded else _decimal(number, locale)


def _decimal(number: int, locale: Locale) -> str:
    return str(format_decimal(number, locale=locale))


def _written(place: Place | None) -> str | None:
    return json.dumps(place.key) if place else None
