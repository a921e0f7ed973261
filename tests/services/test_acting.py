"""What is done with a ticket: by whom it may be, where it can be, and what is told of it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.desk.effects import effects
from bot.desk.life import MOVES, Deed, State, after
from bot.desk.rights import RIGHTS, Role
from bot.services import acting
from bot.services.acting import NOT_ALLOWED, NOT_POSSIBLE, TAKEN, Actor, Refusal, act
from bot.storage import ticket_history
from bot.storage.schema import outbox
from bot.storage.schema import ticket_history as history
from bot.storage.schema import tickets as table
from bot.storage.ticket_history import Entry
from tests.services.scene import EMMA, HANDOVER, NOW, OURS, card, home, note, reply, said, say
from tests.services.tickets import (
    COLLEAGUE,
    EMMAS,
    NOOR,
    NOOR_ID,
    OSCAR,
    SAM,
    SAM_ID,
    TIME,
    as_done,
    deeds,
    kept,
    meant,
    send,
)

OF_ROLE = {Role.SUPPORT: NOOR, Role.PARTNER: EMMAS, Role.COLLEAGUE: COLLEAGUE, Role.TIME: TIME}
FORM = [card(), (EMMA, "receipt", {"ticket": 1}), home()]
"""What shows how the ticket of a form stands."""


def allowed(deed: Deed) -> Actor:
    """Give somebody who may do something."""
    return OF_ROLE[max(RIGHTS[deed])]


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("role", list(Role))
def test_promise_32_every_deed_is_done_by_the_roles_of_the_table_and_refused_to_all_others(
    connection: Connection, deed: Deed, role: Role
) -> None:
    ticket = send(connection, state=next(iter(MOVES[deed])))
    done = act(connection, OF_ROLE[role], ticket.id, deed, NOW)
    assert isinstance(done, Refusal) == (role not in RIGHTS[deed])


@pytest.mark.parametrize("deed", list(Deed))
def test_promise_32_somebody_else_does_nothing_and_learns_nothing(
    connection: Connection, deed: Deed
) -> None:
    ticket = send(connection, state=next(iter(MOVES[deed])))
    assert act(connection, OSCAR, ticket.id, deed, NOW) == Refusal(NOT_ALLOWED)
    assert (kept(connection), meant(connection), deeds(connection)) == (ticket, [], [])


@pytest.mark.parametrize("deed", list(Deed))
@pytest.mark.parametrize("actor", [NOOR, EMMAS, TIME], ids=["support", "partner", "time"])
def test_promise_33_a_ticket_of_another_workspace_is_nobody_s(
    connection: Connection, deed: Deed, actor: Actor
) -> None:
    theirs = send(connection, "T2")
    assert act(connection, actor, theirs.id, deed, NOW) == Refusal(NOT_ALLOWED)
    assert kept(connection, theirs.id, "T2") == theirs


def test_promise_34_a_ticket_that_is_not_there_is_refused_like_one_that_is_somebody_else_s(
    connection: Connection,
) -> None:
    assert act(connection, NOOR, 99, Deed.TAKE, NOW) == Refusal(NOT_ALLOWED)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("deed", list(Deed))
def test_a_deed_is_done_where_the_table_has_it_with_all_its_effects_or_not_at_all(
    connection: Connection, deed: Deed, state: State
) -> None:
    before, actor = send(connection, state=state), allowed(deed)
    done, to = act(connection, actor, before.id, deed, NOW), after(deed, state)
    if to is None:
        assert done == Refusal(NOT_POSSIBLE, before)
        assert (kept(connection), meant(connection), deeds(connection)) == (before, [], [])
    else:
        changed = effects(acting.standing(before), deed, to, actor.person, NOW)
        assert done == kept(connection) == before._replace(**changed)


def test_the_history_tells_who_did_what_when_and_what_it_brought(connection: Connection) -> None:
    send(connection)
    act(connection, NOOR, 1, Deed.TAKE, NOW)
    act(connection, NOOR, 1, Deed.ASK, NOW + 1, {"message": 7})
    act(connection, TIME, 1, Deed.CLOSE, NOW + 2)
    assert ticket_history.of_ticket(connection, OURS, 1, 9) == [
        Entry(3, 1, NOW + 2, None, "close", "waiting", "resolved", {}),
        Entry(2, 1, NOW + 1, NOOR_ID, "ask", "in-progress", "waiting", {"message": 7}),
        Entry(1, 1, NOW, NOOR_ID, "take", "new", "in-progress", {}),
    ]


def test_values_are_set_beside_what_the_deed_itself_changes_and_win(
    connection: Connection,
) -> None:
    send(connection)
    values: dict[str, Any] = {"outcome": "duplicate", "priority": "high"}
    done = as_done(act(connection, NOOR, 1, Deed.RESOLVE, NOW, **values))
    assert (done.state, done.outcome, done.priority) == ("resolved", "duplicate", "high")
    assert (done.owner, done.resolved_at) == (NOOR_ID, NOW)


def test_promise_16_who_takes_what_somebody_else_has_is_told_so_and_by_whom(
    connection: Connection,
) -> None:
    send(connection)
    taken = as_done(act(connection, NOOR, 1, Deed.TAKE, NOW))
    meant(connection)
    assert act(connection, SAM, 1, Deed.TAKE, NOW) == Refusal(TAKEN, taken)
    assert (kept(connection).owner, meant(connection)) == (NOOR_ID, [])


def test_promise_09_who_takes_their_own_ticket_again_changes_nothing(
    connection: Connection,
) -> None:
    send(connection)
    first = as_done(act(connection, NOOR, 1, Deed.TAKE, NOW))
    meant(connection)
    assert act(connection, NOOR, 1, Deed.TAKE, NOW + 5) == first
    assert (meant(connection), deeds(connection)) == ([], ["take"])


def test_what_was_handed_back_is_free_for_the_next(connection: Connection) -> None:
    send(connection)
    for actor, deed in ((NOOR, Deed.TAKE), (NOOR, Deed.HAND_BACK), (SAM, Deed.TAKE)):
        as_done(act(connection, actor, 1, deed, NOW))
    assert (kept(connection).owner, kept(connection).state) == (SAM_ID, "in-progress")


QUIET = sorted({Deed.FOLLOW, Deed.UNFOLLOW})
NOTED = {Deed.WITHDRAW, Deed.RESTORE, Deed.REOPEN, Deed.CLOSE, Deed.MERGE, Deed.RATE}
NEWS = {Deed.MERGE, Deed.SUBMIT, Deed.REMIND, Deed.CLOSE, Deed.REOPEN}


@pytest.mark.parametrize("deed", sorted(set(Deed) - set(QUIET)))
def test_promise_17_whatever_is_done_card_receipt_and_home_tab_are_drawn_anew(
    connection: Connection, deed: Deed
) -> None:
    send(connection, state=next(iter(MOVES[deed])))
    act(connection, allowed(deed), 1, deed, NOW)
    assert said(connection)[:3] == FORM


@pytest.mark.parametrize("deed", QUIET)
def test_who_follows_changes_nothing_but_the_card(connection: Connection, deed: Deed) -> None:
    send(connection)
    act(connection, NOOR, 1, deed, NOW)
    assert said(connection) == [card()]


@pytest.mark.parametrize("deed", list(Deed))
def test_what_matters_to_the_desk_is_told_in_the_thread_of_the_card(
    connection: Connection, deed: Deed
) -> None:
    send(connection, state=next(iter(MOVES[deed])))
    act(connection, allowed(deed), 1, deed, NOW)
    assert (note(1) in said(connection)) == (deed in NOTED)


@pytest.mark.parametrize("deed", list(Deed))
def test_a_partner_is_told_of_what_matters_to_them_unless_they_did_it_themselves(
    connection: Connection, deed: Deed
) -> None:
    for role in RIGHTS[deed]:
        ticket = send(connection, state=next(iter(MOVES[deed])))
        as_done(act(connection, OF_ROLE[role], ticket.id, deed, NOW))
        told = [each for each in said(connection) if each[1] == "news"]
        assert all(lane == EMMA for lane, _, _ in told)
        assert bool(told) == (deed in NEWS and role is not Role.PARTNER)


@pytest.mark.parametrize(("is_taken", "told"), [(True, [note(2)]), (False, [])])
def test_a_change_is_told_as_a_difference_once_somebody_has_seen_what_it_was(
    connection: Connection, told: list[object], *, is_taken: bool
) -> None:
    send(connection)
    act(connection, NOOR, 1, Deed.TAKE if is_taken else Deed.PRIORITIZE, NOW)
    said(connection)
    act(connection, EMMAS, 1, Deed.CHANGE, NOW)
    assert said(connection) == [*FORM, *told]


def test_many_changes_before_anything_is_drawn_are_drawn_once(connection: Connection) -> None:
    send(connection)
    for deed in (Deed.TAKE, Deed.PRIORITIZE, Deed.REPLY, Deed.ASK):
        as_done(act(connection, NOOR, 1, deed, NOW))
    assert said(connection) == FORM


def test_of_a_question_the_reply_is_drawn_where_all_its_replies_are(
    connection: Connection,
) -> None:
    say(connection, HANDOVER)
    said(connection)
    as_done(act(connection, NOOR, 1, Deed.TAKE, NOW))
    assert said(connection) == [card(), reply(), home()]


STEPS = st.lists(
    st.tuples(st.sampled_from(list(OF_ROLE.values())), st.sampled_from(list(Deed))), max_size=12
)


@given(STEPS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_promise_17_whatever_is_done_by_whomever_the_history_leads_to_how_a_ticket_stands(
    connection: Connection, steps: list[tuple[Actor, Deed]]
) -> None:
    for each in (table, history, outbox):
        connection.execute(each.delete())
    ticket = send(connection).id
    for actor, deed in steps:
        act(connection, actor, ticket, deed, NOW)
    state = "new"
    for entry in reversed(ticket_history.of_ticket(connection, OURS, ticket, 99)):
        assert entry.before == state
        assert MOVES[Deed(entry.deed)][State(state)] == entry.after
        state = entry.after
    assert kept(connection, ticket).state == state
