"""A form by conversation: what is asked, what is said beside it, and what its buttons do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.content.forms import Position
from bot.forms import conversation, settling
from bot.forms.case import MOST_LINES
from bot.forms.conversation import Aside, Heard, Spot
from bot.forms.filled import REVIEW
from bot.forms.readings import Given, Option, Problem
from bot.forms.rules import NEEDS_REASON, REMIND
from bot.forms.settling import TWICE, Ask
from bot.services import filling, replying, sending
from bot.services.filling import Going, keep
from bot.storage.schema import OPEN

LONGEST_REASON = 500
"""How many characters a reason takes."""

_FIELD, _REASON, _HEARD = "field", "reason", "heard"
_PROBLEM, _MEANINGS, _TAKEN, _OVERVIEW = "problem", "meanings", "taken", "overview"
_SAID_ONCE = frozenset({_PROBLEM, _TAKEN, _OVERVIEW})
"""What stands beside a question, and not when that is repeated."""


def spot_of(current: Going) -> Spot | None:
    """Return the field that was asked last; None in the review."""
    spot = Spot(current.position, str(_asked(current).get(_FIELD)))
    return spot if spot in conversation.spots(current.case) else None


def _asked(current: Going) -> Mapping[str, Any]:
    return current.draft.asked or {}


def aside_of(current: Going) -> Aside:
    """Return what is said beside the question."""
    asked = _asked(current)
    problem = asked.get(_PROBLEM)
    return Aside(
        Problem(str(problem[0]), dict(problem[1])) if problem else None,
        _meanings(current) if asked.get(_MEANINGS) else (),
        tuple(_spot(each) for each in asked.get(_TAKEN, ())),
        overview=bool(asked.get(_OVERVIEW)),
        reason_wanted=wanted_reason(current) is not None,
    )


def _meanings(current: Going) -> tuple[Option, ...]:
    """Return what the value of the field that is asked may mean, in its reader's language."""
    spot = spot_of(current)
    given = current.case.at(spot.position).get(spot.field) if spot else None
    return current.case.read(spot.field, given).meanings if spot and given else ()


def wanted_reason(current: Going) -> tuple[str, str] | None:
    """Return the choice for which a reason is wanted, as its Ask and option."""
    wanted = _asked(current).get(_REASON)
    return (str(wanted[0]), str(wanted[1])) if wanted else None


def heard_by(current: Going, message_ts: str) -> Spot | None:
    """Return the field that was answered last, if it was by that message."""
    heard = _asked(current).get(_HEARD)
    return _spot(heard[1]) if heard and heard[0] == message_ts else None


def _spot(stored: Sequence[Any]) -> Spot:
    step, line, field = stored
    return Spot(Position(str(step), int(line)), str(field))


def _stored(spot: Spot) -> list[Any]:
    return [spot.position.step, spot.position.line, spot.field]


def go_on(connection: Connection, current: Going, now: float) -> None:
    """Ask whatever is still to be asked."""
    ask(connection, current, conversation.onward(current.case), now)


def ask(
    connection: Connection,
    current: Going,
    heard: Heard,
    now: float,
    *,
    message_ts: str | None = None,
    overview: bool = False,
) -> None:
    """Ask the next field, or show the review, after what was heard (by a message)."""
    position = heard.spot.position if heard.spot else Position(REVIEW)
    asked = {_FIELD: heard.spot.field if heard.spot else None, **_beside(heard, overview=overview)}
    if message_ts and heard.taken:
        asked[_HEARD] = [message_ts, _stored(heard.taken[0])]
    _say(connection, replace(current, case=heard.case), position, asked, now)


def _beside(heard: Heard, *, overview: bool) -> dict[str, Any]:
    """Return what is said beside a question, as it is stored; nothing of what there is none."""
    problem = heard.problem
    said = {
        _PROBLEM: [problem.code, dict(problem.values)] if problem else None,
        _MEANINGS: bool(heard.meanings),
        _TAKEN: [_stored(spot) for spot in heard.taken],
        _OVERVIEW: overview,
    }
    return {name: value for name, value in said.items() if value}


def _say(
    connection: Connection,
    current: Going,
    position: Position,
    asked: Mapping[str, object],
    now: float,
) -> None:
    """Have a question asked; its turn tells late repeats."""
    known = {k: v for k, v in _asked(current).items() if k == _HEARD}
    where = {"step": position.step, "line": position.line, "asked": {**known, **asked}}
    turn = current.draft.turn + 1
    kept = keep(connection, current, now, turn=turn, talking=True, state=OPEN, **where)
    replying.form_question(connection, kept.draft, now)


def repeat(
    connection: Connection,
    current: Going,
    now: float,
    problem: Problem | None = None,
    taken: Sequence[Spot] = (),
) -> None:
    """Ask once more what was asked last, after something else was said."""
    asked = {k: v for k, v in _asked(current).items() if k not in _SAID_ONCE}
    beside = _beside(Heard(current.case, None, problem, taken=tuple(taken)), overview=False)
    _say(connection, current, current.position, {**asked, **beside}, now)


def take(connection: Connection, current: Going, spot: Spot, given: Given, now: float) -> None:
    """Take a value of a field, typed or chosen."""
    if spot in conversation.spots(current.case):
        ask(connection, current, conversation.answer(current.case, spot, given), now)


def mean(connection: Connection, current: Going, spot: Spot, meaning: str, now: float) -> None:
    """Take what a value means that is there."""
    given = current.case.at(spot.position).get(spot.field)
    if given:
        take(connection, current, spot, Given(given.typed, meaning), now)


def confirm(connection: Connection, current: Going, spot: Spot, now: float) -> None:
    """Take all statements of a field at once: they were read together."""
    if conversation.has_boxes(current.case, spot):
        choices = current.form.fields[spot.field].choices
        take(connection, current, spot, Given(choices), now)


def send(connection: Connection, current: Going, now: float) -> None:
    """Send the form; what has to be mended or settled before is asked."""
    outcome = sending.send(connection, current, now)
    if outcome.going:
        go_on(connection, outcome.going, now)


def unsettled(connection: Connection, current: Going) -> Ask | None:
    """Return what has to be settled next in the review, or None."""
    asks = settling.unsettled(current.case, sending.asks_of(connection, current))
    return asks[0] if asks else None


def settle(
    connection: Connection,
    current: Going,
    ask_id: str,
    option: str,
    reason: str,
    now: float,
) -> None:
    """Take a choice of the review; one that needs a reason asks for it."""
    asks = {each.id: each for each in sending.asks_of(connection, current)}
    found = asks.get(ask_id)
    if found is None or option not in found.options:
        repeat(connection, current, now)
    elif len(reason) > LONGEST_REASON:
        repeat(connection, current, now, Problem("too-long", {"most": str(LONGEST_REASON)}))
    elif (found.rule, option) in NEEDS_REASON and not reason.strip():
        asked = {_FIELD: None, _REASON: [ask_id, option]}
        _say(connection, current, Position(REVIEW), asked, now)
    else:
        settled = current.having(current.filled.settle(ask_id, option, reason))
        _after_settling(connection, settled, option, now)


def _after_settling(connection: Connection, current: Going, option: str, now: float) -> None:
    """Show the review again; what is put off needs no more than that."""
    if option == REMIND:
        send(connection, current, now)
    else:
        ask(connection, current, Heard(current.case, None), now)


def doubted(current: Going, found: Ask) -> Spot | None:
    """Return the field that something to be settled is about, or None."""
    rules = [rule for rule in current.form.rules if rule.rule == found.rule]
    fields = [field for rule in rules for field in rule.fields.values()]
    fields += current.form.same[:1] if found.rule == TWICE else ()
    spots = [spot for spot in conversation.spots(current.case) if spot.field in fields]
    return next((spot for spot in spots if spot.position.line == found.line), None)


def back(connection: Connection, current: Going, now: float) -> None:
    """Ask the field before once more; where a reason is wanted, go back to the choice."""
    case, spot = current.case, spot_of(current)
    wanted = wanted_reason(current) is not None
    heard = Heard(case, None if wanted else conversation.before(case, spot))
    ask(connection, current, heard, now)


def show(connection: Connection, current: Going, spot: Spot, now: float) -> None:
    """Ask a field once more, to change it."""
    known = spot in conversation.spots(current.case)
    heard = Heard(current.case, spot) if known else conversation.onward(current.case)
    ask(connection, current, heard, now)


def overview(
    connection: Connection, current: Going, now: float, problem: Problem | None = None
) -> None:
    """Show all that was given so far, and ask again what was asked."""
    spot = spot_of(current)
    meanings = aside_of(current).meanings
    if spot is None:
        repeat(connection, current, now, problem)
        return
    heard = Heard(current.case, spot, problem, meanings)
    ask(connection, current, heard, now, overview=True)


def another(connection: Connection, current: Going, now: float) -> None:
    """Ask the steps of `several` once more, as long as there is room."""
    if current.case.may_add_line():
        go_on(connection, filling.add_line(connection, current, now), now)
    else:
        full = Problem("too-many-lines", {"most": str(MOST_LINES)})
        repeat(connection, current, now, full if current.form.several else None)


def drop_line(connection: Connection, current: Going, line: int, now: float) -> None:
    """Take one of several lines away; the last one stays."""
    lines = len(current.filled.lines)
    if line < lines and lines > 1:
        go_on(connection, filling.drop_line(connection, current, line, now), now)


def start_over(connection: Connection, current: Going, now: float) -> None:
    """Forget what was given, and ask the first field."""
    go_on(connection, filling.start_over(connection, current, now), now)


def stop(connection: Connection, current: Going, now: float) -> None:
    """End the conversation; what was given is kept as a draft."""
    kept = keep(connection, current, now, talking=False, turn=current.draft.turn + 1)
    replying.paused(connection, kept.draft, now)
    replying.home(connection, kept.draft.workspace, kept.draft.person, now)
