"""What the support team is shown of a batch, at every stage, with the longest values."""

from collections.abc import Iterator
from datetime import date

from bot.answering.calendar import submission_week
from bot.console.form_exhibits import TODAY, Exhibit, longest, ticket_of
from bot.content.shapes import Locale
from bot.desk.batches import Stage
from bot.desk.life import State
from bot.forms.case import Forms
from bot.forms.settling import Same
from bot.services.batch_contents import Contents, Entry, Page
from bot.services.batching import CHANGED, OVER
from bot.slack.screens.batch_drawing import A_PAGE, ASKED, LISTED
from bot.slack.screens.drawing import Artist
from bot.storage.batches import Batch, Held
from bot.storage.people import Person

_NOW = 1_798_700_000.0
_LONG_SEPTEMBER = "2026-09"
"""September has the longest name in most languages."""

_VISIBLE = date(2026, 9, 30)
_MANY = 1_234
_ABROAD = Person(company_domain="w" * 60 + ".example", team="T0ELSEWHERE")


def batch_exhibits(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give everything that the support team is shown of batches in one language."""
    for form in forms.declared.values():
        if form.batch:
            case = longest(forms, form, locale)
            ticket = ticket_of(case)._replace(owner="U0OWNER", state=State.WAITING)
            entry = Entry(ticket, aside=True, person=_ABROAD, case=case, same=Same(1234567, TODAY))
            yield from _of(artist, locale, entry)
    yield from _refusals(artist, locale)


def _of(artist: Artist, locale: Locale, entry: Entry) -> Iterator[Exhibit]:
    form, drawn = entry.ticket.kind, artist.batches
    for stage in Stage:
        few = _page(_batch(form, stage), entry, 1, 1)
        yield Exhibit(f"batch: {form}, {stage}", drawing=drawn.card(few, locale))
    for stage in (Stage.OPEN, Stage.SUBMITTED):
        many = _page(_batch(form, stage), entry, LISTED, _MANY)
        yield Exhibit(f"batch: {form}, {stage}, many", drawing=drawn.card(many, locale))
        shown = _page(_batch(form, stage), entry, A_PAGE, _MANY)._replace(start=A_PAGE)
        yield Exhibit(f"batch modal: {form}, {stage}", drawn.view(shown, locale))
    empty = Page(Contents(_batch(form, Stage.OPEN)), (), 0, None, None)
    yield Exhibit(f"batch: {form}, empty", drawing=drawn.card(empty, locale))
    yield Exhibit(f"batch modal: {form}, empty", drawn.view(empty, locale))
    for stage in (Stage.SUBMITTED, Stage.DONE):
        asked = _page(_batch(form, stage), entry, ASKED, _MANY)
        yield Exhibit(f"batch question: {form}, {stage}", drawing=drawn.question(asked, locale))


def _refusals(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    for code in (OVER, CHANGED):
        yield Exhibit(f"refused: {code}", drawing=artist.desk.refusal(code, None, locale))


def _page(batch: Batch, entry: Entry, listed: int, held: int) -> Page:
    """Return a page of requests, every second one set aside."""
    entries = [entry._replace(aside=bool(number % 2)) for number in range(listed)]
    tickets = [entry.ticket._replace(id=entry.ticket.id + number) for number in range(held)]
    inside = tuple(Held(ticket, bool(number % 2)) for number, ticket in enumerate(tickets))
    numbered = zip(entries, tickets, strict=False)
    some = tuple(each._replace(ticket=ticket) for each, ticket in numbered)
    return Page(Contents(batch, inside), some, 0, submission_week(_VISIBLE), _VISIBLE)


def _batch(form: str, stage: Stage) -> Batch:
    usual = dict.fromkeys(Batch._fields) | {
        "id": 10**12,
        "workspace": "T0",
        "form": form,
        "month": _LONG_SEPTEMBER,
        "state": str(stage),
        "opened_at": _NOW,
        "exported_at": _NOW - 1,
        "submitted_at": _NOW,
        "submitted_by": "U0OWNER",
        "asked_at": _NOW,
        "confirmed_at": _NOW,
        "confirmed_by": "U0OWNER",
    }
    return Batch(**usual)  # type: ignore[arg-type]
