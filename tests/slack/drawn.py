"""Every message and view that there is."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from bot.answering.decision import Kind
from bot.answering.intents import Intent
from bot.console.form_exhibits import (
    Exhibit,
    exhibits_of,
    form_exhibits,
    held_draft,
    held_ticket,
    longest,
)
from bot.content.forms import Form
from bot.forms.case import Case, Forms
from bot.forms.kinds.text import LONGEST, written
from bot.forms.readings import Given
from bot.sandbox import check_blocks, check_view, too_much_text
from bot.services.asking import Place
from bot.slack.drawing import PROMPTS, Artist, Held
from bot.slack.payloads import storable
from bot.storage.handovers import Handover
from bot.storage.questions import Question

TODAY = date(2026, 12, 31)
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


def handover(*candidates: str) -> Handover:
    return Handover(1, 10**12, "en", list(candidates), 0.5, 0.0)


def drawings(artist: Artist, forms: Forms, locale: str) -> Iterator[Drawn]:
    """Draw everything in one language."""
    yield from replies(artist, locale)
    yield from personal(artist, forms, locale, "text")
    yield from map(as_drawn, form_exhibits(forms, artist, locale))
    greeting, prompts = artist.greeting(locale)
    yield Drawn("greeting", greeting.blocks, greeting.text)
    yield Drawn("prompts", prompts)
    for button in (f"form:{next(iter(artist.knowledge.forms))}", f"topic:{PROMPTS[0]}"):
        unopened = artist.unopened(locale, button)
        yield Drawn("unopened", unopened.blocks, unopened.text)
    for topic in artist.knowledge.topics:
        yield Drawn("topic", artist.topic(topic, locale, TODAY))
    for held in (Held(), Held((), [held_ticket(forms, locale)] * 20, [held_draft(forms, locale)])):
        yield from lists(artist, locale, held)


def lists(artist: Artist, locale: str, held: Held) -> Iterator[Drawn]:
    """Draw where somebody sees what they handed over, sent and began."""
    listed = artist.held(locale, held)
    yield Drawn("requests", listed.blocks, listed.text)
    yield Drawn("home", artist.home(locale, held))


def personal(artist: Artist, forms: Forms, locale: str, text: str) -> Iterator[Drawn]:
    """Draw all in which a person's text can stand."""
    yield from cards(artist, locale, text)
    yield from lists(artist, locale, Held([question(text=text)] * 20))
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
    """Give a screen or message of a form with the name of its template."""
    kind, _, which = exhibit.name.partition(": ")
    template = _OF_FORMS.get(f"{kind} review" if which.endswith(", review") else kind, kind)
    drawing = exhibit.drawing
    return (
        Drawn(template, drawing.blocks, drawing.text) if drawing else Drawn(template, exhibit.view)
    )


_OF_FORMS = {
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
        for given in (None, handover(*some)):
            yield reply(artist, "answer", question(locale, topic=some[0], **asked), given)
            suggest = question(locale, decision=Kind.SUGGEST, **asked)
            yield reply(artist, "suggestions", suggest, given)
            without = question(locale, decision=Kind.HANDOVER, **asked)
            yield reply(artist, "handover", without, given)
    for topic in artist.knowledge.topics:
        yield reply(artist, "answer", question(locale, topic=topic), None)
    wanted = question(locale, decision=Kind.HANDOVER, intent="person", topic=some[0])
    yield reply(artist, "handover", wanted, handover())
    for intent in TALKED:
        talk = question(locale, decision=Kind.TALK, intent=intent)
        yield reply(artist, "talk", talk, None)


def states() -> list[Json]:
    helped: list[Json] = [{"useful": useful} for useful in (None, True, False)]
    return [{**state, "deleted": deleted} for state in helped for deleted in (True, False)]


def reply(artist: Artist, name: str, asked: Question, given: Handover | None) -> Drawn:
    drawing = artist.reply(asked, given, TODAY)
    return Drawn(name, drawing.blocks, drawing.text)


def cards(artist: Artist, locale: str, text: str) -> Iterator[Drawn]:
    """Draw the support team's card of a question, and after it was withdrawn."""
    some = list(artist.knowledge.topics)[:3]
    for given in (handover(*some), None):
        card = artist.card(question(text=text), given, locale)
        yield Drawn("card", card.blocks, card.text)


def ticket_cards(artist: Artist, forms: Forms, locale: str, text: str) -> Iterator[Drawn]:
    """Draw the support team's card of each form."""
    for form in forms.declared.values():
        ticket = held_ticket(forms, locale)._replace(kind=form.id)
        card = artist.requests.card(ticket, saying(forms, form, locale, text), locale)
        yield Drawn("ticket-card", card.blocks, card.text)


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
