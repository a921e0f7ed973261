"""What a deed changes of a ticket besides its state."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from bot.desk.life import OPEN, Deed, State

Changes = dict[str, Any]
"""New values by the names of a ticket's columns."""


class Standing(NamedTuple):
    """What matters of a ticket before something is done with it: its columns, by their names."""

    state: State
    owner: str | None
    answers: Mapping[str, Any]
    answers_taken: Mapping[str, Any] | None
    answered_at: float | None
    waiting_since: float | None
    waits: Sequence[Sequence[float]]


def effects(before: Standing, deed: Deed, to: State, actor: str | None, now: float) -> Changes:
    """Return what changes when `actor` (None is time) does something that brings it `to` a state.

    Whatever may move what is due has the ticket looked at.
    """
    changes: Changes = {"state": str(to)}
    for effect in _EFFECTS:
        changes |= effect(before, deed, to, actor, now)
    return changes


def _look(before: Standing, deed: Deed, to: State, _actor: str | None, now: float) -> Changes:
    if to not in OPEN:
        return {"look_at": None}
    moves = to is not before.state or deed in {Deed.PRIORITIZE, Deed.ASK, Deed.REPLY}
    return {"look_at": now} if moves else {}


def _own(before: Standing, deed: Deed, _to: State, actor: str | None, _now: float) -> Changes:
    """Give a ticket to who takes it, or works on what is nobody's."""
    if deed in {Deed.HAND_BACK, Deed.RESTORE}:
        return {"owner": None}
    works = deed in _WORK and before.owner is None
    if deed is not Deed.TAKE and not works:
        return {}
    return {"owner": actor, "answers_taken": before.answers_taken or before.answers}


def _answer(before: Standing, deed: Deed, _to: State, _actor: str | None, now: float) -> Changes:
    first = deed in _WORK and before.answered_at is None
    return {"answered_at": now} if first else {}


def _wait(before: Standing, deed: Deed, to: State, _actor: str | None, now: float) -> Changes:
    """Begin to wait, or keep how long it was waited."""
    if deed is Deed.ASK:
        return {"waiting_since": now, "waits": _waits(before, now)}
    if before.waiting_since is not None and to is not State.WAITING:
        return {"waiting_since": None, "waits": _waits(before, now)}
    return {}


def _waits(before: Standing, now: float) -> list[list[float]]:
    waits = [list(wait) for wait in before.waits]
    return waits if before.waiting_since is None else [*waits, [before.waiting_since, now]]


def _end(_before: Standing, deed: Deed, to: State, _actor: str | None, now: float) -> Changes:
    if to is not State.RESOLVED or deed not in _ENDS:
        return {}
    return {"resolved_at": now, "outcome": _ENDS[deed]}


def _begin(before: Standing, _deed: Deed, to: State, _actor: str | None, now: float) -> Changes:
    """Open a ticket again: what is due is counted anew."""
    if before.state in OPEN or to not in OPEN:
        return {}
    over = dict.fromkeys(("resolved_at", "outcome", "answered_at", "waiting_since"))
    return {**over, "opened_at": now, "waits": [], "noticed": []}


_WORK = frozenset({Deed.REPLY, Deed.ASK, Deed.SUBMIT, Deed.RESOLVE, Deed.REJECT})
"""What support does with a ticket that tells the partner something."""
_ENDS = {Deed.RESOLVE: "answered", Deed.REJECT: "rejected", Deed.CLOSE: "unanswered"}
"""How a ticket ended, where nobody says it more exactly."""

_EFFECTS: tuple[Callable[[Standing, Deed, State, str | None, float], Changes], ...] = (
    _look,
    _own,
    _answer,
    _wait,
    _end,
    _begin,
)
