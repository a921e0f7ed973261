"""The life of a ticket: one table, and nothing that it forgets."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.life import MOVES, OPEN, OVER, Deed, State, after, diagram

DEEDS = st.lists(st.sampled_from(list(Deed)), max_size=30)
ENDS = {Deed.RESOLVE, Deed.REJECT, Deed.CLOSE, Deed.WITHDRAW, Deed.MERGE}
WAKES = {Deed.REOPEN, Deed.ANSWER, Deed.RESTORE}


def lived(deeds: list[Deed]) -> State:
    """Give where a new ticket stands after what was done with it, if it could be."""
    state = State.NEW
    for deed in deeds:
        state = after(deed, state) or state
    return state


def test_every_deed_has_its_moves() -> None:
    assert set(MOVES) == set(Deed)
    assert all(MOVES.values())


def test_a_ticket_is_worked_on_or_it_is_over() -> None:
    assert set(State) == OPEN | OVER
    assert OPEN.isdisjoint(OVER)


def test_every_state_can_be_reached_from_a_new_ticket() -> None:
    reached, before = {State.NEW}, set[State]()
    while reached != before:
        before = set(reached)
        reached |= {to for by in MOVES.values() for state, to in by.items() if state in before}
    assert reached == set(State)


@given(DEEDS)
def test_whatever_is_done_a_ticket_is_in_one_of_its_states(deeds: list[Deed]) -> None:
    assert lived(deeds) in State


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_ticket_can_be_answered_asked_about_and_ended_by_the_support_team(
    state: State,
) -> None:
    ends = [after(deed, state) for deed in (Deed.RESOLVE, Deed.REJECT, Deed.MERGE, Deed.WITHDRAW)]
    assert ends == [State.RESOLVED, State.RESOLVED, State.MERGED, State.WITHDRAWN]
    assert after(Deed.ASK, state) is State.WAITING
    assert after(Deed.REPLY, state) in OPEN


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("deed", list(Deed))
def test_only_what_ends_a_ticket_ends_it_and_only_what_wakes_it_wakes_it(
    deed: Deed, state: State
) -> None:
    to = after(deed, state)
    if to is not None and state in OPEN:
        assert (to in OVER) == (deed in ENDS)
    if to is not None and state in OVER:
        assert (to in OPEN) == (deed in WAKES)


@pytest.mark.parametrize("deed", sorted(set(Deed) - {Deed.FOLLOW, Deed.UNFOLLOW}))
def test_a_merged_ticket_stays_merged(deed: Deed) -> None:
    assert after(deed, State.MERGED) is None


@pytest.mark.parametrize("state", list(State))
def test_a_ticket_can_be_followed_wherever_it_stands(state: State) -> None:
    assert after(Deed.FOLLOW, state) is after(Deed.UNFOLLOW, state) is state


def test_a_withdrawn_ticket_comes_back_by_its_partner_alone() -> None:
    back = {deed for deed in Deed if after(deed, State.WITHDRAWN) not in {None, State.WITHDRAWN}}
    assert back == {Deed.RESTORE}
    assert after(Deed.RESTORE, State.WITHDRAWN) is State.NEW


@pytest.mark.parametrize("deed", [Deed.ANSWER, Deed.CHANGE])
def test_what_the_partner_gives_sets_a_waiting_ticket_back_to_work(deed: Deed) -> None:
    assert after(deed, State.WAITING) is State.IN_PROGRESS


@pytest.mark.parametrize("deed", [Deed.ANSWER, Deed.REOPEN])
def test_a_resolved_ticket_is_opened_again_by_an_answer_or_a_wish(deed: Deed) -> None:
    assert after(deed, State.RESOLVED) is State.REOPENED


def test_time_closes_and_reminds_of_nothing_but_what_waits_for_the_partner() -> None:
    assert dict(MOVES[Deed.CLOSE]) == {State.WAITING: State.RESOLVED}
    assert dict(MOVES[Deed.REMIND]) == {State.WAITING: State.WAITING}


def test_a_request_can_be_changed_as_long_as_it_is_open_and_not_after() -> None:
    assert {state for state in State if after(Deed.CHANGE, state)} == OPEN


def test_the_picture_shows_every_move_and_no_other() -> None:
    names = {alias: name for name, alias in re.findall(r'state "(\S+)" as (\S+)', diagram())}
    shown = re.findall(r"^ {4}(\w+) --> (\w+): (\S+)$", diagram(), re.MULTILINE)
    told = [(names.get(state, state), names.get(to, to), deed) for state, to, deed in shown]
    moves = {(state, to, deed) for deed, by in MOVES.items() for state, to in by.items()}
    assert set(told) == {(state, to, deed) for state, to, deed in moves if state != to}
    assert len(told) == len(set(told))


def test_the_picture_in_the_documents_is_the_one_that_the_table_draws() -> None:
    (told,) = re.findall(r"```mermaid\n(.*?)\n```", Path("CONTRIBUTING.md").read_text(), re.DOTALL)
    assert told == diagram()
