"""Every screen and message of every form, with the longest values, to be checked and looked at."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from bot.content.forms import Form, Position
from bot.desk.life import State
from bot.forms import settling
from bot.forms.case import Case, Checked, Forms, Reader
from bot.forms.conversation import Aside, spots
from bot.forms.filled import REVIEW, Filled
from bot.forms.kinds.kind import Widget
from bot.forms.kinds.text import LONGEST, LONGEST_LONG
from bot.forms.readings import Given, Option, Problem, Typed
from bot.forms.settling import Ask, Same
from bot.services.requests import Whole
from bot.slack.screens.drawing import Artist
from bot.slack.screens.form_drawing import Screen
from bot.slack.screens.templates import Drawing
from bot.storage.drafts import Draft
from bot.storage.schema import OPEN
from bot.storage.tickets import Ticket

TODAY = date(2026, 12, 31)
_NOW = 1_798_700_000.0
_UNCLEAR = Problem("check-unclear")
_EXAMPLES: Mapping[str, Typed] = {
    "address": "https://www.example.com/" + "w" * 470,
    "choice": "other:" + "W" * 100,
    "country": "GS",
    "decimal": "-123456789012345.123456",
    "invoice-number": "W" * 48 + "1",
    "money": "-123456789012345.123456 SEK",
    "month": "12",
    "year": "2026",
    "file": tuple(f"F{number} {'W' * 80}.pdf" for number in range(10)),
}
"""The longest value of each kind; of texts and confirmations it depends on the field."""


class Exhibit(NamedTuple):
    """A screen (`view`) or a message (`drawing`) with its name."""

    name: str
    view: dict[str, Any] | None = None
    drawing: Drawing | None = None


def form_exhibits(forms: Forms, artist: Artist, locale: str) -> Iterator[Exhibit]:
    """Give everything that is shown of every form in one language."""
    for form in forms.declared.values():
        yield from exhibits_of(artist, longest(forms, form, locale))
    yield Exhibit("form-gone", artist.forms.gone(locale))


def exhibits_of(artist: Artist, case: Case) -> Iterator[Exhibit]:
    """Give everything that is shown of a form with these values."""
    yield from _screens(artist, case)
    yield from _questions(artist, case)
    yield from _outcomes(artist, case)


def longest(forms: Forms, form: Form, locale: str) -> Case:
    """Return a form with the longest values, on two lines where it may have several."""
    case = Case(forms, form, Filled(), Reader(locale, TODAY, ("example.org",)))
    for position in form.positions(2 if form.several else 1):
        case = case.put(position, {f: Given(_example(form, f)) for f in form.steps[position.step]})
    return case


def _example(form: Form, field: str) -> Typed:
    declared = form.fields[field]
    if declared.kind == "confirmations":
        return declared.choices
    text = "W" * (LONGEST_LONG if declared.long else LONGEST)
    return _EXAMPLES.get(declared.kind, text)


def _screens(artist: Artist, case: Case) -> Iterator[Exhibit]:
    name = case.form.id
    empty = case.having(Filled())
    for position in empty.positions():
        screen = Screen(position)
        yield Exhibit(f"form: {name}, {position.step}", artist.forms.view(empty, screen))
    for position in case.positions():
        screen = Screen(position, 1, _NOW, _NOW - 86_400)
        view = artist.forms.view(case, screen, _all_wrong(case, position))
        yield Exhibit(f"form: {name}, {position.step} again", view)
    review = artist.forms.view(case, Screen(Position(REVIEW)), asks=_asks(case))
    yield Exhibit(f"form: {name}, review", review)


def _all_wrong(case: Case, position: Position) -> Checked:
    fields = case.form.steps[position.step]
    meanings = (Option("1234", "1234"), Option("1.234", "1.234"))
    texts = [f for f in fields if case.widget(f) is Widget.TEXT]
    problems = {field: Problem("missing") for field in fields}
    return Checked(problems, dict.fromkeys(texts, meanings))


def _asks(case: Case) -> tuple[Ask, ...]:
    return settling.asks(case, Same(1234567, TODAY))


def _questions(artist: Artist, case: Case) -> Iterator[Exhibit]:
    draft, meanings = _draft(case), (Option("1234", "1234"), Option("1.234", "1.234"))
    for spot in spots(case):
        asked = artist.talks.question(draft, case, spot, Aside())
        yield Exhibit(f"conversation: {case.form.id}, {spot.field}", drawing=asked)
        aside = Aside(Problem("missing"), meanings, (spot,), overview=True)
        again = artist.talks.question(draft, case, spot, aside)
        yield Exhibit(f"conversation: {case.form.id}, {spot.field} again", drawing=again)
    for asks in (_asks(case)[:1], ()):
        aside = Aside(_UNCLEAR, taken=tuple(spots(case))[:1], reason_wanted=not asks)
        checked = artist.talks.check(draft, case, asks, aside)
        yield Exhibit(f"conversation: {case.form.id}, review", drawing=checked)


def _outcomes(artist: Artist, case: Case) -> Iterator[Exhibit]:
    name, draft, ticket = case.form.id, _draft(case), ticket_of(case)
    receipt = artist.requests.receipt(Whole(ticket, case))
    yield Exhibit(f"receipt: {name}", drawing=receipt)
    withdrawn = Whole(ticket._replace(state=State.WITHDRAWN), case)
    yield Exhibit(f"receipt: {name}, withdrawn", drawing=artist.requests.receipt(withdrawn))
    yield Exhibit(f"request: {name}", artist.requests.view(Whole(ticket, case)))
    for message in ("paused", "put-off", "reminder", "dropped"):
        drawing = artist.requests.of_draft(message, draft, case, "31 December 2026")
        yield Exhibit(f"{message}: {name}", drawing=drawing)
    yield Exhibit(f"superseded: {name}", drawing=artist.requests.superseded(ticket))
    yield Exhibit(f"joined: {name}", drawing=artist.requests.joined(ticket, case.reader.locale))


def _draft(case: Case) -> Draft:
    usual = dict.fromkeys(Draft._fields) | {
        "id": 10**12,
        "workspace": "T0",
        "person": "U0PARTNER",
        "company": "T0",
        "form": case.form.id,
        "locale": case.reader.locale,
        "channel": "C0",
        "thread_ts": "1.0",
        "talking": True,
        "answers": {},
        "turn": 10**6,
        "begun_at": _NOW,
        "state": OPEN,
    }
    return Draft(**usual)  # type: ignore[arg-type]


def ticket_of(case: Case) -> Ticket:
    """Return a ticket of a form that is filled in."""
    usual = dict.fromkeys(Ticket._fields) | {
        "id": 10**12,
        "workspace": "T0",
        "number": 10**6,
        "kind": case.form.id,
        "person": "U0PARTNER",
        "locale": case.reader.locale,
        "channel": "D0",
        "answers": {},
        "state": State.NEW,
        "priority": "normal",
        "waits": [],
        "noticed": [],
        "revision": 2,
        "created_at": _NOW,
        "opened_at": _NOW,
        "changed_at": _NOW,
    }
    return Ticket(**usual)  # type: ignore[arg-type]


def held_ticket(forms: Forms, locale: str) -> Ticket:
    """Return a ticket of the first form."""
    return ticket_of(longest(forms, next(iter(forms.declared.values())), locale))


def held_draft(forms: Forms, locale: str) -> Draft:
    """Return a draft of the first form."""
    return _draft(longest(forms, next(iter(forms.declared.values())), locale))
