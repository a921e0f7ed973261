"""What is shown of a form that is filled in: its steps, its review, its questions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from babel.dates import format_timedelta

from bot.answering.calendar import compute
from bot.answering.wording import show, shown
from bot.content.forms import Position
from bot.content.models import Knowledge
from bot.content.shapes import Id, Locale
from bot.forms import settling
from bot.forms.case import Case, Checked
from bot.forms.filled import REVIEW
from bot.forms.kinds.choice import OTHER
from bot.forms.kinds.kind import Widget, as_text
from bot.forms.kinds.text import LONGEST, LONGEST_LONG
from bot.forms.readings import Given, Option, Problem
from bot.forms.rules import NEEDS_REASON, Hint
from bot.forms.settling import Ask
from bot.services.readers import zone
from bot.slack.screens.form_blocks import LONGEST as TYPED_AT_MOST
from bot.slack.screens.form_blocks import ask_block, block_id
from bot.slack.screens.languages import others
from bot.slack.screens.shortening import cut
from bot.slack.screens.templates import Templates

_LABEL = 75
"""Characters of a button or of an option (Slack's limit)."""

NOTHING_WRONG = Checked({}, {})
_TEXTS = frozenset({Widget.TEXT, Widget.LONG_TEXT})


class Screen(NamedTuple):
    """Which state of a form a modal shows.

    `turn` is that of the draft, `begun_at` when a draft was begun that is offered again, `draft`
    its id where it is kept already. One that `adds` keeps the files of a request that was sent.
    """

    position: Position
    turn: int = 0
    now: float = 0.0
    begun_at: float | None = None
    draft: int | None = None
    adds: bool = False

    def metadata(self, locale: str) -> str:
        """Return what comes back with a submission: where it was made, never who may do what."""
        place = {"step": self.position.step, "line": self.position.line, "turn": self.turn}
        kept = {} if self.draft is None else {"draft": self.draft}
        return json.dumps({**place, "locale": locale, **kept})


@dataclass(frozen=True)
class FormArtist:
    """Draws forms in the reader's language."""

    knowledge: Knowledge
    templates: Templates
    locales: Sequence[Locale]

    def view(
        self,
        case: Case,
        screen: Screen,
        checked: Checked = NOTHING_WRONG,
        asks: Sequence[Ask] = (),
    ) -> dict[str, Any]:
        """Draw the modal of a step, or of the review with what has to be settled."""
        values = self._frame(case, screen)
        if screen.position.step == REVIEW:
            values |= self._review(case, asks)
        else:
            values |= self._step(case, screen, checked)
        name = "form-review" if screen.position.step == REVIEW else "form-step"
        view: dict[str, Any] = self.templates.blocks(name, case.reader.locale, values)
        return view

    def _frame(self, case: Case, screen: Screen) -> dict[str, object]:
        locale, said = case.reader.locale, case.form.say(case.reader.locale)
        return {
            "form": {"id": case.form.id, "title": said.title, "introduction": said.introduction},
            "metadata": screen.metadata(locale),
            "begun": self._ago(screen, locale),
            "languages": others(self.locales, locale),
        }

    def gone(self, locale: str) -> dict[str, Any]:
        """Draw what stands in place of a form that there is no more."""
        view: dict[str, Any] = self.templates.blocks("form-gone", locale, {})
        return view

    def _step(self, case: Case, screen: Screen, checked: Checked) -> dict[str, object]:
        position, fields = screen.position, case.form.steps[screen.position.step]
        return {
            "step": self.step_name(case, position),
            "fields": [self._field(case, screen, field, checked) for field in fields],
            "explained": [
                {"id": field, "label": case.asked(field).words.label}
                for field in fields
                if case.form.fields[field].topic in self.knowledge.topics
            ],
        }

    def step_name(self, case: Case, position: Position) -> dict[str, object]:
        """Return the name of a step, and which of how many it is."""
        positions = case.positions()
        several = position.step in case.form.several and len(case.filled.lines) > 1
        return {
            "number": positions.index(position) + 1,
            "total": len(positions),
            "name": case.form.say(case.reader.locale).steps[position.step],
            "line": position.line + 1 if several else 0,
        }

    def _ago(self, screen: Screen, locale: str) -> str | None:
        """Return how long ago a draft was begun, as the language says it."""
        if screen.begun_at is None:
            return None
        delta = timedelta(seconds=min(screen.begun_at - screen.now, -60))
        return format_timedelta(delta, granularity="minute", add_direction=True, locale=locale)

    def _field(self, case: Case, screen: Screen, field: Id, checked: Checked) -> dict[str, object]:
        asked, declared = case.asked(field), case.form.fields[field]
        given = case.at(screen.position).get(field, Given(""))
        widget = case.widget(field)
        text = _fitting(as_text(given.typed), widget)
        meanings = fitting(self._meanings(case, field, given) if widget in _TEXTS else ())
        chosen = self._chosen(case, field, given)
        problem = checked.problems.get(field)
        has_files = widget is Widget.FILES and bool(given.typed)
        return {
            "block_id": block_id(field, screen.position.line, screen.turn),
            "label": asked.words.label,
            "hint": asked.words.hint,
            "optional": declared.optional or has_files,
            "widget": str(widget),
            "dispatches": widget is not Widget.FILES,
            "longest": max(LONGEST_LONG if declared.long else LONGEST, len(text)),
            "text": text,
            "options": case.kind(field).options(asked),
            "chosen": chosen,
            "accepts": declared.accepts,
            "files": self._shown(case, field, given) if has_files else None,
            "adds": screen.adds,
            "other": self._other_text(given) if chosen and chosen[0].value == OTHER else None,
            "meanings": meanings,
            "meant": next((each for each in meanings if each.value == given.meant), None),
            "problem": self.problem(problem, case.reader.locale) if problem else None,
        }

    def _meanings(self, case: Case, field: Id, given: Given) -> Sequence[Option]:
        """Return what a text may mean, also when it was chosen: it may be chosen otherwise."""
        return case.read(field, Given(given.typed)).meanings

    def _chosen(self, case: Case, field: Id, given: Given) -> list[Option]:
        """Return the options that are chosen: of what was typed elsewhere, what it means."""
        kind, asked = case.kind(field), case.asked(field)
        value = case.read(field, given).value
        wanted = {OTHER} if as_text(given.typed).startswith(OTHER) else set()
        if case.widget(field) is Widget.SEARCH:
            return [Option(str(value), kind.show(asked, value))] if value else []
        wanted |= {value} if isinstance(value, str) else set(value or ())
        if any(each.startswith(f"{OTHER}:") for each in wanted):
            wanted.add(OTHER)
        return [option for option in kind.options(asked) if option.value in wanted]

    def _other_text(self, given: Given) -> str:
        return as_text(given.typed).removeprefix(OTHER).removeprefix(":")

    def _shown(self, case: Case, field: Id, given: Given) -> str:
        value = case.read(field, given).value
        return case.kind(field).show(case.asked(field), given.typed if value is None else value)

    def _review(self, case: Case, asks: Sequence[Ask]) -> dict[str, object]:
        locale = case.reader.locale
        several = len(case.filled.lines) > 1
        return {
            "sections": self.sections(case),
            "next": self.next_steps(case) if case.form.computes else None,
            "hints": [self.hint(each, locale) for each in settling.hints(case)],
            "asks": [self.ask(case, each) for each in asks],
            "steps": [self._step_option(case, each) for each in case.positions()],
            "another": case.form.say(locale).another if case.may_add_line() else None,
            "lines": self.line_options(case) if several else [],
        }

    def sections(self, case: Case) -> list[dict[str, object]]:
        """Return all that was given, step by step, as it was understood."""
        found = [(position, case.show(position)) for position in case.positions()]
        return [
            {"name": self._section_name(case, position), "rows": [each._asdict() for each in items]}
            for position, items in found
            if items
        ]

    def _section_name(self, case: Case, position: Position) -> str:
        named = self.step_name(case, position)
        return f"{named['name']} {named['line']}" if named["line"] else str(named["name"])

    def _step_option(self, case: Case, position: Position) -> Option:
        return Option(f"{position.step}:{position.line}", self._section_name(case, position))

    def line_options(self, case: Case) -> list[Option]:
        """Return every line of `several`, by its number from 0."""
        first = case.form.several[0]
        positions = [Position(first, line) for line in range(len(case.filled.lines))]
        return [Option(str(p.line), self._section_name(case, p)) for p in positions]

    def ask(self, case: Case, ask: Ask) -> dict[str, object]:
        """Return what has to be settled as a template shows it."""
        locale = case.reader.locale
        values = shown(ask.values, locale)
        options = [Option(*each) for each in self.labels(case, ask).items()]
        chosen = case.filled.settled.get(ask.id)
        needs_reason = any((ask.rule, option) in NEEDS_REASON for option in ask.options)
        return {
            "id": ask.id,
            "block_id": ask_block(ask.id),
            "question": self._sentence(ask.rule, locale, values),
            "options": options,
            "chosen": next((each for each in options if each.value == chosen), None),
            "reason": case.filled.reason(ask.id) if needs_reason else None,
        }

    def labels(self, case: Case, ask: Ask) -> Mapping[str, str]:
        """Return the name of each option of what has to be settled."""
        locale = case.reader.locale
        return {option: self._sentence(ask.rule, locale, {}, option) for option in ask.options}

    def hint(self, hint: Hint, locale: str) -> str:
        """Return a hint as a sentence."""
        return self._sentence(hint.code, locale, shown(hint.values, locale))

    def _sentence(
        self, rule: Id, locale: str, values: Mapping[str, str], option: str | None = None
    ) -> str:
        words = {"rule": rule, "option": option, "values": values}
        return self.templates.plain("ask", locale, words)

    def problem(self, problem: Problem, locale: str) -> str:
        """Return what is wrong, and how to do it right."""
        words = {"code": problem.code, "values": problem.values}
        return self.templates.plain("problem", locale, words)

    def unsettled(self, case: Case, ask: Ask) -> str:
        """Return what is missing of something that has to be settled."""
        chosen = case.filled.settled.get(ask.id)
        return self.problem(
            Problem("reason-missing" if chosen else "choice-missing"), case.reader.locale
        )

    def next_steps(self, case: Case) -> str:
        """Return what happens after sending, with the dates for the reader's day."""
        form, locale = case.form, case.reader.locale
        said = form.say(locale).next
        if form.computes is None:
            return said
        computed = compute(form.computes, None, case.reader.today)
        return said.format_map(shown(computed.values, locale))


def _fitting(text: str, widget: Widget) -> str:
    """Return a text as an input can show it: what was written elsewhere may be longer.

    Such a text is refused as too long, and is kept whole until it is typed anew.
    """
    line = text if widget is Widget.LONG_TEXT else " ".join(text.splitlines())
    return line[:TYPED_AT_MOST]


def fitting(options: Sequence[Option]) -> list[Option]:
    """Return options whose labels Slack takes: somebody's own text may be longer."""
    return [each._replace(label=cut(each.label, _LABEL)) for each in options]


def date_of(seconds: float, locale: str, time_zone: str | None = None) -> str:
    """Return the day of a time, where the reader is, as the language writes it."""
    return show(datetime.fromtimestamp(seconds, zone(time_zone)).date(), locale)
