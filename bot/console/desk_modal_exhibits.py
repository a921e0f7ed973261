"""What the support team sees in modals, and what partners see of its messages, at its longest."""

from collections.abc import Iterator
from dataclasses import replace

from bot.console.desk_exhibits import handed_over, of_question, said_by
from bot.console.form_exhibits import Exhibit, longest, ticket_of
from bot.content.shapes import Locale
from bot.desk.life import Deed, State
from bot.desk.replies import values_of
from bot.forms.case import Forms
from bot.services import rating
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE
from bot.services.corresponding import SENT_BEFORE, WRITTEN, Correspondence, Seen, Since
from bot.slack.modals.desk_modals import DeskModal
from bot.slack.modals.desk_views import DETAILS
from bot.slack.screens.desk_modal_drawing import Check, Conversation, Page
from bot.slack.screens.drawing import Artist
from bot.slack.screens.letter_drawing import Around, Written
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import PARTNER, SUPPORT

_NOW = 1_798_700_000.0
_LONG = "W" * 2_999 + "…"
_ENDINGS = ("answered", "corrected", "listed", "declined")
_OWNER, _OTHER = "U0OWNER", "U0OTHER"


def modal_exhibits(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give every modal of the desk, and every message of support to a partner, in one language."""
    yield from _writing(forms, artist, locale)
    yield from _choosing(artist, locale)
    yield from _details(artist, locale)
    yield from _letters(artist, locale)


def _writing(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    for known in _known(forms, artist, locale):
        kind = known.ticket.kind
        for deed in sorted(WRITTEN):
            page = Page(_modal(deed), _LONG, _refused(artist, NOT_POSSIBLE, locale))
            new = page._replace(text="", notice="")
            yield Exhibit(f"write: {deed}, {kind}", artist.modals.write(known, new, locale))
            yield Exhibit(f"write: {deed}, {kind} again", artist.modals.write(known, page, locale))
            shown = artist.modals.preview(known, page, _OWNER, _check(), locale)
            yield Exhibit(f"preview: {deed}, {kind}", shown)
            strange = artist.modals.preview(known, page, _OWNER, Check(foreign=True), locale)
            yield Exhibit(f"preview: {deed}, {kind}, another language", strange)
    refused = Page(_modal(Deed.REPLY), _LONG, _refused(artist, NOT_ALLOWED, locale))
    yield Exhibit("write: refused", artist.modals.refused(refused, locale))


def _known(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Correspondence]:
    said = (said_by(PARTNER), said_by(SUPPORT), said_by(PARTNER)._replace(deleted=True))
    dossier = of_question(artist, locale)
    yield Correspondence(dossier.ticket, dossier.question, said, Seen(), values_of(None, 10**6))
    for form in forms.declared.values():
        case = longest(forms, form, locale)
        yield Correspondence(ticket_of(case), None, said, Seen(), values_of(case, 10**6))


def _modal(deed: str) -> DeskModal:
    return DeskModal(deed, 10**12, Seen(10**12, 10**12), 10**6, "corrected")


def _refused(artist: Artist, code: str, locale: Locale) -> str:
    return artist.modals.refusal(code, handed_over(locale), locale)


def _check() -> Check:
    """Return all that a preview may warn of: another language, and much that others did."""
    return Check("zh", since=Since((said_by(PARTNER),) * 3, _history()))


def _history() -> tuple[Entry, ...]:
    """Return an entry of each kind."""
    details = {"into": 10**6, "outcome": "corrected", "date": "2026-12-31"}
    return tuple(
        Entry(1, 1, _NOW, _OWNER, deed, "new", "new", {**details, "to": _to(deed)}) for deed in Deed
    )


def _to(deed: Deed) -> str:
    return "urgent" if deed is Deed.PRIORITIZE else _OTHER


def _choosing(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    ticket, notice = handed_over(locale), _refused(artist, SENT_BEFORE, locale)
    dossier = of_question(artist, locale)
    assign = artist.modals.assign(ticket, Page(_modal(Deed.ASSIGN), notice=notice), locale)
    yield Exhibit("assign", assign)
    page = Page(_modal(Deed.PRIORITIZE), notice=notice)
    yield Exhibit("prioritize", artist.modals.prioritize(ticket, page, locale))
    merge = Page(_modal(Deed.MERGE), notice=notice)
    others = [(ticket, dossier.question)] * 20
    yield Exhibit("merge", artist.modals.merge(ticket, others, merge, locale))
    yield Exhibit("merge: nothing", artist.modals.merge(ticket, [], merge, locale))


def _details(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    dossier, page = of_question(artist, locale), Page(_modal(DETAILS))
    said = [said_by(PARTNER), said_by(SUPPORT)] * 4
    full = Conversation(said, earlier=True, is_newest=False)
    many = _history() * 2
    new = dossier._replace(question=None, followers=())
    for name, drawn in {
        "details": (dossier, many, full, _OWNER),
        "details: new": (new, (), Conversation(), "U0NOBODY"),
    }.items():
        yield Exhibit(name, artist.modals.details(*drawn, page, locale))


def _letters(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    ticket = handed_over(locale)._replace(state=State.RESOLVED)
    below = Around(_LONG, can_reopen=True, rating=rating.ASK)
    for deed in (Deed.REPLY, Deed.ASK, Deed.REJECT):
        around = below if deed is Deed.REJECT else Around(_LONG)
        drawn = artist.letters.message(ticket, Written(deed, _OWNER, _LONG), around)
        yield Exhibit(f"message: {deed}", drawing=drawn)
    for outcome in _ENDINGS:
        resolved = Written(Deed.RESOLVE, _OWNER, _LONG, outcome)
        drawn = artist.letters.message(ticket, resolved, below)
        yield Exhibit(f"message: {outcome}", drawing=drawn)
    for stage in (rating.HELPED, rating.NOT_HELPED):
        around, rated = below._replace(rating=stage), Written(Deed.RESOLVE, _OWNER, _LONG)
        drawn = _by_name(artist).letters.message(ticket, rated, around)
        yield Exhibit(f"message: {stage}", drawing=drawn)


def _by_name(artist: Artist) -> Artist:
    """Return who draws for a desk whose members sign with their names."""
    desk = artist.knowledge.desk.model_copy(update={"signature": "person"})
    return replace(artist, knowledge=artist.knowledge.model_copy(update={"desk": desk}))
