"""A list of tickets as a file that spreadsheets open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.answering.wording import show
from bot.content.shapes import Locale
from bot.desk.listings import View
from bot.desk.sheets import Cell
from bot.services.listing import Row
from bot.services.readers import day_in, zone
from bot.slack.screens.languages import named
from bot.slack.screens.listing_drawing import ListingArtist
from bot.storage.tickets import Ticket


@dataclass(frozen=True)
class ListSheet:
    """The file of a list in the desk's language, made at a time in seconds; times are the desk's.

    Spreadsheets know times without a zone alone.
    """

    artist: ListingArtist
    view: View
    locale: Locale
    now: float

    @property
    def name(self) -> str:
        """The name of the file."""
        day = day_in(self.now, self._time_zone)
        return f"{self.view}-{day.isoformat()}.csv"

    @property
    def title(self) -> str:
        """What the file is called for people."""
        return str(self._words["title"])

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return list(self._words["header"])

    @cached_property
    def _words(self) -> Mapping[str, Any]:
        day = show(day_in(self.now, self._time_zone), self.locale)
        values = {"view": str(self.view), "date": day}
        words: Mapping[str, Any] = self.artist.templates.blocks("list-sheet", self.locale, values)
        return words

    @property
    def _time_zone(self) -> str:
        return self.artist.knowledge.desk.time_zone

    def cells(self, row: Row) -> list[Cell]:
        """Return a row of the file."""
        ticket, words = row.ticket, self._words
        times = (ticket.created_at, ticket.answer_due, ticket.answered_at)
        ends = (ticket.resolution_due, ticket.resolved_at)
        return [
            ticket.number,
            self._kind(ticket),
            words["states"].get(ticket.state, ticket.state),
            words["priorities"].get(ticket.priority, ticket.priority),
            named([ticket.written_in or ticket.locale])[0]["name"],
            row.person.company_domain,
            ticket.person,
            ticket.owner,
            *map(self._time, (*times, *ends)),
            words["outcomes"].get(ticket.outcome, ticket.outcome),
            None if ticket.rating is None else words["helped"][bool(ticket.rating)],
            "\n".join(self._said(row)),
        ]

    def _kind(self, ticket: Ticket) -> str:
        if ticket.question is not None:
            return str(self._words["question"])
        return self.artist.knowledge.form_title(ticket.kind, self.locale)

    def _time(self, at: float | None) -> Cell:
        if at is None:
            return None
        local = datetime.fromtimestamp(at, zone(self._time_zone))
        return local.replace(tzinfo=None, microsecond=0)

    def _said(self, row: Row) -> Iterator[str]:
        """Give the question, or what was filled in as it was understood."""
        if row.text is not None:
            yield row.text
        for position in row.case.positions() if row.case else ():
            for item in row.case.show(position) if row.case else ():
                yield self._words["item"].format(label=item.label) + item.shown
