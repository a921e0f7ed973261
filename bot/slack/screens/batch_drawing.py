"""What the support team is shown of a batch: its card, its modal, and its question."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import Any, NamedTuple

from babel.dates import format_interval

from bot.answering.wording import show
from bot.content.models import Knowledge
from bot.desk import batches as calendar
from bot.desk.batches import Stage
from bot.desk.life import OPEN
from bot.forms import settling
from bot.forms.case import Case
from bot.forms.readings import Option
from bot.services.batch_contents import Contents, Entry, Page, Value
from bot.services.readers import day_in
from bot.slack.screens.form_drawing import FormArtist, fitting
from bot.slack.screens.shortening import cut
from bot.slack.screens.templates import Drawing, Templates

LISTED, ASKED, A_PAGE = 20, 20, 10
"""How many requests a card lists, a question asks for at once, and a page of the modal has."""

_A_GROUP = 10
"""How many boxes Slack takes together."""

_LABEL = 75
"""Characters of what explains an option (Slack's limit)."""

_PAGE = "https://"


class _Lengths(NamedTuple):
    """How much is shown of a value, and of a hint."""

    value: int
    hint: int


_IN_LIST, _IN_MODAL = _Lengths(60, 200), _Lengths(600, 600)


@dataclass(frozen=True)
class BatchArtist:
    """Draws what the support team sees of batches, in the language of the desk."""

    knowledge: Knowledge
    templates: Templates
    forms: FormArtist

    def card(self, page: Page, locale: str) -> Drawing:
        """Draw the card: what is to be done with the whole, and its first requests."""
        found = page.contents
        late = [str(ticket.number) for ticket in found.since_export]
        values = {
            **self._head(page, locale),
            "rows": [self._row(each, found, locale, _IN_LIST) for each in page.entries],
            "more": max(len(found.held) - len(page.entries), 0),
            "stamp": found.stamp,
            "since_export": ", ".join(late[:LISTED]) + ("…" if late[LISTED:] else ""),
        }
        return self.templates.message("batch-card", locale, values)

    def question(self, page: Page, locale: str) -> Drawing:
        """Draw the question whether the requests of a batch show."""
        values = {
            **self._head(page, locale),
            "groups": list(self._groups(page, locale)),
            "more": max(len(page.contents.unsettled) - len(page.entries), 0),
        }
        return self.templates.message("batch-question", locale, values)

    def view(self, page: Page, locale: str) -> dict[str, Any]:
        """Draw the modal: each request with all that it says."""
        found, after = page.contents, page.start + len(page.entries)
        is_asked = found.batch.state == Stage.SUBMITTED and found.batch.asked_at is not None
        values = {
            **self._head(page, locale),
            "metadata": json.dumps({"batch": found.batch.id, "start": page.start}),
            "rows": [self._row(each, found, locale, _IN_MODAL) for each in page.entries],
            "groups": list(self._groups(page, locale)) if is_asked else [],
            "first": page.start + 1,
            "last": after,
            "total": len(found.held),
            "earlier": max(page.start - A_PAGE, 0) if page.start else None,
            "later": after if after < len(found.held) else None,
        }
        view: dict[str, Any] = self.templates.blocks("batch", locale, values)
        return view

    def _head(self, page: Page, locale: str) -> dict[str, object]:
        held, batch = page.contents.held, page.contents.batch
        aside = sum(aside for _, aside in held)
        return {
            "id": str(batch.id),
            "stage": batch.state,
            "form": self.knowledge.form_title(batch.form, locale),
            "month": show(calendar.month_of(batch.month), locale),
            "week": _interval(page.week, locale) if page.week else None,
            "visible": show(page.visible, locale) if page.visible else None,
            "inside": len(held) - aside,
            "aside": aside,
            "submitted_by": batch.submitted_by,
            "submitted_on": self._day(batch.submitted_at, locale),
            "confirmed_by": batch.confirmed_by,
            "confirmed_on": self._day(batch.confirmed_at, locale),
        }

    def _day(self, at: float | None, locale: str) -> str | None:
        """Return the day of a time, where the desk is."""
        return None if at is None else show(day_in(at, self.knowledge.desk.time_zone), locale)

    def _row(
        self, entry: Entry, found: Contents, locale: str, lengths: _Lengths
    ) -> dict[str, object]:
        ticket = entry.ticket
        return {
            "id": str(ticket.id),
            "number": str(ticket.number),
            "person": ticket.person,
            "company": entry.person.company_domain,
            "sent": self._day(ticket.created_at, locale),
            "state": ticket.state,
            "owner": ticket.owner,
            "aside": entry.aside,
            "moves": found.batch.state == Stage.OPEN and ticket.state in OPEN,
            "values": [_shown(each, lengths.value) for each in entry.values],
            "hints": [cut(hint, lengths.hint) for hint in self._hints(entry.case, locale)],
            "same": str(entry.same.number) if entry.same else None,
        }

    def _hints(self, case: Case | None, locale: str) -> list[str]:
        found = settling.hints(case) if case else ()
        return [self.forms.hint(each, locale) for each in found]

    def _groups(self, page: Page, locale: str) -> Iterator[dict[str, object]]:
        """Give the boxes of the open requests, as many as Slack takes together."""
        entries = [each for each in page.entries if each.ticket.state in OPEN]
        for start in range(0, len(entries), _A_GROUP):
            some = entries[start : start + _A_GROUP]
            yield {
                "block_id": _block_id(some),
                "options": [self._box(each, locale) for each in some],
                "chosen": [self._box(each, locale) for each in some if not each.aside],
            }

    def _box(self, entry: Entry, locale: str) -> Option:
        values = [each.shown for each in entry.values if not each.total]
        words = {"number": str(entry.ticket.number), "name": "".join(values[:1])}
        label = self.templates.plain("batch-box", locale, words)
        (option,) = fitting([Option(str(entry.ticket.id), label)])
        return option._replace(description=cut(" · ".join(values[1:]), _LABEL))


def _interval(week: tuple[date, date], locale: str) -> str:
    return format_interval(*week, "yMMMd", locale=locale)


def _block_id(entries: Sequence[Entry]) -> str:
    """Name a group of boxes after what is ticked: Slack keeps its own ticks while a name stays."""
    told = ",".join(f"{each.ticket.id}:{each.aside}" for each in entries)
    return f"boxes:{blake2s(told.encode(), digest_size=8).hexdigest()}"


def _shown(value: Value, most: int) -> dict[str, object]:
    """Return a value as a template shows it: one that is the address of a page as a link."""
    is_page = value.kept is not None and value.kept.startswith(_PAGE)
    shown = value._replace(shown=cut(value.shown, most), typed=cut(value.typed, most))
    return shown._asdict() | {"url": value.kept if is_page else None}
