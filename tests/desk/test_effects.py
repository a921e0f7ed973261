"""What a deed changes of a ticket besides its state: for every deed in every state."""

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.effects import Standing, effects
from bot.desk.life import MOVES, OPEN, OVER, Deed, State, after

NOW = 1_000.0
NOOR, SAM = "U-NOOR", "U-SAM"
SENT, CHANGED = {"lines": [1]}, {"lines": [2]}
NEVER = {"owner", "answers_taken", "answered_at", "waiting_since", "waits", "resolved_at"}
WORK = {Deed.REPLY, Deed.ASK, Deed.SUBMIT, Deed.RESOLVE, Deed.REJECT}
OUTCOMES = {Deed.RESOLVE: "answered", Deed.REJECT: "rejected", Deed.CLOSE: "unanswered"}
EVERY = [(deed, state) for deed, by in MOVES.items() for state in by]
ALL = pytest.mark.parametrize(("deed", "state"), EVERY, ids=str)


def standing(state: State, /, **values: object) -> Standing:
    """Give a ticket in a state as it was taken by nobody, and never answered."""
    usual = Standing(state, None, SENT, None, None, None, [])
    since = NOW - 50 if state is State.WAITING else None
    return usual._replace(**{"waiting_since": since, **values})  # type: ignore[arg-type]


def done(deed: Deed, before: Standing, actor: str | None = NOOR) -> dict[str, Any]:
    """Give what a deed changes."""
    to = after(deed, before.state)
    assert to
    return effects(before, deed, to, actor, NOW)


@ALL
def test_a_ticket_is_brought_to_where_the_table_says(deed: Deed, state: State) -> None:
    assert done(deed, standing(state))["state"] == MOVES[deed][state]


@ALL
def test_time_looks_at_what_may_be_due_otherwise_and_at_nothing_that_is_over(
    deed: Deed, state: State
) -> None:
    changed, to = done(deed, standing(state)), MOVES[deed][state]
    moves = to is not state or deed in {Deed.PRIORITIZE, Deed.ASK, Deed.REPLY}
    expected = None if to in OVER else NOW if moves else "as it was"
    assert changed.get("look_at", "as it was") == expected


@ALL
def test_who_takes_a_ticket_or_works_on_nobody_s_owns_it(deed: Deed, state: State) -> None:
    owner = done(deed, standing(state)).get("owner")
    assert owner == (NOOR if deed in WORK | {Deed.TAKE} else None)


@ALL
def test_who_owns_a_ticket_keeps_it_until_it_is_handed_back_or_taken(
    deed: Deed, state: State
) -> None:
    owner = done(deed, standing(state, owner=SAM)).get("owner", SAM)
    assert owner == {Deed.TAKE: NOOR, Deed.HAND_BACK: None, Deed.RESTORE: None}.get(deed, SAM)


@ALL
def test_what_was_sent_is_kept_as_it_was_when_somebody_began_to_work(
    deed: Deed, state: State
) -> None:
    first = done(deed, standing(state)).get("answers_taken")
    assert first == (SENT if deed in WORK | {Deed.TAKE} else None)
    later = standing(state, answers=CHANGED, answers_taken=SENT)
    assert done(deed, later).get("answers_taken", SENT) == SENT


@ALL
def test_a_ticket_is_answered_first_by_the_first_word_of_the_support_team(
    deed: Deed, state: State
) -> None:
    first = done(deed, standing(state)).get("answered_at")
    assert first == (NOW if deed in WORK else None)
    if state in OPEN:
        assert "answered_at" not in done(deed, standing(state, answered_at=NOW - 9))


@ALL
def test_what_was_waited_for_is_kept_when_the_waiting_ends_or_begins_anew(
    deed: Deed, state: State
) -> None:
    before = standing(state, waits=[[1.0, 2.0]])
    changed, to = done(deed, before), MOVES[deed][state]
    waits, since = changed.get("waits", before.waits), changed.get("waiting_since", "as it was")
    ended = [[NOW - 50, NOW]] if state is State.WAITING else []
    if deed is Deed.ASK:
        assert (since, waits) == (NOW, [[1.0, 2.0], *ended])
    elif state is State.WAITING and to is not State.WAITING:
        assert (since, waits) == (None, [[1.0, 2.0], *ended])
    elif state in OPEN:
        assert (since, waits) == ("as it was", [[1.0, 2.0]])


@ALL
def test_what_ends_a_ticket_says_when_and_how(deed: Deed, state: State) -> None:
    changed = done(deed, standing(state))
    expected = (NOW, OUTCOMES[deed]) if deed in OUTCOMES else (None, None)
    assert (changed.get("resolved_at"), changed.get("outcome")) == expected


@ALL
def test_a_ticket_that_is_opened_again_is_counted_anew(deed: Deed, state: State) -> None:
    before = standing(state, answered_at=NOW - 9, waits=[[1.0, 2.0]], owner=SAM)
    changed, opens = done(deed, before), state in OVER and MOVES[deed][state] in OPEN
    assert ("opened_at" in changed) == opens
    if opens:
        anew: dict[str, Any] = {"opened_at": NOW, "answered_at": None, "waits": [], "noticed": []}
        over = dict.fromkeys(("resolved_at", "outcome", "waiting_since"))
        assert (anew | over).items() <= changed.items()


@pytest.mark.parametrize("deed", [Deed.FOLLOW, Deed.UNFOLLOW, Deed.RATE, Deed.REMIND])
def test_what_moves_nothing_changes_nothing(deed: Deed) -> None:
    for state in MOVES[deed]:
        assert NEVER.isdisjoint(done(deed, standing(state)))


@ALL
def test_nothing_that_stood_before_is_changed_in_place(deed: Deed, state: State) -> None:
    before = standing(state, waits=[[1.0, 2.0]], answers_taken=dict(SENT))
    done(deed, before)
    assert before == standing(state, waits=[[1.0, 2.0]], answers_taken=dict(SENT))


LIVES = st.lists(
    st.tuples(st.sampled_from(list(Deed)), st.sampled_from([NOOR, SAM]), st.integers(0, 99)),
    max_size=40,
)
NEW: dict[str, Any] = {
    **standing(State.NEW)._asdict(),
    **dict.fromkeys(("resolved_at", "outcome")),
    "opened_at": NOW,
    "look_at": NOW,
    "noticed": [],
}


def lived(life: list[tuple[Deed, str, int]]) -> Iterator[tuple[dict[str, Any], float]]:
    """Give a ticket as it stands after each deed, with the time."""
    ticket, now = dict(NEW), NOW
    for deed, actor, later in life:
        now += later
        to = after(deed, State(ticket["state"]))
        if to:
            before = Standing(*(ticket[name] for name in Standing._fields))
            changed = effects(before._replace(state=State(before.state)), deed, to, actor, now)
            assert set(changed) <= set(ticket)
            ticket |= changed
        yield ticket, now


@given(LIVES)
def test_whatever_is_done_a_ticket_waits_exactly_while_it_is_waited_for(
    life: list[tuple[Deed, str, int]],
) -> None:
    for ticket, now in lived(life):
        assert (ticket["waiting_since"] is not None) == (ticket["state"] == State.WAITING)
        told = [ticket["opened_at"], *chain(*ticket["waits"]), ticket["waiting_since"] or now]
        assert all(earlier <= later for earlier, later in pairwise(told))


@given(LIVES)
def test_whatever_is_done_a_ticket_is_resolved_with_an_outcome_or_neither(
    life: list[tuple[Deed, str, int]],
) -> None:
    for ticket, _ in lived(life):
        is_resolved = ticket["state"] == State.RESOLVED
        assert (ticket["resolved_at"] is not None) == is_resolved
        assert (ticket["outcome"] is not None) == is_resolved


@given(LIVES)
def test_whatever_is_done_time_looks_at_a_ticket_exactly_while_it_is_open(
    life: list[tuple[Deed, str, int]],
) -> None:
    for ticket, _ in lived(life):
        assert (ticket["look_at"] is not None) == (ticket["state"] in OPEN)


@given(LIVES)
def test_whatever_is_done_an_owned_ticket_shows_what_stood_there_when_it_was_first_taken(
    life: list[tuple[Deed, str, int]],
) -> None:
    for ticket, _ in lived(life):
        assert ticket["owner"] is None or ticket["answers_taken"] == SENT
        assert ticket["answered_at"] is None or ticket["answered_at"] >= ticket["opened_at"]
