"""A form as a conversation: one field after the other, and what people say beside answering."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.content.forms import Position
from bot.content.shapes import Id
from bot.content.text import fold
from bot.forms.case import MISSING, Case
from bot.forms.kinds.kind import Widget
from bot.forms.kinds.text import LONGEST, LONGEST_LONG
from bot.forms.phrases import EDGES, Change
from bot.forms.readings import Given, Option, Problem, Typed

_CLOSE = 75
"""How alike (0 to 100) what was said must be to a name of a field."""

_COMPANIONS: Mapping[Id, Id] = {"month": "year", "year": "month"}
"""Kinds that people give in one breath: the month of an invoice with its year."""

_NUMBERED = re.compile(r"(?P<name>.+?) ?#?(?P<line>[0-9]{1,2})")
"""A field of one of several lines, as it is shown: "Month 2"."""


class Spot(NamedTuple):
    """The field that is asked."""

    position: Position
    field: Id


class Heard(NamedTuple):
    """What becomes of a form by what was said.

    `spot` is asked next, None when all was; `problem` and `meanings` tell why it is asked again,
    `taken` which fields got a value. `answers` tells whether what was said is a value at all.
    """

    case: Case
    spot: Spot | None
    problem: Problem | None = None
    meanings: tuple[Option, ...] = ()
    answers: bool = True
    taken: tuple[Spot, ...] = ()


class Aside(NamedTuple):
    """What is said beside a question: why it is asked again, and what was understood before.

    `overview` shows all that was given so far.
    """

    problem: Problem | None = None
    meanings: tuple[Option, ...] = ()
    taken: tuple[Spot, ...] = ()
    overview: bool = False
    reason_wanted: bool = False


def spots(case: Case) -> Iterator[Spot]:
    """Return every field in the order in which it is asked."""
    for position in case.positions():
        yield from (Spot(position, field) for field in case.form.steps[position.step])


def before(case: Case, spot: Spot | None) -> Spot:
    """Return the field that was asked before; the first one stays."""
    order = list(spots(case))
    at = order.index(spot) if spot in order else len(order)
    return order[max(at - 1, 0)]


def named(case: Case, changes: Sequence[Change], line: int) -> tuple[Spot, str] | None:
    """Return the field that somebody names, in whatever language, and its new value, or None.

    Of several lines it is that of `line`, unless a number beside the name tells another.
    """
    names = dict(_names(case))
    best: tuple[float, int, Id, Change] | None = None
    for change in changes:
        found = _likest(change.field, names)
        if found and (best is None or (found[0], len(change.field)) > best[:2]):
            best = (found[0], len(change.field), found[1], change)
    return _spot(case, best[2], best[3], line) if best else None


def _likest(name: str, names: Mapping[str, Id]) -> tuple[float, Id] | None:
    """Return how alike the likest name is, and its field."""
    folded = fold(name).strip(EDGES)
    numbered = _NUMBERED.fullmatch(folded)
    spoken = numbered["name"] if numbered else folded
    found = process.extractOne(spoken, list(names), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return (found[1], names[found[0]]) if found else None


def _spot(case: Case, field: Id, change: Change, line: int) -> tuple[Spot, str]:
    numbered = _NUMBERED.fullmatch(fold(change.field).strip(EDGES))
    wanted = int(numbered["line"]) - 1 if numbered else line
    there = [spot for spot in spots(case) if spot.field == field]
    spot = next((each for each in there if each.position.line == wanted), there[-1])
    return spot, change.value.strip()


def _names(case: Case) -> Iterator[tuple[str, Id]]:
    """Give what fields are called in any language: their cues, and over these their labels."""
    every = [(f, w.fields[f]) for w in case.form.words.values() for f in case.form.fields]
    yield from ((fold(cue), field) for field, words in every for cue in words.cues)
    yield from ((fold(words.label), field) for field, words in every)


def answer(case: Case, spot: Spot, given: Given) -> Heard:
    """Take what was given for a field; what can't be taken is asked again.

    What an earlier text may mean stays open then.
    """
    problem = _too_long(case, spot, given) or case.read(spot.field, given).problem
    if problem:
        open_still = case.read(spot.field, case.at(spot.position).get(spot.field)).meanings
        return Heard(case, spot, problem, open_still, answers=False)
    values = {spot.field: given, **_companion(case, spot, given.typed)}
    kept = case.put(spot.position, values)
    meanings = case.read(spot.field, given).meanings
    if meanings:
        return Heard(kept, spot, meanings=meanings)
    return onward(kept)._replace(taken=tuple(Spot(spot.position, field) for field in values))


def _too_long(case: Case, spot: Spot, given: Given) -> Problem | None:
    """Return what is wrong with a text of which no kind of field could make anything."""
    most = LONGEST_LONG if case.form.fields[spot.field].long else LONGEST
    is_long = isinstance(given.typed, str) and len(given.typed) > LONGEST_LONG
    return Problem("too-long", {"most": str(most)}) if is_long else None


def skip(case: Case, spot: Spot) -> Heard:
    """Leave a field empty; one that is needed keeps its value, or is asked again without one."""
    if case.form.fields[spot.field].optional:
        return onward(case.put(spot.position, {spot.field: Given("")}))
    return _as_it_is(case, spot)


def _as_it_is(case: Case, spot: Spot) -> Heard:
    reading = case.read(spot.field, case.at(spot.position).get(spot.field))
    if reading.value is not None:
        return onward(case)
    return Heard(case, spot, reading.problem, reading.meanings)


def same(case: Case, spot: Spot) -> Heard:
    """Leave a field empty that only tells a difference; of a further line, repeat the last."""
    position = spot.position
    above = position._replace(line=position.line - 1)
    given = case.at(above).get(spot.field) if position.line else None
    if given is None or case.form.fields[spot.field].optional:
        return skip(case, spot)
    return answer(case, spot, given)


def attach(case: Case, spot: Spot | None, files: tuple[str, ...]) -> Heard:
    """Keep files that came while something else was asked, beside those that are there."""
    place = next((each for each in spots(case) if asks_for_files(case, each)), None)
    if place is None:
        return Heard(case, spot, Problem("file-unwanted"), answers=False)
    before_them = case.at(place.position).get(place.field, Given(()))
    kept = before_them.typed if isinstance(before_them.typed, tuple) else ()
    given = Given(tuple(dict.fromkeys((*kept, *files))))
    problem = case.read(place.field, Given(files)).problem or case.read(place.field, given).problem
    if problem:
        return Heard(case, spot, problem, answers=False)
    return Heard(case.put(place.position, {place.field: given}), spot, taken=(place,))


def asks_for_files(case: Case, spot: Spot) -> bool:
    """Tell whether a field takes files."""
    return case.widget(spot.field) is Widget.FILES


def has_boxes(case: Case, spot: Spot) -> bool:
    """Tell whether a field is a list of statements to confirm."""
    return case.widget(spot.field) is Widget.CHECKBOXES


def onward(case: Case) -> Heard:
    """Go on to the first field that was not asked yet, or that is not right."""
    for position in case.positions():
        given = case.at(position)
        for field in case.form.steps[position.step]:
            if field not in given:
                return Heard(case, Spot(position, field))
        checked = case.check(position)
        for field, problem in checked.problems.items():
            why = None if problem == MISSING else problem
            return Heard(case, Spot(position, field), why)
        for field, meanings in checked.meanings.items():
            return Heard(case, Spot(position, field), meanings=meanings)
    return Heard(case, None)


def _companion(case: Case, spot: Spot, typed: Typed) -> Mapping[Id, Given]:
    """Return the value of another field that was given in one breath."""
    form = case.form
    other = _COMPANIONS.get(form.fields[spot.field].kind)
    if other is None or not isinstance(typed, str):
        return {}
    found = {
        field: case.kind(field).find(case.asked(field), typed)
        for field in form.steps[spot.position.step]
        if form.fields[field].kind == other
    }
    return {field: Given(text) for field, text in found.items() if text}
