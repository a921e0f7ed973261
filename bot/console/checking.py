"""`check`: content, words and templates, and whether Slack would show what they make."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from jinja2 import TemplateError

from bot.answering.dates import DateReader
from bot.answering.decision import Kind
from bot.answering.examples import fingerprint
from bot.answering.intents import Intent
from bot.answering.model import load
from bot.app import MODEL, forms_of, known_to
from bot.console.desk_exhibits import handed_over
from bot.console.exhibits import exhibits
from bot.console.form_exhibits import held_draft, held_ticket
from bot.content.checks import check_knowledge
from bot.content.checks.catalogs import check_catalogs
from bot.content.findings import ContentError, Finding
from bot.content.models import Knowledge
from bot.content.reader import read_knowledge
from bot.content.words import read_words
from bot.forms.case import Forms
from bot.sandbox import check_blocks, check_view
from bot.settings import KNOWLEDGE, TEMPLATES
from bot.slack.screens.drawing import Artist, Held
from bot.slack.screens.templates import Templates
from bot.storage.questions import Place, Question
from bot.storage.tickets import Ticket

_LONGEST = "W" * 3_000


def findings(
    knowledge_folder: Path = KNOWLEDGE, templates_folder: Path = TEMPLATES
) -> tuple[list[Finding], Knowledge | None]:
    """Return everything that is wrong, and the knowledge base if it can be read."""
    try:
        knowledge = read_knowledge(knowledge_folder)
    except ContentError as error:
        return error.findings, None
    forms = forms_of(knowledge, DateReader(knowledge.dates))
    found = check_knowledge(knowledge, known_to(forms))
    found += _check_model(knowledge)
    interface = knowledge_folder / "interface"
    try:
        found += check_catalogs(templates_folder, interface, list(knowledge.locales))
        artist = Artist(
            knowledge,
            Templates(templates_folder / "slack", read_words(interface, knowledge.locales)),
        )
    except ContentError as error:
        return sorted(found + error.findings), knowledge
    found += _check_drawings(forms, artist, templates_folder / "slack", explained=bool(found))
    return sorted(found), knowledge


def _check_model(knowledge: Knowledge) -> list[Finding]:
    path = knowledge.folder / MODEL
    try:
        model = load(path)
    except ContentError as error:
        return error.findings
    fresh = model.fingerprint == fingerprint(knowledge)
    return [] if fresh else [Finding(path, 1, "model-stale")]


def _check_drawings(
    forms: Forms, artist: Artist, folder: Path, *, explained: bool
) -> list[Finding]:
    """Draw everything; what content lacks can't be drawn, and that is `explained` already."""
    found: list[Finding] = []
    noting = Noting(artist.templates)
    for locale in artist.knowledge.locales:
        try:
            for problems in _drawn(forms, replace(artist, templates=noting), locale):
                path = folder / f"{noting.names[-1]}.json.j2"
                refused = [
                    Finding(path, 1, "drawing-refused", {"locale": locale, "problem": problem})
                    for problem in problems[:1]
                ]
                found += [each for each in refused if each not in found]
        except LookupError:
            if not explained:
                raise
        except (TemplateError, ValueError) as error:
            values = {"problem": str(error).split("\n")[0]}
            path = folder / (getattr(error, "filename", None) or "")
            found.append(Finding(path, getattr(error, "lineno", 1) or 1, "template-broken", values))
    return found


class Noting(Templates):
    """Draws as others do, and notes the names of what was drawn."""

    def __init__(self, templates: Templates) -> None:
        """Draw as `templates` do."""
        vars(self).update(vars(templates))
        self.names: list[str] = []

    def json(self, name: str, locale: str, values: Mapping[str, object]) -> str:
        """Draw `<name>.json.j2`, as text."""
        made = super().json(name, locale, values)
        self.names.append(name)
        return made


def _drawn(forms: Forms, artist: Artist, locale: str) -> Iterator[list[str]]:
    """Draw every message and view in one language, with the longest texts; tell what is wrong."""
    today = date(2026, 12, 31)
    for asked, given in _situations(artist.knowledge, locale):
        yield check_blocks(artist.reply(asked, given, today).blocks, "message")
    held = all_held(forms, locale)
    yield check_blocks(artist.greeting(locale)[0].blocks, "message")
    yield check_blocks(artist.held(locale, held).blocks, "message")
    yield check_view(artist.home(locale, held))
    for button in _opening(artist.knowledge):
        yield check_blocks(artist.unopened(locale, button).blocks, "message")
    for topic in artist.knowledge.topics:
        yield check_view(artist.topic(topic, locale, today))
    for exhibit in exhibits(forms, artist, locale):
        if exhibit.drawing:
            yield check_blocks(exhibit.drawing.blocks, "message")
        elif exhibit.view:
            yield check_view(exhibit.view)


def all_held(forms: Forms, locale: str) -> Held:
    """Return as much as a person may have with the support team."""
    tickets, drafts = [held_ticket(forms, locale)] * 10, [held_draft(forms, locale)] * 2
    asked = [handed_over(locale)] * 10
    return Held([*tickets, *asked], {10**12: question(locale)}, drafts)


def _opening(knowledge: Knowledge) -> Iterator[str]:
    """Give the action ids that open something."""
    yield from (f"form:{form}" for form in knowledge.forms)
    yield from (f"topic:{topic}" for topic in knowledge.topics)


def _situations(knowledge: Knowledge, locale: str) -> Iterator[tuple[Question, Ticket | None]]:
    some = list(knowledge.topics)[:3]
    for topic in knowledge.topics:
        for useful in (None, True, False):
            yield question(locale, topic=topic, useful=useful, suggestions=some), None
        yield question(locale, topic=topic, deleted=True), handed_over(locale)
    yield question(locale, decision=Kind.SUGGEST, suggestions=some), None
    yield question(locale, decision=Kind.HANDOVER), handed_over(locale)
    for intent in Intent:
        kind = Kind.HANDOVER if intent is Intent.PERSON else Kind.TALK
        yield question(locale, decision=kind, intent=str(intent)), None


def question(locale: str, **values: object) -> Question:
    """Return a question with the longest text, and `values`."""
    usual = dict.fromkeys(Question._fields) | {
        "id": 10**12,
        "person": "U0PARTNER",
        "place": Place.DIRECT,
        "text": _LONGEST,
        "asked_at": 0.0,
        "deleted": False,
        "locale": locale,
        "decision": str(Kind.ANSWER),
        "suggestions": [],
        "confidence": 1.0,
    }
    return Question(**usual | values)  # type: ignore[arg-type]


def counted(knowledge: Knowledge | None) -> dict[str, int]:
    """Return how much there is, for the last line."""
    answers = (
        [a for t in knowledge.topics.values() for a in t.answers.values()] if knowledge else []
    )
    return {
        "topics": len(knowledge.topics) if knowledge else 0,
        "locales": len(knowledge.locales) if knowledge else 0,
        "phrasings": sum(len(answer.phrasings) for answer in answers),
    }
