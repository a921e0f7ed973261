"""Every message and view that there is."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from bot.answering.decision import Kind
from bot.answering.intents import Intent
from bot.console.desk_exhibits import handed_over, of_question, said_by
from bot.console.exhibits import exhibits
from bot.console.form_exhibits import Exhibit, exhibits_of, held_draft, held_ticket, longest
from bot.content.forms import Form
from bot.desk.life import Deed, State
from bot.forms.case import Case, Forms
from bot.forms.filled import Filled
from bot.forms.kinds.text import LONGEST, written
from bot.forms.readings import Given
from bot.sandbox import check_blocks, check_view, too_much_text
from bot.services.dossiers import Dossier
from bot.settings import TEMPLATES
from bot.slack.payloads import storable
from bot.slack.screens.desk_drawing import Dues
from bot.slack.screens.drawing import PROMPTS, Artist, Held
from bot.slack.screens.letter_drawing import Around, Written
from bot.slack.screens.templates import Drawing
from bot.storage.people import Person
from bot.storage.questions import Place, Question
from bot.storage.ticket_history import Entry
from bot.storage.ticket_messages import PARTNER, SUPPORT
from bot.storage.tickets import Ticket

TYPED = 3_000
"""How much a modal's field takes."""

TODAY, NOW = date(2026, 12, 31), 1_798_700_000.0
LOCALES = ["en", "fr", "nl", "sv", "zh"]
TALKED = [intent for intent in Intent if intent is not Intent.PERSON]

Json = dict[str, Any]


class Drawn(NamedTuple):
    """A template's name, what became of it, and the text beside it."""

    template: str
    drawn: Any
    text: str = ""

    def problems(self) -> list[str]:
        """Give what Slack would object to."""
        if self.template == "prompts":
            return [] if len(self.drawn["prompts"]) <= 4 else ["too many prompts"]
        if isinstance(self.drawn, dict):
            return check_view(self.drawn)
        too_long = ["msg_blocks_too_long"] if too_much_text(self.drawn) else []
        return check_blocks(self.drawn, "message") + too_long


def question(locale: str = "en", **values: Any) -> Question:  # noqa: ANN401 - any column
    usual: Json = dict.fromkeys(Question._fields)
    usual |= {"id": 10**12, "person": "U0EMMA0001", "place": Place.DIRECT, "channel": "D1"}
    usual |= {"text": "text", "asked_at": 0.0, "deleted": False, "locale": locale}
    usual |= {"decision": str(Kind.ANSWER), "suggestions": [], "confidence": 1.0}
    return Question(**usual | values)


def ticket(state: State = State.NEW, locale: str = "en") -> Ticket:
    """Give the ticket of a question that was handed over."""
    return handed_over(locale)._replace(state=state)


WORDS = {"batch-sheet", "list-sheet", "own-data", "summary-chart", "view-names"}
"""The templates that make words for something else than a message or a view."""


def shipped() -> set[str]:
    """Give the names of all templates of messages and views."""
    names = {path.name for path in (TEMPLATES / "slack").glob("*.json.j2")}
    whole = {name.removesuffix(".json.j2") for name in names if not name.startswith("_")}
    return whole - WORDS


def drawings(artist: Artist, forms: Forms, locale: str) -> Iterator[Drawn]:
    """Draw everything in one language."""
    yield from replies(artist, locale)
    yield from personal(artist, forms, locale, "text")
    yield from map(as_drawn, exhibits(forms, artist, locale))
    greeting, prompts = artist.greeting(locale)
    yield Drawn("greeting", greeting.blocks, greeting.text)
    yield Drawn("prompts", prompts)
    for button in (f"form:{next(iter(artist.knowledge.forms))}", f"topic:{PROMPTS[0]}"):
        unopened = artist.unopened(locale, button)
        yield Drawn("unopened", unopened.blocks, unopened.text)
    limited = artist.templates.message("limited", locale, {})
    yield Drawn("limited", limited.blocks, limited.text)
    failed = artist.templates.message("failed", locale, {"reference": "9876543210"})
    yield Drawn("failed", failed.blocks, failed.text)
    for topic in artist.knowledge.topics:
        yield Drawn("topic", artist.topic(topic, locale, TODAY))
    sent, drafts = [held_ticket(forms, locale)] * 20, [held_draft(forms, locale)]
    for held in (Held(), Held(sent, drafts=drafts), asking(locale, "text")):
        yield from lists(artist, locale, held)


def asking(locale: str, text: str) -> Held:
    """Give as many questions with a text as may be with the support team."""
    return Held([ticket(locale=locale)] * 20, {10**12: question(locale, text=text)})


def lists(artist: Artist, locale: str, held: Held) -> Iterator[Drawn]:
    """Draw where somebody sees what they handed over, sent and began."""
    listed = artist.held(locale, held)
    yield Drawn("requests", listed.blocks, listed.text)
    yield Drawn("home", artist.home(locale, held))


def personal(artist: Artist, forms: Forms, locale: str, text: str) -> Iterator[Drawn]:
    """Draw all in which a person's text can stand."""
    yield from cards(artist, locale, text)
    yield from ticket_cards(artist, forms, locale, text)
    yield from threads(artist, locale, text)
    yield from letters(artist, locale, text)
    yield from lists(artist, locale, asking(locale, text))
    for form in forms.declared.values():
        yield from map(as_drawn, exhibits_of(artist, saying(forms, form, locale, text)))


def saying(forms: Forms, form: Form, locale: str, text: str) -> Case:
    """Fill in a form with a text wherever it takes one, with the longest values elsewhere."""
    case = longest(forms, form, locale)
    given = Given(storable(text).strip()[:LONGEST])
    for position in case.positions():
        fields = [f for f in form.steps[position.step] if form.fields[f].kind == "text"]
        case = case.put(position, dict.fromkeys(fields, given))
    return case


def as_kept(text: str) -> str:
    """Give as much of a text as a form keeps as it is, or a letter where nobody could see any."""
    kept = written(written(storable(text))[:LONGEST])
    return "x" if Given(kept).is_empty else kept


def as_drawn(exhibit: Exhibit) -> Drawn:
    """Give a screen or message with the name of its template."""
    template, drawing = template_of(exhibit.name), exhibit.drawing
    return (
        Drawn(template, drawing.blocks, drawing.text) if drawing else Drawn(template, exhibit.view)
    )


def template_of(exhibit: str) -> str:
    """Give the template of an exhibit by its name."""
    kind, _, which = exhibit.partition(": ")
    return _TEMPLATES.get(f"{kind} review" if which.endswith(", review") else kind, kind)


_TEMPLATES = {
    "form": "form-step",
    "form review": "form-review",
    "conversation": "form-question",
    "conversation review": "form-check",
    "card": "ticket-card",
}


def replies(artist: Artist, locale: str) -> Iterator[Drawn]:
    """Draw each kind of reply in each of its states."""
    some = list(artist.knowledge.topics)[:3]
    for state in states():
        asked = {"suggestions": some, **state}
        for given in (None, *map(ticket, State)):
            yield reply(artist, "answer", question(locale, topic=some[0], **asked), given)
            suggest = question(locale, decision=Kind.SUGGEST, **asked)
            yield reply(artist, "suggestions", suggest, given)
            without = question(locale, decision=Kind.HANDOVER, **asked)
            yield reply(artist, "handover", without, given)
    for topic in artist.knowledge.topics:
        yield reply(artist, "answer", question(locale, topic=topic), None)
    wanted = question(locale, decision=Kind.HANDOVER, intent="person", topic=some[0])
    yield reply(artist, "handover", wanted, ticket())
    for intent in TALKED:
        talk = question(locale, decision=Kind.TALK, intent=intent)
        yield reply(artist, "talk", talk, None)


def states() -> list[Json]:
    helped: list[Json] = [{"useful": useful} for useful in (None, True, False)]
    return [{**state, "deleted": deleted} for state in helped for deleted in (True, False)]


def reply(artist: Artist, name: str, asked: Question, given: Ticket | None) -> Drawn:
    drawing = artist.reply(asked, given, TODAY)
    return Drawn(name, drawing.blocks, drawing.text)


def cards(artist: Artist, locale: str, text: str) -> Iterator[Drawn]:
    """Draw the support team's card of a question, as it stands and after it was withdrawn."""
    known = of_question(artist, locale)
    asked = known.question._replace(text=text) if known.question else None
    earlier = tuple(each._replace(text=text) for each in known.earlier)
    for state in (State.NEW, State.WITHDRAWN):
        given = known.ticket._replace(state=state)
        dossier = known._replace(ticket=given, question=asked, earlier=earlier)
        yield drawn("ticket-card", artist.desk.card(dossier, Dues(), locale, NOW))


def ticket_cards(artist: Artist, forms: Forms, locale: str, text: str) -> Iterator[Drawn]:
    """Draw the support team's card of each form, and what was changed of it."""
    for form in forms.declared.values():
        sent = held_ticket(forms, locale)._replace(kind=form.id)
        case = saying(forms, form, locale, text)
        dossier = Dossier(sent, Person(), case, case.having(Filled()))
        yield drawn("ticket-card", artist.desk.card(dossier, Dues(), locale, NOW))


def threads(artist: Artist, locale: str, text: str) -> Iterator[Drawn]:
    """Draw what stands in the thread of a card: what was said, and how a question was changed."""
    for side in (PARTNER, SUPPORT):
        said = said_by(side)._replace(text=text)
        yield drawn("copy", artist.desk.copy(said, ticket(), locale, []))
    entry = Entry(1, 1, NOW, "U0EMMA0001", Deed.CHANGE, "new", "new", {})
    changes = [{"label": "", "before": text, "now": text}]
    yield drawn("note", artist.desk.note(entry, ticket(), locale, changes))


def letters(artist: Artist, locale: str, text: str) -> Iterator[Drawn]:
    """Draw what the support team writes to a partner, below what they asked."""
    for deed in (Deed.REPLY, Deed.ASK, Deed.RESOLVE, Deed.REJECT):
        written, around = Written(deed, "U0NOOR0001", text[:TYPED]), Around(text)
        given = ticket(locale=locale)
        yield drawn("message", artist.letters.message(given, written, around))


def drawn(template: str, drawing: Drawing) -> Drawn:
    return Drawn(template, drawing.blocks, drawing.text)


def inside(value: object) -> Iterator[Json]:
    """Give every object inside of blocks."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from inside(inner)


def texts(value: object) -> list[str]:
    """Give every text inside of blocks."""
    return [each["text"] for each in inside(value) if isinstance(each.get("text"), str)]
