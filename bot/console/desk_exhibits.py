"""What the support team is shown of every kind of ticket, with the longest values."""

from collections.abc import Iterator

from bot.answering.decision import Kind
from bot.console.form_exhibits import TODAY, Exhibit, longest, ticket_of
from bot.content.shapes import Locale
from bot.desk.life import Deed, State
from bot.forms.case import Forms
from bot.forms.filled import Filled
from bot.forms.settling import Same
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE, TAKEN
from bot.services.corresponding import UNDELIVERED
from bot.services.dossiers import Dossier
from bot.services.watching import ALARMS
from bot.slack.screens.desk_drawing import Dues
from bot.slack.screens.drawing import Artist
from bot.storage.people import Person
from bot.storage.questions import Place, Question
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import PARTNER, SUPPORT, TicketMessage
from bot.storage.tickets import Ticket

_NOW = 1_798_700_000.0
_LONG = "W" * 3_000
_ABROAD = Person(company_domain="w" * 60 + ".example", team="T0ELSEWHERE")
_LATE = Dues(_NOW - 60, _NOW + 60)
_NOTED = (
    *(Deed.CHANGE, Deed.WITHDRAW, Deed.RESTORE, Deed.REOPEN, Deed.ANSWER),
    *(Deed.CLOSE, Deed.MERGE, Deed.RATE),
)


def handed_over(locale: Locale) -> Ticket:
    """Return the ticket of a question that was handed over."""
    usual = dict.fromkeys(Ticket._fields) | {
        "id": 10**12,
        "workspace": "T0",
        "number": 10**6,
        "kind": "question",
        "person": "U0PARTNER",
        "locale": locale,
        "channel": "C0",
        "answers": Filled().as_json(),
        "state": State.NEW,
        "revision": 1,
        "created_at": _NOW,
        "changed_at": _NOW,
        "opened_at": _NOW,
        "question": 10**12,
        "priority": "normal",
        "waits": [],
        "noticed": [],
    }
    return Ticket(**usual)  # type: ignore[arg-type]


def desk_exhibits(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    """Give everything that the support team is shown in one language."""
    yield from _cards(forms, artist, locale)
    yield from _threads(artist, locale)


def _cards(forms: Forms, artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    for state in State:
        dossier = of_question(artist, locale)
        ticket = dossier.ticket._replace(state=state, outcome="unanswered", rating=0)
        card = artist.desk.card(dossier._replace(ticket=ticket), _LATE, locale, _NOW)
        yield Exhibit(f"card: question, {state}", drawing=card)
    for form in forms.declared.values():
        case = longest(forms, form, locale)
        ticket = ticket_of(case)._replace(owner="U0OWNER", priority="urgent")
        empty = case.having(Filled())
        dossier = Dossier(ticket, _ABROAD, case, empty, missing=("W" * 255,) * 6)
        same = dossier._replace(same=Same(1234567, TODAY))
        yield Exhibit(f"card: {form.id}", drawing=artist.desk.card(same, _LATE, locale, _NOW))


def of_question(artist: Artist, locale: Locale) -> Dossier:
    """Return all that may be known of a question that was handed over."""
    topics = list(artist.knowledge.topics)[:4]
    asked = _question(locale, topics[0], suggestions=topics[1:])
    evidence = {"candidates": topics, "confidence": 0.53}
    ticket = handed_over(locale)._replace(evidence=evidence, merged_into=1)
    earlier = tuple(_question(locale, topic) for topic in topics[1:])
    followers = ("U0OWNER", "U0OTHER")
    return Dossier(
        ticket, _ABROAD, question=asked, earlier=earlier, followers=followers, merged_into=1234567
    )


def _question(locale: Locale, topic: str, **values: object) -> Question:
    usual = dict.fromkeys(Question._fields) | {
        "id": 10**12,
        "person": "U0PARTNER",
        "place": Place.DIRECT,
        "text": _LONG,
        "deleted": False,
        "locale": locale,
        "decision": str(Kind.ANSWER),
        "topic": topic,
        "useful": False,
        "intent": "person",
        "suggestions": [],
        "confidence": 0.53,
    }
    return Question(**usual | values)  # type: ignore[arg-type]


def _threads(artist: Artist, locale: Locale) -> Iterator[Exhibit]:
    ticket = handed_over(locale)._replace(owner="U0OWNER")
    for side in (PARTNER, SUPPORT):
        said = said_by(side)
        for name, each in {
            "": said,
            ", edited": said._replace(edited_ts="2.0"),
            ", deleted": said._replace(deleted=True),
        }.items():
            copy = artist.desk.copy(each, ticket, locale, ["U0OWNER", "U0OTHER"])
            yield Exhibit(f"copy: {side}{name}", drawing=copy)
    changes = [{"label": "W" * 75, "before": "W" * 500, "now": "W" * 500}]
    for deed in _NOTED:
        entry = Entry(1, 1, _NOW, "U0OWNER", deed, "new", "merged", {"into": 1234567})
        noted = artist.desk.note(entry, ticket, locale, changes if deed is Deed.CHANGE else ())
        yield Exhibit(f"note: {deed}", drawing=noted)
    for notice in sorted(ALARMS):
        for told in ([], ["U0OWNER", "U0OTHER"]):
            alarm = artist.desk.alarm(notice, ticket, locale, told)
            yield Exhibit(f"alarm: {notice}", drawing=alarm)
    for code in (NOT_ALLOWED, NOT_POSSIBLE, TAKEN, UNDELIVERED):
        yield Exhibit(f"refused: {code}", drawing=artist.desk.refusal(code, ticket, locale))


def said_by(side: str) -> TicketMessage:
    """Return the longest message of a side, with files."""
    usual = dict.fromkeys(TicketMessage._fields) | {
        "id": 1,
        "workspace": "T0",
        "ticket": 1,
        "side": side,
        "author": "U0PARTNER",
        "text": _LONG,
        "files": [f"F{number} {'W' * 80}.pdf" for number in range(10)],
        "written_at": _NOW,
        "deleted": False,
    }
    return TicketMessage(**usual)  # type: ignore[arg-type]
