"""What partners are shown of their tickets, in all states and with the longest values."""

from collections.abc import Iterator

from bot.answering.decision import Kind
from bot.console.desk_exhibits import handed_over, of_question, said_by
from bot.console.form_exhibits import TODAY, Exhibit, longest, ticket_of
from bot.content.shapes import Locale
from bot.desk.life import Deed, State
from bot.forms.case import Forms
from bot.services.acting import NOT_POSSIBLE
from bot.services.partner_messages import DIRECTLY, IN_THREAD, REOPENED
from bot.services.requests import TOO_LATE, Whole
from bot.slack.screens.drawing import TEMPLATES, Artist
from bot.slack.screens.partner_drawing import DELETED, TAKEN_BACK
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import PARTNER, SUPPORT
from bot.storage.tickets import Ticket

_NOW = 1_798_700_000.0
_LONG = "W" * 3_000
_NUMBER = 1234567
_NEWS = (Deed.MERGE, Deed.SUBMIT, Deed.REMIND, Deed.CLOSE, Deed.REOPEN)
_SAID = tuple(said_by(side) for side in (PARTNER, SUPPORT) * 5)


def partner_exhibits(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give everything that partners are shown of tickets in one language."""
    for state in State:
        yield from _wholes(forms, artist, locale, state)
        yield from _replies(artist, locale, state)
    yield from _news(artist, locale)
    yield from _passed_on(artist, locale)
    yield Exhibit("installed", drawing=artist.installed(locale))


def _wholes(forms: Forms, artist: Artist, locale: Locale, state: State) -> Iterator[Exhibit]:
    """Give what shows a ticket to its person: where it was asked, in public, and in a modal."""
    asked = Whole(handed_over(locale), question=of_question(artist, locale).question)
    cases = [longest(forms, form, locale) for form in forms.declared.values()]
    for each in (asked, *(Whole(ticket_of(case), case) for case in cases)):
        ticket = each.ticket._replace(state=state)
        whole = each._replace(ticket=ticket, said=_SAID, merged_into=_NUMBER)
        name = f"{ticket.kind}, {state}"
        yield Exhibit(f"request: {name}", artist.requests.view(whole))
        for place in ("D0", "C0") if each.case else ():
            there = whole._replace(ticket=ticket._replace(channel=place))
            receipt = artist.requests.receipt(there)
            yield Exhibit(f"receipt: {name} in {place}", drawing=receipt)


def _replies(artist: Artist, locale: Locale, state: State) -> Iterator[Exhibit]:
    """Give the reply to a question that the support team has."""
    dossier = of_question(artist, locale)
    ticket = dossier.ticket._replace(state=state)
    for kind in (Kind.ANSWER, Kind.SUGGEST, Kind.HANDOVER):
        if dossier.question:
            question = dossier.question._replace(decision=str(kind))
            reply = artist.reply(question, ticket, TODAY)
            yield Exhibit(f"{TEMPLATES[kind]}: handed over, {state}", drawing=reply)


def _news(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    for deed in _NEWS:
        for place in ("D0", "C0"):
            ticket = _ticket(locale, deed)._replace(channel=place)
            details = {"into": _NUMBER, "date": TODAY.isoformat()}
            entry = Entry(1, 1, _NOW, "U0OWNER", deed, "new", ticket.state, details)
            news = artist.partner.news(ticket, entry, [_LONG, _LONG])
            yield Exhibit(f"news: {deed} in {place}", drawing=news)


def _ticket(locale: Locale, deed: Deed) -> Ticket:
    return handed_over(locale)._replace(
        state=State.RESOLVED if deed is Deed.CLOSE else State.IN_PROGRESS
    )


def _passed_on(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give what is said of what a partner wrote, and of what could not be done."""
    ticket, said = handed_over(locale), said_by(PARTNER)
    for way in (IN_THREAD, REOPENED, DIRECTLY, TAKEN_BACK, DELETED):
        told = artist.partner.acknowledged(ticket, said.id, way)
        yield Exhibit(f"acknowledged: {way}", drawing=told)
    copy = artist.desk.copy(said._replace(deleted=True), ticket, locale, [], taken_back=True)
    yield Exhibit("copy: taken back", drawing=copy)
    for code in (NOT_POSSIBLE, TOO_LATE):
        for state in State:
            told = artist.partner.not_done(ticket._replace(state=state), code)
            yield Exhibit(f"not-done: {code}, {state}", drawing=told)
