"""The life of a ticket: its states, and what brings it from one to another.

MOVES is the only place that says so: what is not in it is refused, and the picture in
CONTRIBUTING.md is drawn from it.
"""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    IN_PROGRESS = "in-progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Deed(StrEnum):
    """What somebody does with a ticket; the first are support's, then come the partner's.

    The last ones are done by time alone.
    """

    TAKE = "take"
    HAND_BACK = "hand-back"
    ASSIGN = "assign"
    PRIORITIZE = "prioritize"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    REPLY = "reply"
    ASK = "ask"
    MERGE = "merge"
    SUBMIT = "submit"
    RESOLVE = "resolve"
    REJECT = "reject"
    REOPEN = "reopen"
    ANSWER = "answer"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    RATE = "rate"
    REMIND = "remind"
    CLOSE = "close"


_OPEN = (State.NEW, State.IN_PROGRESS, State.WAITING, State.REOPENED)
_UNTAKEN = (State.NEW, State.REOPENED)
_WORKED = (State.IN_PROGRESS, State.WAITING)

OPEN = frozenset(_OPEN)
"""The states in which somebody has something to do."""

OVER = frozenset(State) - OPEN
"""The states in which nobody has."""


def _all(states: tuple[State, ...], to: State) -> dict[State, State]:
    return dict.fromkeys(states, to)


def _stays(states: tuple[State, ...]) -> dict[State, State]:
    return {state: state for state in states}


MOVES: Mapping[Deed, Mapping[State, State]] = {
    Deed.TAKE: _all(_UNTAKEN, State.IN_PROGRESS) | _stays(_WORKED),
    Deed.HAND_BACK: {
        State.IN_PROGRESS: State.NEW,
        **_stays((State.WAITING, State.REOPENED)),
    },
    Deed.ASSIGN: _all(_UNTAKEN, State.IN_PROGRESS) | _stays(_WORKED),
    Deed.PRIORITIZE: _stays(_OPEN),
    Deed.FOLLOW: _stays(tuple(State)),
    Deed.UNFOLLOW: _stays(tuple(State)),
    Deed.REPLY: _all((*_UNTAKEN, State.IN_PROGRESS), State.IN_PROGRESS) | _stays((State.WAITING,)),
    Deed.ASK: _all(_OPEN, State.WAITING),
    Deed.MERGE: _all(_OPEN, State.MERGED),
    Deed.SUBMIT: _all(_OPEN, State.IN_PROGRESS),
    Deed.RESOLVE: _all(_OPEN, State.RESOLVED),
    Deed.REJECT: _all(_OPEN, State.RESOLVED),
    Deed.REOPEN: {State.RESOLVED: State.REOPENED},
    Deed.ANSWER: {
        **_stays((State.NEW, State.IN_PROGRESS, State.REOPENED)),
        State.WAITING: State.IN_PROGRESS,
        State.RESOLVED: State.REOPENED,
    },
    Deed.CHANGE: {
        **_stays((State.NEW, State.IN_PROGRESS, State.REOPENED)),
        State.WAITING: State.IN_PROGRESS,
    },
    Deed.WITHDRAW: _all(_OPEN, State.WITHDRAWN),
    Deed.RESTORE: {State.WITHDRAWN: State.NEW},
    Deed.RATE: _stays((State.RESOLVED,)),
    Deed.REMIND: _stays((State.WAITING,)),
    Deed.CLOSE: {State.WAITING: State.RESOLVED},
}
"""Where each deed brings a ticket, by where it stands; what is not here can't be done."""


def after(deed: Deed, state: State) -> State | None:
    """Return where a deed brings a ticket; None where it can't be done."""
    return MOVES[deed].get(state)


def diagram() -> str:
    """Return the moves as a Mermaid state diagram, for the documents.

    Source: https://mermaid.js.org/syntax/stateDiagram.html
    """
    named = [f'    state "{state}" as {_id(state)}' for state in State if _id(state) != state]
    moves = {
        f"    {_id(state)} --> {_id(to)}: {deed}"
        for deed, by in MOVES.items()
        for state, to in by.items()
        if state != to
    }
    return "\n".join(["stateDiagram-v2", *named, "    [*] --> new", *sorted(moves)])


def _id(state: State) -> str:
    """Return what a state is called in Mermaid, where a name has no hyphen."""
    return state.replace("-", "_")
