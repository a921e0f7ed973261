"""Somebody fills in a form: what they give is kept as a draft until it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.content.forms import Form, Position
from bot.content.shapes import Id
from bot.forms import prefilling
from bot.forms.case import Case, Forms
from bot.forms.filled import REVIEW, Filled, from_json
from bot.forms.kinds.kind import Widget
from bot.forms.readings import Given
from bot.services import replying
from bot.services.readers import reader_of
from bot.storage import drafts, people, questions, reminders, tickets
from bot.storage.drafts import Draft
from bot.storage.questions import Question
from bot.storage.schema import DROPPED, OPEN

KEPT_SECONDS = 14 * 24 * 3600
"""How long a draft is kept after its last change."""


@dataclass(frozen=True)
class Going:
    """A form on its way: its draft, and the case that it holds."""

    draft: Draft
    case: Case

    @property
    def form(self) -> Form:
        """The form that is filled in."""
        return self.case.form

    @property
    def filled(self) -> Filled:
        """What was given."""
        return self.case.filled

    def having(self, filled: Filled) -> "Going":
        """Return the form with other values."""
        return replace(self, case=self.case.having(filled))

    @property
    def position(self) -> Position:
        """The step that is shown; the first one where that is gone."""
        left = Position(self.draft.step, self.draft.line)
        return left if is_there(self.case, left) else self.case.positions()[0]


class Turned(NamedTuple):
    """What came from a step: the fields' values, or the choices (with reasons) of the review."""

    position: Position
    turn: int
    given: Mapping[Id, Given] = {}
    settled: Mapping[str, tuple[str, str]] = {}


def is_there(case: Case, position: Position) -> bool:
    """Tell whether a form has that step, and that line."""
    return position.step == REVIEW or position in case.positions()


def going(connection: Connection, forms: Forms, draft: Draft, now: float) -> Going | None:
    """Return a draft as it goes on; None where its form is gone."""
    form = forms.declared.get(draft.form)
    if form is None:
        return None
    known = people.find(connection, draft.workspace, draft.person)
    reader = reader_of(known, draft.locale, now)
    return Going(draft, Case(forms, form, from_json(draft.answers), reader))


def keep_typed(
    connection: Connection, current: Going, turned: Turned, typed_at: float, now: float
) -> Going:
    """Keep what was typed so far in the step that is shown; what is older changes nothing.

    A form that was dropped as untouched is there again.
    """
    draft, given = current.draft, taken(current, turned)
    is_news = typed_at > draft.typed_at if typed_at else given.filled != current.filled
    if not is_news:
        return current
    state = OPEN if given.filled.begun() else draft.state
    later = {"typed_at": typed_at} if typed_at else {}
    if state != draft.state:
        replying.home(connection, draft.workspace, draft.person, now)
    return keep(connection, given, now, state=state, **later)


def taken(current: Going, turned: Turned) -> Going:
    """Return a form with what came from a step."""
    filled = current.filled
    for ask, (option, reason) in turned.settled.items():
        filled = filled.settle(ask, option, reason)
    if turned.position.step == REVIEW:
        return current.having(filled)
    before = current.case.at(turned.position)
    given = {f: _now(current, f, before.get(f, g), g) for f, g in turned.given.items()}
    return replace(current, case=current.case.put(turned.position, given))


def _now(current: Going, field: Id, before: Given, given: Given) -> Given:
    """Return what is in a field now: what was not typed anew means what it meant before."""
    if current.case.widget(field) is Widget.FILES:
        return _files(current, field, before, given)
    return before if given == Given(before.typed) else given


def _files(current: Going, field: Id, before: Given, given: Given) -> Given:
    """Return the files of a field: others replace them, but not those of a request that was sent.

    Of these, one that can't be taken goes when another comes.
    """
    if isinstance(given.typed, str) or not given.typed:
        return before
    if current.draft.ticket is None or isinstance(before.typed, str):
        return given
    right = [file for file in before.typed if current.case.read(field, Given((file,))).value]
    return Given(tuple(dict.fromkeys((*right, *given.typed))))


def keep(connection: Connection, current: Going, now: float, **values: object) -> Going:
    """Keep a draft with all that was given, and `values` of its columns."""
    draft = current.draft
    until = max(draft.kept_until, now + KEPT_SECONDS)
    kept: dict[str, Any] = {"answers": current.filled.as_json(), "changed_at": now}
    kept |= {"kept_until": until, **values}
    drafts.change(connection, draft.workspace, draft.id, **kept)
    return replace(current, draft=draft._replace(**kept))


def step_to(connection: Connection, current: Going, position: Position, now: float) -> Going:
    """Go to a step, with all that was given; what an older screen sends is late from now on."""
    turn = current.draft.turn + 1
    where = {"step": position.step, "line": position.line, "asked": None}
    return keep(connection, current, now, turn=turn, **where)


def step_back(connection: Connection, current: Going, now: float) -> Going:
    """Go to the step before; the first one stays."""
    order = [*current.case.positions(), Position(REVIEW)]
    at = order.index(current.position) if current.position in order else 0
    return step_to(connection, current, order[max(at - 1, 0)], now)


def put_down(connection: Connection, current: Going, now: float) -> Going:
    """Leave a form for later; an untouched one is dropped."""
    if _is_untouched(connection, current):
        discard(connection, current.draft, now)
    else:
        replying.home(connection, current.draft.workspace, current.draft.person, now)
    return current


def may_go_on(connection: Connection, current: Going) -> bool:
    """Tell whether what was typed in a form is kept: also of one that was untouched when it closed.

    Slack may tell of the last characters after it told of the closing.
    """
    state = current.draft.state
    return state == OPEN or (state == DROPPED and _is_untouched(connection, current))


def _is_untouched(connection: Connection, current: Going) -> bool:
    """Tell whether nothing was given, or nothing of a request that is to be changed."""
    draft, filled = current.draft, current.filled
    sent = tickets.find(connection, draft.workspace, draft.ticket) if draft.ticket else None
    return from_json(sent.answers) == filled if sent else not filled.begun()


def own_question(
    connection: Connection, workspace: str, person: str, question: int | None
) -> Question | None:
    """Return a question if that person asked it: others may open its form, not have its words."""
    asked = questions.find(connection, workspace, question) if question else None
    return asked if asked and asked.person == person else None


def start_over(connection: Connection, current: Going, now: float) -> Going:
    """Forget what was given, and begin with what the question says that opened the form."""
    draft = current.draft
    asked = own_question(connection, draft.workspace, draft.person, draft.question)
    fresh = prefilling.prefill(current.case.having(Filled()), asked.text if asked else "")
    return step_to(connection, replace(current, case=fresh), current.form.positions(1)[0], now)


def add_line(connection: Connection, current: Going, now: float) -> Going:
    """Ask the steps of `several` once more."""
    line = len(current.filled.lines)
    position = Position(current.form.several[0], line)
    filled = current.filled.put(current.form, position, {})
    return step_to(connection, current.having(filled), position, now)


def drop_line(connection: Connection, current: Going, line: int, now: float) -> Going:
    """Take a line away, and show what is left."""
    filled = current.filled.without(line)
    return step_to(connection, current.having(filled), Position(REVIEW), now)


def speak_in(connection: Connection, current: Going, locale: str, now: float) -> Going:
    """Go on in another language: what was given stays."""
    going_on = keep(connection, current, now, locale=locale)
    reader = current.case.reader._replace(locale=locale)
    return replace(going_on, case=replace(current.case, reader=reader))


def discard(connection: Connection, draft: Draft, now: float) -> bool:
    """Drop an open draft; to begin with it again undoes it. Return False if it was not open."""
    is_dropped = drafts.end(connection, draft.workspace, draft.id, DROPPED)
    if is_dropped:
        reminders.drop_for(connection, draft.workspace, draft.id)
        replying.home(connection, draft.workspace, draft.person, now)
    return is_dropped


def throw_away(connection: Connection, draft: Draft, now: float) -> None:
    """Drop a draft because its person wants so, and offer them to undo it."""
    if discard(connection, draft, now):
        replying.dropped(connection, draft, now)
