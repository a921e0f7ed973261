"""A form as somebody fills it in: what is asked, checked and shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from bot.content.forms import Form, Position
from bot.content.forms import Rule as DeclaredRule
from bot.content.shapes import Id, Locale
from bot.forms.filled import REVIEW, Filled, Line
from bot.forms.kinds.kind import Kind, Widget, as_text
from bot.forms.kinds.text import written
from bot.forms.readings import Asked, Given, Option, Problem, Reading, Value
from bot.forms.rules import (
    RULES,
    Calendar,
    Facts,
    Finding,
    Refused,
)

MISSING = Problem("missing")
MOST_LINES = 10
"""How many lines a request holds: all of them are read on one screen."""


class Reader(NamedTuple):
    """Who fills a form in: their language, their day, and names that their company goes by."""

    locale: Locale
    today: date
    names: tuple[str, ...] = ()


class Item(NamedTuple):
    """A field as it is shown back: what was understood, or else what was typed."""

    field: Id
    label: str
    shown: str
    typed: str


class Checked(NamedTuple):
    """What keeps a step from being left: by field a problem, or meanings to choose from."""

    problems: Mapping[Id, Problem]
    meanings: Mapping[Id, tuple[Option, ...]]

    @property
    def is_right(self) -> bool:
        """Whether nothing keeps the step from being left."""
        return not self.problems and not self.meanings


@dataclass(frozen=True, repr=False)
class Forms:
    """Everything about forms that was read at the start, with the kinds of fields there are.

    Its repr would hold all forms.
    """

    declared: Mapping[Id, Form]
    kinds: Mapping[Id, Kind]
    calendar: Calendar


@dataclass(frozen=True)
class Case:
    """A form with what somebody gave for it, and who they are."""

    forms: Forms
    form: Form
    filled: Filled
    reader: Reader

    def having(self, filled: Filled) -> "Case":
        """Return the case with other values."""
        return replace(self, filled=filled)

    def put(self, position: Position, given: Line) -> "Case":
        """Return the case with what was given in a step, as this reader's language means it."""
        meant = {field: self._meant(field, each) for field, each in given.items()}
        return self.having(self.filled.put(self.form, position, meant))

    def _meant(self, field: Id, given: Given) -> Given:
        """Return what was given; where other languages read it otherwise, with what it means.

        A meaning that it can't have is forgotten.
        """
        value = self.read(field, given).value
        if not isinstance(value, str) or value == given.meant:
            return given if value else Given(given.typed)
        bare = Given(given.typed)
        others = (self._read_in(locale, field, bare).value for locale in self.form.words)
        return bare if all(other == value for other in others) else Given(given.typed, value)

    def positions(self) -> tuple[Position, ...]:
        """Return every step in its order; there is always one line."""
        return self.form.positions(max(len(self.filled.lines), 1))

    def may_add_line(self) -> bool:
        """Tell whether the steps of `several` may be asked once more."""
        return bool(self.form.several) and len(self.filled.lines) < MOST_LINES

    def at(self, position: Position) -> Line:
        """Return what was given for the fields of a step, and for others of the same line."""
        return self.filled.at(self.form, position)

    def kind(self, field: Id) -> Kind:
        """Return a field's kind."""
        return self.forms.kinds[self.form.fields[field].kind]

    def widget(self, field: Id) -> Widget:
        """Return how a field is filled in."""
        return self.kind(field).widget(self.form.fields[field])

    def asked(self, field: Id) -> Asked:
        """Return a field as the reader is asked for it."""
        return self._asked_in(self.reader.locale, field)

    def _asked_in(self, locale: Locale, field: Id) -> Asked:
        words = self.form.say(locale).fields[field]
        return Asked(self.form.fields[field], words, locale, self.reader.today)

    def read(self, field: Id, given: Given | None) -> Reading:
        """Read what was given for a field; what is not there is missing unless it is optional.

        What it means was told in the language that it was typed in ("100 kr"): that holds in all.
        """
        if given is None or given.is_empty:
            return Reading() if self.form.fields[field].optional else Reading(problem=MISSING)
        reading = self._read_in(self.reader.locale, field, given)
        if given.meant is None or reading.value == given.meant:
            return reading
        others = (self._read_in(locale, field, given) for locale in self.form.words)
        return next((each for each in others if each.value == given.meant), reading)

    def _read_in(self, locale: Locale, field: Id, given: Given) -> Reading:
        return self.kind(field).read(self._asked_in(locale, field), given)

    def check(self, position: Position) -> Checked:
        """Check one step, and the rules whose fields are all in it."""
        line = self.at(position)
        readings = {f: self.read(f, line.get(f)) for f in self.form.steps[position.step]}
        problems = {f: r.problem for f, r in readings.items() if r.problem}
        meanings = {f: r.meanings for f, r in readings.items() if r.meanings}
        refused = {} if problems or meanings else self._refused(position)
        return Checked(problems or refused, meanings)

    def _refused(self, position: Position) -> Mapping[Id, Problem]:
        refused = [(rule, f) for rule, f in self.findings(position) if isinstance(f, Refused)]
        return {rule.fields[finding.part]: finding.problem for rule, finding in refused}

    def findings(self, position: Position) -> Iterator[tuple[DeclaredRule, Finding]]:
        """Apply every rule that is about the fields of a step."""
        facts = Facts(self.reader.today, self.forms.calendar, self.reader.names)
        values = self.values(self.at(position))
        for rule in self.form.rules:
            if set(rule.fields.values()) <= set(self.form.steps[position.step]):
                parts = {p: values[f] for p, f in rule.fields.items() if f in values}
                if RULES[rule.rule].parts.keys() <= set(parts):
                    yield rule, RULES[rule.rule].check(parts, facts)

    def values(self, line: Line) -> Mapping[Id, Value]:
        """Return what was understood of a line, of the fields where something was."""
        read = {f: self.read(f, line[f]).value for f in line if f in self.form.fields}
        return {field: value for field, value in read.items() if value is not None}

    def next_position(self, after: Position) -> Position:
        """Return the next step that was not filled in yet or is not right; else the review."""
        positions = self.positions()
        rest = positions[positions.index(after) + 1 :] if after in positions else positions
        for position in (*rest, *positions):
            if position != after and self.is_open(position):
                return position
        return Position(REVIEW)

    def is_open(self, position: Position) -> bool:
        """Tell whether a step has a field that was not asked yet, or is not right."""
        asked = set(self.form.steps[position.step]) <= set(self.at(position))
        return not asked or not self.check(position).is_right

    def show(self, position: Position) -> list[Item]:
        """Show back what was given in a step; fields that were left empty are not shown."""
        line = self.at(position)
        given = [(field, line[field]) for field in self.form.steps[position.step] if field in line]
        return [self._item(field, each) for field, each in given if not each.is_empty]

    def _item(self, field: Id, given: Given) -> Item:
        asked = self.asked(field)
        value = self.read(field, given).value
        typed = written(as_text(given.typed), lines=asked.field.long)
        shown = typed if value is None else self.kind(field).show(asked, value)
        was_chosen = value is not None and as_text(value) == typed
        return Item(field, asked.words.label, shown, shown if was_chosen else typed)
